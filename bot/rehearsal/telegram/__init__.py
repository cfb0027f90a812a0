"""The emulated Bot API: a whole small Telegram in memory, strict where Telegram is, with trouble on demand."""

from bot.rehearsal.telegram.channel import Channel
from bot.rehearsal.telegram.core import TOKEN, Event, Telegram
from bot.rehearsal.telegram.errors import (
    ApiError,
    ConnectionCut,
    CutAfter,
    CutBefore,
    Impossible,
    Misuse,
    UnknownMethod,
    UnknownParameter,
)
from bot.rehearsal.telegram.faults import Fault, Faults, flood, refusal, server_error, wrong
from bot.rehearsal.telegram.group import Group, Topic
from bot.rehearsal.telegram.limits import Limits
from bot.rehearsal.telegram.menus import Command
from bot.rehearsal.telegram.model import (
    Button,
    Chat,
    ChatKind,
    Message,
    Query,
    Standing,
    StoredFile,
    Upload,
    User,
    Webhook,
)
from bot.rehearsal.telegram.person import Person
from bot.rehearsal.telegram.sending import LARGEST_UPLOAD

__all__ = [
    "LARGEST_UPLOAD",
    "TOKEN",
    "ApiError",
    "Button",
    "Channel",
    "Chat",
    "ChatKind",
    "Command",
    "ConnectionCut",
    "CutAfter",
    "CutBefore",
    "Event",
    "Fault",
    "Faults",
    "Group",
    "Impossible",
    "Limits",
    "Message",
    "Misuse",
    "Person",
    "Query",
    "Standing",
    "StoredFile",
    "Telegram",
    "Topic",
    "UnknownMethod",
    "UnknownParameter",
    "Upload",
    "User",
    "Webhook",
    "flood",
    "refusal",
    "server_error",
    "wrong",
]
