"""The outbox as the page shows it, read from the database beside the bot."""

from datetime import datetime
from typing import Any

from sqlalchemy import Engine, func
from sqlmodel import col, select

from bot.rehearsal.demo.views import instant
from bot.rehearsal.demo.words import KINDS, LANES, REASONS, words
from bot.rehearsal.telegram import Telegram
from store.engine import reading
from store.tables import Chat, Letter, LetterKind, LetterState

Json = dict[str, Any]

SHOWN: dict[str, tuple[LetterState, ...]] = {
    "waiting": (LetterState.WAITING, LetterState.TAKEN),
    "sent": (LetterState.SENT,),
    "dead": (LetterState.DEAD,),
}
LONGEST = 90


def counts(engine: Engine) -> dict[str, int]:
    with reading(engine) as session:
        found = dict(session.exec(select(col(Letter.state), func.count()).group_by(col(Letter.state))).all())
    return {name: sum(found.get(state, 0) for state in states) for name, states in SHOWN.items()}


def letters(engine: Engine, telegram: Telegram, names: dict[int, str], state: str, most: int) -> list[Json]:
    """The letters in such a state: the waiting ones soonest first, the others newest first."""
    soonest, newest = (col(Letter.due_at), col(Letter.id)), (col(Letter.closed_at).desc(), col(Letter.id).desc())
    with reading(engine) as session:
        rows = session.exec(
            select(Letter, col(Chat.telegram_id))
            .join(Chat, col(Chat.id) == col(Letter.chat_id))
            .where(col(Letter.state).in_(SHOWN[state]))
            .order_by(*(soonest if state == "waiting" else newest))
            .limit(most)
        ).all()
    return [_view(telegram, letter, chat, names.get(chat, str(chat))) for letter, chat in rows]


def _view(telegram: Telegram, letter: Letter, chat: int, to: str) -> Json:
    number = letter.message_id if letter.state == LetterState.SENT else None
    said = telegram.chats[chat].find(number) if number and chat in telegram.chats else None
    kind = words(KINDS[letter.kind.value])
    text = " ".join(said.text.split()) if said is not None and letter.kind != LetterKind.DELETE else ""
    if text:
        kind = dict.fromkeys(kind, text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…")
    return {
        "id": letter.id,
        "state": "waiting" if letter.state == LetterState.TAKEN else letter.state.value,
        "chat": chat,
        "to": to,
        "kind": letter.kind.value,
        "lane": words(LANES[letter.lane.value]),
        "what": kind,
        "due": instant(letter.due_at),
        "sent": _instant(letter.closed_at) if letter.state == LetterState.SENT else None,
        "tries": letter.tries,
        "reason": _reason(letter),
        "may_repeat": letter.may_repeat,
        "message": f"{chat}:{number}" if said is not None else None,
    }


def _instant(at: datetime | None) -> str | None:
    return instant(at) if at is not None else None


def _reason(letter: Letter) -> dict[str, str] | None:
    """Why it is dead."""
    if letter.reason is None or letter.state != LetterState.DEAD:
        return None
    return words(REASONS.get(letter.reason, (letter.reason, letter.reason)))
