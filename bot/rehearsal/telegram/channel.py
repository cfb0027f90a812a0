"""A channel: posts without a person, which people forward."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.rehearsal.telegram.model import Chat, Message, Upload

if TYPE_CHECKING:
    from bot.rehearsal.telegram.core import Telegram


@dataclass(eq=False, repr=False)
class Channel:
    """A channel as its readers see it."""

    telegram: "Telegram"
    chat: Chat

    @property
    def title(self) -> str:
        return self.chat.title

    def posts(self, text: str = "", photo: bytes | None = None) -> Message:
        """A post of words, or a photo with these words."""
        file = None if photo is None else self.telegram.keep("photo", Upload("photo.jpg", photo, "image/jpeg"))
        return self.telegram.write(self.chat, None, text, sender_chat=self.chat, file=file)
