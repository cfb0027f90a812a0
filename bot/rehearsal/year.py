"""The plan of a play: acts at instants, and what the store says to those who plan."""

import heapq
import itertools
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import col, select

from bot.rehearsal.cast import Cast
from bot.rehearsal.player import Player, Verdict
from bot.rehearsal.stage import Stage
from store.campaign_file import CampaignFile
from store.campaigns import milestones_of
from store.engine import reading
from store.rules.calendar import WorkCalendar
from store.tables import Campaign, Duty, Milestone, Unit

Act = Callable[[], Awaitable[None]]

OFFICE_AT = time(15)
STEP = timedelta(minutes=3)
"""Between two units that act at the same hour."""


@dataclass
class Year:
    """The plan of a play: acts at instants, taken in order."""

    cast: Cast
    stage: Stage
    file: CampaignFile
    language: str
    zone: ZoneInfo
    calendar: WorkCalendar
    acts: list[tuple[datetime, int, Act]] = field(default_factory=list)
    verdicts: dict[str, Verdict] = field(default_factory=dict)
    """What reviewers find about what has such a title; the rest they find good."""
    rounds: set[tuple[date, str]] = field(default_factory=set)
    """When a reviewer goes through their queue."""
    _order: "itertools.count[int]" = field(default_factory=itertools.count)

    def at(self, day: date, clock: time, act: Act) -> None:
        """Plan an act for a day and an hour of the bloc's clock."""
        heapq.heappush(self.acts, (datetime.combine(day, clock, self.zone), next(self._order), act))

    def clock(self, hour: time, place: int) -> time:
        """An hour of the day for the unit at this place of the list, so that they come one after the other."""
        return (datetime.combine(self.file.campaign.starts, hour) + place * STEP).time()

    def office_day(self, day: date) -> date:
        """That day, or the working day before it; not before tomorrow."""
        return max(self.calendar.working_day_before(day), self.today + timedelta(days=1))

    def reviewed(self, who: Player, day: date) -> None:
        """Somebody goes through their queue in the afternoon of that day, once."""
        if (day, who.title) not in self.rounds:
            self.rounds.add((day, who.title))
            self.at(day, OFFICE_AT, lambda: self.cast.reviews(who, self.verdicts))

    async def run(self) -> None:
        """Play all acts, those that acts plan themselves included, and everything that happens between them."""
        while self.acts:
            instant, _, act = heapq.heappop(self.acts)
            await self.stage.move_to(max(instant, self.stage.clock.now()))
            await act()

    @property
    def today(self) -> date:
        return self.stage.clock.now().astimezone(self.zone).date()

    # What the store says, for those who plan

    def milestones(self) -> list[Milestone]:
        with reading(self.stage.engine) as session:
            campaign = session.exec(select(Campaign).where(col(Campaign.code) == self.file.campaign.code)).one()
            return milestones_of(session, campaign.id or 0)

    def duties(self, milestone: Milestone) -> list[Duty]:
        with reading(self.stage.engine) as session:
            return list(session.exec(select(Duty).where(col(Duty.milestone_id) == milestone.id).order_by(col(Duty.id))))

    def unit_ids(self) -> dict[str, int]:
        with reading(self.stage.engine) as session:
            return {unit.code: unit.id or 0 for unit in session.exec(select(Unit))}
