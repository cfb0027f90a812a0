"""What a person said, in plain values: the reading of one update that handlers see."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from messages.actions import Action


class SaidKind(StrEnum):
    COMMAND = "command"
    TEXT = "text"
    FILE = "file"
    TAP = "tap"
    EDITED = "edited"
    BOT_STANDING = "bot_standing"
    """The bot's own place in a chat changed (added, removed, blocked, unblocked)."""
    MOVED = "moved"
    """A group became a supergroup."""


@dataclass(frozen=True)
class SaidFile:
    """A file as Telegram described it. `unique_id` is the same for the same content sent again."""

    file_id: str
    unique_id: str
    kind: str
    name: str
    mime: str = ""
    size: int | None = None


@dataclass(frozen=True)
class Origin:
    """Where a forwarded message came from and when it was first sent.

    `kind`: user, hidden_user (a name without an account), chat or channel. `link`: the post of a public channel.
    """

    kind: str
    name: str
    at: datetime
    link: str = ""


@dataclass(frozen=True)
class Said:
    """One update. Ids are Telegram's. `text` is NFC; for a command what follows it. `html`: the whole text as
    Telegram's HTML, where it was formatted.
    """

    kind: SaidKind
    account_id: int | None
    chat_telegram_id: int
    is_private: bool
    text: str = ""
    html: str = ""
    command: str = ""
    action: Action | None = None
    file: SaidFile | None = None
    media_group: str | None = None
    origin: Origin | None = None
    message_id: int | None = None
    reply_to_message_id: int | None = None
    topic_id: int | None = None
    chat_title: str = ""
    account_name: str = ""
    anonymous_admin: bool = False
    standing: str = ""
    may_pin: bool | None = None
    moved_to: int | None = None
    query_id: str | None = field(default=None, compare=False)
