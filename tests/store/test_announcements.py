"""Announcements to many: at most 500 letters a commit, each reader once, stopped, gone on with, corrected in place."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session, col, select, update

from store.announcements import (
    Draft,
    announce,
    cancel,
    correct,
    go_on,
    page_facts,
    parcels,
    pause,
    remind_silent,
    resend_failed,
    send_announcements,
    take_back,
)
from store.announcements.steering import RemindedLately, TooOldToDelete
from store.columns import table_of
from store.errors import IllegalMove, Refusal
from store.tables import (
    Announcement,
    AnnouncementReader,
    AnnouncementState,
    Asks,
    BlocRole,
    Letter,
    LetterKind,
    LetterState,
    Member,
)
from tests.conftest import NOW
from tests.store.founding import Founded, found
from tests.stories.announcement_crash import joins

MANY = 1100


@pytest.fixture
def town(session: Session) -> Founded:
    return found(session, "khoi-vhxh-2020", now=NOW)


def author(town: Founded) -> Member:
    """The leader, who is a head and reads it too."""
    return town.joins("Mai", "stttt", office=BlocRole.LEADER)


def begun(town: Founded, by: Member, people: int, **more: Any) -> Announcement:
    joins(town.session, list(range(9_000_000, 9_000_000 + people - 1)), town.bloc.id or 0)
    draft = Draft(unit_id=None, body="Họp", audience={"members": True}, asks=Asks.RECEIVED, **more)
    return announce(town.session, draft, by=by, now=NOW)


def sweeps(session: Session, now: datetime = NOW) -> list[int]:
    """Every commit of the sweep: how many letters it wrote."""
    sizes = []
    before = len(session.exec(select(Letter.id)).all())
    while send_announcements(session, now):
        after = len(session.exec(select(Letter.id)).all())
        sizes.append(after - before)
        before = after
    return sizes


def arrives(session: Session, most: int, now: datetime = NOW) -> None:
    """Telegram takes the first so many letters that wait."""
    letter = table_of(Letter)
    waiting = session.exec(select(Letter.id).where(col(Letter.state) == LetterState.WAITING).order_by(col(Letter.id)))
    ids = list(waiting)[:most]
    values = {"state": LetterState.SENT, "closed_at": now, "message_id": letter.c.id + 10}
    session.execute(update(Letter).where(col(Letter.id).in_(ids)).values(**values))


def states(session: Session, kind: LetterKind = LetterKind.SEND) -> Counter[str]:
    asked = select(Letter.state, Letter.template).where(col(Letter.kind) == kind)
    return Counter(
        str(state)
        for state, template in session.exec(asked)
        if template.startswith("live/announcements/") and not template.endswith("/page")
    )


def test_eleven_hundred_are_posted_five_hundred_a_commit_and_each_once(town: Founded) -> None:
    session, by = town.session, author(town)
    begun(town, by, MANY)

    assert sweeps(session) == [500, 500, 100, 0]
    assert sweeps(session) == []
    assert len({one.who for one in session.exec(select(AnnouncementReader))}) == MANY
    session.exec(select(Announcement)).one().planned = False
    sweeps(session, NOW + timedelta(seconds=5))
    assert states(session) == {"waiting": MANY}


def test_what_is_paused_goes_on_where_it_stopped_and_what_is_cancelled_does_not(town: Founded) -> None:
    session, by = town.session, author(town)
    which = begun(town, by, 20).id or 0
    sweeps(session)
    arrives(session, 5)
    pause(session, which, by=by, now=NOW)
    pause(session, which, by=by, now=NOW)
    sweeps(session)
    assert states(session) == {"sent": 5, "void": 15}

    go_on(session, which, by=by, now=NOW)
    arrives(session, 5)
    assert states(session) == {"sent": 10, "waiting": 10}

    cancel(session, which, by=by, now=NOW)
    sweeps(session)
    facts = page_facts(session, session.get_one(Announcement, which), NOW)
    assert (facts["delivered"], facts["stopped"], facts["readers"], facts["state"]) == (10, 10, 20, "cancelled")
    with pytest.raises(IllegalMove):
        go_on(session, which, by=by, now=NOW)


def test_a_correction_edits_what_arrived_and_changes_what_waits_before_it_goes(town: Founded) -> None:
    session, by = town.session, author(town)
    which = begun(town, by, 20).id or 0
    sweeps(session)
    arrives(session, 5)
    first = session.exec(
        select(Letter).where(col(Letter.state) == LetterState.WAITING).order_by(col(Letter.id))
    ).first()
    assert first is not None
    first.state = LetterState.TAKEN
    session.flush()
    for body in ("Họp lúc 8:00", "Họp lúc 9:00"):
        correct(session, which, body, captioned=False, by=by, now=NOW)
        sweeps(session)

    assert states(session) == {"sent": 5, "taken": 1, "waiting": 14}
    assert states(session, LetterKind.EDIT) == {"waiting": 6, "void": 6}
    assert {one.version for one in session.exec(select(AnnouncementReader))} == {3}
    sweeps(session, NOW + timedelta(minutes=1))
    assert states(session, LetterKind.EDIT).total() == 12


def test_nothing_is_deleted_that_is_older_than_48_hours_and_nobody_reminded_twice_an_hour(town: Founded) -> None:
    session, by = town.session, author(town)
    which = begun(town, by, 3).id or 0
    sweeps(session)
    arrives(session, 3)
    remind_silent(session, which, by=by, now=NOW)
    sweeps(session)
    with pytest.raises(RemindedLately):
        remind_silent(session, which, by=by, now=NOW + timedelta(minutes=59))
    arrives(session, 3, NOW + timedelta(hours=40))

    with pytest.raises(TooOldToDelete):
        take_back(session, which, by=by, now=NOW + timedelta(hours=49))
    take_back(session, which, by=by, now=NOW + timedelta(hours=47))
    take_back(session, which, by=by, now=NOW + timedelta(hours=47))
    sweeps(session, NOW + timedelta(hours=47))
    deletions = session.exec(select(Letter).where(col(Letter.kind) == LetterKind.DELETE)).all()
    assert len(deletions) == 6


ACTS: dict[str, Callable[..., Any]] = {
    "pause": pause,
    "go_on": go_on,
    "cancel": cancel,
    "resend": resend_failed,
    "remind": remind_silent,
    "take_back": take_back,
    "correct": lambda session, which, **more: correct(session, which, "Khác", captioned=False, **more),
}

ALLOWED = {
    AnnouncementState.SCHEDULED: {"cancel", "correct"},
    AnnouncementState.SENDING: {"pause", "go_on", "cancel", "resend", "remind", "take_back", "correct"},
    AnnouncementState.PAUSED: {"pause", "go_on", "cancel", "remind", "take_back", "correct"},
    AnnouncementState.SENT: {"resend", "remind", "take_back", "correct"},
    AnnouncementState.CANCELLED: {"cancel", "remind", "take_back", "correct"},
    AnnouncementState.DELETED: {"take_back"},
}
"""What an author may do in each state; doing again what is done changes nothing."""


def test_in_every_state_only_what_makes_sense_is_done(town: Founded) -> None:
    session, by = town.session, author(town)
    found = begun(town, by, 2)
    sweeps(session)
    arrives(session, 1)
    done: dict[AnnouncementState, set[str]] = {state: set() for state in AnnouncementState}
    for state in AnnouncementState:
        for name, act in ACTS.items():
            savepoint = session.begin_nested()
            found.state = state
            session.flush()
            try:
                act(session, found.id or 0, by=by, now=NOW)
                done[state].add(name)
            except Refusal:
                pass
            savepoint.rollback()
            session.refresh(found)

    assert done == ALLOWED


def kinds(files: str, *, captioned: bool = False) -> list[str]:
    """Parcels of files, each kind by its letter."""
    names = {"p": "photo", "v": "video", "d": "document", "a": "audio", "o": "voice", "n": "video_note"}
    found = parcels([{"kind": names[one], "file_id": one} for one in files], captioned=captioned)
    return ["".join(str(one["file_id"]) for one in parcel) for parcel in found]


@pytest.mark.parametrize(
    ("files", "letters"),
    [
        ("", []),
        ("p", ["p"]),
        ("pvp", ["pvp"]),
        ("ppdd", ["pp", "dd"]),
        ("pdp", ["p", "d", "p"]),
        ("oo", ["o", "o"]),
        ("aa", ["aa"]),
        ("p" * 12, ["p" * 10, "pp"]),
        ("pnp", ["p", "n", "p"]),
    ],
)
def test_files_go_together_as_telegram_lets_them_and_in_their_order(files: str, letters: list[str]) -> None:
    assert kinds(files) == letters


def test_a_file_with_the_text_under_it_does_not_go_again() -> None:
    assert kinds("p", captioned=True) == []
