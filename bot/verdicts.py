"""What becomes of a letter that Telegram did not simply take: one table from errors to verdicts.

    Sent            it stands as it should (an edit that changes nothing, a message already gone)
    SendAnew        the message to edit is no more: send the text as a new message
    WithoutTopic    the topic is closed or gone: send to the group itself
    RetryAt         not taken; again at an instant, holding back the chat or everything
    Unknown         cut after sending: goes once more, marked "may repeat"
    Moved           the group became a supergroup
    Dead            never again; `unreachable` says whether the reader is beyond reach
    Fatal           the token is refused: the bot must stop

Texts are compared in lower case, because python-telegram-bot changes their case.
"""

import re
from collections import deque
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Literal

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from bot.requests import NotSent


class DeadReason(StrEnum):
    BLOCKED = "blocked"
    KICKED = "kicked"
    DEACTIVATED = "deactivated"
    NEVER_STARTED = "never_started"
    CHAT_NOT_FOUND = "chat_not_found"
    NO_RIGHTS = "no_rights"
    MESSAGE_GONE = "message_gone"
    BAD_REQUEST = "bad_request"
    BROKEN = "broken"
    """No answer of Telegram's: an error of our own, to be logged."""


@dataclass(frozen=True, slots=True)
class Sent:
    pass


@dataclass(frozen=True, slots=True)
class SendAnew:
    pass


@dataclass(frozen=True, slots=True)
class WithoutTopic:
    pass


@dataclass(frozen=True, slots=True)
class RetryAt:
    instant: datetime
    hold: Literal["chat", "all"] | None


@dataclass(frozen=True, slots=True)
class Unknown:
    again_at: datetime


@dataclass(frozen=True, slots=True)
class Moved:
    new_chat_id: int


@dataclass(frozen=True, slots=True)
class Dead:
    reason: DeadReason
    unreachable: bool


@dataclass(frozen=True, slots=True)
class Fatal:
    pass


Verdict = Sent | SendAnew | WithoutTopic | RetryAt | Unknown | Moved | Dead | Fatal

LONGEST_PAUSE = timedelta(seconds=60)
REPEATABLE = frozenset({"edit", "bare", "pin", "delete", "menu"})
"""Kinds that may go twice and nobody notices."""

_NOT_MODIFIED = ("message is not modified",)
_NOT_EDITABLE = (
    "message to edit not found",
    "message can't be edited",
    "message_id_invalid",
    "there is no text in the message to edit",
    "there is no caption in the message to edit",
)
_GONE = ("message to delete not found", "message to pin not found", "message_id_invalid")
_NO_TOPIC = ("message thread not found", "topic_closed", "topic_deleted", "topic_id_invalid")
_REFUSED: tuple[tuple[str, DeadReason], ...] = (
    ("bot was blocked by the user", DeadReason.BLOCKED),
    ("user_is_blocked", DeadReason.BLOCKED),
    ("user is deactivated", DeadReason.DEACTIVATED),
    ("input_user_deactivated", DeadReason.DEACTIVATED),
    ("can't initiate conversation", DeadReason.NEVER_STARTED),
    ("bot was kicked", DeadReason.KICKED),
    ("bot is not a member", DeadReason.KICKED),
    ("group chat was deleted", DeadReason.KICKED),
    ("group chat was deactivated", DeadReason.KICKED),
    ("channel_private", DeadReason.KICKED),
    ("can't send messages to bots", DeadReason.CHAT_NOT_FOUND),
    ("user_is_bot", DeadReason.CHAT_NOT_FOUND),
    ("chat not found", DeadReason.CHAT_NOT_FOUND),
    ("user not found", DeadReason.CHAT_NOT_FOUND),
    ("peer_id_invalid", DeadReason.CHAT_NOT_FOUND),
    ("chat_id_invalid", DeadReason.CHAT_NOT_FOUND),
    ("group chat was upgraded to a supergroup chat", DeadReason.CHAT_NOT_FOUND),
    ("have no rights to send", DeadReason.NO_RIGHTS),
    ("not enough rights", DeadReason.NO_RIGHTS),
    ("need administrator rights", DeadReason.NO_RIGHTS),
    ("chat_write_forbidden", DeadReason.NO_RIGHTS),
    ("chat_restricted", DeadReason.NO_RIGHTS),
    ("chat_admin_required", DeadReason.NO_RIGHTS),
    ("chat_send_", DeadReason.NO_RIGHTS),
    ("message can't be deleted", DeadReason.NO_RIGHTS),
)
_SERVER_TROUBLE = re.compile(
    r"\(5\d\d\)|\(429\)|internal server error|bad gateway|service unavailable|gateway time-?out|too many requests"
)
_TOO_LARGE = ("request entity too large", "content too large", "(413)")


def verdict(
    error: Exception, *, kind: str, now: datetime, tries: int, in_topic: bool = True, everywhere: bool = False
) -> Verdict:
    """Judge what sending a letter of `kind` raised.

    `tries` counts this one, from 1. `in_topic`: it was sent into a topic of a forum. `everywhere`: `Floods` saw that
    Telegram's limit is not this chat's alone.
    """
    match error:
        case RetryAfter():
            pause = error.retry_after
            seconds = pause if isinstance(pause, timedelta) else timedelta(seconds=pause)
            return RetryAt(now + seconds, "all" if everywhere else "chat")
        case ChatMigrated():
            return Moved(error.new_chat_id)
        case InvalidToken():
            return Fatal()
        case BadRequest() | Forbidden():
            return _refused(error, kind, in_topic=in_topic)
        case NotSent() | Conflict():
            return RetryAt(now + backoff(tries), "chat")
        case NetworkError() | TelegramError() | OSError():  # OSError is TimeoutError too
            return _cut(str(error).lower(), kind, now + backoff(tries))
        case _:
            return Dead(DeadReason.BROKEN, unreachable=False)


def backoff(tries: int) -> timedelta:
    """1, 2, 4 ... 60 seconds after the first, second, third try."""
    return min(timedelta(seconds=2 ** min(max(tries, 1) - 1, 10)), LONGEST_PAUSE)


def _refused(error: BadRequest | Forbidden, kind: str, *, in_topic: bool) -> Verdict:
    text = str(error).lower()
    if _says(text, _NOT_MODIFIED):
        return Sent()
    if kind in ("edit", "bare") and _says(text, _NOT_EDITABLE):
        return SendAnew() if kind == "edit" else Sent()
    if _says(text, _GONE):
        return Sent() if kind == "delete" else Dead(DeadReason.MESSAGE_GONE, unreachable=False)
    if _says(text, _NO_TOPIC):
        return WithoutTopic() if in_topic else Dead(DeadReason.NO_RIGHTS, unreachable=False)
    for part, reason in _REFUSED:
        if part in text:
            # Not being allowed to pin or delete says nothing about whether the chat can be written to.
            return Dead(reason, unreachable=reason is not DeadReason.NO_RIGHTS or kind == "send")
    if isinstance(error, Forbidden):
        return Dead(DeadReason.NO_RIGHTS, unreachable=kind == "send")
    return Dead(DeadReason.BAD_REQUEST, unreachable=False)


def _cut(text: str, kind: str, again_at: datetime) -> Verdict:
    if _says(text, _TOO_LARGE):
        return Dead(DeadReason.BAD_REQUEST, unreachable=False)
    if _SERVER_TROUBLE.search(text) or kind in REPEATABLE:
        return RetryAt(again_at, "chat")
    return Unknown(again_at)


def _says(text: str, parts: tuple[str, ...]) -> bool:
    return any(part in text for part in parts)


class Floods:
    """Tells one chat's `retry_after` from Telegram's meaning everything: three chats refused within two seconds."""

    CHATS = 3
    WITHIN = timedelta(seconds=2)

    def __init__(self) -> None:
        self._seen: deque[tuple[datetime, object]] = deque(maxlen=64)

    def everywhere(self, chat_key: object, now: datetime) -> bool:
        """Note a 429 for this chat; True when it is not this chat's alone."""
        self._seen.append((now, chat_key))
        return len({key for at, key in self._seen if abs(now - at) <= self.WITHIN}) >= self.CHATS
