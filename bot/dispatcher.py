"""The dispatcher: takes waiting chats, not waiting updates. In order within a chat, every waiting chat in its turn,
so that one person's flood delays nobody else. python-telegram-bot's Application routes each update.
"""

import asyncio
import json
import re
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from html import unescape
from typing import Any

import structlog
from telegram import Update
from telegram.error import TelegramError
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    ContextTypes,
    MessageHandler,
    filters,
)

from bot.clock import Clock
from bot.metrics import Metrics
from bot.reading import read
from bot.trouble import is_away
from bot.turns import DatabaseAway, Outcome, Turns
from bot.writer import Writer
from handlers.book import Book
from handlers.said import Said
from messages.limits import TOAST, shorten
from messages.render import Renderer
from store.inbox import TakenUpdate, take_updates

CHATS_AT_ONCE = 64
TURNS_QUEUED = 8
"""Turns handed to the writer thread at a time, so that it need not wait for the loop between two; each commits its own.
Letters are settled and claimed between them.
"""
PAUSE_WITHOUT_DATABASE = 1.0

log = structlog.get_logger()


@dataclass
class InFlight:
    """The inbox row a routed update belongs to, what was said, and what became of it."""

    row: TakenUpdate
    said: Said | None = None
    outcome: Outcome | None = None
    away: bool = False


_TAGS = re.compile(r"<[^>]*>")
_in_flight: ContextVar[InFlight] = ContextVar("in_flight")

AnyApplication = Application[Any, Any, Any, Any, Any, Any]


class Dispatcher:
    """Takes updates from the inbox and has them acted on."""

    def __init__(
        self,
        application: AnyApplication,
        writer: Writer,
        turns: Turns,
        renderer: Renderer,
        clock: Clock,
        metrics: Metrics,
        *,
        run_id: int,
        on_commit: Callable[[], None],
    ) -> None:
        self._application = application
        self._writer = writer
        self._turns = turns
        self._renderer = renderer
        self._clock = clock
        self._metrics = metrics
        self._run_id = run_id
        self._on_commit = on_commit
        self._toasts: set[asyncio.Task[None]] = set()
        self.wake = asyncio.Event()

    def register(self, book: Book) -> None:
        """Give every command, tap, message and standing its handler; each one is the same turn."""
        takes = self._handle
        for command in {command.name: command for command in book.commands.values()}.values():
            names = [command.name, command.alias]
            self._application.add_handler(CommandHandler(names, takes, filters=filters.UpdateType.MESSAGE))
        self._application.add_handler(CallbackQueryHandler(takes))
        self._application.add_handler(ChatMemberHandler(takes, ChatMemberHandler.MY_CHAT_MEMBER))
        private = filters.ChatType.PRIVATE
        service = filters.StatusUpdate.MIGRATE
        words = filters.UpdateType.MESSAGE & (private & ~filters.StatusUpdate.ALL | service)
        self._application.add_handler(MessageHandler(words, takes))
        self._application.add_handler(MessageHandler(filters.UpdateType.EDITED_MESSAGE & private, takes))
        self._application.add_error_handler(_unroutable)

    async def _handle(self, _update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        flight = _in_flight.get()
        if flight.said is None:
            return
        try:
            flight.outcome = await self._turns.take(flight.row, flight.said, now=self._clock.now())
        except DatabaseAway:
            flight.away = True

    async def step(self) -> int:
        """Take one update of each waiting chat and act on them, the longest waiting first. How many."""
        taken = await self._writer.write(
            lambda session: take_updates(session, self._run_id, limit=CHATS_AT_ONCE, now=self._clock.now())
        )
        for first in range(0, len(taken), TURNS_QUEUED):
            await asyncio.gather(*(self._act(row) for row in taken[first : first + TURNS_QUEUED]))
        return len(taken)

    async def _act(self, row: TakenUpdate) -> None:
        flight = InFlight(row)
        _in_flight.set(flight)
        with self._metrics.turn_seconds.time():
            await self._route(flight)
        if flight.outcome is None and not flight.away:
            await self._ignore(flight)
        if flight.away:
            await self._put_back(row)
        if flight.outcome is None:
            return
        self._metrics.updates.labels(outcome=flight.outcome.state.value).inc()
        self._on_commit()
        if flight.outcome.query_id is not None:
            await self._answer_tap(flight.outcome)

    async def _route(self, flight: InFlight) -> None:
        """Have an update acted on. It is read first, so that nothing sees one that Telegram would not send."""
        try:
            update = Update.de_json(json.loads(flight.row.body), self._application.bot)
            flight.said = read(update)
            if flight.said is not None:
                await self._application.process_update(update)
        except Exception as error:
            log.warning("update_unreadable", inbox_id=flight.row.id, error=type(error).__name__)

    async def _ignore(self, flight: InFlight) -> None:
        """Close what cannot be parsed and what no handler took."""
        try:
            await self._turns.ignore(flight.row, now=self._clock.now())
            self._metrics.updates.labels(outcome="ignored").inc()
        except Exception as error:
            flight.away = True
            if not is_away(error):
                log.exception("update_not_closed", inbox_id=flight.row.id)

    async def _put_back(self, row: TakenUpdate) -> None:
        while True:
            await asyncio.sleep(PAUSE_WITHOUT_DATABASE)
            try:
                await self._turns.put_back(row)
                return
            except Exception as error:
                if not is_away(error):
                    log.exception("update_not_put_back", inbox_id=row.id)

    async def _answer_tap(self, outcome: Outcome) -> None:
        """Answer a tap once, outside pacing and without waiting for it."""
        task = asyncio.create_task(self._send_toast(outcome.query_id or "", self._toast(outcome), outcome.alert))
        self._toasts.add(task)
        task.add_done_callback(self._toasts.discard)

    def _toast(self, outcome: Outcome) -> str | None:
        if outcome.toast_template is None:
            return None
        try:
            said = self._renderer.render(outcome.toast_template, outcome.toast_facts, language=outcome.language)
        except Exception:
            log.exception("toast_broken", template=outcome.toast_template)
            return None
        return shorten(unescape(_TAGS.sub("", said.text)), TOAST)

    async def _send_toast(self, query_id: str, text: str | None, alert: bool) -> None:
        try:
            await self._application.bot.answer_callback_query(query_id, text=text, show_alert=alert)
        except TelegramError as error:
            log.info("toast_failed", error=type(error).__name__)

    async def finish(self) -> None:
        """Wait for the toasts under way."""
        if self._toasts:
            await asyncio.gather(*self._toasts)

    async def run(self, stop: asyncio.Event) -> None:
        """Take updates until told to stop; what was taken is finished."""
        while not stop.is_set():
            self.wake.clear()
            try:
                busy = await self.step()
            except Exception as error:
                if not is_away(error):
                    log.exception("dispatcher_failed")
                await asyncio.sleep(PAUSE_WITHOUT_DATABASE)
                continue
            if not busy and not stop.is_set():
                await self._clock.wait_until(None, self.wake)
        await self.finish()


async def _unroutable(_update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
    """python-telegram-bot's own handlers could not look at it."""
    log.warning("update_unroutable", inbox_id=_in_flight.get().row.id, exc_info=context.error)
