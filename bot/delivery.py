"""Delivery: claims letters, commits, sends outside any transaction, settles. One letter of a chat is in flight."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import structlog
from sqlmodel import Session
from telegram import Bot
from telegram.error import RetryAfter, TelegramError

from bot.clock import Clock
from bot.metrics import Metrics
from bot.pacing import Head, Pace, Sending, Trips
from bot.sending import Album, send
from bot.trouble import is_away
from bot.verdicts import (
    Dead,
    DeadReason,
    Fatal,
    Floods,
    Moved,
    RetryAt,
    SendAnew,
    Sent,
    Unknown,
    Verdict,
    WithoutTopic,
    verdict,
)
from bot.writer import Writer
from messages.render import Renderer
from store.chats import close_chat, move_chat
from store.letters import (
    TakenLetter,
    chats_waiting,
    close_letter,
    keep_parts,
    next_letter_at,
    send_again,
    take_letters,
    too_late,
    waiting_letters,
    without_topic,
)
from store.live import LIVE
from store.tables import LetterKind, LetterState

IN_FLIGHT = 24
PAUSE_WITHOUT_DATABASE = timedelta(seconds=1)

log = structlog.get_logger()


@dataclass(frozen=True)
class Result:
    """What became of one sending."""

    letter: TakenLetter
    verdict: Verdict
    message_id: int | None = None


@dataclass
class Claim:
    """What to send now, and when to look again."""

    letters: list[tuple[TakenLetter, Mapping[str, Any], Sending]] = field(default_factory=list)
    look_at: datetime | None = None


class Delivery:
    """Sends what is waiting in the outbox, as fast as Telegram's limits allow."""

    def __init__(
        self,
        writer: Writer,
        bot: Bot,
        renderer: Renderer,
        clock: Clock,
        metrics: Metrics,
        *,
        run_id: int,
        packs: Path,
        own: Path | None = None,
        on_fatal: Callable[[], None],
        at_once: int = IN_FLIGHT,
    ) -> None:
        self._writer = writer
        self._bot = bot
        self._renderer = renderer
        self._clock = clock
        self._metrics = metrics
        self._run_id = run_id
        self._packs, self._own = packs, own
        self._on_fatal = on_fatal
        self._at_once = at_once
        self._pace = Pace()
        self._floods = Floods()
        self._busy: dict[int, asyncio.Task[None]] = {}
        self._results: list[Result] = []
        self._last_stream = ""
        self._trips = Trips()
        self.unanswered_since: datetime | None = None
        """Since when Telegram has taken no letter for reasons of its own: it is down, or cannot be reached."""
        self.wake = asyncio.Event()

    async def step(self) -> datetime | None:
        """Settle what was sent, begin what may go now. When to look again; None when nothing waits."""
        results, self._results = self._results, []
        for result in results:
            self._hold(result)
        try:
            claim = await self._writer.write(lambda session: self._settle_and_claim(session, results), first=True)
        except Exception:
            self._results = results + self._results
            raise
        for letter, facts, sending in claim.letters:
            task = asyncio.create_task(self._send(letter, facts, sending))
            self._busy[letter.chat_id] = task
        return claim.look_at

    def _settle_and_claim(self, session: Session, results: list[Result]) -> Claim:
        now = self._clock.now()
        for result in results:
            self._settle(session, result, now)
        return self._claim(session, now)

    def _claim(self, session: Session, now: datetime) -> Claim:
        claim, free = Claim(), self._at_once - len(self._busy)
        if free <= 0:
            return claim
        resting = self._pace.resting(now)
        silent = {*self._busy, *resting}
        waiting = waiting_letters(session, now=now, silent=silent, after=self._last_stream)
        heads = [Head(one.id, one.chat_id, one.is_group, one.lane.value, one.due_at, one.stream) for one in waiting]
        chosen: dict[int, Sending] = {}
        for head, sending in self._pace.choose(heads, now, free):
            chosen[head.letter_id] = sending
            self._last_stream = head.stream or self._last_stream
            silent.add(head.chat_key)
        heads = [one for one in heads if one.chat_key not in silent]
        for letter in take_letters(session, list(chosen), self._run_id) if chosen else []:
            facts = self._facts(session, letter, now)
            if facts is not None:
                claim.letters.append((letter, facts, chosen[letter.id]))
        held = self._pace.next_instant(heads, now)
        if chosen and (not heads or not claim.letters):
            held = now
        rested = [resting[chat] for chat in chats_waiting(session, list(resting), now)] if resting else []
        instants = (held, next_letter_at(session, after=now), *rested)
        claim.look_at = min((at for at in instants if at is not None), default=None)
        return claim

    def _facts(self, session: Session, letter: TakenLetter, now: datetime) -> Mapping[str, Any] | None:
        """The letter's values; a live one is asked now. None when nothing is left to say: the letter is void."""
        facts: Mapping[str, Any] | None = letter.facts
        if too_late(letter, now):
            facts = None
        elif letter.template in LIVE:
            try:
                with session.begin_nested():
                    facts = LIVE[letter.template](session, letter.facts, now)
            except Exception as error:
                if is_away(error):
                    raise
                log.exception("letter_broken", letter_id=letter.id, template=letter.template)
                close_letter(session, letter.id, LetterState.DEAD, now=now, reason=DeadReason.BROKEN.value)
                return None
        if facts is None:
            close_letter(session, letter.id, LetterState.VOID, now=now, reason="nothing_left")
        return facts

    async def _send(self, letter: TakenLetter, facts: Mapping[str, Any], sending: Sending) -> None:
        began = self._clock.now()
        sending.left(began)
        try:
            message_id = await send(self._bot, self._renderer, letter, facts, self._packs, self._own)
            result = Result(letter, Sent(), message_id)
            self.unanswered_since = None
        except Exception as error:
            result = Result(letter, self._judge(letter, error))
            if isinstance(result.verdict, (RetryAt, Unknown)) and not isinstance(error, RetryAfter):
                self.unanswered_since = self.unanswered_since or self._clock.now()
        sending.left(self._trips.arrived(began, self._clock.now()))
        if isinstance(result.verdict, Sent):
            self._metrics.sent.labels(lane=letter.lane.value).inc()
        else:
            self._metrics.refused.labels(verdict=type(result.verdict).__name__).inc()
        self._results.append(result)
        self._busy.pop(letter.chat_id, None)
        self.wake.set()

    def _judge(self, letter: TakenLetter, error: Exception) -> Verdict:
        now = self._clock.now()
        everywhere = isinstance(error, RetryAfter) and self._floods.everywhere(letter.chat_id, now)
        judged = verdict(
            error,
            kind=letter.kind.value,
            now=now,
            tries=letter.tries,
            in_topic=letter.topic_id is not None,
            everywhere=everywhere,
        )
        if not isinstance(error, TelegramError):
            log.exception("letter_broken", letter_id=letter.id, template=letter.template, exc_info=error)
        else:
            log.info("letter_refused", letter_id=letter.id, verdict=type(judged).__name__, error=type(error).__name__)
        return judged

    def _hold(self, result: Result) -> None:
        match result.verdict:
            case RetryAt(instant, hold) if hold is not None:
                self._pace.hold(None if hold == "all" else result.letter.chat_id, instant)
            case Unknown(again_at):
                self._pace.hold(result.letter.chat_id, again_at)
            case Fatal():
                self._on_fatal()

    def _settle(self, session: Session, result: Result, now: datetime) -> None:
        letter = result.letter
        match result.verdict:
            case Sent():
                close_letter(session, letter.id, LetterState.SENT, now=now, message_id=result.message_id)
                if isinstance(result.message_id, Album):
                    keep_parts(session, letter.id, result.message_id.parts)
            case SendAnew():
                send_again(session, letter.id, at=now, anew=True)
            case WithoutTopic():
                without_topic(session, letter.chat_id)
                send_again(session, letter.id, at=now)
            case RetryAt(instant, _):
                send_again(session, letter.id, at=instant)
            case Unknown() if letter.may_repeat:
                close_letter(session, letter.id, LetterState.DEAD, now=now, reason="unknown_twice")
            case Unknown(again_at):
                self._metrics.may_repeat.inc()
                send_again(session, letter.id, at=again_at, may_repeat=True)
            case Moved(new_chat_id):
                move_chat(session, letter.chat_id, new_chat_id)
                send_again(session, letter.id, at=now)
            case Dead(reason, unreachable):
                self._bury(session, letter, reason, unreachable=unreachable, now=now)
            case Fatal():
                send_again(session, letter.id, at=now)

    def _bury(
        self, session: Session, letter: TakenLetter, reason: DeadReason, *, unreachable: bool, now: datetime
    ) -> None:
        if letter.kind == LetterKind.PIN and reason == DeadReason.NO_RIGHTS:
            unreachable = False
        close_letter(session, letter.id, LetterState.DEAD, now=now, reason=reason.value)
        if unreachable:
            close_chat(session, letter.chat_id, reason=reason.value, now=now)

    @property
    def in_flight(self) -> int:
        return len(self._busy)

    @property
    def unsettled(self) -> int:
        return len(self._results)

    async def landed(self) -> None:
        """Wait until nothing is in flight."""
        if self._busy:
            await asyncio.gather(*self._busy.values())

    async def finish(self) -> None:
        """Wait for what is in flight and settle it."""
        await self.landed()
        results, self._results = self._results, []
        for result in results:
            self._hold(result)
        if results:
            now = self._clock.now()

            def settle(session: Session) -> None:
                for result in results:
                    self._settle(session, result, now)

            await self._writer.write(settle, first=True)

    async def run(self, stop: asyncio.Event) -> None:
        """Deliver until told to stop; what was taken is sent and settled."""
        while not stop.is_set():
            self.wake.clear()
            try:
                look_at = await self.step()
            except Exception as error:
                if not is_away(error):
                    log.exception("delivery_failed")
                look_at = self._clock.now() + PAUSE_WITHOUT_DATABASE
            if not stop.is_set():
                await self._clock.wait_until(look_at, self.wake)
        await self.finish()
