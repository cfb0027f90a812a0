"""The chain of history shows every later change to it."""

import pytest
from sqlalchemy import text
from sqlmodel import Session

from store.history import record, verify_history
from store.tables import Bloc, BlocKind
from tests.conftest import NOW


def a_bloc(session: Session) -> Bloc:
    bloc = Bloc(code="b", name="Khối", kind=BlocKind.BLOC, timezone="Asia/Ho_Chi_Minh", locale="vi")
    session.add(bloc)
    session.flush()
    for action in ("made", "renamed", "closed"):
        record(session, bloc, action, by=None, now=NOW, bloc_id=bloc.id, why=action)
    return bloc


def test_an_untouched_chain_holds(session: Session) -> None:
    a_bloc(session)

    report = verify_history(session)

    assert (report.entries, report.broken, report.cleared, report.last_number) == (3, (), 0, 3)


@pytest.mark.parametrize(
    ("change", "broken"),
    [
        ("UPDATE history SET action = 'kept' WHERE id = 2", (2,)),
        ("UPDATE history SET hash = 'x' WHERE id = 2", (2, 3)),
        ("UPDATE history_details SET salt = 'x' WHERE entry_id = 3", (3,)),
        ("DELETE FROM history_details WHERE entry_id = 2", ()),
    ],
)
def test_a_changed_entry_is_found(session: Session, change: str, broken: tuple[int, ...]) -> None:
    a_bloc(session)

    session.execute(text(change))
    session.expire_all()

    assert verify_history(session).broken == broken


def test_emptied_details_are_reported_as_cleared_and_the_chain_holds(session: Session) -> None:
    a_bloc(session)

    session.execute(text("UPDATE history_details SET details = NULL WHERE entry_id = 2"))
    report = verify_history(session)

    assert (report.broken, report.cleared) == ((), 1)
