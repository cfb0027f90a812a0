"""`thidua run`: one active process, from its start to a clean stop."""

import asyncio
import contextlib
import gc
import signal
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta

import structlog
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError
from telegram import Bot, BotCommand, BotCommandScopeAllGroupChats, BotCommandScopeAllPrivateChats
from telegram.error import InvalidToken, TelegramError

from bot.active import ActiveLock, lock_for
from bot.clock import Clock, RealClock
from bot.metrics import Metrics
from bot.requests import AiohttpRequest
from bot.road import Road, Wiring, count_queue
from bot.settings import Settings
from bot.trouble import HEALS, database_errors, is_away, trouble_of
from bot.web import Readiness, readiness, serve
from bot.webhook import Webhook, set_webhook
from handlers.book import Book
from handlers.turn import Where
from messages.render import Renderer
from store.engine import open_engine, reading
from store.figures import oldest_due_letter
from store.schema import upgrade

LONGEST_PAUSE = 60.0
LANGUAGES = ("vi", "en")

log = structlog.get_logger()


class TokenRefused(Exception):
    """Telegram does not know the token."""


class LockLost(Exception):
    """Another process may act now: this one must not."""


ALLOCATIONS = 20_000
"""Between two looks for garbage. Python's own 700 cost a tenth of a turn's processor time."""


def _keep_what_is_built() -> None:
    """What stands by now stays until the end, so it is never looked through for garbage again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(max(ALLOCATIONS, gc.get_threshold()[0]), 20, 20)


@dataclass
class Process:
    """One process of the bot: waits to be the active one, acts, stops."""

    settings: Settings
    first_pause: float = 1.0
    """Seconds between the first two tries to reach what is away; each further pause is twice as long."""
    clock: Clock = field(default_factory=RealClock)
    beside: Callable[["Process"], Awaitable[None]] | None = None
    """Runs as long as the process does: whoever makes a rehearsal's clock follow."""
    stop: asyncio.Event = field(default_factory=asyncio.Event)
    road: Road | None = None
    active: bool = False
    webhook: Webhook | None = None

    async def run(self) -> None:
        """Until SIGTERM or SIGINT, or until the lock is lost. Raises `TokenRefused`, `LockLost`, `PortInUse`,
        `NewerSchema`, and the error of a database or a disk whose trouble does not heal by itself."""
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, self.stop.set)
        settings = self.settings
        engine = open_engine(settings.database)
        metrics = Metrics(lambda: asyncio.to_thread(count_queue, engine, self.clock.now()))
        if settings.webhook is not None:
            self.webhook = Webhook(*settings.webhook, metrics)
        routes = [self.webhook.route] if self.webhook is not None else []
        runner = await serve(settings.listen, ready=lambda: self._ready(engine), metrics=metrics, routes=routes)
        lock = lock_for(settings.database)
        beside = asyncio.ensure_future(self.beside(self)) if self.beside is not None else None
        try:
            if await self._acquire(lock):
                await self._act(engine, lock, metrics)
        finally:
            if beside is not None:
                beside.cancel()
            await lock.release()
            await runner.cleanup()
            engine.dispose()

    async def _acquire(self, lock: ActiveLock) -> bool:
        return await self._once_healed(lambda: lock.acquire(self.stop, lambda: log.info("standby")))

    async def _once_healed(self, work: Callable[[], Awaitable[bool]]) -> bool:
        """Do what needs the database; what heals by itself is waited out, with a line of the log for each try.
        False when told to stop meanwhile. Raises what does not heal."""
        pause = self.first_pause
        while not self.stop.is_set():
            try:
                return await work()
            except database_errors() as error:
                trouble = trouble_of(error)
                if trouble not in HEALS or (isinstance(error, DBAPIError) and not is_away(error)):
                    raise
                reason = (str(error).splitlines() or [""])[0]
                log.warning(f"database_{trouble}", error=type(error).__name__, reason=reason, again_in=pause)
            pause = await self._pause(pause)
        return False

    async def _pause(self, seconds: float) -> float:
        """Wait, unless told to stop. The next pause."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self.stop.wait(), seconds)
        return min(seconds * 2, LONGEST_PAUSE)

    async def _act(self, engine: Engine, lock: ActiveLock, metrics: Metrics) -> None:
        settings = self.settings

        async def upgraded() -> bool:
            await asyncio.to_thread(upgrade, engine)
            return True

        if not await self._once_healed(upgraded):
            return
        wiring = Wiring(
            engine=engine,
            token=settings.token(),
            api_url=settings.api_url,
            data_dir=settings.data_dir,
            clock=self.clock,
            request=AiohttpRequest(),
            poll_request=AiohttpRequest(connections=1),
            by_webhook=self.webhook is not None,
            locale=settings.locale,
        )
        road = Road(wiring, metrics)
        watch = asyncio.create_task(lock.watch())
        watch.add_done_callback(lambda _: self.stop.set())
        try:
            if await self._reach_telegram(road):
                self.road, self.active = road, True
                metrics.active.set(1)
                log.info("active", run=road.run_id, bot=road.bot.username)
                _keep_what_is_built()
                await road.run(self.stop)
        finally:
            self.active = False
            metrics.active.set(0)
            if self.webhook is not None:
                self.webhook.receiver = None
            lost = watch.done()
            watch.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await watch
            if not lost:
                await road.close()
        if road.fatal.is_set():
            raise TokenRefused
        if lost:
            raise LockLost
        log.info("stopped")

    async def _reach_telegram(self, road: Road) -> bool:
        """Open the road, however long Telegram is away. False when told to stop meanwhile."""
        pause = self.first_pause
        while not self.stop.is_set():
            try:
                await road.open()
                await set_default_menus(road.bot, road.book, road.renderer)
                await self._begin_hearing(road)
                return True
            except InvalidToken as error:
                raise TokenRefused from error
            except TelegramError as error:
                log.warning("telegram_away", error=type(error).__name__, again_in=pause)
            except DBAPIError as error:  # the writer has said so
                if not is_away(error):
                    raise
            pause = await self._pause(pause)
        return False

    async def _begin_hearing(self, road: Road) -> None:
        """Tell Telegram whether it calls or is asked; what is pending is kept either way."""
        if self.webhook is None or self.settings.webhook is None:
            await road.bot.delete_webhook(drop_pending_updates=False)
            return
        self.webhook.receiver = road.receiver
        await set_webhook(road.bot, *self.settings.webhook)

    async def _ready(self, engine: Engine) -> Readiness:
        now = self.clock.now()

        def ask() -> tuple[bool, timedelta | None]:
            try:
                with reading(engine) as session:
                    oldest = oldest_due_letter(session, now)
                    return True, now - oldest.due_at if oldest is not None else None
            except Exception:
                return False, None

        database, oldest = await asyncio.to_thread(ask) if self.active else (True, None)
        return readiness(active=self.active, database=database, oldest_due_letter=oldest)


async def set_default_menus(bot: Bot, book: Book, renderer: Renderer) -> None:
    """The menus of people without a role and of groups, in both languages."""
    unique = list({command.name: command for command in book.commands.values()}.values())
    private = [one for one in unique if one.menu and not one.joined and one.where != Where.GROUP]
    group = [one for one in unique if one.menu and one.where != Where.PRIVATE]
    scopes = ((private, BotCommandScopeAllPrivateChats()), (group, BotCommandScopeAllGroupChats()))
    for commands, scope in scopes:
        for language in LANGUAGES:
            shown = [
                BotCommand(one.name if language == "vi" else one.alias, describe(renderer, one.name, language))
                for one in sorted(commands, key=lambda one: one.menu)
            ]
            await bot.set_my_commands(shown, scope=scope, language_code="" if language == "vi" else language)


def describe(renderer: Renderer, command: str, language: str) -> str:
    return renderer.render_plain(f"commands/{command}", {}, language)
