"""Updates as the Bot API shapes them, and as nobody should: fields missing, wrong, huge, of unknown kinds.

A seed gives the same updates each time. A fifth are whole, so that handlers are reached; the rest are broken in one
place or several, at any depth.
"""

import random
from collections.abc import Callable, Sequence
from copy import deepcopy
from dataclasses import fields
from datetime import date
from enum import StrEnum
from typing import Any, get_args, get_type_hints

from handlers.features import FEATURES
from messages.actions import ACTIONS, Action, pack

Json = dict[str, Any]

COMMANDS = [name for feature in FEATURES for command in feature.commands for name in (command.name, command.alias)]
LONE_SURROGATE = "\ud83d"
TEXTS = [
    "Đề án chuyển đổi số",
    "20/6/2026",
    "1.250,5",
    "",
    " \n\t ",
    "\x00",
    "a\x00b",
    f"nửa {LONE_SURROGATE} chữ",
    "\u202e\u200b\ufeff\u0301",
    "<b>&amp;</i>{{ 7 * 7 }}%(n)s{% raw %}",
    "'; DROP TABLE inbox; --",
    "x" * 4096,
    "ế" * 20_000,
    "/" * 300,
    "𝒯𝒽𝒾 đ𝓊𝒶 👨‍👩‍👧‍👦" * 20,
    "-1",
    "9" * 400,
    "31/02/2026",
    "0",
]
NUMBERS = [0, -1, 1, 2**31, -(2**31) - 1, 2**53, 2**63 - 1, -(2**63), 2**63, 10**40, 1.5, float("1e308"), True]
WRONG: list[Any] = [None, "", "x", 0, -1, 10**30, True, 1.5, [], {}, [None], [[[[]]]], {"id": {}}, "\x00"]
STANDINGS = ["member", "administrator", "left", "kicked", "restricted", "creator", "emperor", ""]
SERVICES: list[Json] = [
    {"group_chat_created": True},
    {"new_chat_title": "Khối"},
    {"new_chat_members": [{"id": 5, "is_bot": False, "first_name": "A"}]},
    {"left_chat_member": {"id": 5, "is_bot": False, "first_name": "A"}},
    {"forum_topic_created": {"name": "Chung", "icon_color": 1}},
    {"migrate_from_chat_id": -7},
    {"pinned_message": {"message_id": 1, "date": 0, "chat": {"id": -5, "type": "group"}}},
    {"users_shared": {"request_id": 1, "users": [{"user_id": 2**60}]}},
    {"web_app_data": {"data": "x", "button_text": "y"}},
    {"successful_payment": {"currency": "VND", "total_amount": -1}},
]


class Updates:
    """A source of updates. `people` are those the bot knows, `chats` groups it is in."""

    def __init__(self, seed: int, people: Sequence[int], groups: Sequence[int]) -> None:
        self.dice = random.Random(seed)
        self.people = people
        self.groups = groups
        self._kinds: list[tuple[int, Callable[[], Any]]] = [
            (8, self._message),
            (2, lambda: self._message("edited_message")),
            (6, self._tap),
            (2, self._standing),
            (2, self._unknown),
        ]

    def batch(self, size: int) -> list[Json]:
        """Updates without their numbers."""
        return [self._update() for _ in range(size)]

    def _update(self) -> Json:
        weights = [weight for weight, _ in self._kinds]
        make = self.dice.choices([make for _, make in self._kinds], weights)[0]
        body: Json = deepcopy(make())
        for _ in range(self.dice.choice((0, 1, 1, 3, 5))):
            self._break(body)
        return body

    def _one(self, *of: Any) -> Any:
        return self.dice.choice(of)

    # The shapes

    def _user(self) -> Json:
        known = self.dice.random() < 0.7
        number = self._one(*self.people) if known else self.dice.randrange(10**9, 2 * 10**9)
        return {"id": number, "is_bot": self.dice.random() < 0.05, "first_name": self._one(*TEXTS), "last_name": "Trần"}

    def _chat(self, user: Json) -> Json:
        kind = self._one("private", "private", "private", "group", "supergroup", "channel")
        if kind == "private":
            return {"id": user["id"], "type": kind, "first_name": "Lan"}
        number = self._one(*self.groups, -(10**12) - self.dice.randrange(10**6))
        return {"id": number, "type": kind, "title": self._one(*TEXTS), "is_forum": True}

    def _file(self) -> Json:
        number = self.dice.randrange(10**6)
        about = {"file_id": f"f{number}", "file_unique_id": f"u{number}", "file_size": self._one(1, 2**40, 0)}
        named = {**about, "file_name": self._one(*TEXTS), "mime_type": self._one("application/pdf", *TEXTS)}
        return {**named, "width": 1, "height": 1, "duration": 1, "length": 1}

    def _content(self) -> Any:
        caption = {"caption": self._one(*TEXTS)}
        entities = [{"type": "bot_command", "offset": 0, "length": self.dice.randrange(20)}]
        command = f"/{self._one(*COMMANDS)}{self._one('', '@thidua_bot', '@other_bot')} {self._one(*TEXTS)[:4000]}"
        return self._one(
            {"text": self._one(*TEXTS)},
            {"text": self._one(*TEXTS)},
            {"text": command, "entities": entities},
            {"text": command, "entities": entities},
            {"text": f"/{self._one(*TEXTS)[:100]}", "entities": entities},
            {"document": self._file(), **caption},
            {"photo": [self._file() for _ in range(self.dice.randrange(4))], **caption},
            {"video": self._file(), "media_group_id": str(self.dice.randrange(5)), **caption},
            {"voice": self._file()},
            {"audio": self._file()},
            {"animation": self._file(), "document": self._file()},
            {"video_note": self._file()},
            {"sticker": {**self._file(), "type": "regular", "is_animated": False, "is_video": False}},
            {"contact": {"phone_number": "1", "first_name": self._one(*TEXTS)}},
            {"location": {"latitude": 1e9, "longitude": -1e9}},
            {"dice": {"emoji": "🎲", "value": 99}},
            {"poll": {"id": "1", "question": "?", "options": []}},
            {"story": {"chat": {"id": 1, "type": "private"}, "id": 1}},
            {"migrate_to_chat_id": -(10**12) - self.dice.randrange(10**6)},
            self._one(*SERVICES),
            {"paid_media_of_2031": {"stars": 5}},
            {},
        )

    def _message(self, kind: str = "message") -> Json:
        user = self._user()
        body = {"message_id": self.dice.randrange(1, 50), "date": 1577930400, "chat": self._chat(user), "from": user}
        content: Json = self._content()
        more: Json = self._one(
            {},
            {},
            {},
            {"reply_to_message": {"message_id": 3, "date": 0, "chat": body["chat"], "text": "?"}},
            {"sender_chat": body["chat"]},
            {"message_thread_id": self._one(7, 2**40), "is_topic_message": True},
            {"forward_origin": {"type": self._one("user", "hidden_user", "channel", "??"), "date": 0}},
            {"via_bot": self._user(), "edit_date": 1, "has_protected_content": True},
        )
        return {kind: {**body, **content, **more}}

    def _tap(self) -> Json:
        user = self._user()
        message: Json = {"message_id": self.dice.randrange(1, 50), "date": 1577930400, "chat": self._chat(user)}
        where: Json = self._one(
            {"message": {**message, "text": "?"}},
            {"message": {**message, "text": "?"}},
            {"message": {**message, "date": 0}},
            {"inline_message_id": "x"},
            {},
        )
        query = {"id": str(self.dice.randrange(10**18)), "from": user, "chat_instance": "1", **where}
        return {"callback_query": {**query, "data": self._one(self._action(), self._action(), self._forged())}}

    def _action(self) -> str:
        """A button of ours with any values."""
        kind = self._one(*ACTIONS.values())
        hints = get_type_hints(kind)
        for _ in range(5):
            try:
                action: Action = kind(**{one.name: self._value(hints[one.name]) for one in fields(kind)})
                return pack(action)
            except ValueError:
                continue
        return "1zz:"

    def _value(self, hint: Any) -> Any:
        kinds = [one for one in get_args(hint) or (hint,) if one is not type(None)]
        if len(kinds) < len(get_args(hint)) and self.dice.random() < 0.3:
            return None
        kind = kinds[0]
        if issubclass(kind, StrEnum):
            return self._one(*kind)
        if kind is bool:
            return self._one(True, False)
        if kind is int:
            return self._one(*range(1, 12), *range(1, 12), 0, -1, 2**31, 2**63 - 1, -(2**63) + 1)
        if kind is date:
            return date.fromordinal(self._one(1, 737425, 737500, 3652059))
        return self._one(*COMMANDS, "preview", "kind", "yes", "title", "\x00", "x" * 20)

    def _forged(self) -> str:
        whole = self._action()
        return str(
            self._one("", ":", "~", "0" + whole, "2" + whole, whole[:-1], whole + ":1", whole * 50, *TEXTS, "1hm:" * 9)
        )

    def _standing(self) -> Json:
        user = self._user()
        bot = {"id": 5000000001, "is_bot": True, "first_name": "Thi Đua", "username": "thidua_bot"}
        old, new = ({"user": bot, "status": self._one(*STANDINGS)} for _ in range(2))
        rights: Json = self._one({}, {"can_pin_messages": True, "until_date": 0})
        change = {"chat": self._chat(user), "from": user, "date": 1577930400}
        return {
            "my_chat_member": {**change, "old_chat_member": {**old, **rights}, "new_chat_member": {**new, **rights}}
        }

    def _unknown(self) -> Any:
        user = self._user()
        kinds = (
            "poll_answer",
            "channel_post",
            "inline_query",
            "chat_boost",
            "mind_reading",
            "business_message",
            "poll",
        )
        return self._one(
            {self._one(*kinds): self._one({"id": "1", "from": user}, self._message()["message"], *WRONG)},
            {kind: self._one(*WRONG) for kind in ("message", "callback_query")},
            {**self._message(), **self._tap(), **self._standing()},
            {},
        )

    # What goes wrong with them

    def _break(self, body: Any) -> None:
        """Change one thing somewhere inside."""
        part, name = self._somewhere(body)
        if name is None:
            return
        what = self.dice.randrange(6)
        if what == 0 and isinstance(part, dict):
            del part[name]
        elif what == 1:
            part[name] = deepcopy(self._one(*WRONG))
        elif what == 2:
            part[name] = self._one(*NUMBERS)
        elif what == 3:
            part[name] = self._one(*TEXTS)
        elif what == 4:
            part[name] = self._deep(self.dice.randrange(1, 60))
        elif isinstance(part, dict):
            part["unknown_of_2031"] = deepcopy(self._one(*WRONG))

    def _somewhere(self, body: Any) -> tuple[Any, Any]:
        """A container and one of its keys, at any depth."""
        places: list[tuple[Any, Any]] = []
        rest = [body]
        while rest:
            part = rest.pop()
            inner = list(part.items()) if isinstance(part, dict) else list(enumerate(part))
            places += [(part, name) for name, _ in inner]
            rest += [value for _, value in inner if isinstance(value, dict | list)]
        return self.dice.choice(places) if places else (None, None)

    def _deep(self, depth: int) -> Any:
        value: Any = deepcopy(self._one(*WRONG))
        for _ in range(depth):
            value = self._one([value], {"message": value}, {"id": value, "type": "private"})
        return value
