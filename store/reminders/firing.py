"""The sweep of the ladders: rungs that are due become letters, one a person a morning, asked again when sent."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select, update
from sqlmodel import Session, col

from store.campaigns import ladder_of
from store.columns import table_of
from store.duties import owed
from store.facts import local_day
from store.reminders.posting import Wanted, post_mornings, quiet_again
from store.reminders.recipients import accounts_of_duties, group_chats_of, office_accounts
from store.rules.ladder import Ladder, outside_quiet
from store.tables import Bloc, Campaign, Duty, Milestone, Rung, RungState

_rung = table_of(Rung)

BATCH = 500
"""Rungs a commit."""


@dataclass(frozen=True)
class Due:
    """A rung that is due, with whose duty it is. `account_id` 0: for everybody who owes it."""

    id: int
    duty_id: int
    account_id: int
    offset: int
    at: datetime
    unit_id: int | None
    member_id: int | None
    campaign_id: int
    extended_to: date | None

    @property
    def is_office(self) -> bool:
        return self.unit_id is None and self.member_id is None


@dataclass(frozen=True)
class Morning:
    """The campaigns of one time zone that may be reminded now, and the rungs of theirs that are due."""

    blocs: dict[int, Bloc]
    owners: dict[int, int | None]
    """campaign id -> the unit that runs it as its own, None for the bloc's."""
    ladder: Ladder
    today: date
    due: list[Due]


def fire_rungs(session: Session, now: datetime) -> int:
    """Turn due rungs into letters, at most 500 at a time, and say how many; 0 when there is nothing to do.

    Of one duty's due rungs the latest counts and the others pass. In quiet hours nothing goes out.
    """
    morning = _next_morning(session, now)
    if morning is None:
        return 0
    latest = {(one.duty_id, one.account_id): one for one in morning.due}
    fired = list(latest.values())
    kept = {one.id for one in fired}
    passed = [one.id for one in morning.due if one.id not in kept]
    if passed:
        session.execute(update(_rung).where(_rung.c.id.in_(passed)).values(state=RungState.PASSED))
    session.execute(update(_rung).where(_rung.c.id.in_(kept)).values(state=RungState.FIRED, at=now))
    still = _still_owed(session, {one.duty_id for one in fired}, morning.today)
    _post(session, morning, [one for one in fired if one.duty_id in still], now)
    return len(morning.due)


def next_rung_at(session: Session, now: datetime) -> datetime | None:
    """When the next reminder is due, moved out of the quiet hours."""
    planned = select(func.min(_rung.c.at)).where(_rung.c.state == RungState.PLANNED)
    first: datetime | None = session.execute(planned).scalar()
    if first is None or first > now:
        return first
    waiting = (
        select(Campaign, col(Bloc.timezone))
        .join(Bloc, col(Bloc.id) == col(Campaign.bloc_id))
        .where(
            select(_rung.c.id)
            .join(Duty, col(Duty.id) == _rung.c.duty_id)
            .where(col(Duty.campaign_id) == col(Campaign.id), _rung.c.state == RungState.PLANNED, _rung.c.at <= now)
            .exists()
        )
    )
    instants = [
        outside_quiet(now, ladder_of(campaign), ZoneInfo(timezone))
        for campaign, timezone in session.execute(waiting).all()
    ]
    later: datetime | None = session.execute(planned.where(_rung.c.at > now)).scalar()
    return min([*instants, *([later] if later else [])], default=None)


def _next_morning(session: Session, now: datetime) -> Morning | None:
    """The next due rungs, whole duties, of campaigns outside their quiet hours in one time zone."""
    quiet: set[int] = set()
    while rungs := _due(session, now, but=quiet):
        found = _campaigns(session, {one.campaign_id for one in rungs})
        asleep = {
            campaign_id
            for campaign_id, (campaign, bloc) in found.items()
            if outside_quiet(now, ladder_of(campaign), ZoneInfo(bloc.timezone)) > now
        }
        if asleep:
            quiet |= asleep
            continue
        first, bloc = found[rungs[0].campaign_id]
        blocs = {key: one for key, (_, one) in found.items() if one.timezone == bloc.timezone}
        whole = _whole_duties(session, now, [one.duty_id for one in rungs if one.campaign_id in blocs])
        owners = {key: found[key][0].owner_unit_id for key in blocs}
        return Morning(blocs, owners, ladder_of(first), local_day(now, bloc.timezone), whole)
    return None


def _due(session: Session, now: datetime, *, but: Iterable[int]) -> list[Due]:
    query = _rungs(now).where(_rung.c.state == RungState.PLANNED).order_by(_rung.c.at, _rung.c.id).limit(BATCH)
    excluded = list(but)
    rows = session.execute(query.where(col(Duty.campaign_id).not_in(excluded)) if excluded else query).all()
    return [Due(*row) for row in rows]


def _whole_duties(session: Session, now: datetime, duty_ids: Sequence[int]) -> list[Due]:
    """All due rungs of these duties, earliest first within a duty; at most a batch, no duty cut."""
    # Wrapped, so that rungs are looked up by their duties: by state, each batch would go through all that is due.
    state = func.coalesce(_rung.c.state, RungState.PLANNED)
    query = _rungs(now).where(_rung.c.duty_id.in_(set(duty_ids)), state == RungState.PLANNED)
    rungs = [Due(*row) for row in session.execute(query.order_by(_rung.c.duty_id, _rung.c.at, _rung.c.id)).all()]
    if len(rungs) <= BATCH:
        return rungs
    cut = rungs[BATCH].duty_id
    return [one for one in rungs[:BATCH] if one.duty_id != cut] or [one for one in rungs if one.duty_id == cut]


def _rungs(now: datetime) -> Any:
    """Every rung up to now, whatever became of it, as the columns of `Due`."""
    return (
        select(
            _rung.c.id,
            _rung.c.duty_id,
            _rung.c.account_id,
            _rung.c.offset_days,
            _rung.c.at,
            col(Duty.unit_id),
            col(Duty.member_id),
            col(Duty.campaign_id),
            col(Duty.extended_to),
        )
        .join(Duty, col(Duty.id) == _rung.c.duty_id)
        .where(_rung.c.at <= now)
    )


def _campaigns(session: Session, ids: Iterable[int]) -> dict[int, tuple[Campaign, Bloc]]:
    rows = session.execute(
        select(Campaign, Bloc).join(Bloc, col(Bloc.id) == col(Campaign.bloc_id)).where(col(Campaign.id).in_(list(ids)))
    )
    return {row[0].id: (row[0], row[1]) for row in rows}


def _still_owed(session: Session, duty_ids: Iterable[int], today: date) -> set[int]:
    rows = session.execute(
        select(col(Duty.id))
        .join(Milestone, col(Milestone.id) == col(Duty.milestone_id))
        .join(Campaign, col(Campaign.id) == col(Duty.campaign_id))
        .where(col(Duty.id).in_(list(duty_ids)), owed(today))
    )
    return {row[0] for row in rows}


def _post(session: Session, morning: Morning, due: Sequence[Due], now: datetime) -> None:
    """The letters of these rungs: to who owes, and from the last day on to the office and the groups."""
    until = quiet_again(now, morning.ladder, next(iter(morning.blocs.values())).timezone)
    owing = accounts_of_duties(session, due, {key: bloc.id or 0 for key, bloc in morning.blocs.items()}, morning.today)
    people: dict[int, Wanted] = {}
    for one in due:
        accounts = owing.get(one.duty_id, [])
        if one.account_id:
            accounts = [one.account_id] if one.account_id in accounts else []
        for account in accounts:
            wanted = people.get(account)
            people[account] = Wanted(max(one.at, wanted.at) if wanted else one.at, {"account_id": account})
    post_mornings(session, "live/reminders/morning", people, now=now, today=morning.today, until=until)
    _post_missing(session, morning, [one for one in due if one.offset <= 0 and not one.account_id], now, until)


def _post_missing(session: Session, morning: Morning, due: Sequence[Due], now: datetime, until: datetime) -> None:
    """Who is missing: one digest to each of the office, and progress to the groups. Not of the office's own duties.

    What was extended for one owner concerns the office, and a group only where the owner is the group's own unit.
    """
    latest: dict[int, datetime] = {}
    units: dict[int, set[int]] = {}
    whole: set[int] = set()
    for one in due:
        if one.is_office:
            continue
        bloc_id, owner = morning.blocs[one.campaign_id].id or 0, morning.owners[one.campaign_id]
        concerned = one.unit_id if owner is None else owner
        if concerned is not None and (one.unit_id is not None or one.extended_to is None):
            units.setdefault(bloc_id, set()).add(concerned)
        if owner is None:
            latest[bloc_id] = max(one.at, latest.get(bloc_id, one.at))
            if one.extended_to is None:
                whole.add(bloc_id)
    at = max((one.at for one in due), default=now)
    offices = office_accounts(session, latest, morning.today)
    digests = {
        account: Wanted(latest[bloc_id], {"account_id": account})
        for bloc_id, accounts in offices.items()
        for account in accounts
    }
    post_mornings(session, "live/reminders/missing", digests, now=now, today=morning.today, until=until)
    groups = {chat_id: Wanted(at, {"chat_id": chat_id}) for chat_id in group_chats_of(session, units, whole=whole)}
    post_mornings(session, "live/reminders/group", groups, now=now, today=morning.today, until=until, to_groups=True)
