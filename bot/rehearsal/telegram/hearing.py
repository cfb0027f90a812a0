"""What the bot gets to hear of a chat: in groups, with BotFather's privacy mode, only what is meant for it."""

from typing import TYPE_CHECKING

from bot.rehearsal.telegram.model import Message, Standing

if TYPE_CHECKING:
    from bot.rehearsal.telegram.core import Telegram


def hears(telegram: "Telegram", message: Message) -> bool:
    chat = message.chat
    if not chat.is_in(telegram.bot):
        return False
    if chat.private or message.service or not telegram.privacy:
        return True
    if chat.standing[telegram.bot.id] is Standing.ADMINISTRATOR:
        return True
    answered = message.reply_to
    return (answered is not None and answered.by_bot) or _commands_bot(telegram, message)


def _commands_bot(telegram: "Telegram", message: Message) -> bool:
    first = message.text.split(maxsplit=1)[:1]
    if not first or not first[0].startswith("/"):
        return False
    _, _, name = first[0].partition("@")
    return not name or name.lower() == telegram.username.lower()
