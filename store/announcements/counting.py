"""How far an announcement is: always a count over its readers and their letters, never a flag."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session

from store.announcements.posting import of_stream
from store.columns import table_of
from store.tables import (
    Announcement,
    AnnouncementReader,
    Letter,
    LetterKind,
    LetterState,
    ReaderKind,
    Reply,
)

_letter = table_of(Letter)
_reader = table_of(AnnouncementReader)


@dataclass
class Tally:
    """Readers, groups among them: those it came to, those it is on the way to, and why it did not come to others.

    `unreachable`: nobody could be written to there. `answers`: persons by what they answered; `before`: those who
    answered before the last correction. `on_the_way` counts letters of every kind, `edits` and `deletions` among them.
    """

    groups: int = 0
    people: int = 0
    delivered: int = 0
    delivered_people: int = 0
    waiting: int = 0
    stopped: int = 0
    unreachable: int = 0
    failed: Counter[str] = field(default_factory=Counter)
    answers: Counter[str] = field(default_factory=Counter)
    before: int = 0
    on_the_way: int = 0
    in_flight: int = 0
    edits: int = 0
    deletions: int = 0
    deleted: int = 0
    not_deleted: int = 0
    files_failed: int = 0

    @property
    def readers(self) -> int:
        return self.groups + self.people

    def facts(self) -> dict[str, Any]:
        """Everything, as flat facts; reasons and answers as pairs in a steady order."""
        plain = {name: value for name, value in vars(self).items() if isinstance(value, int)}
        del plain["in_flight"]
        return {
            **plain,
            "readers": self.readers,
            "failed": [[reason, n] for reason, n in sorted(self.failed.items())],
            "failed_all": sum(self.failed.values()),
            "answers": {reply.value: self.answers.get(reply.value, 0) for reply in Reply},
            "answered": sum(self.answers.values()),
        }


def tally(session: Session, found: Announcement) -> Tally:
    """Two questions: over the readers, and over all letters."""
    counted = Tally()
    by = (_reader.c.kind, _reader.c.answer, _letter.c.state, _letter.c.reason, _reader.c.answered_version)
    rows = session.execute(
        select(*by, func.count())
        .outerjoin(_letter, _letter.c.id == _reader.c.letter_id)
        .where(_reader.c.announcement_id == found.id)
        .group_by(*by)
    )
    for kind, answer, state, reason, version, n in rows:
        if answer is not None:
            counted.answers[answer.value] += n
            counted.before += n if version is not None and version < found.version else 0
        if kind == ReaderKind.PASSER:
            continue
        counted.groups += n if kind == ReaderKind.GROUP else 0
        counted.people += n if kind != ReaderKind.GROUP else 0
        _count_state(counted, kind, state, reason, n)
    _count_letters(session, found, counted)
    return counted


def _count_state(counted: Tally, kind: ReaderKind, state: LetterState | None, reason: str | None, n: int) -> None:
    if state is None:
        counted.unreachable += n
    elif state == LetterState.SENT:
        counted.delivered += n
        counted.delivered_people += n if kind != ReaderKind.GROUP else 0
    elif state == LetterState.DEAD:
        counted.failed[reason or "broken"] += n
    elif state == LetterState.VOID:
        counted.stopped += n
    else:
        counted.waiting += n


def _count_letters(session: Session, found: Announcement, counted: Tally) -> None:
    rows = session.execute(
        select(_letter.c.state, _letter.c.kind, _letter.c.template, func.count())
        .where(of_stream(found), _letter.c.state.in_(list(LetterState)))
        .group_by(_letter.c.state, _letter.c.kind, _letter.c.template)
    )
    for state, kind, template, n in rows:
        moving = state in (LetterState.WAITING, LetterState.TAKEN)
        counted.on_the_way += n if moving else 0
        counted.in_flight += n if state == LetterState.TAKEN else 0
        counted.edits += n if moving and kind == LetterKind.EDIT else 0
        counted.files_failed += n if state == LetterState.DEAD and template.endswith("/files") else 0
        if kind == LetterKind.DELETE:
            counted.deletions += n if moving else 0
            counted.deleted += n if state == LetterState.SENT else 0
            counted.not_deleted += n if state == LetterState.DEAD else 0
