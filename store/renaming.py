"""A name that was wrong: lists and later documents have the right one, and the heads are told."""

from datetime import datetime
from typing import Any

from sqlmodel import Session

from store.history import record
from store.names import clean_name
from store.outbox import post_to_accounts
from store.people import account_ids, bloc_day, heads_of, my_units, unit_of
from store.tables import Member


def rename_member(session: Session, member: Member, name: str, *, by: Member, now: datetime) -> bool:
    """Correct a member's name. Whether it is another one. The old one is known until the person is deleted."""
    name, before = clean_name(name), member.name
    if name == before:
        return False
    keep_former(member, before)
    member.name = name
    record(session, member, "renamed", by=by, now=now)
    today = bloc_day(session, member.bloc_id, now)
    for place in my_units(session, member, today):
        heads = [one for one in heads_of(session, place.unit_id, today) if one.id not in (member.id, by.id)]
        unit = unit_of(session, place.unit_id).name
        facts: dict[str, Any] = {"member_id": member.id, "before": before, "name": name, "unit": unit}
        post_to_accounts(session, "mydata/renamed", account_ids(heads), now=now, **facts)
    session.flush()
    return True


def keep_former(member: Member, name: str) -> None:
    """Remember what a member was called."""
    known = member.former_names or []
    if name not in known:
        member.former_names = [*known, name]
