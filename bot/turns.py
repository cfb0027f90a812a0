"""A turn: one update, one transaction. The domain change, the form's step, the letters, the history and the inbox's
done mark are one commit; a crash before it changes nothing, and after it nothing is done twice.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlmodel import Session

from bot.trouble import is_away
from bot.writer import Writer
from handlers.book import Book
from handlers.said import Said, SaidKind
from handlers.turn import Turn
from store.arrivals import arrive
from store.engine import begin
from store.errors import Refusal
from store.forms import current_form
from store.history import record_skip
from store.home import contacts_of
from store.inbox import TakenUpdate, close_update, put_back_update
from store.tables import UpdateState

TOO_OLD_TO_ANSWER = timedelta(seconds=10)
"""A tap from a backlog older than this gets no toast: Telegram calls it too old."""

Route = Callable[[Turn], None]

log = structlog.get_logger()


class DatabaseAway(Exception):
    """The turn could not be tried: the database does not answer, or cannot write."""


@dataclass
class Outcome:
    """What became of a turn, and the words that answer its tap."""

    state: UpdateState
    query_id: str | None = None
    toast_template: str | None = None
    toast_facts: dict[str, Any] = field(default_factory=dict)
    alert: bool = False
    language: str = "vi"


class Turns:
    """Runs turns in the writer thread."""

    def __init__(
        self, writer: Writer, book: Book, *, locale: str, make_error_id: Callable[[], str] | None = None
    ) -> None:
        self._writer = writer
        self._book = book
        self._locale = locale
        self._make_error_id = make_error_id or (lambda: secrets.token_hex(3).upper())

    def route(self, said: Said) -> Route:
        """The part of the book that answers this kind of saying."""
        routes: dict[SaidKind, Route] = {
            SaidKind.COMMAND: self._book.command,
            SaidKind.TAP: self._book.tap,
            SaidKind.TEXT: self._book.words,
            SaidKind.FILE: self._book.words,
            SaidKind.EDITED: self._book.edited,
            SaidKind.BOT_STANDING: self._book.standing,
            SaidKind.MOVED: self._book.standing,
        }
        return routes[said.kind]

    async def take(self, row: TakenUpdate, said: Said, *, now: datetime) -> Outcome:
        """Act on one update. Never raises but `DatabaseAway`; whatever goes wrong is told and logged."""
        return await self._writer.run(lambda: self._take(row, said, now))

    def _take(self, row: TakenUpdate, said: Said, now: datetime) -> Outcome:
        try:
            with begin(self._writer.engine) as session:
                outcome = self._turn(session, said, now)
                close_update(session, row.id, outcome.state, now=now)
        except Exception as error:
            if is_away(error):
                raise DatabaseAway from error
            outcome = self._fail(row, said, now)
        if now - row.received_at <= TOO_OLD_TO_ANSWER:
            outcome.query_id = said.query_id
        return outcome

    def _turn(self, session: Session, said: Said, now: datetime) -> Outcome:
        turn = self._begin(session, said, now)
        savepoint = session.begin_nested()
        try:
            self.route(said)(turn)
            session.flush()
            savepoint.commit()
            outcome = Outcome(UpdateState.DONE)
        except Refusal as refusal:
            savepoint.rollback()
            outcome = self._refuse(turn, refusal)
        outcome.language = turn.chat.language
        if turn.toast_template is not None and outcome.toast_template is None:
            outcome.toast_template, outcome.toast_facts = turn.toast_template, turn.toast_facts
        return outcome

    def _begin(self, session: Session, said: Said, now: datetime) -> Turn:
        came = arrive(
            session,
            account_id=said.account_id,
            chat_telegram_id=said.chat_telegram_id,
            is_private=said.is_private,
            title=said.chat_title,
            locale=self._locale,
            now=now,
        )
        return Turn(
            session=session,
            now=now,
            said=said,
            chat=came.chat,
            account=came.account,
            member=came.member,
            bloc=came.bloc,
            seats=came.seats,
        )

    def _refuse(self, turn: Turn, refusal: Refusal) -> Outcome:
        """Say why; in a group a tap is answered by its toast alone, so that the group is not filled with it."""
        log.info("refused", code=refusal.code)
        if refusal.skipped is not None:
            record_skip(turn.session, refusal.skipped, by=turn.member, now=turn.now, why=refusal.code)
        template = f"refusals/{refusal.code}"
        if not turn.said.is_private and turn.said.kind == SaidKind.TAP:
            return Outcome(UpdateState.DONE, toast_template=template, toast_facts=refusal.facts, alert=True)
        form = current_form(turn.session, turn.account.id) if turn.account and turn.said.is_private else None
        contacts = contacts_of(turn.session, turn.bloc) if turn.seats and turn.bloc else []
        known = {"form_open": form is not None, "contacts": contacts, "in_group": not turn.said.is_private}
        turn.say(template, **known | refusal.facts)
        return Outcome(UpdateState.DONE)

    def _fail(self, row: TakenUpdate, said: Said, now: datetime) -> Outcome:
        """The turn broke: nothing of it is kept, it is logged under a short id and the person is told that id."""
        error_id = self._make_error_id()
        log.exception("turn_failed", error_id=error_id, inbox_id=row.id, kind=said.kind.value)
        try:
            with begin(self._writer.engine) as session:
                turn = self._begin(session, said, now)
                turn.say("errors/internal", error_id=error_id)
                close_update(session, row.id, UpdateState.FAILED, now=now, error_id=error_id)
        except Exception as error:
            self._fail_silently(row, error, error_id, now)
        return Outcome(UpdateState.FAILED)

    def _fail_silently(self, row: TakenUpdate, error: Exception, error_id: str, now: datetime) -> None:
        """Not even the sentence could be said: the update is parked all the same."""
        try:
            if is_away(error):
                raise error
            log.error("failure_untold", error_id=error_id, exc_info=error)
            with begin(self._writer.engine) as session:
                close_update(session, row.id, UpdateState.FAILED, now=now, error_id=error_id)
        except Exception as again:
            raise DatabaseAway from again

    async def ignore(self, row: TakenUpdate, *, now: datetime) -> None:
        """Close what cannot be parsed and what no handler took."""
        await self._writer.write(lambda session: close_update(session, row.id, UpdateState.IGNORED, now=now))

    async def put_back(self, row: TakenUpdate) -> None:
        """The database was away: the update waits again, as if it had not been tried."""
        await self._writer.write(lambda session: put_back_update(session, row.id))
