"""Leaving a bloc altogether: all places and roles of a person end at once."""

from datetime import date, datetime, timedelta

from sqlalchemy import or_
from sqlmodel import Session, col, select

from store.appointments import LastLeader, is_last_leader
from store.history import record
from store.memberships import leave
from store.outbox import post_to_accounts
from store.people import account_ids, bloc_day, my_units, office_of
from store.tables import Appointment, Member, Membership, MembershipState


def leave_bloc(session: Session, member: Member, *, now: datetime) -> None:
    """End all places and roles of a member in the bloc. Refuses the last leader.

    The heads of each unit hear what came to their queue, and the office of a role in the bloc that ended.
    """
    today = bloc_day(session, member.bloc_id, now)
    if is_last_leader(session, member, today):
        raise LastLeader()
    for place in my_units(session, member, today):
        leave(session, place.id or 0, by=member, now=now)
    waiting = (col(Membership.member_id) == member.id) & (col(Membership.state) == MembershipState.WAITING)
    for request in session.exec(select(Membership).where(waiting)).all():
        request.state = MembershipState.ENDED
        record(session, request, "left", by=member, now=now, unit=request.unit_id)
    ended = _end_appointments(session, member, today, now=now)
    if ended:
        office = [one for one in office_of(session, member.bloc_id, today) if one.id != member.id]
        told = account_ids(office)
        post_to_accounts(session, "leaving/roles_ended", told, now=now, name=member.name, roles=ended)
    session.flush()


def _end_appointments(session: Session, member: Member, today: date, *, now: datetime) -> list[str]:
    """End a member's roles in the bloc, those still to begin among them, at once. Which they were."""
    lasting = or_(col(Appointment.last_day).is_(None), col(Appointment.last_day) >= today)
    ended = session.exec(select(Appointment).where(col(Appointment.member_id) == member.id, lasting)).all()
    for one in ended:
        one.last_day = today - timedelta(days=1)
        record(session, one, "role_ended", by=member, now=now, role=one.role)
    session.flush()
    return [role.value for role in dict.fromkeys(one.role for one in ended)]
