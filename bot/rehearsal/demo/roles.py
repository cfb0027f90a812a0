"""What people and groups are, as the database says it now."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from bot.rehearsal.demo.words import ROLES, Words, joined, words
from store.engine import reading
from store.tables import Appointment, Bloc, Chat, Member, Membership, MembershipState, Unit, UnitRole

BETWEEN = " · "


def roles_of_people(engine: Engine, now: datetime) -> dict[int, Words]:
    """Telegram account -> what the person is. Strangers are not in it."""
    with reading(engine) as session:
        units = {unit.id: unit.name for unit in session.exec(select(Unit))}
        zones = {bloc.id: ZoneInfo(bloc.timezone) for bloc in session.exec(select(Bloc))}
        found: dict[int, list[Words]] = {}
        for member in session.exec(select(Member).where(col(Member.account_id).is_not(None)).order_by(col(Member.id))):
            today = now.astimezone(zones[member.bloc_id]).date()
            parts = _appointments(session, member, today, units) + _memberships(session, member, today, units)
            found.setdefault(member.account_id or 0, []).extend(parts)
    return {account: joined(parts, BETWEEN) for account, parts in found.items() if parts}


def _appointments(session: Session, member: Member, today: date, units: dict[int | None, str]) -> list[Words]:
    rows = session.exec(
        select(Appointment).where(col(Appointment.member_id) == member.id).order_by(col(Appointment.id))
    )
    return [
        words(ROLES[one.role.value], unit=units.get(one.unit_id, ""))
        for one in rows
        if one.first_day <= today and (one.last_day is None or today <= one.last_day)
    ]


def _memberships(session: Session, member: Member, today: date, units: dict[int | None, str]) -> list[Words]:
    rows = session.exec(select(Membership).where(col(Membership.member_id) == member.id).order_by(col(Membership.id)))
    parts = []
    for one in rows:
        if one.last_day is not None and one.last_day < today:
            continue
        if one.state == MembershipState.ACTIVE:
            parts.append(words(ROLES["head" if one.role == UnitRole.HEAD else "member"], unit=units[one.unit_id]))
        elif one.state == MembershipState.WAITING:
            parts.append(words(ROLES["waiting"], unit=units[one.unit_id]))
    return parts


def links_of_groups(engine: Engine) -> dict[int, Words]:
    """Telegram group -> whose group it is. Groups that are linked to nothing are not in it."""
    with reading(engine) as session:
        rows = session.exec(
            select(col(Chat.telegram_id), col(Unit.name), col(Bloc.name))
            .join(Bloc, col(Bloc.id) == col(Chat.bloc_id))
            .outerjoin(Unit, col(Unit.id) == col(Chat.unit_id))
        ).all()
    return {
        number: words(ROLES["unit_group"], unit=unit) if unit else words(ROLES["bloc_group"], bloc=bloc)
        for number, unit, bloc in rows
    }
