"""What waits for a person: counted for the home screen."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from store.approvals import waiting_requests
from store.campaigns import running_campaigns
from store.duties import last_day_of, open_duties
from store.feedback import unanswered_count
from store.rights import Right, Role, Seat, has_anywhere, units_with
from store.tables import Bloc, Duty, Member, Unit


@dataclass(frozen=True)
class Desk:
    """`owed`: open duties of the person, of the units they head and, for the office, of the office.

    `feedback`: what people asked the office and wait for, for who answers.
    """

    roles: list[Role]
    units: list[str]
    owed: list[Duty]
    requests: int
    feedback: int = 0


def desk_of(session: Session, member: Member, seats: Sequence[Seat], now: datetime) -> Desk:
    """The person's roles and units, and what waits for them, soonest first."""
    heading = units_with(list(seats), Right.HAND_IN)
    owed = [duty for unit_id in heading for duty in open_duties(session, unit_id=unit_id, now=now)]
    owed += open_duties(session, member_id=member.id, now=now)
    if has_anywhere(list(seats), Right.MARK_RECEIVED):
        owed += open_duties(session, office_bloc_id=member.bloc_id, now=now)
    ids = dict.fromkeys(seat.unit_id for seat in seats if seat.unit_id is not None)
    units = [unit.name for unit_id in ids if (unit := session.get(Unit, unit_id)) is not None]
    approving = units_with(list(seats), Right.APPROVE_STAFF)
    return Desk(
        roles=shown_roles(seats),
        units=units,
        owed=sorted(owed, key=lambda duty: (last_day_of(duty), duty.id or 0)),
        requests=len(waiting_requests(session, approving)) if approving else 0,
        feedback=unanswered_count(session, member.bloc_id) if has_anywhere(list(seats), Right.ANSWER_FEEDBACK) else 0,
    )


def shown_roles(seats: Sequence[Seat]) -> list[Role]:
    """Each role once, the highest first; who heads a unit is not called its member as well."""
    held = {seat.role for seat in seats}
    if Role.HEAD in held:
        held.discard(Role.MEMBER)
    order = [
        Role.LEADER,
        Role.ACTING,
        Role.DEPUTY,
        Role.SECRETARY,
        Role.COUNCIL,
        Role.OBSERVER,
        Role.HEAD,
        Role.MEMBER,
    ]
    return [role for role in order if role in held]


def contacts_of(session: Session, bloc: Bloc) -> list[dict[str, str]]:
    """Whom to ask: the bloc's contact and those of its running campaigns, each once: {name, phone, email}."""
    given = [bloc.contact] + [one.plan.get("contact") or {} for one in running_campaigns(session, bloc.id or 0)]
    found: list[dict[str, str]] = []
    for contact in given:
        plain = {key: str(contact.get(key) or "") for key in ("name", "phone", "email")}
        if plain["name"] and plain not in found:
            found.append(plain)
    return found
