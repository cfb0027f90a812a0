"""How the cast keeps its dates: registrations, reports, meetings, each by its habit."""

from datetime import date, time, timedelta

from bot.rehearsal.cast import Habit, Team
from bot.rehearsal.player import Verdict
from bot.rehearsal.year import OFFICE_AT, Year
from messages.actions.campaigns import MarkHeld, MarkReceived, OpenDuty
from messages.actions.forms import Submit
from messages.actions.progress import OpenUnitProgress
from messages.actions.reviews import ReturnTarget
from messages.actions.targets import AmendTarget
from store.campaigns import quotas_of
from store.duties import last_day_of
from store.engine import reading
from store.tables import Campaign, Duty, Milestone, MilestoneKind

BEFORE_LAST_DAY = {
    Habit.PROMPT: 5,
    Habit.EVE: 1,
    Habit.LAST_DAY: 0,
    Habit.LATE: -1,
    Habit.CLUMSY: 3,
    Habit.RETURNED: 4,
}
"""Days before the last valid day on which a unit with this habit acts."""

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


def plan_duties(year: Year) -> None:
    """When and how everybody sees to what they owe."""
    for milestone in year.milestones():
        for duty in year.duties(milestone):
            _plan(year, milestone, duty)


def _plan(year: Year, milestone: Milestone, duty: Duty) -> None:
    last = last_day_of(duty)
    if duty.unit_id is None:
        if milestone.kind == MilestoneKind.MEETING:
            year.at(last - timedelta(days=1), time(16), lambda: _holds(year, duty))
        return
    ids = {unit_id: code for code, unit_id in year.unit_ids().items()}
    place, team = next((place, team) for place, team in enumerate(year.cast.teams) if team.code == ids[duty.unit_id])
    if team.habit == Habit.SILENT:
        if milestone.pledge or milestone.kind == MilestoneKind.SELF_SCORE:
            year.at(last + timedelta(days=2), OFFICE_AT, lambda: _receives_paper(year, duty, last))
        return
    before = BEFORE_LAST_DAY[team.habit]
    day = last - timedelta(days=before)
    if before > 1:
        day = year.calendar.working_day_before(day)
    day = max(day, year.today + timedelta(days=1))
    clock = year.clock(time(10), place)
    if milestone.kind == MilestoneKind.REGISTRATION:
        year.at(day, clock, lambda: _registers(year, team, milestone))
    else:
        year.at(day, clock, lambda: _hands_in(year, team, milestone, duty))


def _words(year: Year, name: str) -> str:
    return WORDS[year.language][name]


async def _registers(year: Year, team: Team, milestone: Milestone) -> None:
    """The unit's product or goal, a staff member's title, the pledge; then the office has something to review."""
    cast = year.cast
    title = _words(year, "product").format(team.name)
    with reading(year.stage.engine) as session:
        campaign = session.get_one(Campaign, milestone.campaign_id)
        goal = any(quota.kind == "goal" and quota.at_least for quota in quotas_of(campaign))
    if team.habit == Habit.CLUMSY and not goal:
        await cast.registers_clumsily(team.head, title=title)
    else:
        await cast.registers(team.head, title=_words(year, "goal") if goal else title, goal=goal)
    await cast.registers_title(team.staff)
    await cast.reviews(team.head, year.verdicts)
    if milestone.pledge:
        await cast.signs(team)
    if team.habit == Habit.RETURNED and not goal:
        year.verdicts[title] = Verdict(ReturnTarget, (_words(year, "reason"),))
        again = year.calendar.working_day_after(year.today + timedelta(days=1))
        year.at(again, time(9), lambda: _amends(year, team, milestone))
    year.reviewed(year.cast.leader, year.today)


async def _amends(year: Year, team: Team, milestone: Milestone) -> None:
    await year.cast.amends(team.head, AmendTarget, title=_words(year, "amended").format(team.name))
    if milestone.pledge:
        await year.cast.signs(team)
    year.reviewed(year.cast.leader, year.today)


async def _hands_in(year: Year, team: Team, milestone: Milestone, duty: Duty) -> None:
    name = _words(year, "report").format(milestone.title, team.code)
    await year.cast.hands_in(team, name=name, duty_id=duty.id or 0)
    if team.habit == Habit.RETURNED and milestone.kind == MilestoneKind.REPORT:
        again = year.today + timedelta(days=1)
        year.at(again, time(9), lambda: year.cast.hands_in(team, name=f"2 {name}", duty_id=duty.id or 0))


async def _holds(year: Year, duty: Duty) -> None:
    leader = year.cast.leader
    await leader.types("/hanchot")
    await leader.taps(OpenDuty, duty_id=duty.id)
    await leader.taps(MarkHeld, duty_id=duty.id)
    await leader.fills({"note": _words(year, "held")}, {})


async def _receives_paper(year: Year, duty: Duty, day: date) -> None:
    leader = year.cast.leader
    await leader.types("/tiendo")
    await leader.taps(OpenUnitProgress, unit_id=duty.unit_id)
    await leader.taps(OpenDuty, duty_id=duty.id)
    await leader.taps(MarkReceived, duty_id=duty.id)
    await leader.types(_words(year, "paper"))
    await leader.edits_step("day", f"{day:%d/%m/%Y}")
    await leader.taps(Submit)
