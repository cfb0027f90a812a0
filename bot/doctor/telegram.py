"""Telegram: the token, the webhook, the clock, and what the bot may do in each linked group."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import aiohttp
from telegram import Bot, ChatMember, ChatMemberAdministrator, ChatMemberRestricted, ChatPermissions, WebhookInfo
from telegram.error import BadRequest, Forbidden, InvalidToken, TelegramError

from bot.clock import Clock
from bot.doctor.findings import Finding, Mark, failed, ok, warning
from bot.requests import AiohttpRequest
from bot.settings import Settings
from store.figures import LinkedGroup

SECONDS = 5.0
GROUPS = 50
"""How many linked groups are looked at."""

PENDING = 100
OFF = 5
"""Seconds between our clock and Telegram's that are worth a word."""


async def check_telegram(settings: Settings, groups: Sequence[LinkedGroup]) -> list[Finding]:
    """Ask as the bot would; nothing is sent and nothing set."""
    request = AiohttpRequest(read_timeout=SECONDS, write_timeout=SECONDS, connect_timeout=SECONDS, pool_timeout=SECONDS)
    # For updates too, which nobody asks for: left out, it would be httpx, which fails at a SOCKS proxy.
    bot = Bot(settings.token(), f"{settings.api_url}/bot", request=request, get_updates_request=request)
    try:
        await bot.initialize()
        found = [ok("token", name=bot.username), *_standing(bot)]
        found += _webhook(settings, await bot.get_webhook_info())
    except InvalidToken:
        return [Finding(Mark.FAILED, "cli/token_refused")]
    except TelegramError as error:
        return [failed("telegram_away", address=settings.api_url, kind=type(error).__name__)]
    else:
        asked = await asyncio.gather(*(_group(bot, group) for group in groups[:GROUPS]))
        more = [ok("groups_more", count=len(groups) - GROUPS)] if len(groups) > GROUPS else []
        return found + (list(asked) + more or [ok("groups_none")])
    finally:
        await bot.shutdown()
        await request.shutdown()


def _standing(bot: Bot) -> list[Finding]:
    found = []
    if bot.can_read_all_group_messages:
        found.append(warning("privacy_off"))
    if not bot.can_join_groups:
        found.append(warning("groups_barred"))
    return found


def _webhook(settings: Settings, info: WebhookInfo) -> list[Finding]:
    wanted = settings.webhook[0] if settings.webhook is not None else ""
    found = []
    if info.url != wanted:
        found.append(warning("webhook_other" if wanted else "webhook_left", url=info.url, wanted=wanted))
    if info.pending_update_count > PENDING:
        found.append(warning("webhook_pending", pending=info.pending_update_count))
    if info.url and info.last_error_date is not None:
        at = info.last_error_date.astimezone(UTC)
        found.append(warning("webhook_error", error=info.last_error_message or "", at=f"{at:%d/%m/%Y %H:%M} UTC"))
    return found or [ok("webhook", url=wanted) if wanted else ok("polling")]


async def _group(bot: Bot, group: LinkedGroup) -> Finding:
    try:
        me = await bot.get_chat_member(group.telegram_id, bot.id)
        chat = await bot.get_chat(group.telegram_id)
    except (Forbidden, BadRequest):
        return failed("group_gone", title=group.title)
    except TelegramError as error:
        return warning("group_unknown", title=group.title, kind=type(error).__name__)
    if me.status in (ChatMember.LEFT, ChatMember.BANNED):
        return failed("group_gone", title=group.title)
    # An administrator stands above what the group allows its members.
    rights: list[ChatPermissions | ChatMemberRestricted] = [chat.permissions] if chat.permissions is not None else []
    if isinstance(me, ChatMemberRestricted):
        rights.append(me)
    if isinstance(me, ChatMemberAdministrator):
        may_write, may_pin = True, me.can_pin_messages
    else:
        may_write = all(one.can_send_messages for one in rights)
        may_pin = all(one.can_pin_messages for one in rights)
    if not may_write:
        return failed("group_mute", title=group.title)
    if group.has_topic and not chat.is_forum:
        return warning("group_without_topics", title=group.title)
    if not may_pin:
        return warning("group_no_pin", title=group.title)
    return ok("group", title=group.title)


async def check_clock(settings: Settings, clock: Clock) -> list[Finding]:
    """Our clock against the `Date` of any answer. Out of reach is told of elsewhere."""
    try:
        async with (
            aiohttp.ClientSession(trust_env=True, timeout=aiohttp.ClientTimeout(total=SECONDS)) as session,
            session.get(settings.api_url, allow_redirects=False) as response,
        ):
            theirs = _instant(response.headers.get("Date", ""))
    except (aiohttp.ClientError, OSError):
        return []
    if theirs is None:
        return []
    off = round(abs((clock.now() - theirs).total_seconds()))
    return [warning("clock_off", seconds=off) if off > OFF else ok("clock")]


def _instant(date: str) -> datetime | None:
    try:
        return parsedate_to_datetime(date)
    except ValueError:
        return None
