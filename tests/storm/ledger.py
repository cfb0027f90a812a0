"""The reckoning: what people did and saw, held against what is in the database."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Engine, select
from sqlmodel import Session

from bot.rehearsal.telegram import Telegram
from store.columns import table_of
from store.engine import reading
from store.history import verify_history
from store.tables import (
    Chat,
    Form,
    FormState,
    Inbox,
    Job,
    JobState,
    Letter,
    LetterKind,
    LetterState,
    Member,
    Target,
    UpdateState,
)

_inbox, _letter, _chat = table_of(Inbox), table_of(Letter), table_of(Chat)
_member, _target, _form, _job = table_of(Member), table_of(Target), table_of(Form), table_of(Job)

Taken = Counter[int]
"""How many sendings were in flight, by Telegram's id of the chat."""


def in_flight(engine: Engine) -> Taken:
    """The new messages that were being sent when the process was killed, by chat."""
    return _counted(engine, _letter.c.state == LetterState.TAKEN)


def marked(engine: Engine) -> Taken:
    """The same where the next process is there already: what it found taken it has marked, after one kill once."""
    return _counted(engine, _letter.c.may_repeat)


def _counted(engine: Engine, which: ColumnElement[bool]) -> Taken:
    with reading(engine) as session:
        rows = session.execute(
            select(_chat.c.telegram_id)
            .join(_letter, _letter.c.chat_id == _chat.c.id)
            .where(_letter.c.kind == LetterKind.SEND, which)
        )
        return Counter(row[0] for row in rows)


def work_left(engine: Engine) -> int:
    """Updates, letters and jobs that are not done yet."""
    with reading(engine) as session:
        return sum(_open(session).values())


def _open(session: Session) -> Counter[str]:
    waiting = {
        "update": select(_inbox.c.id).where(_inbox.c.state.in_((UpdateState.WAITING, UpdateState.TAKEN))),
        "letter": select(_letter.c.id).where(_letter.c.state.in_((LetterState.WAITING, LetterState.TAKEN))),
        "job": select(_job.c.id).where(_job.c.state.in_((JobState.WAITING, JobState.TAKEN))),
    }
    return Counter({name: len(session.execute(query).all()) for name, query in waiting.items()})


@dataclass
class Ledger:
    """What was found. Everything but `registrations`, `letters` and `repeats` must be empty."""

    registrations: int
    letters: int
    repeats: int
    faults: list[str]


def reckon(engine: Engine, telegram: Telegram, sent: Mapping[int, Sequence[str]], taken: Taken, acts: int) -> Ledger:
    """Compare. `sent`: titles by person; `taken`: sendings that were in flight at a kill; `acts`: of all people."""
    with reading(engine) as session:
        letters = _sent_letters(session)
        repeats = _repeats(telegram, letters)
        faults = [
            *_registered(session, sent),
            *_finished(session, sent, acts),
            *_unseen(telegram, letters),
            *_untold(telegram, sent),
            *(
                f"chat {chat}: {n} messages came again, {taken[chat]} were in flight"
                for chat, n in (repeats - taken).items()
            ),
        ]
        return Ledger(sum(len(titles) for titles in sent.values()), len(letters), repeats.total(), faults)


def _registered(session: Session, sent: Mapping[int, Sequence[str]]) -> list[str]:
    """Every registration that was sent is there once, and no other."""
    wanted = Counter((person, title) for person, titles in sent.items() for title in titles)
    rows = session.execute(
        select(_member.c.account_id, _target.c.title).join(_target, _target.c.registered_by_id == _member.c.id)
    )
    found = Counter((row[0], row[1]) for row in rows)
    lost = [f"registration lost: {title} ({person})" for person, title in wanted - found]
    return lost + [f"registration too many: {title} ({person})" for person, title in found - wanted]


def _finished(session: Session, sent: Mapping[int, Sequence[str]], acts: int) -> list[str]:
    """Nothing is open, nothing was given up, every form went to its end, nobody forged the history."""
    faults = [f"{number} open: {name}" for name, number in _open(session).items() if number]
    updates = Counter(session.execute(select(_inbox.c.state)).scalars())
    if updates != {UpdateState.DONE: acts}:
        faults.append(f"of {acts} updates became {dict(updates)}")
    forms = Counter(session.execute(select(_form.c.state)).scalars())
    registrations = sum(len(titles) for titles in sent.values())
    if forms != {FormState.DONE: registrations}:
        faults.append(f"of {registrations} forms became {dict(forms)}")
    dead = session.execute(select(_letter.c.template, _letter.c.reason).where(_letter.c.state == LetterState.DEAD))
    faults += [f"letter dead: {row[0]}, {row[1]}" for row in dead]
    newer = (_letter.c.state == LetterState.VOID) & (_letter.c.reason != "newer_edit")
    faults += [f"letter void: {row[0]}" for row in session.execute(select(_letter.c.template).where(newer))]
    if verify_history(session).broken:
        faults.append("the history is broken")
    return faults


def _sent_letters(session: Session) -> Counter[tuple[int, int]]:
    """The new messages that were sent: (chat, message)."""
    rows = session.execute(
        select(_chat.c.telegram_id, _letter.c.message_id)
        .join(_letter, _letter.c.chat_id == _chat.c.id)
        .where(_letter.c.state == LetterState.SENT, _letter.c.kind == LetterKind.SEND)
    )
    return Counter((row[0], row[1]) for row in rows)


def _unseen(telegram: Telegram, letters: Counter[tuple[int, int]]) -> list[str]:
    """Each letter is a message of its own."""
    faults = [f"{n} letters share message {message} in {chat}" for (chat, message), n in letters.items() if n > 1]
    return faults + [
        f"no message {message} in {chat}" for chat, message in letters if not _has(telegram, chat, message)
    ]


def _has(telegram: Telegram, chat: int, message_id: int) -> bool:
    message = telegram.chats[chat].find(message_id)
    return message is not None and message.by_bot


def _repeats(telegram: Telegram, letters: Counter[tuple[int, int]]) -> Counter[int]:
    """By chat: the bot's messages that no letter knows of. They went out a second time, or rather the first."""
    heard = Counter({chat.id: sum(one.by_bot for one in chat.visible()) for chat in telegram.chats.values()})
    return heard - Counter(chat for chat, _ in letters.elements())


def _untold(telegram: Telegram, sent: Mapping[int, Sequence[str]]) -> list[str]:
    """Each registration was shown to somebody else too: the head who decides on it."""
    told = {person.id: "\n".join(one.text for one in person.heard) for person in telegram.people.values()}
    return [
        f"the head has not heard of {title}"
        for person, titles in sent.items()
        for title in titles
        if not any(title in texts for other, texts in told.items() if other != person)
    ]
