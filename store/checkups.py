"""Who of a bloc or a unit the bot cannot write to: for a group's check-up."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import or_, select
from sqlmodel import Session, col

from store.errors import IllegalMove
from store.groups import demand_group
from store.outbox import post_to_accounts
from store.people import (
    account_ids,
    bloc_day,
    council_of,
    heads_by_unit,
    heads_of,
    office_of,
    units_of_bloc,
    unreachable_of,
)
from store.tables import Account, Chat, Lane, Member, Membership, MembershipState, Unit

MOST_NAMES = 60
"""What one message holds."""


@dataclass(frozen=True)
class Silent:
    """A person who never started the bot, or blocked it. `unit` is None for who has a role in the bloc only."""

    member_id: int
    name: str
    unit: str | None


@dataclass(frozen=True)
class Checkup:
    """`headless`: units in which no head has joined."""

    silent: list[Silent]
    headless: list[str]


def check_group(session: Session, chat: Chat, *, now: datetime) -> Checkup:
    """Who is missing of the bloc or the unit a group is linked to. The group itself is shown numbers only."""
    if chat.bloc_id is None:
        return Checkup([], [])
    today = bloc_day(session, chat.bloc_id, now)
    silent = _silent_in_units(session, chat.bloc_id, chat.unit_id, today)
    if chat.unit_id is not None:
        unit = session.get(Unit, chat.unit_id)
        return Checkup(silent, [unit.name] if unit and not heads_of(session, chat.unit_id, today) else [])
    silent += _silent_by_role(session, chat.bloc_id, today, known={one.member_id for one in silent})
    led = heads_by_unit(session, chat.bloc_id, today)
    return Checkup(silent, [unit.name for unit in units_of_bloc(session, chat.bloc_id, today) if unit.id not in led])


def send_names(session: Session, chat: Chat, *, by: Member | None, now: datetime) -> bool:
    """The names, in private, to who keeps the group. False when that person's own chat cannot be written to."""
    if chat.bloc_id is None:
        raise IllegalMove(state="unlinked", action="send_names")
    by = demand_group(session, by, chat.bloc_id, chat.unit_id, now=now)
    found = check_group(session, chat, now=now)
    units: dict[str | None, list[str]] = {}
    for one in found.silent[:MOST_NAMES]:
        units.setdefault(one.unit, []).append(one.name)
    posted = post_to_accounts(
        session,
        "groups/silent",
        account_ids([by]),
        now=now,
        lane=Lane.REPLY,
        title=chat.title,
        units=[{"unit": unit, "names": names} for unit, names in units.items()],
        more=max(0, len(found.silent) - MOST_NAMES),
        headless=found.headless,
    )
    return posted > 0


def _silent_in_units(session: Session, bloc_id: int, unit_id: int | None, today: date) -> list[Silent]:
    last_day = col(Membership.last_day)
    rows = session.execute(
        select(col(Member.id), col(Member.name), col(Unit.name))
        .join(Membership, col(Membership.member_id) == col(Member.id))
        .join(Unit, col(Unit.id) == col(Membership.unit_id))
        .outerjoin(Account, col(Account.id) == col(Member.account_id))
        .where(
            col(Unit.bloc_id) == bloc_id if unit_id is None else col(Unit.id) == unit_id,
            col(Membership.state) == MembershipState.ACTIVE,
            col(Membership.first_day) <= today,
            or_(last_day.is_(None), last_day >= today),
            or_(col(Member.account_id).is_(None), col(Account.unreachable).is_not(None)),
        )
        .order_by(col(Unit.place), col(Unit.id), col(Membership.id))
    )
    return [Silent(*row) for row in rows]


def _silent_by_role(session: Session, bloc_id: int, today: date, *, known: set[int]) -> list[Silent]:
    roles = [*office_of(session, bloc_id, today), *council_of(session, bloc_id, today)]
    silent = {member.id: member for member in unreachable_of(session, roles) if member.id not in known}
    return [Silent(member_id, member.name, None) for member_id, member in silent.items() if member_id is not None]
