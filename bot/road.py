"""The road: everything between Telegram and the store, put together for one process."""

import asyncio
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import structlog
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError
from telegram import Bot
from telegram.error import InvalidToken
from telegram.ext import Application, ApplicationBuilder
from telegram.request import BaseRequest

from bot.campaign_files import CampaignFileReader
from bot.clock import Clock
from bot.delivery import Delivery
from bot.dispatcher import AnyApplication, Dispatcher
from bot.downloads import sweep
from bot.fetching import Fetcher
from bot.jobs import Jobs
from bot.lateness import Lateness
from bot.metrics import Metrics, Queue
from bot.packing import Packer
from bot.people_lists import ListReader
from bot.polling import Poller
from bot.requests import StreamingRequest
from bot.sweeper import Sweeper
from bot.trouble import TroubleLog, is_away
from bot.turns import Turns
from bot.webhook import Receiver
from bot.writer import Writer
from handlers.book import Book
from handlers.features import FEATURES
from handlers.home import home
from messages.render import Renderer, open_renderer
from store.engine import reading
from store.figures import inbox_figures, oldest_due_letter, open_job_counts, open_letter_counts
from store.letters import may_repeat_count
from store.runs import become_active, end_run

log = structlog.get_logger()


@dataclass(frozen=True)
class Wiring:
    """What a road is built from."""

    engine: Engine
    token: str
    api_url: str
    data_dir: Path
    clock: Clock
    request: StreamingRequest
    poll_request: BaseRequest
    by_webhook: bool = False
    """Telegram calls, and nothing is polled."""
    locale: str = "vi"
    letters_at_once: int = 24


class Road:
    """One active process: built once, entered with `open`, left with `close`."""

    def __init__(self, wiring: Wiring, metrics: Metrics | None = None) -> None:
        self.wiring = wiring
        self.clock = wiring.clock
        self.writer = Writer(wiring.engine, TroubleLog(wiring.clock))
        self.renderer: Renderer = open_renderer()
        self.book = Book(FEATURES, home)
        self.metrics = metrics or Metrics()
        self.fatal = asyncio.Event()
        self.run_id = 0
        self.application: AnyApplication = _application(wiring)
        self._stop = asyncio.Event()

    @property
    def bot(self) -> Bot:
        bot: Bot = self.application.bot
        return bot

    async def open(self) -> None:
        """Reach Telegram, become active, put back what an earlier run had taken. Again changes nothing."""
        await self.application.initialize()
        if self.run_id:
            return
        now, name = self.clock.now(), self.bot.username
        self.run_id = await self.writer.write(lambda session: become_active(session, bot_username=name, now=now))
        self.metrics.may_repeat.inc(await self.writer.write(may_repeat_count))
        await asyncio.to_thread(sweep, self.wiring.data_dir / "files")
        self._build()

    def _build(self) -> None:
        wiring, clock = self.wiring, self.clock
        files, packs = wiring.data_dir / "files", wiring.data_dir / "packs"
        turns = Turns(self.writer, self.book, locale=wiring.locale)
        self.delivery = Delivery(
            self.writer,
            self.bot,
            self.renderer,
            clock,
            self.metrics,
            run_id=self.run_id,
            packs=packs,
            own=wiring.data_dir / "templates",
            on_fatal=self.fatal.set,
            at_once=wiring.letters_at_once,
        )
        self.lateness = Lateness(wiring.engine, clock, lambda: self.delivery.unanswered_since)
        self.dispatcher = Dispatcher(
            self.application,
            self.writer,
            turns,
            self.renderer,
            clock,
            self.metrics,
            run_id=self.run_id,
            on_commit=self._committed,
        )
        self.dispatcher.register(self.book)
        fetcher = Fetcher(self.writer, self.bot, wiring.request, clock, files)
        packer = Packer(self.writer, self.renderer, clock, files, packs)
        lists = ListReader(self.writer, self.bot, wiring.request, clock, files)
        plans = CampaignFileReader(self.writer, self.bot, wiring.request, clock)
        kinds = {"fetch_file": fetcher.kind, "evidence_pack": packer.kind, "read_people": lists.kind}
        kinds["read_campaign_file"] = plans.kind
        self.jobs = Jobs(self.writer, clock, kinds, run_id=self.run_id, on_commit=self._committed)
        self.sweeper = Sweeper(self.writer, clock, self.metrics, on_commit=self._committed, on_look=self._look_again)
        self.poller = Poller(self.bot, wiring.poll_request, self.writer, clock, on_arrival=self.dispatcher.wake.set)
        self.receiver = Receiver(self.bot, self.writer, clock, on_arrival=self.dispatcher.wake.set)

    def _committed(self) -> None:
        """Something was committed: letters or jobs may wait."""
        self.delivery.wake.set()
        self.jobs.wake.set()

    def _look_again(self) -> None:
        self.dispatcher.wake.set()
        self._committed()

    async def settle(self) -> datetime | None:
        """Do all there is to do at this instant, one thing at a time (rehearsals). When a letter may go next."""
        while True:
            while await self.poller.step() + await self.dispatcher.step():
                pass
            if not await self.sweeper.step() + await self.jobs.step():
                break
        look_at = await self._deliver()
        await self.dispatcher.finish()
        return look_at

    async def _deliver(self) -> datetime | None:
        """Send every letter that may go at this instant. When the next may."""
        while True:
            look_at = await self.delivery.step()
            await self.delivery.landed()
            if not self.delivery.unsettled and (look_at is None or look_at > self.clock.now()):
                return look_at

    async def run(self, stop: asyncio.Event) -> None:
        """Act until told to stop or the token is refused; what was taken is finished."""
        arrival = self.receiver if self.wiring.by_webhook else self.poller
        parts = (arrival, self.dispatcher, self.sweeper, self.jobs, self.delivery, self.lateness)
        tasks = [asyncio.create_task(part.run(self._stop), name=type(part).__name__) for part in parts]
        ends = [asyncio.create_task(stop.wait()), asyncio.create_task(self.fatal.wait())]
        await asyncio.wait([*tasks, *ends], return_when=asyncio.FIRST_COMPLETED)
        self._stop.set()
        for wake in (self.dispatcher.wake, self.jobs.wake, self.delivery.wake):
            wake.set()
        for end in ends:
            end.cancel()
        ended = await asyncio.gather(*tasks, return_exceptions=True)
        for error in ended:
            if isinstance(error, InvalidToken):
                self.fatal.set()
            elif isinstance(error, BaseException):
                raise error

    async def close(self) -> None:
        """End the run, where one began, and let go of everything."""
        now = self.clock.now()
        try:
            if self.run_id:
                await self.writer.write(lambda session: end_run(session, self.run_id, now=now))
        except DBAPIError as error:
            if not is_away(error):
                raise
        finally:
            await self.application.shutdown()
            for request in (self.wiring.request, self.wiring.poll_request):
                await request.shutdown()
            self.writer.close()


def count_queue(engine: Engine, now: datetime) -> Queue:
    """What waits in the database, counted."""
    with reading(engine) as session:
        oldest, inbox = oldest_due_letter(session, now), inbox_figures(session)
        return Queue(
            letters=open_letter_counts(session),
            jobs=open_job_counts(session),
            oldest_due_letter_seconds=(now - oldest.due_at).total_seconds() if oldest else 0.0,
            updates_waiting=inbox.waiting,
            updates_parked=inbox.parked,
            oldest_update_seconds=(now - inbox.oldest_at).total_seconds() if inbox.oldest_at else 0.0,
        )


def _application(wiring: Wiring) -> AnyApplication:
    base = wiring.api_url.rstrip("/")
    builder: ApplicationBuilder = Application.builder()  # type: ignore[type-arg]  # its six parameters are its own business
    return (
        builder.token(wiring.token)
        .base_url(f"{base}/bot")
        .base_file_url(f"{base}/file/bot")
        .request(wiring.request)
        .get_updates_request(wiring.poll_request)
        .job_queue(None)
        .updater(None)
        .build()
    )
