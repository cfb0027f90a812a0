"""A list of people on its way: sent, read by a job, shown with what is wrong, then taken whole or dropped."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import insert, update
from sqlmodel import Session, col, select

from store.campaigns import running_campaigns
from store.columns import table_of
from store.duties import make_duties
from store.errors import AlreadyDone, BadAnswer, NotFound
from store.history import record
from store.jobs import add_job
from store.outbox import post_to_accounts
from store.people import account_ids, bloc_day, unit_of
from store.people_lists.checking import Checked, check_list
from store.people_lists.rows import Listed, Mistake, Reading, listed_of
from store.rights import Right, demand, may
from store.tables import Lane, Member, Membership, MembershipState, PeopleList, PeopleListState, Unit, UnitRole

SHOWN = 20
"""Mistakes and names on one screen; the rest of the mistakes is sent as a file."""

CORRECTED_WITHIN = timedelta(hours=1)
"""So long after a list was refused the next workbook of its sender is that list, mended."""

OPEN = (PeopleListState.READING, PeopleListState.READY)


def may_send_list(session: Session, unit_id: int | None, *, by: Member, now: datetime) -> Unit | None:
    """Refuses who may not bring people in: the office for the whole bloc, a head for the own unit."""
    today = bloc_day(session, by.bloc_id, now)
    if unit_id is None:
        demand(session, by, Right.INVITE_HEADS, bloc_id=by.bloc_id, today=today)
        return None
    unit = unit_of(session, unit_id, bloc_id=by.bloc_id)
    demand(session, by, Right.INVITE_STAFF, bloc_id=by.bloc_id, unit_id=unit.id, today=today)
    return unit


def send_list(
    session: Session, unit_id: int | None, *, file_id: str, file_name: str, by: Member, now: datetime
) -> PeopleList:
    """Keep that a list was sent, and have it read. An older one of the same person that was not taken is dropped."""
    may_send_list(session, unit_id, by=by, now=now)
    assert by.id is not None
    lists = table_of(PeopleList)
    older = (
        (lists.c.sent_by_id == by.id) & lists.c.unit_id.is_not_distinct_from(unit_id) & lists.c.state.in_(list(OPEN))
    )
    session.execute(update(lists).where(older).values(state=PeopleListState.DROPPED, read={}))
    found = PeopleList(
        bloc_id=by.bloc_id,
        unit_id=unit_id,
        sent_by_id=by.id,
        sent_at=now,
        telegram_file_id=file_id,
        file_name=file_name,
    )
    session.add(found)
    session.flush()
    record(session, found, "sent", by=by, now=now, unit=unit_id)
    add_job(session, "read_people", key=f"people_list:{found.id}", now=now, list=found.id)
    return found


def list_to_correct(session: Session, *, by: Member, now: datetime) -> PeopleList | None:
    """The last list somebody sent, when it was refused a short time ago and they may still send it."""
    query = select(PeopleList).where(PeopleList.sent_by_id == by.id).order_by(col(PeopleList.id).desc()).limit(1)
    found = session.exec(query).first()
    if found is None or found.state != PeopleListState.REFUSED or now - found.sent_at > CORRECTED_WITHIN:
        return None
    return found if _still_may(session, found, by, now) else None


def list_to_read(session: Session, list_id: int) -> tuple[str, bool] | None:
    """Telegram's id of a list's file, and whether it has to name units; None when there is nothing to read."""
    found = session.get(PeopleList, list_id)
    if found is None or found.state != PeopleListState.READING:
        return None
    return found.telegram_file_id, found.unit_id is None


def list_read(session: Session, list_id: int, reading: Reading, *, now: datetime) -> None:
    """What the job read: shown to who sent it, with every mistake or the question whether to take it. Once."""
    found = session.get(PeopleList, list_id)
    if found is None or found.state != PeopleListState.READING:
        return
    checked = _check(session, found, reading.people, now)
    mistakes = sorted([*reading.mistakes, *checked.mistakes], key=lambda one: one.row)
    if mistakes:
        _refuse(session, found, mistakes, len(reading.people) + len(reading.mistakes), now=now)
    elif not reading.people:
        list_unreadable(session, list_id, "nobody", now=now)
    else:
        found.state, found.read = PeopleListState.READY, reading.facts()
        _post(session, found, "people_lists/ready", now, **_counts(session, found, checked))
    session.flush()


def list_unreadable(session: Session, list_id: int, why: str, *, now: datetime) -> None:
    """The file is none that can be read: who sent it is told why. Once."""
    found = session.get(PeopleList, list_id)
    if found is None or found.state != PeopleListState.READING:
        return
    found.state = PeopleListState.REFUSED
    _post(session, found, "people_lists/unreadable", now, why=why, file_name=found.file_name)


def take_list(session: Session, list_id: int, *, by: Member, now: datetime) -> tuple[PeopleList, int]:
    """Add everybody of the list who is new, in one go. Taking it again changes nothing. How many that were.

    Refuses when it fits no longer (units changed since it was read); the mistakes are then sent.
    """
    found = _mine(session, list_id, by=by, now=now)
    if found.state == PeopleListState.TAKEN:
        return found, int(found.read["new"])
    if found.state != PeopleListState.READY:
        raise AlreadyDone(who=by.name)
    people = listed_of(found.read["people"])
    checked = _check(session, found, people, now)
    if checked.mistakes:
        _refuse(session, found, checked.mistakes, len(people), now=now)
        return found, 0
    _add(session, checked.new, found.bloc_id, bloc_day(session, found.bloc_id, now))
    found.state, found.read = PeopleListState.TAKEN, {"new": len(checked.new)}
    record(session, found, "taken", by=by, now=now, new=len(checked.new), known=len(checked.known))
    for campaign in running_campaigns(session, found.bloc_id):
        make_duties(session, campaign, now)
    session.flush()
    return found, len(checked.new)


def drop_list(session: Session, list_id: int, *, by: Member, now: datetime) -> PeopleList:
    """Do not take a list; nothing of it is kept. One that was taken stays taken."""
    found = _mine(session, list_id, by=by, now=now)
    if found.state == PeopleListState.TAKEN:
        raise AlreadyDone(who=by.name)
    if found.state in OPEN:
        found.state, found.read = PeopleListState.DROPPED, {}
        record(session, found, "dropped", by=by, now=now)
    session.flush()
    return found


def _mine(session: Session, list_id: int, *, by: Member, now: datetime) -> PeopleList:
    found = session.get(PeopleList, list_id)
    if found is None or found.sent_by_id != by.id:
        raise NotFound()
    if not _still_may(session, found, by, now):
        raise NotFound()
    return found


def _still_may(session: Session, found: PeopleList, by: Member, now: datetime) -> bool:
    right = Right.INVITE_HEADS if found.unit_id is None else Right.INVITE_STAFF
    today = bloc_day(session, found.bloc_id, now)
    return may(session, by, right, bloc_id=found.bloc_id, unit_id=found.unit_id, today=today)


def _check(session: Session, found: PeopleList, people: Sequence[Listed], now: datetime) -> Checked:
    unit = session.get_one(Unit, found.unit_id) if found.unit_id is not None else None
    today = bloc_day(session, found.bloc_id, now)
    return check_list(session, people, bloc_id=found.bloc_id, unit=unit, today=today)


def _counts(session: Session, found: PeopleList, checked: Checked) -> dict[str, Any]:
    units = {one.unit_id for one in checked.new}
    return {
        "list_id": found.id,
        "unit_id": found.unit_id or 0,
        "unit": session.get_one(Unit, found.unit_id).name if found.unit_id else "",
        "new": len(checked.new),
        "known": len(checked.known),
        "heads": sum(one.role == UnitRole.HEAD for one in checked.new),
        "units": len(units),
        "people": [{"name": one.name, "position": one.position} for one in checked.new[:SHOWN]],
    }


def _refuse(session: Session, found: PeopleList, mistakes: Sequence[Mistake], rows: int, *, now: datetime) -> None:
    """Every wrong row is named: the first on the screen, all of them in a file where they are many."""
    found.state, found.read = PeopleListState.REFUSED, {}
    facts = [asdict(one) for one in mistakes]
    shown = {"unit_id": found.unit_id or 0, "rows": rows, "count": len(facts)}
    if len(facts) > SHOWN:
        data = {"mistakes": facts}
        _post(session, found, "people_lists/all_wrong", now, count=len(facts), made="people_mistakes", data=data)
    _post(session, found, "people_lists/wrong", now, mistakes=facts[:SHOWN], **shown)


def _post(session: Session, found: PeopleList, template: str, now: datetime, **facts: Any) -> None:
    """To who sent it. What the letter says is emptied once it is sent: it is full of names."""
    to = account_ids([session.get_one(Member, found.sent_by_id)])
    key = f"{template}:{found.id}"
    given = {"unit_id": found.unit_id or 0, **facts}
    post_to_accounts(session, template, to, now=now, lane=Lane.REPLY, key=key, **given)


def _add(session: Session, people: Sequence[Listed], bloc_id: int, today: date) -> None:
    if not people:
        return
    rows = [{"bloc_id": bloc_id, "name": one.name, "position": one.position} for one in people]
    member, membership = table_of(Member), table_of(Membership)
    ids = session.execute(insert(member).returning(member.c.id, sort_by_parameter_order=True), rows).scalars().all()
    units = {one: session.get_one(Unit, one) for one in {one.unit_id for one in people}}
    places = [
        {
            "member_id": member_id,
            "unit_id": one.unit_id,
            "role": UnitRole(one.role),
            "state": MembershipState.ACTIVE,
            "first_day": today,
            "last_day": units[one.unit_id].closed_on,
        }
        for member_id, one in zip(ids, people, strict=True)
    ]
    session.execute(insert(membership), places)


def check_sent(name: str, size: int | None, largest: int) -> None:
    """Refuses at once what cannot be such a file, by its name and size."""
    if name.lower().endswith(".xls"):
        raise BadAnswer("sheet_old")
    if not name.lower().endswith(".xlsx"):
        raise BadAnswer("sheet_kind")
    if size is not None and size > largest:
        raise BadAnswer("sheet_large", largest=largest // (1024 * 1024))
