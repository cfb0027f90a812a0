"""The ladder's sweep on its own: batches, silence, members, sealed phases."""

from datetime import UTC, date, datetime

import pytest
from sqlmodel import Session, col, select

from store.duties import make_duties
from store.live import LIVE
from store.reminders import fire_rungs, next_rung_at
from store.reminders import firing as firing_module
from store.tables import (
    Account,
    Bloc,
    BlocKind,
    Campaign,
    CampaignState,
    Chat,
    ChatKind,
    DeadlineForm,
    Duty,
    Letter,
    LetterState,
    Member,
    Membership,
    MembershipState,
    Milestone,
    MilestoneKind,
    Owing,
    Phase,
    PhaseState,
    Rung,
    RungState,
    Unit,
    UnitKind,
    UnitRole,
)
from tests.conftest import NOW


def add(session: Session, row: object) -> int:
    session.add(row)
    session.flush()
    number = row.id  # type: ignore[attr-defined]
    assert isinstance(number, int)
    return number


@pytest.fixture
def campaign(session: Session) -> Campaign:
    """One unit with a head (account 1) and a member (account 2), a campaign with one phase."""
    bloc_id = add(session, Bloc(code="b", name="B", kind=BlocKind.BLOC, timezone="Asia/Ho_Chi_Minh", locale="vi"))
    unit_id = add(session, Unit(bloc_id=bloc_id, code="u", name="Sở Y tế", kind=UnitKind.OFFICE))
    for account, role in ((1, UnitRole.HEAD), (2, UnitRole.MEMBER)):
        add(session, Account(id=account, bloc_id=bloc_id))
        add(session, Chat(telegram_id=account, kind=ChatKind.PRIVATE, account_id=account))
        member = add(session, Member(bloc_id=bloc_id, account_id=account, name=f"N{account}"))
        day, active = date(2020, 1, 1), MembershipState.ACTIVE
        add(session, Membership(member_id=member, unit_id=unit_id, role=role, state=active, first_day=day))
    campaign = Campaign(
        bloc_id=bloc_id,
        code="c",
        title="C",
        starts=date(2020, 1, 1),
        ends=date(2020, 12, 31),
        state=CampaignState.LAUNCHED,
        launched_at=NOW,
    )
    add(session, campaign)
    return campaign


def owes(session: Session, campaign: Campaign, code: str, day: date, owing: Owing = Owing.UNITS) -> Milestone:
    milestone = Milestone(
        campaign_id=campaign.id or 0,
        code=code,
        kind=MilestoneKind.REPORT,
        title=code,
        owing=owing,
        form=DeadlineForm.BY,
        day=day,
    )
    add(session, milestone)
    make_duties(session, campaign, NOW)
    return milestone


def at(day: int, hour: int) -> datetime:
    """An hour of a day of June 2020 in Hanoi."""
    return datetime(2020, 6, day, hour, tzinfo=UTC).replace(hour=(hour - 7) % 24, day=day if hour >= 7 else day - 1)


def letters(session: Session) -> list[Letter]:
    return list(session.exec(select(Letter).order_by(col(Letter.id))))


def titles(session: Session, letter: Letter, now: datetime) -> list[str]:
    said = LIVE[letter.template](session, letter.facts, now)
    return [] if said is None else [item["title"] for item in said["items"]]


def settle(session: Session, now: datetime) -> None:
    """Everything until then is past."""
    while fire_rungs(session, now):
        pass
    for letter in letters(session):
        session.delete(letter)
    session.flush()


def test_what_falls_due_after_the_first_letter_is_out_comes_in_a_second(session: Session, campaign: Campaign) -> None:
    owes(session, campaign, "early", date(2020, 6, 18))
    owes(session, campaign, "late", date(2020, 6, 19))
    settle(session, at(16, 9))

    assert fire_rungs(session, at(19, 7)) > 0
    (first,) = letters(session)
    assert titles(session, first, at(19, 7)) == ["early", "late"]
    first.state, first.closed_at = LetterState.SENT, at(19, 7)
    session.flush()
    assert fire_rungs(session, at(19, 8)) > 0

    first, second = letters(session)
    assert titles(session, second, at(19, 8)) == ["early", "late"]
    assert second.useless_after == at(19, 21)


def test_what_falls_due_before_the_first_letter_is_out_joins_it(session: Session, campaign: Campaign) -> None:
    owes(session, campaign, "early", date(2020, 6, 18))
    settle(session, at(16, 9))
    owes(session, campaign, "late", date(2020, 6, 19))
    fire_rungs(session, at(18, 8))
    fire_rungs(session, at(18, 9))

    (only,) = letters(session)
    assert titles(session, only, at(18, 9)) == ["early", "late"]


def test_nothing_left_at_the_moment_of_sending_is_nothing_said(session: Session, campaign: Campaign) -> None:
    owes(session, campaign, "report", date(2020, 6, 18))
    settle(session, at(16, 9))
    fire_rungs(session, at(18, 8))
    duty = session.exec(select(Duty)).one()
    duty.done_at = at(18, 8)
    session.flush()

    assert titles(session, letters(session)[0], at(18, 8)) == []


def test_small_batches_say_the_same(session: Session, campaign: Campaign, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(firing_module, "BATCH", 2)
    for number in range(5):
        owes(session, campaign, f"r{number}", date(2020, 6, 18))
    settle(session, at(16, 9))
    done = []
    while handled := fire_rungs(session, at(18, 8)):
        done.append(handled)
        for letter in letters(session):
            letter.state = LetterState.SENT
        session.flush()

    assert len(done) > 1
    (only,) = letters(session)
    assert titles(session, only, at(18, 8)) == [f"r{number}" for number in range(5)]


def test_members_are_reminded_of_their_own(session: Session, campaign: Campaign) -> None:
    owes(session, campaign, "own", date(2020, 6, 18), Owing.MEMBERS)
    settle(session, at(16, 9))
    fire_rungs(session, at(17, 8))

    assert [letter.facts["account_id"] for letter in letters(session)] == [1, 2]
    assert titles(session, letters(session)[1], at(17, 8)) == ["own"]


def test_a_sealed_phase_is_silent(session: Session, campaign: Campaign) -> None:
    phase = Phase(
        campaign_id=campaign.id or 0,
        code="p",
        name="P",
        state=PhaseState.SEALED,
        starts=NOW.date(),
        ends=date(2020, 6, 30),
    )
    phase_id = add(session, phase)
    owes(session, campaign, "report", date(2020, 6, 18)).phase_id = phase_id
    settle(session, at(16, 9))
    assert fire_rungs(session, at(18, 8)) > 0

    assert letters(session) == []


def test_quiet_hours_put_it_off(session: Session, campaign: Campaign) -> None:
    owes(session, campaign, "report", date(2020, 6, 18))
    settle(session, at(16, 9))
    planned = session.exec(select(Rung).where(col(Rung.state) == RungState.PLANNED)).all()

    assert fire_rungs(session, at(18, 22)) == 0
    assert next_rung_at(session, at(18, 22)) == at(19, 7)
    assert len(planned) == len(session.exec(select(Rung).where(col(Rung.state) == RungState.PLANNED)).all())
