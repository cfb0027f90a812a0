"""The visit: every check in its turn, each within its time, and none stops the others."""

import asyncio
from collections.abc import AsyncIterator

from bot.clock import Clock
from bot.doctor.database import check_active, check_database
from bot.doctor.findings import Finding
from bot.doctor.machine import check_disk, check_settings
from bot.doctor.telegram import check_clock, check_telegram
from bot.settings import BadSetting, Settings
from store.figures import LinkedGroup


async def visit(
    settings: Settings | None, wrong: list[BadSetting], *, place: str, clock: Clock
) -> AsyncIterator[Finding]:
    """Look at everything that can be looked at with the settings that are right."""
    for finding in check_settings(settings, wrong):
        yield finding
    if settings is None:
        return
    named = {bad.name for bad in wrong}
    groups: list[LinkedGroup] = []
    if "THIDUA_DATA_DIR" not in named:
        for finding in await asyncio.to_thread(check_disk, settings):
            yield finding
    if not named & {"THIDUA_DATA_DIR", "THIDUA_DATABASE_URL"}:
        examined = await asyncio.to_thread(check_database, settings.database, place, clock.now())
        groups = examined.groups
        for finding in [*examined.findings, *await check_active(settings.database)]:
            yield finding
    if "THIDUA_API_URL" not in named and settings.bot_token is not None:
        for finding in [*await check_telegram(settings, groups), *await check_clock(settings, clock)]:
            yield finding
