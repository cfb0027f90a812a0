"""Whom a reminder reaches, for many duties at once."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Protocol

from sqlalchemy import ColumnElement, and_, or_, select
from sqlmodel import Session, col

from store.groups import PostKind, wants_post
from store.people import OFFICE, heading
from store.tables import Appointment, Chat, ChatKind, ChatState, Member, Membership, MembershipState


class Owned(Protocol):
    """A duty with who owes it; the office's has neither unit nor member."""

    @property
    def duty_id(self) -> int: ...
    @property
    def unit_id(self) -> int | None: ...
    @property
    def member_id(self) -> int | None: ...
    @property
    def campaign_id(self) -> int: ...


def accounts_of_duties(
    session: Session, due: Sequence[Owned], bloc_of: Mapping[int, int], today: date
) -> dict[int, list[int]]:
    """duty id -> accounts of those who owe it. `bloc_of`: campaign id -> bloc id."""
    heads = heads_accounts(session, {one.unit_id for one in due if one.unit_id is not None}, today)
    members = _member_accounts(session, {one.member_id for one in due if one.member_id is not None})
    asked = {bloc_of[one.campaign_id] for one in due if one.unit_id is None and one.member_id is None}
    offices = office_accounts(session, asked, today)
    found: dict[int, list[int]] = {}
    for one in due:
        if one.unit_id is not None:
            found[one.duty_id] = heads.get(one.unit_id, [])
        elif one.member_id is not None:
            found[one.duty_id] = members.get(one.member_id, [])
        else:
            found[one.duty_id] = offices.get(bloc_of[one.campaign_id], [])
    return found


def heads_accounts(session: Session, units: Iterable[int], today: date) -> dict[int, list[int]]:
    """unit id -> accounts of its heads."""
    rows = session.execute(
        select(col(Membership.unit_id), col(Member.account_id))
        .join(Member, col(Member.id) == col(Membership.member_id))
        .where(
            col(Membership.unit_id).in_(list(units)),
            heading(today),
            col(Membership.state) == MembershipState.ACTIVE,
            _on(col(Membership.first_day), col(Membership.last_day), today),
            col(Member.account_id).is_not(None),
        )
        .order_by(col(Membership.id))
    )
    return _grouped((row[0], row[1]) for row in rows)


def _member_accounts(session: Session, members: Iterable[int]) -> dict[int, list[int]]:
    rows = session.execute(
        select(col(Member.id), col(Member.account_id)).where(
            col(Member.id).in_(list(members)), col(Member.account_id).is_not(None)
        )
    )
    return _grouped((row[0], row[1]) for row in rows)


def office_accounts(session: Session, blocs: Iterable[int], today: date) -> dict[int, list[int]]:
    """bloc id -> accounts of leader, deputies and secretaries."""
    rows = session.execute(
        select(col(Appointment.bloc_id), col(Member.account_id))
        .join(Member, col(Member.id) == col(Appointment.member_id))
        .where(
            col(Appointment.bloc_id).in_(list(blocs)),
            or_(col(Appointment.role).in_(OFFICE), col(Appointment.acting)),
            _on(col(Appointment.first_day), col(Appointment.last_day), today),
            col(Member.account_id).is_not(None),
        )
        .order_by(col(Appointment.id))
    )
    return _grouped((row[0], row[1]) for row in rows)


def group_chats_of(session: Session, units: Mapping[int, set[int]], *, whole: Iterable[int]) -> list[int]:
    """Row ids of groups that want progress: those of the blocs `whole`, and of the units given by bloc id."""
    blocs, wanted = set(whole), {unit for some in units.values() for unit in some}
    rows = session.execute(
        select(Chat)
        .where(
            col(Chat.kind) == ChatKind.GROUP,
            col(Chat.state) == ChatState.READY,
            col(Chat.bloc_id).in_(blocs | set(units)),
        )
        .order_by(col(Chat.id))
    ).scalars()
    return [
        chat.id
        for chat in rows
        if chat.id is not None
        and (chat.bloc_id in blocs if chat.unit_id is None else chat.unit_id in wanted)
        and wants_post(chat, PostKind.PROGRESS)
    ]


def _on(first: Any, last: Any, today: date) -> ColumnElement[bool]:
    in_place: ColumnElement[bool] = and_(first <= today, or_(last.is_(None), last >= today))
    return in_place


def _grouped(rows: Iterable[tuple[int, int]]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for key, account in rows:
        accounts = found.setdefault(key, [])
        if account not in accounts:
            accounts.append(account)
    return found
