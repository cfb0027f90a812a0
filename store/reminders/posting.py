"""Posting many reminders at once: one a recipient a day, one more only for what fell due after it went out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlmodel import Session

from store.columns import table_of
from store.facts import flat, local
from store.inbox import insert_new
from store.outbox import private_chats, reachable
from store.rules.ladder import Ladder
from store.tables import Lane, Letter, LetterKind, LetterState

_letter = table_of(Letter)


@dataclass(frozen=True)
class Wanted:
    """What is to be posted to somebody; `at`: when the latest of its rungs was due."""

    at: datetime
    facts: Mapping[str, Any]


def post_mornings(
    session: Session,
    template: str,
    wanted: Mapping[int, Wanted],
    *,
    now: datetime,
    today: date,
    until: datetime,
    to_groups: bool = False,
) -> None:
    """Post a live letter to each account (or group chat) once a day; useless after `until`.

    A letter says everything that is due when it is sent. So a second one goes only where the first is out already
    and something fell due after it was posted; it says what came since.
    """
    if not wanted:
        return
    groups = {chat: chat for chat in sorted(reachable(session, wanted))} if to_groups else {}
    chats = groups if to_groups else private_chats(session, wanted)
    name = template.rpartition("/")[2]
    keys = {who: f"{name}:{who}:{today}" for who in chats}
    out = _posted(session, list(keys.values()))
    rows = []
    for who, key in keys.items():
        first = out.get(key)
        if first is not None and (first[0] == LetterState.WAITING or wanted[who].at <= first[1]):
            continue
        facts = {**wanted[who].facts, "since": now}
        own_key = key if first is None else f"{key}:{now:%H%M}"
        rows.append(_row(own_key, chats[who], template, facts, now, until))
    if rows:
        session.execute(insert_new(session.get_bind().dialect, _letter), rows)


def _posted(session: Session, keys: list[str]) -> dict[str, tuple[LetterState, datetime]]:
    rows = session.execute(select(_letter.c.key, _letter.c.state, _letter.c.posted_at).where(_letter.c.key.in_(keys)))
    return {row[0]: (row[1], row[2]) for row in rows}


def _row(
    key: str, chat_id: int, template: str, facts: Mapping[str, Any], now: datetime, until: datetime
) -> dict[str, Any]:
    return {
        "key": key,
        "chat_id": chat_id,
        "kind": LetterKind.SEND,
        "lane": Lane.REMINDER,
        "template": template,
        "facts": flat(facts),
        "posted_at": now,
        "due_at": now,
        "useless_after": until,
        "state": LetterState.WAITING,
        "tries": 0,
        "may_repeat": False,
    }


def quiet_again(now: datetime, ladder: Ladder, timezone: str) -> datetime:
    """When the quiet hours begin again after `now`; the day's end where there are none in the evening."""
    start, end = ladder.quiet
    here = local(now, timezone)
    over_midnight = start > end and here.time() < start
    zone = ZoneInfo(timezone)
    if over_midnight:
        return datetime.combine(here.date(), start, tzinfo=zone)
    return datetime.combine(here.date() + timedelta(days=1), time(), tzinfo=zone)
