"""Whom an announcement is for: groups, heads, members, chosen units, who has not answered an earlier one.

Each person once, however many roles. Asked again when it is sent: who has come since then gets it too.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import and_, or_, select
from sqlmodel import Session, col

from store.errors import Refusal
from store.groups import PostKind, groups_of, wants_post
from store.people import heading
from store.tables import (
    Account,
    AnnouncementReader,
    Chat,
    ChatKind,
    ChatState,
    Member,
    Membership,
    MembershipState,
    ReaderKind,
    Unit,
)


class NoReaders(Refusal):
    """Nobody belongs to the audience, or nobody of it can be written to (`unreachable`: how many)."""

    code = "no_readers"


@dataclass(frozen=True)
class Aim:
    """A group or a person an announcement is for. No `chat_id`: nobody can be written to there."""

    who: str
    kind: ReaderKind
    name: str
    chat_id: int | None
    member_id: int | None = None
    unit_id: int | None = None
    unit: str = ""


def aims_of(session: Session, bloc_id: int, unit_id: int | None, audience: Mapping[str, Any], today: date) -> list[Aim]:
    """Groups first, then people in the order of the bloc's units, heads before the others.

    `unit_id`: the unit that speaks to its own people and groups; None is the bloc's office.
    """
    units = [unit_id] if unit_id is not None else list(audience.get("units") or [])
    found: dict[str, Aim] = {}
    if audience.get("groups"):
        found |= {aim.who: aim for aim in _groups(session, bloc_id, units)}
    if audience.get("heads") or audience.get("members"):
        for aim in _people(session, bloc_id, units, today, only_heads=not audience.get("members")):
            known = found.get(aim.who)
            if known is None or (known.kind == ReaderKind.MEMBER and aim.kind == ReaderKind.HEAD):
                found[aim.who] = aim
    if audience.get("unanswered_of"):
        for aim in _unanswered(session, int(audience["unanswered_of"]), units):
            found.setdefault(aim.who, aim)
    return list(found.values())


def demand_readers(aims: Sequence[Aim]) -> None:
    """Refuses an announcement that would reach nobody."""
    if not any(aim.chat_id is not None for aim in aims):
        raise NoReaders(unreachable=len(aims))


def _groups(session: Session, bloc_id: int, units: Sequence[int]) -> list[Aim]:
    """Groups that want what is launched; of chosen units their own."""
    units_known = session.execute(select(col(Unit.id), col(Unit.name)).where(col(Unit.bloc_id) == bloc_id))
    names = {row[0]: row[1] for row in units_known}
    return [
        Aim(
            who=f"g{chat.id}",
            kind=ReaderKind.GROUP,
            name=chat.title,
            chat_id=chat.id if chat.state == ChatState.READY else None,
            unit_id=chat.unit_id,
            unit=names.get(chat.unit_id or 0, ""),
        )
        for chat in groups_of(session, bloc_id)
        if (not units or chat.unit_id in units) and wants_post(chat, PostKind.LAUNCHES)
    ]


_PRIVATE = and_(
    col(Chat.account_id) == col(Member.account_id),
    col(Chat.kind) == ChatKind.PRIVATE,
    col(Chat.state) == ChatState.READY,
)
"""The private chat of a member who can be written to."""

_REACHED = and_(col(Account.id) == col(Member.account_id), col(Account.unreachable).is_(None))


def _people(session: Session, bloc_id: int, units: Sequence[int], today: date, *, only_heads: bool) -> list[Aim]:
    closed_on, last_day = col(Unit.closed_on), col(Membership.last_day)
    asked = (
        select(
            col(Member.id), col(Member.name), heading(today), col(Unit.id), col(Unit.name),
            col(Chat.id), col(Account.id),
        )
        .join(Membership, col(Membership.member_id) == col(Member.id))
        .join(Unit, col(Unit.id) == col(Membership.unit_id))
        .outerjoin(Chat, _PRIVATE)
        .outerjoin(Account, _REACHED)
        .where(
            col(Unit.bloc_id) == bloc_id,
            or_(closed_on.is_(None), closed_on >= today),
            col(Membership.state) == MembershipState.ACTIVE,
            col(Membership.first_day) <= today,
            or_(last_day.is_(None), last_day >= today),
        )
        .order_by(col(Unit.place), col(Unit.id), col(Membership.role), col(Membership.id))
    )  # fmt: skip
    if units:
        asked = asked.where(col(Unit.id).in_(units))
    if only_heads:
        asked = asked.where(heading(today))
    return [
        Aim(
            who=f"m{row[0]}",
            kind=ReaderKind.HEAD if row[2] else ReaderKind.MEMBER,
            name=row[1],
            chat_id=row[5] if row[6] is not None else None,
            member_id=row[0],
            unit_id=row[3],
            unit=row[4],
        )
        for row in session.execute(asked)
    ]


def _unanswered(session: Session, earlier_id: int, units: Sequence[int]) -> list[Aim]:
    """Who got an earlier announcement and has not answered it."""
    asked = (
        select(
            col(Member.id), col(Member.name), col(AnnouncementReader.kind), col(AnnouncementReader.unit_id),
            col(Unit.name), col(Chat.id), col(Account.id),
        )
        .join(Member, col(Member.id) == col(AnnouncementReader.member_id))
        .outerjoin(Unit, col(Unit.id) == col(AnnouncementReader.unit_id))
        .outerjoin(Chat, _PRIVATE)
        .outerjoin(Account, _REACHED)
        .where(
            col(AnnouncementReader.announcement_id) == earlier_id,
            col(AnnouncementReader.kind) != ReaderKind.GROUP,
            col(AnnouncementReader.answered_at).is_(None),
        )
        .order_by(col(AnnouncementReader.id))
    )  # fmt: skip
    if units:
        asked = asked.where(col(AnnouncementReader.unit_id).in_(units))
    return [
        Aim(f"m{row[0]}", row[2], row[1], row[5] if row[6] is not None else None, row[0], row[3], row[4] or "")
        for row in session.execute(asked)
    ]


def reached_now(session: Session, member_ids: Sequence[int]) -> dict[int, int]:
    """member id -> row id of the private chat, of those who can be written to."""
    rows = session.execute(
        select(col(Member.id), col(Chat.id))
        .join(Chat, _PRIVATE)
        .join(Account, _REACHED)
        .where(col(Member.id).in_(list(member_ids)))
    )
    return {row[0]: row[1] for row in rows}


def aimed_at(aim: Aim, chat_id: int) -> Aim:
    """The same reader, who can be written to now."""
    return replace(aim, chat_id=chat_id)
