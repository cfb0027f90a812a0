"""Who is missing from the last day on: for the office by name, for groups as a count."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import Session, col, select

from store.campaigns import reminders_of
from store.duties import last_day_of, milestone_deadline, owed
from store.facts import flat, local_day
from store.people import office_of
from store.reminders.asking import Owed, not_the_office, owed_duties, reminded
from store.rules.deadlines import days_left
from store.tables import (
    Bloc,
    Campaign,
    Chat,
    ChatState,
    Duty,
    Member,
    Membership,
    MembershipState,
    Milestone,
    Unit,
)


def missing_of_office(session: Session, facts: Mapping[str, Any], now: datetime) -> dict[str, Any] | None:
    """One digest for a person of the office: what is missing of whom, by campaign."""
    members = session.exec(
        select(Member, Bloc)
        .join(Bloc, col(Bloc.id) == col(Member.bloc_id))
        .where(col(Member.account_id) == facts["account_id"])
    ).all()
    lines: list[dict[str, Any]] = []
    for member, bloc in members:
        today = local_day(now, bloc.timezone)
        if any(one.id == member.id for one in office_of(session, bloc.id or 0, today)):
            lines += _lines(session, bloc, _due(facts, now), today, unit_id=None)
    campaigns = {line["campaign_id"]: line["campaign"] for line in lines}
    named = [{"campaign_id": key, "campaign": title} for key, title in campaigns.items()]
    return flat({"lines": lines, "campaigns": named}) if lines else None


def missing_for_group(session: Session, facts: Mapping[str, Any], now: datetime) -> dict[str, Any] | None:
    """Progress for a linked group; names only where the campaign says so."""
    chat = session.get(Chat, facts["chat_id"])
    bloc = None if chat is None or chat.bloc_id is None else session.get(Bloc, chat.bloc_id)
    if chat is None or bloc is None or chat.state != ChatState.READY:
        return None
    lines = _lines(session, bloc, _due(facts, now), local_day(now, bloc.timezone), unit_id=chat.unit_id)
    lines = [line for line in lines if not line["apart"]]
    lines = [{**line, "owners": line["owners"] if line["names"] else []} for line in lines]
    return flat({"lines": lines, "own": chat.unit_id is not None}) if lines else None


def _due(facts: Mapping[str, Any], now: datetime) -> ColumnElement[bool]:
    since = datetime.fromisoformat(facts["since"])
    return and_(reminded(since, now, at_the_end=True), not_the_office())


def _lines(
    session: Session, bloc: Bloc, condition: ColumnElement[bool], today: date, *, unit_id: int | None
) -> list[dict[str, Any]]:
    """One line a milestone's occurrence: how many are done of how many, and who is not, extended or not.

    On a day that only those with an extension are reminded of, the line is `apart`: of them alone.
    """
    scope = and_(col(Campaign.bloc_id) == bloc.id, of_unit(unit_id, today))
    grouped: dict[tuple[int, date], list[Owed]] = {}
    found = owed_duties(session, and_(scope, condition), today)
    for one in found:
        grouped.setdefault((one.duty.milestone_id, one.duty.day), []).append(one)
    apart = {key for key, some in grouped.items() if all(one.duty.extended_to is not None for one in some)}
    known = {one.duty.id for one in found}
    for one in _extended(session, {key[0] for key in grouped.keys() - apart}, scope, today):
        key = (one.duty.milestone_id, one.duty.day)
        if key in grouped and key not in apart and one.duty.id not in known:
            grouped[key].append(one)
    return [_line(session, some, scope, today, unit_id, apart=key in apart) for key, some in grouped.items()]


def _extended(session: Session, milestones: set[int], scope: ColumnElement[bool], today: date) -> list[Owed]:
    """What is still owed with an extension of its own, reminded of today or not."""
    if not milestones:
        return []
    extended = and_(scope, col(Duty.milestone_id).in_(milestones), col(Duty.extended_to).is_not(None))
    return owed_duties(session, extended, today)


def of_unit(unit_id: int | None, today: date) -> ColumnElement[bool]:
    """The duties of a unit and its people; without one those of the bloc's campaigns. For queries with Campaign."""
    if unit_id is None:
        return col(Campaign.owner_unit_id).is_(None)
    return or_(
        col(Duty.unit_id) == unit_id, col(Duty.member_id).in_(_people(col(Membership.unit_id) == unit_id, today))
    )


def _people(condition: ColumnElement[bool], today: date) -> Any:
    last_day = col(Membership.last_day)
    return select(Membership.member_id).where(
        condition,
        col(Membership.state) == MembershipState.ACTIVE,
        col(Membership.first_day) <= today,
        or_(last_day.is_(None), last_day >= today),
    )


def _line(
    session: Session, some: Sequence[Owed], scope: ColumnElement[bool], today: date, unit_id: int | None, *, apart: bool
) -> dict[str, Any]:
    first = some[0]
    done, total = counted(session, first.duty, scope, today)
    own = unit_id is not None and first.duty.unit_id == unit_id
    last_day = last_day_of(first.duty) if own else first.duty.last_day
    return {
        "campaign_id": first.campaign.id,
        "campaign": first.campaign.title,
        "kind": first.milestone.kind,
        "title": first.milestone.title,
        "of": "units" if first.duty.unit_id is not None else "members",
        "deadline": milestone_deadline(first.milestone, first.duty.day, last_day, today),
        "done": done,
        "total": total,
        "names": reminders_of(first.campaign).names,
        "owners": owners(session, [one.duty for one in some], today),
        "apart": apart and not own,
    }


def counted(session: Session, like: Duty, scope: ColumnElement[bool], today: date) -> tuple[int, int]:
    """How many duties of one occurrence of a milestone are done, and of how many (those that fell away left out)."""
    rows = session.exec(
        select(Duty.done_at)
        .join(Milestone, col(Milestone.id) == col(Duty.milestone_id))
        .join(Campaign, col(Campaign.id) == col(Duty.campaign_id))
        .where(scope, col(Duty.milestone_id) == like.milestone_id, col(Duty.day) == like.day)
        .where(or_(col(Duty.done_at).is_not(None), owed(today)))
    ).all()
    return sum(done is not None for done in rows), len(rows)


def owners(session: Session, duties: Sequence[Duty], today: date) -> list[dict[str, Any]]:
    """The units that owe, in the bloc's order; for members' duties with the number of people.

    Who has an extension is listed apart, with its last day and the days left.
    """
    people = [duty.member_id for duty in duties if duty.member_id is not None]
    places = session.exec(
        select(Membership.member_id, Membership.unit_id)
        .where(col(Membership.member_id).in_(people), col(Membership.state) == MembershipState.ACTIVE)
        .order_by(col(Membership.id))
    ).all()
    unit_of_member = dict(reversed(places))
    counts: dict[int, dict[date | None, int]] = {}
    for duty in duties:
        unit_id = duty.unit_id if duty.member_id is None else unit_of_member.get(duty.member_id)
        if unit_id is not None:
            dates = counts.setdefault(unit_id, {})
            dates[duty.extended_to] = dates.get(duty.extended_to, 0) + (duty.member_id is not None)
    units = session.exec(
        select(Unit).where(col(Unit.id).in_(list(counts))).order_by(col(Unit.place), col(Unit.id))
    ).all()
    return [
        {"unit": unit.name, "people": number, "extended_to": to, "left": days_left(today, to) if to else None}
        for unit in units
        for to, number in sorted(counts[unit.id or 0].items(), key=lambda one: one[0] or date.min)
    ]
