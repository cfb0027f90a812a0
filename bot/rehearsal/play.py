"""`thidua demo --play`: a campaign's whole year in the terminal, with a cast that is on time, late, absent, wrong."""

import heapq
import itertools
import tempfile
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from bot.rehearsal.cast import Cast, Habit, Team
from bot.rehearsal.closing import closing_words, is_sound
from bot.rehearsal.stage import Stage
from bot.rehearsal.transcript import Transcript
from messages.actions.campaigns import LaunchCampaign, MarkHeld, MarkReceived, NameDay, OpenDuty, PreviewLaunch
from messages.actions.forms import Submit
from messages.actions.progress import OpenUnitProgress
from store.blocs import init_bloc
from store.campaign_file import CampaignFile
from store.campaigns import import_campaign, milestones_of, quotas_of
from store.duties import last_day_of
from store.engine import begin, reading
from store.rules.calendar import WorkCalendar
from store.tables import Campaign, Duty, Milestone, MilestoneKind, Unit

Act = Callable[[], Awaitable[None]]

BEFORE_LAST_DAY = {
    Habit.PROMPT: 5,
    Habit.EVE: 1,
    Habit.LAST_DAY: 0,
    Habit.LATE: -1,
    Habit.CLUMSY: 3,
    Habit.RETURNED: 4,
}
"""Days before the last valid day on which a unit with this habit acts."""

SETUP_AT, LAUNCH_AT, OFFICE_AT = time(14), time(9), time(15)
STEP = timedelta(minutes=3)
"""Between two units that act at the same hour."""

WORDS = {
    "vi": {
        "product": "Đề án nâng cao chất lượng công tác của {}",
        "goal": "Tỷ lệ hồ sơ giải quyết đúng hạn",
        "amended": "Đề án chuyển đổi số của {}",
        "reason": "Cần nêu rõ sản phẩm cụ thể",
        "report": "{} {}.docx",
        "paper": "Bản giấy, văn thư đã nhận",
        "held": "Họp tại phòng họp tầng 2",
    },
    "en": {
        "product": "Scheme to improve the work of {}",
        "goal": "Share of files settled on time",
        "amended": "Digital transformation scheme of {}",
        "reason": "Please name the product exactly",
        "report": "{} {}.docx",
        "paper": "On paper, received by the clerk",
        "held": "Held in the meeting room",
    },
}


@dataclass
class Year:
    """The plan of a play: acts at instants, taken in order."""

    cast: Cast
    stage: Stage
    file: CampaignFile
    words: dict[str, str]
    zone: ZoneInfo
    calendar: WorkCalendar
    acts: list[tuple[datetime, int, Act]] = field(default_factory=list)
    to_return: set[str] = field(default_factory=set)
    reviewed_on: date | None = None
    _order: "itertools.count[int]" = field(default_factory=itertools.count)

    def at(self, day: date, clock: time, act: Act) -> None:
        """Plan an act for a day and an hour of the bloc's clock."""
        heapq.heappush(self.acts, (datetime.combine(day, clock, self.zone), next(self._order), act))

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


async def play_year(file: CampaignFile, *, seed: int, language: str, out: Callable[[str], None]) -> bool:
    """Play the campaign's whole year; prints the transcript and a summary. Whether everything went as it must."""
    with tempfile.TemporaryDirectory() as folder:
        transcript, sound = await rehearse(Path(folder), file, seed=seed, language=language, out=out)
    del transcript
    return sound


async def rehearse(
    folder: Path, file: CampaignFile, *, seed: int, language: str, out: Callable[[str], None]
) -> tuple[Transcript, bool]:
    """The play itself, with its database in `folder`."""
    file = replace(file, bloc=replace(file.bloc, locale=language))
    zone = ZoneInfo(file.bloc.timezone or "Asia/Ho_Chi_Minh")
    calendar = WorkCalendar({})
    launch_day = file.campaign.launch or calendar.working_day_before(file.campaign.starts - timedelta(days=1))
    setup_day = calendar.working_day_before(launch_day - timedelta(days=1))
    stage = Stage(folder, start=datetime.combine(setup_day, SETUP_AT, zone), seed=seed, locale=language)
    transcript = Transcript(stage.telegram, zone.key, language, out)
    await stage.open()
    cast = Cast(stage, transcript, file.bloc, language)
    year = Year(cast, stage, file, WORDS[language], zone, calendar)
    with begin(stage.engine) as session:
        token = _founded(session, file, zone.key, language, stage.clock.now())
    await cast.gathers(token, year.unit_ids())
    year.at(launch_day, LAUNCH_AT, lambda: launches(year))
    await year.run()
    await stage.move_to(datetime.combine(file.campaign.ends + timedelta(days=10), time(12), zone))
    transcript.flush()
    for line in closing_words(stage, file, language):
        out(line)
    sound = is_sound(stage)
    await stage.close()
    return transcript, sound


def _founded(session: Session, file: CampaignFile, timezone: str, locale: str, now: datetime) -> str:
    """What `thidua init` does. The leader's token."""
    new = init_bloc(session, file, timezone=timezone, locale=locale, now=now)
    import_campaign(session, new.bloc, file.campaign, by=None, now=now)
    return new.leader_invite.token


async def launches(year: Year) -> None:
    """The leader names the days that are missing, launches, and everybody plans their year."""
    leader = year.cast.leader
    await leader.types("/phongtrao")
    await leader.taps(PreviewLaunch)
    while (missing := leader.sees(NameDay)) is not None and leader.shows(NameDay):
        day = year.file.campaign.starts + timedelta(days=90)
        await leader.taps(NameDay, milestone_id=missing[1].milestone_id)
        await leader.types(f"{day:%d/%m/%Y}")
    await leader.taps(LaunchCampaign)
    for milestone in year.milestones():
        for duty in year.duties(milestone):
            _plan(year, milestone, duty)


def _plan(year: Year, milestone: Milestone, duty: Duty) -> None:
    """When and how the owner of a duty sees to it."""
    last = last_day_of(duty)
    if duty.unit_id is None:
        if milestone.kind == MilestoneKind.MEETING:
            year.at(last - timedelta(days=1), time(16), lambda: _holds(year, duty))
        return
    ids = {unit_id: code for code, unit_id in year.unit_ids().items()}
    place, team = next((place, team) for place, team in enumerate(year.cast.teams) if team.code == ids[duty.unit_id])
    clock = (datetime.combine(last, time(10)) + place * STEP).time()
    if team.habit == Habit.SILENT:
        if milestone.pledge or milestone.kind == MilestoneKind.SELF_SCORE:
            year.at(last + timedelta(days=2), OFFICE_AT, lambda: _receives_paper(year, duty, last))
        return
    before = BEFORE_LAST_DAY[team.habit]
    day = last - timedelta(days=before)
    if before > 1:
        day = year.calendar.working_day_before(day)
    day = max(day, year.today + timedelta(days=1))
    if milestone.kind == MilestoneKind.REGISTRATION:
        year.at(day, clock, lambda: _registers(year, team, milestone))
    else:
        year.at(day, clock, lambda: _hands_in(year, team, milestone, duty))


async def _registers(year: Year, team: Team, milestone: Milestone) -> None:
    """The unit's product or goal, a staff member's title, the pledge; then the office has something to review."""
    cast, words = year.cast, year.words
    title = words["product"].format(team.name)
    with reading(year.stage.engine) as session:
        campaign = session.get_one(Campaign, milestone.campaign_id)
        goal = any(quota.kind == "goal" and quota.at_least for quota in quotas_of(campaign))
    if team.habit == Habit.CLUMSY and not goal:
        await cast.registers_clumsily(team.head, title=title)
    else:
        await cast.registers(team.head, title=words["goal"] if goal else title, goal=goal)
    await cast.registers_title(team.staff)
    await cast.reviews(team.head, returns=set())
    if milestone.pledge:
        await cast.signs(team)
    if team.habit == Habit.RETURNED and not goal:
        year.to_return.add(title)
        year.at(
            year.calendar.working_day_after(year.today + timedelta(days=1)),
            time(9),
            lambda: _amends(year, team, milestone),
        )
    _office_reviews(year)


def _office_reviews(year: Year) -> None:
    """The leader goes through the queue once in the afternoon."""
    if year.reviewed_on != year.today:
        year.reviewed_on = year.today
        year.at(year.today, OFFICE_AT, lambda: _reviews(year))


async def _reviews(year: Year) -> None:
    await year.cast.reviews(year.cast.leader, returns=year.to_return, reason=year.words["reason"])


async def _amends(year: Year, team: Team, milestone: Milestone) -> None:
    await year.cast.amends(team.head, title=year.words["amended"].format(team.name))
    if milestone.pledge:
        await year.cast.signs(team)
    _office_reviews(year)


async def _hands_in(year: Year, team: Team, milestone: Milestone, duty: Duty) -> None:
    name = year.words["report"].format(milestone.title, team.code)
    await year.cast.hands_in(team, name=name, duty_id=duty.id or 0)
    if team.habit == Habit.RETURNED and milestone.kind == MilestoneKind.REPORT:
        again = year.today + timedelta(days=1)
        year.at(again, time(9), lambda: year.cast.hands_in(team, name=f"2 {name}", duty_id=duty.id or 0))


async def _holds(year: Year, duty: Duty) -> None:
    leader = year.cast.leader
    await leader.types("/hanchot")
    await leader.taps(OpenDuty, duty_id=duty.id)
    await leader.taps(MarkHeld, duty_id=duty.id)
    await leader.fills({"note": year.words["held"]}, {})


async def _receives_paper(year: Year, duty: Duty, day: date) -> None:
    leader = year.cast.leader
    await leader.types("/tiendo")
    await leader.taps(OpenUnitProgress, unit_id=duty.unit_id)
    await leader.taps(OpenDuty, duty_id=duty.id)
    await leader.taps(MarkReceived, duty_id=duty.id)
    await leader.types(year.words["paper"])
    await leader.edits_step("day", f"{day:%d/%m/%Y}")
    await leader.taps(Submit)
