"""What a person does in Telegram, and what they see."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from bot.rehearsal.telegram.albums import LARGEST_ALBUM, album_kind, open_album
from bot.rehearsal.telegram.errors import Impossible
from bot.rehearsal.telegram.forwarding import origin_of
from bot.rehearsal.telegram.menus import Command, shown_menu
from bot.rehearsal.telegram.model import Chat, Message, Query, Standing, StoredFile, Upload, User
from bot.rehearsal.telegram.spans import Entity, units
from bot.rehearsal.telegram.wire import member_json, message_json, standing_json, user_json

if TYPE_CHECKING:
    from bot.rehearsal.telegram.core import Telegram
    from bot.rehearsal.telegram.group import Group, Topic

LONGEST_TYPED = 4096
ANY = "application/octet-stream"


@dataclass(eq=False, repr=False)
class Person:
    """Somebody with a phone. `chat` is the private chat with the bot; a group is named with `to`."""

    telegram: "Telegram"
    user: User
    chat: Chat
    toasts: list[str] = field(default_factory=list)
    opened: list[str] = field(default_factory=list)
    """Links followed that lead out of Telegram."""
    hides_account: bool = False
    """What others forward of theirs names them without their account."""

    @property
    def id(self) -> int:
        return self.user.id

    @property
    def name(self) -> str:
        return f"{self.user.first_name} {self.user.last_name}".strip()

    @property
    def messages(self) -> list[Message]:
        """What can be read in the private chat, own words included, oldest first."""
        return self.chat.visible()

    @property
    def heard(self) -> list[Message]:
        """What the bot said in the private chat, oldest first."""
        return [message for message in self.messages if message.words_of_bot]

    @property
    def last(self) -> Message:
        """The newest message of the bot's in the private chat."""
        message = self.chat.said(lambda message: message.words_of_bot)
        if message is None:
            raise Impossible(f"{self.name} has heard nothing from the bot")
        return message

    @property
    def has_blocked(self) -> bool:
        """They blocked the bot."""
        return self.chat.standing.get(self.telegram.bot.id) is Standing.KICKED

    @property
    def menu(self) -> list[Command]:
        """The commands the private chat's menu offers."""
        return shown_menu(self.telegram, self.chat, self.user.language_code or "")

    def starts(self, token: str = "") -> Message:
        """Open the bot, through a link when there is a token. A blocked bot is unblocked by it."""
        if self.has_blocked:
            self.unblocks_bot()
        return self.sends(f"/start {token}".strip())

    def sends(
        self,
        text: str,
        to: "Group | None" = None,
        reply_to: Message | None = None,
        topic: "Topic | None" = None,
        mentions: Sequence["Person"] = (),
    ) -> Message:
        """Write. Each person of `mentions` is mentioned where their first name stands in the text."""
        text = text.strip()
        if not 1 <= units(text) <= LONGEST_TYPED:
            raise Impossible("a person writes 1 to 4096 units at once")
        entities = [_mention(text, person) for person in mentions]
        return self._write(to, text=text, entities=entities, reply_to=reply_to, topic=topic)

    def sends_file(
        self,
        name: str,
        data: bytes | None = None,
        size: int | None = None,
        caption: str = "",
        mime: str = ANY,
        to: "Group | None" = None,
        reply_to: Message | None = None,
        topic: "Topic | None" = None,
        kind: str = "document",
    ) -> Message:
        """Send a file: of that content, or one that is only said to be `size` bytes long.

        `kind` may also be photo, video, video_note, voice, audio or animation.
        """
        file = self._uploads(kind, name, data, size, mime)
        return self._write(to, text=caption, file=file, reply_to=reply_to, topic=topic)

    def sends_photo(
        self,
        data: bytes | None = None,
        caption: str = "",
        name: str = "photo.jpg",
        to: "Group | None" = None,
        reply_to: Message | None = None,
    ) -> Message:
        return self.sends_file(name, data, None, caption, "image/jpeg", to, reply_to, kind="photo")

    def sends_album(
        self,
        files: Sequence[str | tuple[str, bytes]],
        caption: str = "",
        to: "Group | None" = None,
        topic: "Topic | None" = None,
        *,
        plain: bool = False,
    ) -> list[Message]:
        """Several files at once: one update each, one media group. Photos and videos by their names' endings.

        `plain`: all of them as documents.
        """
        if not 2 <= len(files) <= LARGEST_ALBUM:
            raise Impossible("an album has 2 to 10 files")
        album = open_album(self.telegram)
        parts = []
        for number, entry in enumerate(files):
            name, data = (entry, None) if isinstance(entry, str) else entry
            kind = "document" if plain else album_kind(name)
            fields: dict[str, Any] = {"file": self._uploads(kind, name, data), "media_group_id": album}
            parts.append(self._write(to, text="" if number else caption, topic=topic, **fields))
        return parts

    def sends_content(self, content: dict[str, Any], to: "Group | None" = None) -> Message:
        """Send anything else under the Bot API's own names: a contact, a location, a sticker, a poll."""
        return self._write(to, content=content)

    def forwards(self, message: Message, to: "Group | None" = None) -> Message:
        """Forward a message, to the bot unless a group is named; where it came from stays on it."""
        return self._forwards(message, to)

    def forwards_album(self, messages: Sequence[Message], to: "Group | None" = None) -> list[Message]:
        """Forward several at once: an album stays one, though under another number."""
        album = open_album(self.telegram) if all(message.media_group_id for message in messages) else None
        return [self._forwards(message, to, media_group_id=album) for message in messages]

    def edits(self, message: Message, text: str) -> Message:
        """Change one's own words."""
        if message.sender is not self.user or message.deleted:
            raise Impossible("only one's own messages can be edited")
        self.telegram.rewrite(message, text)
        self.telegram.deliver(message, "edited_message")
        return message

    def taps(self, message: Message, label_or_data: str, to: "Group | None" = None) -> str | None:
        """Tap a button that is on the message now. Returns the query's id; None for a link (`to`: the group picked)."""
        button = message.button(label_or_data)
        if button is None or message.deleted:
            raise Impossible(f"there is no button {label_or_data!r} on {message!r}")
        if button.url is not None:
            self.follows(button.url, to)
            return None
        return self.taps_stale(message, button.data or "")

    def taps_stale(self, message: Message, data: str) -> str:
        """Tap a button that the phone still shows though the message has changed, or one of a hostile client."""
        if not message.chat.is_in(self.user):
            raise Impossible(f"{self.name} does not see that chat")
        telegram = self.telegram
        telegram.taps += 1
        query = Query(str(9_000_000_000 + telegram.taps), self.user, message, data, telegram.now())
        telegram.asked(query)
        body = {
            "id": query.id,
            "from": user_json(self.user),
            "message": message_json(message),
            "chat_instance": str(abs(message.chat.id)),
            "data": data,
        }
        telegram.updates.add("callback_query", body)
        return query.id

    def follows(self, link: str, to: "Group | None" = None) -> None:
        """Follow a link: to the bot (`?start=`), into a group (`?startgroup=`, picked with `to`), or away."""
        parts = urlsplit(link if "//" in link else f"https://{link}")
        asked = {name: values[0] for name, values in parse_qs(parts.query, keep_blank_values=True).items()}
        if parts.hostname != "t.me" or parts.path.strip("/").lower() != self.telegram.username.lower():
            self.opened.append(link)
        elif "startgroup" in asked:
            if to is None:
                raise Impossible("a startgroup link needs a group to pick")
            to.add_bot(by=self, startgroup=asked["startgroup"])
        else:
            self.starts(_token(asked.get("start", "")))

    def blocks_bot(self) -> None:
        self._turns(Standing.KICKED)

    def unblocks_bot(self) -> None:
        self._turns(Standing.MEMBER)

    def deletes_account(self) -> None:
        """From now on nobody can write to them."""
        self.chat.deactivated = True

    def _turns(self, standing: Standing) -> None:
        bot, chat = self.telegram.bot, self.chat
        before = chat.standing.get(bot.id, Standing.MEMBER)
        chat.standing[bot.id] = standing
        was, now = member_json(chat, bot, before), member_json(chat, bot, standing)
        change = standing_json(chat, self.user, self.telegram.now(), was, now)
        self.telegram.updates.add("my_chat_member", change)

    def _uploads(
        self, kind: str, name: str, data: bytes | None, size: int | None = None, mime: str = ANY
    ) -> StoredFile:
        content = f"{self.id}/{name}/{len(self.telegram.files)}".encode() if data is None else data
        return self.telegram.keep(kind, Upload(name, content, mime), size)

    def _forwards(self, message: Message, to: "Group | None", **more: Any) -> Message:
        fields: dict[str, Any] = {"text": message.text, "entities": message.entities, "file": message.file}
        more |= {"content": dict(message.content), "forward_origin": origin_of(self.telegram, message)}
        return self._write(to, **fields, **more)

    def _write(self, to: "Group | None", *, topic: "Topic | None" = None, **fields: Any) -> Message:
        chat = self.chat if to is None else to.chat
        if chat.deactivated or not chat.is_in(self.user):
            raise Impossible(f"{self.name} cannot write there")
        if chat.private:
            if self.has_blocked:
                raise Impossible(f"{self.name} has blocked the bot")
            chat.started = True
            chat.standing[self.telegram.bot.id] = Standing.MEMBER
        message = self.telegram.write(chat, self.user, topic=topic.id if topic else None, **fields)
        self.telegram.deliver(message)
        return message


def _mention(text: str, person: Person) -> Entity:
    at = text.find(person.user.first_name)
    if at < 0:
        raise Impossible(f"{person.user.first_name!r} is not in the text")
    user = {"id": person.id}
    return {"type": "text_mention", "offset": units(text[:at]), "length": units(person.user.first_name), "user": user}


def _token(token: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9_-]{0,64}", token):
        raise Impossible(f"Telegram drops a start parameter like {token!r}: 64 of A-Z a-z 0-9 _ - at most")
    return token
