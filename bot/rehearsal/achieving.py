"""What the cast achieves through the year: in time, late or never, with mistakes; and what becomes of it."""

from dataclasses import dataclass
from datetime import date, time, timedelta
from decimal import Decimal

from bot.rehearsal.cast import Habit, Team
from bot.rehearsal.deeds import Deed, Way, paper_of, records, title_of
from bot.rehearsal.player import Player, Verdict
from bot.rehearsal.year import OFFICE_AT, Year
from messages.actions import Action
from messages.actions.achievements import AmendAchievement
from messages.actions.verification import (
    AdjustAchievement,
    ConfirmAchievement,
    OpenAchievementReview,
    RejectAchievement,
    ReturnAchievement,
    ReverseAchievement,
)
from store.achievements import labels_of
from store.campaign_file import PhaseEntry
from store.campaign_file.score_entries import CriterionEntry, Deduct, Manual, Penalty, ScoreTableEntry, Timely
from store.rules.scoring import Line, criteria_for, line_points, table_for

WHEN = {Habit.PROMPT: 25, Habit.EVE: 40, Habit.CLUMSY: 50, Habit.RETURNED: 60, Habit.LAST_DAY: 100}
"""After so much of a phase, in percent, a unit with this habit has something to record."""

SHARE = {Habit.PROMPT: 95, Habit.EVE: 95, Habit.LAST_DAY: 90, Habit.LATE: 80, Habit.CLUMSY: 85, Habit.RETURNED: 88}
"""What they reach of what was asked, and the council gives of a criterion's maximum, in percent."""

LATE_BY, HEADS_LATER, REVERSED_AFTER = timedelta(days=3), timedelta(days=14), timedelta(days=14)
STAFF_AT, CONFIRMED_AT, HEADS_AT, AMENDED_AT = time(10, 30), time(13, 30), time(14), time(9)
THURSDAY = 3

WORDS = {
    "vi": {
        "unclear": "Cần nêu rõ kết quả cụ thể",
        "clearer": "{} (đã bổ sung kết quả)",
        "reused": "Ảnh này đã là minh chứng của {}",
        "half": "Làm chung với đơn vị khác, tính một nửa",
        "old": "Kết quả này đã tính ở năm trước",
    },
    "en": {
        "unclear": "Please say exactly what came of it",
        "clearer": "{} (with what came of it)",
        "reused": "This photo is evidence of {} already",
        "half": "Done together with another unit, half of it counts",
        "old": "This was counted last year",
    },
}


def plan_achievements(year: Year) -> None:
    """In each phase everybody's staff achieve something; in the first and the last their unit does too."""
    phases = [one for one in year.file.campaign.phases if one.ends > year.today]
    kinds = {unit.code: unit.kind for unit in year.file.bloc.units}
    for number, phase in enumerate(phases):
        for place, team in enumerate(year.cast.teams):
            table = table_for(year.file.campaign.score_tables, kinds[team.code])
            if table is not None and team.habit != Habit.SILENT:
                doing = Doing(year, team, place, phase, first=number == 0)
                doing.plan(table, unit_too=number in (0, len(phases) - 1))


@dataclass(frozen=True)
class Doing:
    """What one unit achieves in one phase. `first`: the phase in which all that can go wrong does."""

    year: Year
    team: Team
    place: int
    phase: PhaseEntry
    first: bool

    def plan(self, table: ScoreTableEntry, *, unit_too: bool) -> None:
        """One deed of the staff, by photo or link; one of the unit, by paper or photo."""
        year, place = self.year, self.place
        day = self._day()
        of_staff, of_unit = _recordable(table, member=True), _recordable(table, member=False)
        if of_staff:
            criterion = of_staff[(place + (not self.first)) % len(of_staff)]
            year.at(day, year.clock(STAFF_AT, place), lambda: self._staff(criterion))
        own = [one for one in of_unit if one not in of_staff] or of_unit
        if own and unit_too:
            whole = own[1 + place % (len(own) - 1)] if self.first and len(own) > 1 else own[0]
            later = day if day >= self.phase.ends else year.office_day(day + HEADS_LATER)
            year.at(later, year.clock(HEADS_AT, place), lambda: self._head(whole))

    def _day(self) -> date:
        year, habit = self.year, self.team.habit
        if habit == Habit.LATE:
            return year.calendar.working_day_after(self.phase.ends + LATE_BY)
        starts = max(self.phase.starts, year.today)
        return year.office_day(starts + (self.phase.ends - starts) * WHEN[habit] // 100)

    async def _staff(self, criterion: CriterionEntry) -> None:
        """A member of staff records; the head confirms, or returns it first; then it is the council's."""
        year, team = self.year, self.team
        reuses = self.first and team.habit == Habit.CLUMSY
        source = year.cast.teams[0] if reuses else team
        way = Way.LINK if criterion.reach and not reuses else Way.PHOTO
        title = await self._records(team.staff, criterion, way, f"{self.phase.code} {source.code}")
        if self.first and team.habit == Habit.RETURNED:
            year.at(year.today, CONFIRMED_AT, lambda: team.head.gives(self._unclear()))
            again = year.calendar.working_day_after(year.today + timedelta(days=1))
            year.at(again, AMENDED_AT, lambda: self._amends(team.staff, title))
            year.at(again, CONFIRMED_AT, lambda: self._confirms(criterion, self._clearer(title)))
            return
        if reuses:
            self._expect(title, RejectAchievement, self._words("reused").format(source.name))
        elif self.first and team.habit == Habit.EVE:
            half = line_points(criterion, Line(label=_first_label(criterion))) / 2
            self._expect(title, AdjustAchievement, _typed(half), self._words("half"))
        elif self.first and team.habit == Habit.LAST_DAY:
            day = year.calendar.working_day_after(self._round() + REVERSED_AFTER)
            year.at(day, OFFICE_AT, lambda: self._reverses(title))
        year.at(year.today, CONFIRMED_AT, lambda: self._confirms(criterion, title))

    async def _head(self, criterion: CriterionEntry) -> None:
        """The unit's own goes to the council at once; one is returned by it."""
        year, team = self.year, self.team
        way = Way.PHOTO if self.place % 2 and team.habit != Habit.CLUMSY else Way.PAPER
        title = await self._records(team.head, criterion, way, f"{self.phase.code} {team.code} unit")
        if self.first and team.habit == Habit.RETURNED:
            year.verdicts[title] = self._unclear()
            again = year.calendar.working_day_after(self._round() + timedelta(days=1))
            year.at(again, AMENDED_AT, lambda: self._amends_own(criterion, title))
            year.reviewed(self._reviewer(), self._round())
        else:
            self._goes_on(criterion, title)

    async def _records(self, player: Player, criterion: CriterionEntry, way: Way, photo: str) -> str:
        """The title of what was recorded, for the phase though it may be over."""
        year, team, today = self.year, self.team, self.year.today
        late = today > self.phase.ends
        deed = Deed(
            criterion,
            title_of(criterion, team.name, self.phase.ends if late else today, year.language),
            number=str(SHARE[team.habit]),
            paper=paper_of(20 + self.place, today, year.language),
            link=f"https://vi-du.gov.vn/{team.code}/{today:%Y-%m}",
            photo=photo.encode(),
            way=way,
            on=self.phase.ends if late else None,
            clumsy=team.habit == Habit.CLUMSY and way == Way.PAPER,
            serves=team.habit == Habit.PROMPT and not self.first,
        )
        await records(player, deed)
        return deed.title

    async def _confirms(self, criterion: CriterionEntry, title: str) -> None:
        await self.team.head.taps(ConfirmAchievement, about=title)
        self._goes_on(criterion, title)

    async def _amends(self, player: Player, title: str) -> None:
        await self.year.cast.amends(player, AmendAchievement, title=self._clearer(title))

    async def _amends_own(self, criterion: CriterionEntry, title: str) -> None:
        await self._amends(self.team.head, title)
        self._goes_on(criterion, self._clearer(title))

    async def _reverses(self, title: str) -> None:
        reviewer = self._reviewer()
        await reviewer.taps(OpenAchievementReview, about=title)
        await reviewer.gives(Verdict(ReverseAchievement, (self._words("old"),)))

    def _goes_on(self, criterion: CriterionEntry, title: str) -> None:
        """It waits for the next round, in which the council names the points that no rule gives."""
        if isinstance(criterion.rule, Manual) and title not in self.year.verdicts:
            self._expect(title, AdjustAchievement, _typed(criterion.max * SHARE[self.team.habit] / 100))
        self.year.reviewed(self._reviewer(), self._round())

    def _expect(self, title: str, tap: type[Action], *words: str) -> None:
        self.year.verdicts[title] = Verdict(tap, words)

    def _unclear(self) -> Verdict:
        return Verdict(ReturnAchievement, (self._words("unclear"),))

    def _clearer(self, title: str) -> str:
        return self._words("clearer").format(title)

    def _reviewer(self) -> Player:
        """Of the leader and the council's member one whose own unit it is not."""
        cast = self.year.cast
        return cast.council if self.place % 2 == 0 else cast.leader

    def _round(self) -> date:
        """The council sits every other Thursday, and every one when the year is over."""
        today = self.year.today
        day = today + timedelta(days=(THURSDAY - today.weekday()) % 7 or 7)
        over = day > self.year.file.campaign.ends
        return day if over or day.isocalendar().week % 2 else day + timedelta(days=7)

    def _words(self, name: str) -> str:
        return WORDS[self.year.language][name]


def _recordable(table: ScoreTableEntry, *, member: bool) -> list[CriterionEntry]:
    """What people boast of: no faults, and nothing that follows from dates."""
    return [one for one in criteria_for(table, member=member) if not isinstance(one.rule, Timely | Deduct | Penalty)]


def _first_label(criterion: CriterionEntry) -> str:
    return next(iter(labels_of(criterion)), "")


def _typed(points: Decimal) -> str:
    """2,5"""
    return f"{points.normalize():f}".replace(".", ",")
