"""`thidua demo --play`: a campaign's whole year in the terminal, with a cast that is on time, late, absent, wrong."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlmodel import Session

from bot.rehearsal.achieving import plan_achievements
from bot.rehearsal.cast import Cast
from bot.rehearsal.closing import closing_words, is_sound
from bot.rehearsal.owing import plan_duties
from bot.rehearsal.speaking import plan_speaking
from bot.rehearsal.stage import Stage
from bot.rehearsal.transcript import Transcript
from bot.rehearsal.year import Year
from messages.actions.achievements import MyAchievements
from messages.actions.campaigns import LaunchCampaign, NameDay, PreviewLaunch
from messages.actions.standings import OpenScore
from store.blocs import init_bloc
from store.campaign_file import CampaignFile
from store.campaigns import import_campaign
from store.engine import begin
from store.rules.calendar import WorkCalendar

SETUP_AT, LAUNCH_AT, LOOKED_AT = time(14), time(9), time(16)


async def rehearse(
    folder: Path, file: CampaignFile, *, seed: int, language: str, out: Callable[[str], None]
) -> tuple[Transcript, bool]:
    """Play the campaign's whole year with its database in `folder`; prints the transcript and a summary.

    Also whether everything went as it must.
    """
    file = replace(file, bloc=replace(file.bloc, locale=language))
    zone = ZoneInfo(file.bloc.timezone or "Asia/Ho_Chi_Minh")
    calendar = WorkCalendar({})
    launch_day = file.campaign.launch or calendar.working_day_before(file.campaign.starts - timedelta(days=1))
    setup_day = calendar.working_day_before(launch_day - timedelta(days=1))
    stage = Stage(folder, start=datetime.combine(setup_day, SETUP_AT, zone), seed=seed, locale=language)
    transcript = Transcript(stage.telegram, zone.key, language, out)
    await stage.open()
    cast = Cast(stage, transcript, file.bloc, language)
    year = Year(cast, stage, file, language, zone, calendar)
    with begin(stage.engine) as session:
        token = found(session, file, zone.key, language, stage.clock.now())
    await cast.gathers(token, year.unit_ids(), pins=file.campaign.standings.pinned)
    year.at(launch_day, LAUNCH_AT, lambda: launches(year))
    year.at(file.campaign.ends, LOOKED_AT, lambda: looks(year))
    await year.run()
    await stage.move_to(datetime.combine(file.campaign.ends + timedelta(days=10), time(12), zone))
    transcript.flush()
    for line in closing_words(stage, file, language):
        out(line)
    sound = is_sound(stage)
    await stage.close()
    return transcript, sound


def found(session: Session, file: CampaignFile, timezone: str, locale: str, now: datetime) -> str:
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
    plan_duties(year)
    plan_achievements(year)
    plan_speaking(year)


async def looks(year: Year) -> None:
    """On the last day people look at where they stand."""
    cast = year.cast
    *_, last = cast.teams
    await cast.leader.types("/tiendo")
    await last.head.types("/cuatoi")
    if last.head.shows(MyAchievements):
        await last.head.taps(MyAchievements)
    if year.file.campaign.score_tables:
        await last.staff.types("/xephang")
        await last.staff.taps(OpenScore)
        await cast.leader.types("/xephang", to=cast.group)
