"""What the cast says to each other over the year: an announcement and who answers it, a question, more time for one."""

from datetime import time, timedelta
from functools import partial

from bot.rehearsal.cast import Habit, Team
from bot.rehearsal.player import Player
from bot.rehearsal.year import OFFICE_AT, Year
from messages.actions.announcements import (
    AnswerAnnouncement,
    OpenAnnouncement,
    OpenAnnouncements,
    RemindSilentReaders,
    ShowSilentReaders,
)
from messages.actions.calendars import TakeCalendar
from messages.actions.campaigns import ExtendDuty, OpenDuty
from messages.actions.feedback import AnswerFeedback, OpenFeedback
from messages.actions.forms import Answer, Submit
from messages.actions.progress import OpenUnitProgress
from store.duties import last_day_of
from store.tables import Duty, MilestoneKind, Owing, Reply

ANNOUNCED_AFTER = timedelta(days=11)
ASKED_AFTER = timedelta(days=8)
"""After the launch."""
REMINDED_AFTER = timedelta(days=3)
EXTENDED_BEFORE, EXTENDED_BY = timedelta(days=12), timedelta(days=5)
ATTENTIVE = (Habit.PROMPT, Habit.EVE, Habit.LAST_DAY, Habit.RETURNED)
"""Who says "received" on the same day; the late one after the reminder, the others never."""

WORDS = {
    "vi": {
        "announcement": "Kính gửi các đồng chí thủ trưởng đơn vị: đề nghị cử một cán bộ làm đầu mối theo dõi"
        " phong trào và nhắc cán bộ đăng ký đúng hạn.",
        "question": "Sản phẩm do hai đơn vị cùng làm thì đơn vị nào đăng ký?",
        "answer": "Đơn vị chủ trì đăng ký; đơn vị phối hợp ghi ở phần phối hợp.",
        "reason": "Chờ số liệu của cấp trên",
    },
    "en": {
        "announcement": "To the heads of all units: please name one person who follows the campaign, and remind your"
        " people to register in time.",
        "question": "Two units make a product together: which of them registers it?",
        "answer": "The one that leads registers it, and names the other.",
        "reason": "Waiting for figures from above",
    },
}


def plan_speaking(year: Year) -> None:
    """Planned at the launch."""
    announced = year.calendar.working_day_after(year.today + ANNOUNCED_AFTER)
    year.at(announced, time(9, 30), lambda: _announces(year))
    asked = year.calendar.working_day_after(year.today + ASKED_AFTER)
    asker = year.cast.teams[min(3, len(year.cast.teams) - 1)].staff
    year.at(asked, time(10, 30), lambda: _asks(year, asker))
    late = next((team for team in year.cast.teams if team.habit == Habit.LATE), None)
    if late is not None:
        year.at(year.today, time(11), lambda: _takes_calendar(late))
        _plan_extension(year, late)


async def _announces(year: Year) -> None:
    """To the groups and all heads, who are asked to say that they received it."""
    leader = year.cast.leader
    await leader.types("/thongbao")
    await leader.types(WORDS[year.language]["announcement"])
    await leader.taps(Answer, step="content", value="done")
    for who in ("groups", "heads", "done"):
        await leader.taps(Answer, step="audience", value=who)
    await leader.taps(Answer, step="asks", value="received")
    await leader.taps(Submit)
    for place, team in enumerate(year.cast.teams):
        if team.habit in ATTENTIVE:
            year.at(year.today, year.clock(time(10), place), partial(_receives, team.head))
    reminded = year.calendar.working_day_after(year.today + REMINDED_AFTER)
    year.at(reminded, OFFICE_AT, lambda: _reminds(year))


async def _receives(head: Player) -> None:
    await head.taps(AnswerAnnouncement, reply=Reply.RECEIVED)


async def _reminds(year: Year) -> None:
    """Those who have not said it, and nobody else."""
    leader = year.cast.leader
    await leader.types("/thongbao")
    if leader.shows(OpenAnnouncements):
        await leader.taps(OpenAnnouncements)
    await leader.taps(OpenAnnouncement)
    await leader.taps(ShowSilentReaders)
    if leader.shows(RemindSilentReaders):
        await leader.taps(RemindSilentReaders)
    for team in year.cast.teams:
        if team.habit == Habit.LATE:
            year.at(year.today + timedelta(days=1), time(10), partial(_receives, team.head))


async def _asks(year: Year, asker: Player) -> None:
    await asker.types("/gopy")
    await asker.types(WORDS[year.language]["question"])
    await asker.taps(Answer, step="content", value="done")
    answered = year.calendar.working_day_after(year.today + timedelta(days=1))
    year.at(answered, OFFICE_AT, lambda: _answers(year))


async def _answers(year: Year) -> None:
    leader = year.cast.leader
    await leader.types("/gopy")
    await leader.taps(OpenFeedback)
    await leader.taps(AnswerFeedback)
    await leader.types(WORDS[year.language]["answer"])
    await leader.taps(Answer, step="content", value="done")


async def _takes_calendar(team: Team) -> None:
    await team.head.types("/hanchot")
    await team.head.taps(TakeCalendar)


def _plan_extension(year: Year, team: Team) -> None:
    """For the unit that is always late, the last report; so it is in time once, and its calendar comes anew."""
    reports = [one for one in year.milestones() if one.kind == MilestoneKind.REPORT and one.owing == Owing.UNITS]
    unit_id = year.unit_ids()[team.code]
    duties = [duty for one in reports for duty in year.duties(one) if duty.unit_id == unit_id]
    if duties:
        duty = max(duties, key=last_day_of)
        day = max(year.calendar.working_day_before(last_day_of(duty) - EXTENDED_BEFORE), year.today)
        year.at(day, time(14), lambda: _extends(year, duty))


async def _extends(year: Year, duty: Duty) -> None:
    leader = year.cast.leader
    await leader.types("/tiendo")
    await leader.taps(OpenUnitProgress, unit_id=duty.unit_id)
    await leader.taps(OpenDuty, duty_id=duty.id)
    await leader.taps(ExtendDuty, duty_id=duty.id)
    await leader.types(f"{last_day_of(duty) + EXTENDED_BY:%d/%m/%Y}")
    await leader.types(WORDS[year.language]["reason"])
    await leader.taps(Submit)
