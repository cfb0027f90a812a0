"""Blocs with a launched campaign and people who have joined, made as fast as the database takes them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import delete, insert
from sqlmodel import Session, SQLModel, col, select

from store.blocs import init_bloc
from store.campaign_file import read_campaign_file
from store.campaigns import import_campaign
from store.columns import table_of
from store.engine import begin, open_engine
from store.launches import launch_campaign
from store.schema import upgrade
from store.tables import (
    Account,
    Appointment,
    Bloc,
    BlocRole,
    Chat,
    ChatKind,
    Letter,
    Member,
    Membership,
    MembershipState,
    Unit,
    UnitRole,
)

UNITS = 40
"""Of a bloc."""

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")

FILE = """
bloc:
  code: {code}
  name: Khối thi đua {code}
  kind: bloc
  leader_unit: u0
  units:
{units}
campaign:
  code: {code}
  title: Phong trào thi đua năm {year}
  starts: {year}-01-01
  ends: {year}-12-31
  products: [Đề án, Báo cáo chuyên đề, Hướng dẫn, Văn bản tham mưu, "Tin, bài"]
{more}
"""


@dataclass(frozen=True)
class Someone:
    """A person of a bloc; `id` is Telegram's."""

    id: int
    name: str


def settle_office(
    folder: Path, heads: Sequence[Someone], staff: Sequence[Someone], groups: Sequence[Someone] = ()
) -> None:
    """A database in `folder` with one bloc whose campaign has no deadlines: nothing happens by itself."""
    engine = open_engine(f"sqlite:///{folder}/thidua.db")
    upgrade(engine)
    with begin(engine) as session:
        settle_bloc(session, "bench", heads, staff, now=datetime.now(UTC))
        bloc_id = session.exec(select(Bloc.id)).one()
        session.add_all(
            Chat(telegram_id=one.id, kind=ChatKind.GROUP, title=one.name, bloc_id=bloc_id) for one in groups
        )
    engine.dispose()


def settle_bloc(
    session: Session, code: str, heads: Sequence[Someone], staff: Sequence[Someone], *, now: datetime, more: str = ""
) -> None:
    """One bloc of 40 units, its people spread over them, its campaign launched and what that said forgotten.

    `more` is the rest of the campaign's part of the file.
    """
    units = "\n".join(f"    - {{code: u{number}, name: Sở {number}, kind: office}}" for number in range(UNITS))
    file = read_campaign_file(FILE.format(code=code, units=units, year=now.astimezone(HANOI).year, more=more).encode())
    bloc = init_bloc(session, file, timezone="Asia/Ho_Chi_Minh", locale="vi", now=now).bloc
    campaign = import_campaign(session, bloc, file.campaign, by=None, now=now)
    assert bloc.id is not None and campaign.id is not None
    day = (now - timedelta(days=1)).date()
    _join(session, bloc.id, heads, UnitRole.HEAD, day)
    _join(session, bloc.id, staff, UnitRole.MEMBER, day)
    leader = session.exec(select(Member).where(col(Member.account_id) == heads[0].id)).one()
    assert leader.id is not None
    session.add(Appointment(member_id=leader.id, bloc_id=bloc.id, role=BlocRole.LEADER, first_day=day))
    session.flush()
    launch_campaign(session, campaign.id, by=leader, now=now)
    session.execute(delete(Letter))


def _join(session: Session, bloc_id: int, people: Sequence[Someone], role: UnitRole, day: date) -> None:
    if not people:
        return
    units = session.exec(select(Unit.id).where(col(Unit.bloc_id) == bloc_id).order_by(col(Unit.id))).all()
    at = datetime(day.year, day.month, day.day, tzinfo=UTC)
    account = _row(Account(id=0, bloc_id=bloc_id, consent_version=1, consented_at=at))
    chat = _row(Chat(telegram_id=0, kind=ChatKind.PRIVATE, language="vi"))
    member = _row(Member(bloc_id=bloc_id, name=""))
    place = _row(Membership(member_id=0, unit_id=0, role=role, state=MembershipState.ACTIVE, first_day=day))
    session.execute(insert(table_of(Account)), [{**account, "id": one.id, "telegram_name": one.name} for one in people])
    session.execute(insert(table_of(Chat)), [{**chat, "telegram_id": one.id, "account_id": one.id} for one in people])
    members = table_of(Member)
    made = session.execute(
        insert(members).returning(members.c.id, sort_by_parameter_order=True),
        [{**member, "account_id": one.id, "name": one.name} for one in people],
    ).scalars()
    session.execute(
        insert(table_of(Membership)),
        [
            {**place, "member_id": member_id, "unit_id": units[number % len(units)]}
            for number, member_id in enumerate(made)
        ],
    )


def _row(example: SQLModel) -> dict[str, object]:
    """A row's columns with the model's defaults, without its number."""
    return {name: value for name, value in example.model_dump().items() if name != "id"}
