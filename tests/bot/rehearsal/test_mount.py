"""python-telegram-bot speaks with the emulator without a socket."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from telegram import BotCommand, BotCommandScopeChat, InlineKeyboardButton, InlineKeyboardMarkup, InputMediaDocument
from telegram import Message as PtbMessage
from telegram import Update as PtbUpdate
from telegram.constants import ParseMode
from telegram.error import BadRequest, ChatMigrated, Conflict, Forbidden, InvalidToken, NetworkError, RetryAfter
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    ExtBot,
    MessageHandler,
    filters,
)

from bot.rehearsal.mount import RehearsalRequest
from bot.rehearsal.telegram import CutAfter, CutBefore, Fault, Group, Person, Telegram, flood, server_error
from tests.bot.rehearsal.conftest import Bench

Context = ContextTypes.DEFAULT_TYPE
App = Application[Any, Any, Any, Any, Any, Any]


def application(town: Telegram, *, wait: bool = False) -> App:
    """A stock Application whose both requests end in the emulator."""
    builder = Application.builder().token(town.token)
    return (
        builder.request(RehearsalRequest(town))
        .get_updates_request(RehearsalRequest(town, wait=wait))
        .updater(None)
        .build()
    )


def with_bot(town: Telegram, story: Callable[[ExtBot[None]], Awaitable[None]]) -> None:
    """Tell a story with nothing but a Bot."""

    async def play() -> None:
        async with application(town) as app:
            await story(app.bot)

    asyncio.run(play())


def echo(app: App) -> None:
    """Answer /start with a button, a tap with an edit, words with the same words."""

    async def start(update: PtbUpdate, context: Context) -> None:
        assert update.message is not None
        keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Ký", callback_data="sign")]])
        token = " ".join(context.args or [])
        await update.message.reply_text(f"<b>Chào</b> {token}", parse_mode=ParseMode.HTML, reply_markup=keyboard)

    async def sign(update: PtbUpdate, context: Context) -> None:
        assert update.callback_query is not None
        await update.callback_query.answer("Đã ký")
        await update.callback_query.edit_message_text("Đã ký giao ước")

    async def repeat(update: PtbUpdate, context: Context) -> None:
        assert update.message is not None
        await update.message.reply_text(update.message.text or "", do_quote=True)

    app.add_handler(CommandHandler("start", start))
    app.add_handler(CallbackQueryHandler(sign))
    app.add_handler(MessageHandler(filters.TEXT, repeat))


async def drain(app: App) -> None:
    """Take what waits, once."""
    for update in await app.bot.get_updates():
        await app.process_update(update)
        await app.bot.get_updates(offset=update.update_id + 1, limit=1)


def test_an_application_echoes_and_edits(town: Bench) -> None:
    async def play() -> None:
        async with application(town) as app:
            echo(app)
            lan = town.person("Lan", username="lan_tran")
            lan.starts("abc")
            await drain(app)
            screen = lan.last
            assert (screen.html, screen.buttons[0][0].text) == ("<b>Chào</b> abc", "Ký")
            lan.taps(screen, "Ký")
            await drain(app)
            assert (screen.text, screen.edited, screen.buttons, lan.toasts) == ("Đã ký giao ước", True, [], ["Đã ký"])
            said = lan.sends("🏆 <xin chào>")
            await drain(app)
            assert (lan.last.text, lan.last.reply_to) == ("🏆 <xin chào>", said)
            assert await app.bot.get_updates() == ()

    asyncio.run(play())


def test_a_long_poll_waits_for_an_update_and_ends_with_its_time(town: Bench) -> None:
    async def play() -> None:
        lan = town.person("Lan")
        async with application(town, wait=True) as app:
            polling = asyncio.create_task(app.bot.get_updates(timeout=30))
            await asyncio.sleep(0.01)
            assert not polling.done()
            await asyncio.to_thread(lan.starts)
            (update,) = await asyncio.wait_for(polling, 5)
            assert await app.bot.get_updates(offset=update.update_id + 1, timeout=0) == ()
            assert town.updates.on_arrival == []

    asyncio.run(play())


def test_a_poll_without_wait_answers_at_once(town: Bench) -> None:
    async def story(bot: ExtBot[None]) -> None:
        assert await asyncio.wait_for(bot.get_updates(timeout=300), 5) == ()

    with_bot(town, story)


def test_files_go_up_and_come_down(town: Bench, lan: Person) -> None:
    async def story(bot: ExtBot[None]) -> None:
        sent = await bot.send_document(
            lan.id, b"noi dung", filename="báo cáo.docx", caption="<i>Báo cáo</i>", parse_mode="HTML"
        )
        assert sent.document is not None
        assert (sent.document.file_name, sent.caption) == ("báo cáo.docx", "Báo cáo")
        file = await bot.get_file(sent.document.file_id)
        assert bytes(await file.download_as_bytearray()) == b"noi dung"
        photo = await bot.send_photo(lan.id, b"\x89PNG")
        assert photo.photo[-1].file_id == (lan.last.photo.id if lan.last.photo else "")
        again = await bot.send_document(lan.id, sent.document.file_id)
        assert again.document == sent.document
        album = await bot.send_media_group(lan.id, [InputMediaDocument(b"a", filename="a"), InputMediaDocument(b"b")])
        assert len({part.media_group_id for part in album}) == 1

    with_bot(town, story)


def test_everything_else_a_bot_asks(town: Bench, lan: Person, group: Group) -> None:
    async def story(bot: ExtBot[None]) -> None:
        me = await bot.get_me()
        assert (me.username, me.can_read_all_group_messages) == ("thidua_bot", False)
        assert (await bot.get_chat(lan.id)).first_name == "Lan"
        assert (await bot.get_chat(group.id)).title == "Khối thi đua"
        assert (await bot.get_chat_member(group.id, me.id)).status == "member"
        group.promote_bot()
        assert [admin.user.id for admin in await bot.get_chat_administrators(group.id)] == [me.id]
        await bot.send_chat_action(lan.id, "typing")
        await bot.set_my_commands([BotCommand("start", "Bắt đầu")], BotCommandScopeChat(lan.id), "vi")
        assert [line.command for line in lan.menu] == ["start"]
        await bot.set_my_description("Thi đua", "vi")
        await bot.set_my_short_description("Thi đua", "vi")
        message: PtbMessage = await bot.send_message(group.id, "Bảng", disable_notification=True)
        assert await message.pin()
        assert await message.unpin()
        assert await message.delete()
        assert await bot.set_webhook("https://bot.example/hook", secret_token="s", allowed_updates=["message"])
        assert (await bot.get_webhook_info()).url == "https://bot.example/hook"
        with pytest.raises(Conflict):
            await bot.get_updates()
        assert await bot.delete_webhook()

    with_bot(town, story)


def test_each_trouble_arrives_as_the_librarys_own_error(town: Bench, lan: Person, group: Group) -> None:
    async def story(bot: ExtBot[None]) -> None:
        async def fails(error: type[Exception], chat: int = lan.id, text: str = "a") -> Exception:
            with pytest.raises(error) as raised:
                await bot.send_message(chat, text)
            return raised.value

        town.faults.add(Fault(flood(300)))
        late = await fails(RetryAfter)
        assert isinstance(late, RetryAfter)
        town.faults.add(Fault(server_error()))
        await fails(NetworkError)
        town.faults.add(Fault(CutBefore))
        await fails(NetworkError)
        assert lan.heard == []
        town.faults.add(Fault(CutAfter))
        await fails(NetworkError)
        assert len(lan.heard) == 1
        await fails(BadRequest, chat=99)
        old = group.id
        group.becomes_supergroup()
        moved = await fails(ChatMigrated, chat=old)
        assert isinstance(moved, ChatMigrated)
        assert moved.new_chat_id == group.id
        lan.blocks_bot()
        assert str(await fails(Forbidden)) == "Forbidden: bot was blocked by the user"

    with_bot(town, story)


def test_a_wrong_token_and_an_unknown_method_are_loud(town: Bench, lan: Person) -> None:
    async def story(bot: ExtBot[None]) -> None:
        with pytest.raises(InvalidToken):
            await bot.send_dice(lan.id)
        assert [str(misuse) for misuse in town.misuses] == ["sendDice"]
        town.misuses.clear()
        town.token = "5000000001:another"
        with pytest.raises(InvalidToken):
            await bot.get_me()

    with_bot(town, story)
