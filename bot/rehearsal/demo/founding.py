"""How a rehearsal begins: the bloc of a campaign file, its people already invited by the leader, the group linked.

All of it is what people would do in the chat, done on the stage before the bot's own process begins.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.rehearsal.cast import Cast
from bot.rehearsal.clock import RehearsalClock
from bot.rehearsal.play import found
from bot.rehearsal.stage import Stage
from bot.rehearsal.telegram import Telegram
from bot.rehearsal.transcript import Transcript
from bot.rehearsal.year import Year
from store.campaign_file import CampaignFile
from store.engine import begin
from store.rules.calendar import WorkCalendar
from store.tables import BlocRole

BEGINS_AT = time(14)
SECRETARY, STRANGER = "Lương Thu Trang", "Đinh Văn Quân"
NOTICE = 2
"""Working days before the launch day on which the rehearsal begins."""


@dataclass(frozen=True)
class Founded:
    """A bloc that is about to launch its campaign."""

    telegram: Telegram
    clock: RehearsalClock
    transcript: Transcript
    zone: str


async def found_bloc(
    folder: Path, file: CampaignFile, *, seed: int, language: str, out: Callable[[str], None]
) -> Founded:
    """Found the bloc in `folder`; whoever is to have a role has joined. From now on `out` hears what the bot says."""
    file = replace(file, bloc=replace(file.bloc, locale=language))
    zone = ZoneInfo(file.bloc.timezone or "Asia/Ho_Chi_Minh")
    calendar = WorkCalendar({})
    day = file.campaign.launch or calendar.working_day_before(file.campaign.starts - timedelta(days=1))
    for _ in range(NOTICE):
        day = calendar.working_day_before(day - timedelta(days=1))
    stage = Stage(folder, start=datetime.combine(day, BEGINS_AT, zone), seed=seed, locale=language)
    said: list[str] = []
    transcript = Transcript(stage.telegram, zone.key, language, said.append)
    await stage.open()
    try:
        cast = Cast(stage, transcript, file.bloc, language)
        year = Year(cast, stage, file, language, zone, calendar)
        with begin(stage.engine) as session:
            token = found(session, file, zone.key, language, stage.clock.now())
        await cast.gathers(token, year.unit_ids(), pins=file.campaign.standings.pinned)
        await cast.invites_office(cast.joins(SECRETARY), BlocRole.SECRETARY)
        cast.joins(STRANGER)
        if cast.group is not None:
            cast.group.admit(cast.leader.person, administrator=True)
        await stage.settle()
    finally:
        await stage.close()
    transcript.flush()
    transcript.goes_to(out)
    return Founded(stage.telegram, stage.clock, transcript, zone.key)
