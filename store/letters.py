"""Letters on their way out: which are due, which a run has taken, how each was closed or goes again."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, exists, func, select, update
from sqlmodel import Session

from store.columns import INSTANT, table_of
from store.tables import Chat, ChatKind, Lane, Letter, LetterKind, LetterState

_letter = table_of(Letter)
_chat = table_of(Chat)


@dataclass(frozen=True)
class WaitingLetter:
    """The oldest due letter of a chat in a lane."""

    id: int
    chat_id: int
    is_group: bool
    lane: Lane
    due_at: datetime
    stream: str = ""


@dataclass(frozen=True)
class TakenLetter:
    """A letter and what is needed to send it."""

    id: int
    kind: LetterKind
    lane: Lane
    template: str
    facts: Mapping[str, Any]
    chat_id: int
    telegram_id: int
    is_group: bool
    language: str
    message_id: int | None
    topic_id: int | None
    tries: int
    may_repeat: bool
    useless_after: datetime | None


_WAITS = _letter.c.state == LetterState.WAITING
_LANE = _letter.c.lane == bindparam("lane")
_DUE = _letter.c.due_at <= bindparam("now", type_=INSTANT)
_LANES_WAITING = select(*[exists().where(_WAITS, _letter.c.lane == lane).label(lane.value) for lane in Lane])
_SOME_STREAM = select(func.min(_letter.c.stream).label("stream")).where(_WAITS, _LANE)
_FIRST_STREAM = _SOME_STREAM.where(_letter.c.stream > bindparam("after")).cte("found", recursive=True)
_NEXT_STREAM = select(_SOME_STREAM.where(_letter.c.stream > _FIRST_STREAM.c.stream).scalar_subquery()).where(
    _FIRST_STREAM.c.stream.is_not(None)
)
# A walk along the index from stream to stream: as long as there are streams, however many letters wait.
_STREAMS = select(_FIRST_STREAM.union_all(_NEXT_STREAM).c.stream).limit(bindparam("most"))
_HEADS = (
    select(_letter.c.id, _letter.c.chat_id, _chat.c.kind, _letter.c.due_at)
    .join(_chat, _chat.c.id == _letter.c.chat_id)
    .where(_WAITS, _LANE, _letter.c.stream == bindparam("stream"), _DUE)
    .where(_letter.c.chat_id.not_in(bindparam("silent", expanding=True)))
    .order_by(_letter.c.due_at, _letter.c.kind == LetterKind.BARE, _letter.c.id)
    .limit(bindparam("limit"))
)
_CHATS_WAITING = select(_letter.c.chat_id).where(
    _letter.c.chat_id.in_(bindparam("chats", expanding=True)), _WAITS, _DUE
)
_NEXT_DUE = select(func.min(_letter.c.due_at)).where(_letter.c.state == LetterState.WAITING)
_NEXT_DUE_AFTER = _NEXT_DUE.where(_letter.c.due_at > bindparam("after", type_=INSTANT))

_THESE = _letter.c.id.in_(bindparam("ids", expanding=True))
_TAKE = (
    update(_letter).where(_THESE).values(state=LetterState.TAKEN, run_id=bindparam("run"), tries=_letter.c.tries + 1)
)
_target = _letter.alias("target")
_TAKEN = (
    select(
        _letter.c.id,
        _letter.c.kind,
        _letter.c.lane,
        _letter.c.template,
        _letter.c.facts,
        _letter.c.chat_id,
        _chat.c.telegram_id,
        _chat.c.kind.label("chat_kind"),
        _chat.c.language,
        func.coalesce(_letter.c.target_message_id, _target.c.message_id),
        func.coalesce(_letter.c.topic_id, _chat.c.topic_id),
        _letter.c.tries,
        _letter.c.may_repeat,
        _letter.c.useless_after,
    )
    .join(_chat, _chat.c.id == _letter.c.chat_id)
    .outerjoin(_target, _target.c.id == _letter.c.target_letter_id)
    .where(_THESE)
    .order_by(_letter.c.id)
)
_ABOUT = select(_letter.c.facts, _letter.c.lane, _letter.c.kind, _letter.c.message_id).where(
    _letter.c.id == bindparam("letter")
)
_CLOSE = (
    update(_letter)
    .where(_letter.c.id == bindparam("letter"))
    .values(
        state=bindparam("into"),
        closed_at=bindparam("now"),
        reason=bindparam("why"),
        message_id=bindparam("message"),
        facts=bindparam("left"),
    )
)


STREAMS_AT_ONCE = 8


def waiting_letters(
    session: Session, *, now: datetime, silent: Collection[int] = (), after: str = "", limit: int = 48
) -> list[WaitingLetter]:
    """Of the oldest `limit` due letters of each lane and stream, each chat's first; `silent` chats are left out.

    What only takes old buttons away goes behind the answer that came of the same act.
    Of very many streams only a few are looked at, those `after` one first.
    """
    found: list[WaitingLetter] = []
    lanes = session.execute(_LANES_WAITING).one()
    for lane in (lane for lane, waits in zip(Lane, lanes, strict=True) if waits):
        for stream in _streams(session, after) if lane == Lane.BROADCAST else [""]:
            # A person's answer is often two letters, and how many people wait is what the pace asks.
            rows_at_most = 2 * limit if lane == Lane.REPLY else limit
            values = {"lane": lane, "stream": stream, "now": now, "silent": list(silent), "limit": rows_at_most}
            firsts: dict[int, WaitingLetter] = {}
            for row in session.execute(_HEADS, values):
                is_group = row[2] == ChatKind.GROUP
                firsts.setdefault(row[1], WaitingLetter(row[0], row[1], is_group, lane, row[3], stream))
            found += firsts.values()
    return found


def _streams(session: Session, after: str) -> list[str]:
    """The streams that come after that one, then those from the first on, a few in all."""
    found: dict[str, None] = {}
    for start in (after, ""):
        rows = session.execute(_STREAMS, {"lane": Lane.BROADCAST, "after": start, "most": STREAMS_AT_ONCE}).scalars()
        found |= dict.fromkeys(stream for stream in rows if stream is not None)
        if not start:
            break
    return ["", *found][: STREAMS_AT_ONCE + 1]


def chats_waiting(session: Session, chat_ids: Sequence[int], now: datetime) -> set[int]:
    """Which of these chats have a letter that is due."""
    return set(session.execute(_CHATS_WAITING, {"chats": list(chat_ids), "now": now}).scalars())


def take_letters(session: Session, ids: Sequence[int], run_id: int) -> list[TakenLetter]:
    """Mark letters as taken by this run and hand back what is needed to send them."""
    session.execute(_TAKE, {"ids": list(ids), "run": run_id})
    rows = session.execute(_TAKEN, {"ids": list(ids)})
    return [_as_taken(tuple(row)) for row in rows]


def _as_taken(row: tuple[Any, ...]) -> TakenLetter:
    return TakenLetter(*row[:7], row[7] == ChatKind.GROUP, *row[8:])  # type: ignore[call-arg]  # a row of _TAKEN


def close_letter(
    session: Session,
    letter_id: int,
    state: LetterState,
    *,
    now: datetime,
    message_id: int | None = None,
    reason: str | None = None,
) -> None:
    """Close a letter as sent, void or dead. An answer's values and those that hold a link are emptied: nothing
    asks for them again, and what people typed need not stand in two places.
    """
    facts, lane, kind, known_message_id = session.execute(_ABOUT, {"letter": letter_id}).one()
    if lane == Lane.REPLY and kind != LetterKind.MENU:
        facts = {}
    else:
        facts = {name: "" if name.endswith("link") else value for name, value in (facts or {}).items()}
    values = {"into": state, "now": now, "why": reason, "message": message_id or known_message_id, "left": facts}
    session.execute(_CLOSE, {"letter": letter_id, **values})


def keep_parts(session: Session, letter_id: int, parts: Sequence[int]) -> None:
    """The messages of an album, of which the letter knows the first."""
    session.execute(update(_letter).where(_letter.c.id == letter_id).values(parts=list(parts)))


def send_again(session: Session, letter_id: int, *, at: datetime, may_repeat: bool = False, anew: bool = False) -> None:
    """Put a taken letter back, to go at `at`. Nothing of its chat overtakes it. `anew`: an edit becomes a sending."""
    values: dict[str, Any] = {"state": LetterState.WAITING, "due_at": at}
    if may_repeat:
        values["may_repeat"] = True
    if anew:
        values |= {"kind": LetterKind.SEND, "target_message_id": None, "target_letter_id": None, "edit_key": None}
    session.execute(update(_letter).where(_letter.c.id == letter_id).values(**values))
    chat_id = select(_letter.c.chat_id).where(_letter.c.id == letter_id).scalar_subquery()
    later = (_letter.c.chat_id == chat_id) & (_letter.c.state == LetterState.WAITING) & (_letter.c.due_at < at)
    session.execute(update(_letter).where(later).values(due_at=at))


def without_topic(session: Session, chat_id: int) -> None:
    """The topic is gone: the chat's letters go to the group itself."""
    session.execute(update(_chat).where(_chat.c.id == chat_id).values(topic_id=None))
    waiting = (_letter.c.chat_id == chat_id) & _letter.c.state.in_((LetterState.WAITING, LetterState.TAKEN))
    session.execute(update(_letter).where(waiting).values(topic_id=None))


def put_back_letters(session: Session, run_id: int) -> None:
    """Put back what earlier runs had taken: they may have been sent, so they are marked."""
    stale = (_letter.c.state == LetterState.TAKEN) & (_letter.c.run_id != run_id)
    session.execute(update(_letter).where(stale).values(state=LetterState.WAITING, may_repeat=True))


def next_letter_at(session: Session, *, after: datetime | None = None) -> datetime | None:
    """When the next waiting letter is due (later than `after`, where given)."""
    found: datetime | None = session.execute(
        _NEXT_DUE if after is None else _NEXT_DUE_AFTER, {} if after is None else {"after": after}
    ).scalar()
    return found


def letter_counts(session: Session) -> dict[tuple[str, str], int]:
    """(lane, state) -> number of letters, for the metrics."""
    rows = session.execute(
        select(_letter.c.lane, _letter.c.state, func.count()).group_by(_letter.c.lane, _letter.c.state)
    )
    return {(row[0].value, row[1].value): row[2] for row in rows}


def may_repeat_count(session: Session) -> int:
    """Waiting letters that were cut or in flight when they were taken before."""
    again = (_letter.c.state == LetterState.WAITING) & _letter.c.may_repeat
    return int(session.execute(select(func.count()).where(again)).scalar_one())


def too_late(letter: TakenLetter, now: datetime) -> bool:
    """Whether the letter came too late to be of use."""
    return letter.useless_after is not None and now > letter.useless_after
