"""What a summary is about: a campaign or one phase of it, and the units that take part."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, or_, true
from sqlmodel import Session, col

from store.errors import NotFound
from store.facts import local_day
from store.people import units_of_bloc
from store.points import WHOLE
from store.rules.deadlines import end_instant
from store.tables import (
    Achievement,
    AchievementState,
    Bloc,
    Campaign,
    Duty,
    Milestone,
    Phase,
    Target,
    TargetState,
    Unit,
)


@dataclass(frozen=True)
class Scope:
    """A campaign, or with `phase` one phase of it; figures count the work of `units`."""

    campaign: Campaign
    phase: Phase | None
    bloc: Bloc
    units: Sequence[Unit]
    today: date

    @property
    def phase_id(self) -> int:
        return WHOLE if self.phase is None else self.phase.id or 0

    @property
    def unit_ids(self) -> list[int]:
        return [unit.id or 0 for unit in self.units]

    @property
    def starts(self) -> date:
        return self.campaign.starts if self.phase is None else self.phase.starts

    @property
    def ends(self) -> date:
        return self.campaign.ends if self.phase is None else self.phase.ends

    def of_phase(self, phase: Phase | None) -> "Scope":
        return Scope(self.campaign, phase, self.bloc, self.units, self.today)

    def targets(self) -> ColumnElement[bool]:
        """Registered for the phase; or for the whole campaign, by the phase's last day."""
        mine = and_(
            col(Target.campaign_id) == self.campaign.id,
            col(Target.unit_id).in_(self.unit_ids),
            col(Target.state) != TargetState.WITHDRAWN,
        )
        if self.phase is None:
            return mine
        over = end_instant(self.phase.ends, ZoneInfo(self.bloc.timezone))
        whole = and_(col(Target.phase_id).is_(None), col(Target.registered_at) < over)
        return and_(mine, or_(col(Target.phase_id) == self.phase.id, whole))

    def results(self) -> ColumnElement[bool]:
        """Verified achievements for a registration; of one for the whole campaign, a phase counts its own."""
        shown = and_(col(Achievement.target_id) == col(Target.id), col(Achievement.state) == AchievementState.VERIFIED)
        if self.phase is None:
            return shown
        return and_(shown, or_(col(Target.phase_id) == self.phase.id, col(Achievement.phase_id) == self.phase.id))

    def duties(self) -> ColumnElement[bool]:
        """Of the phase's milestones; or of those without a phase that fall due in it. Joins Duty and Milestone."""
        mine = col(Duty.campaign_id) == self.campaign.id
        if self.phase is None:
            return mine
        within = col(Duty.last_day).between(self.phase.starts, self.phase.ends)
        return and_(
            mine, or_(col(Milestone.phase_id) == self.phase.id, and_(col(Milestone.phase_id).is_(None), within))
        )

    def achievements(self) -> ColumnElement[bool]:
        mine = and_(col(Achievement.campaign_id) == self.campaign.id, col(Achievement.unit_id).in_(self.unit_ids))
        return and_(mine, true() if self.phase is None else col(Achievement.phase_id) == self.phase.id)


def open_scope(session: Session, campaign: Campaign, phase_id: int, *, now: datetime) -> Scope:
    """The scope of a campaign (phase 0) or of one of its phases; refuses a phase of another."""
    phase = None if phase_id == WHOLE else session.get(Phase, phase_id)
    if phase_id != WHOLE and (phase is None or phase.campaign_id != campaign.id):
        raise NotFound()
    bloc = session.get_one(Bloc, campaign.bloc_id)
    today = local_day(now, bloc.timezone)
    units = [
        unit for unit in units_of_bloc(session, campaign.bloc_id, today) if campaign.owner_unit_id in (None, unit.id)
    ]
    return Scope(campaign, phase, bloc, units, today)
