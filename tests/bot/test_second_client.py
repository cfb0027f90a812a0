"""aiogram, which shares no line with our bot's library, works against the emulator and finds nothing strange."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from aiogram import Bot, Dispatcher, F
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import (
    TelegramBadRequest,
    TelegramConflictError,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiogram.filters import CommandStart
from aiogram.types import (
    BotCommand,
    BotCommandScopeChat,
    BufferedInputFile,
    CallbackQuery,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaDocument,
    InputMediaPhoto,
    Message,
    ReplyParameters,
)

from bot.rehearsal.clock import RehearsalClock
from bot.rehearsal.server import RehearsalServer
from bot.rehearsal.telegram import CutBefore, Fault, Telegram, server_error
from bot.rehearsal.telegram.methods import METHODS
from tests.bot.second_reader import UnknownField, read_answer, read_request, read_twice

SIGN = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Ký", callback_data="sign")]])


@pytest.fixture
def telegram() -> Telegram:
    telegram = Telegram(RehearsalClock(datetime(2020, 3, 2, 1, 0, tzinfo=UTC)).now)
    telegram.limits.on = False
    return telegram


class Stage:
    """A server with an aiogram bot; `until` waits for what the bot does."""

    def __init__(self, telegram: Telegram) -> None:
        self.telegram = telegram
        self.server = RehearsalServer(telegram, on_answer=lambda _method: self._answered.set())
        self._answered = asyncio.Event()

    async def __aenter__(self) -> "Stage":
        await self.server.start()
        session = AiohttpSession(api=TelegramAPIServer.from_base(self.server.url))
        self.bot = Bot(self.telegram.token, session=session)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.bot.session.close()
        await self.server.stop()

    async def until(self, seen: Callable[[], bool]) -> None:
        async with asyncio.timeout(20):
            while not seen():
                self._answered.clear()
                await self._answered.wait()


def a_dispatcher() -> Dispatcher:
    """Answers /start with a button, a tap with an edit, a file with its content in another file."""
    dispatcher = Dispatcher()

    @dispatcher.message(CommandStart())
    async def start(message: Message) -> None:
        await message.answer("<b>Chào</b>", parse_mode="HTML", reply_markup=SIGN)

    @dispatcher.callback_query(F.data == "sign")
    async def sign(query: CallbackQuery) -> None:
        assert isinstance(query.message, Message)
        await query.answer("Đã ký")
        await query.message.edit_text("Đã ký giao ước")

    @dispatcher.message(F.document)
    async def repeat(message: Message, bot: Bot) -> None:
        assert message.document is not None
        content = await bot.download(message.document)
        assert content is not None
        name = f"Bản sao {message.document.file_name}"
        await message.reply_document(BufferedInputFile(content.read(), name))

    return dispatcher


def test_aiogram_polls_answers_edits_and_carries_files(telegram: Telegram) -> None:
    async def story() -> None:
        async with Stage(telegram) as stage:
            lan, dispatcher = telegram.person("Lan"), a_dispatcher()
            polling = asyncio.create_task(
                dispatcher.start_polling(stage.bot, handle_signals=False, close_bot_session=False)
            )
            lan.starts()
            await stage.until(lambda: len(lan.heard) == 1)
            screen = lan.last
            assert screen.html == "<b>Chào</b>"
            lan.taps(screen, "Ký")
            await stage.until(lambda: screen.edited)
            assert (screen.text, screen.buttons, lan.toasts) == ("Đã ký giao ước", [], ["Đã ký"])
            sent = lan.sends_file("Báo cáo.docx", b"noi dung")
            await stage.until(lambda: len(lan.heard) == 2)
            copy = lan.last.document
            assert copy is not None
            assert (copy.name, copy.read(), lan.last.reply_to) == ("Bản sao Báo cáo.docx", b"noi dung", sent)
            await dispatcher.stop_polling()
            await polling

    with read_twice() as seen:
        asyncio.run(story())
    assert telegram.misuses == []
    assert set(seen) == {
        "answerCallbackQuery",
        "editMessageText",
        "getFile",
        "getMe",
        "getUpdates",
        "sendDocument",
        "sendMessage",
    }


def test_each_trouble_arrives_as_aiograms_own_exception(telegram: Telegram) -> None:
    async def story() -> None:
        async with Stage(telegram) as stage:
            bot, lan = stage.bot, telegram.person("Lan")
            lan.starts()
            group = telegram.group("Khối", [lan])
            group.add_bot(by=lan)
            telegram.limits.hold(telegram.now() + timedelta(seconds=300), lan.id)
            with pytest.raises(TelegramRetryAfter) as late:
                await bot.send_message(lan.id, "a")
            assert late.value.retry_after == 300
            with pytest.raises(TelegramBadRequest, match="chat not found"):
                await bot.send_message(99, "a")
            old = group.id
            group.becomes_supergroup()
            with pytest.raises(TelegramMigrateToChat) as moved:
                await bot.send_message(old, "a")
            assert moved.value.migrate_to_chat_id == group.id
            group.remove_bot(by=lan)
            with pytest.raises(TelegramForbiddenError, match="bot was kicked from the supergroup chat"):
                await bot.send_message(group.id, "a")
            for trouble, error in ((server_error(), TelegramServerError), (CutBefore, TelegramNetworkError)):
                telegram.faults.add(Fault(trouble))
                with pytest.raises(error):
                    await bot.get_me()
            await bot.set_webhook("https://bot.example/hook")
            with pytest.raises(TelegramConflictError):
                await bot.get_updates()
            with pytest.raises(TelegramNotFound):
                await bot.send_dice(lan.id)
            telegram.misuses.clear()
            telegram.token_refused = True
            with pytest.raises(TelegramUnauthorizedError):
                await bot.get_me()

    asyncio.run(story())


def test_aiogram_understands_every_method_that_is_emulated(telegram: Telegram) -> None:
    async def story() -> None:
        async with Stage(telegram) as stage:
            bot, lan = stage.bot, telegram.person("Lan", "Trần", "lan_tran")
            lan.starts()
            group = telegram.group("Khối", [lan])
            group.add_bot(by=lan)
            group.promote_bot()
            await sends_everything(bot, lan.id)
            await asks_about_chats(bot, group.id, lan.id)
            said = await bot.send_message(lan.id, "a", reply_markup=SIGN)
            lan.taps(lan.last, "Ký")
            (*_, tap) = await bot.get_updates(offset=-1)
            assert tap.callback_query is not None
            assert await bot.answer_callback_query(tap.callback_query.id, "Được", show_alert=True)
            assert await bot.pin_chat_message(lan.id, said.message_id)
            (note,) = await bot.get_updates(offset=tap.update_id + 1)
            assert note.message is not None
            assert isinstance(note.message.pinned_message, Message)
            assert await bot.unpin_chat_message(lan.id)
            assert await bot.delete_message(lan.id, said.message_id)
            assert await bot.set_webhook("https://bot.example/hook", secret_token="s", max_connections=10)
            assert (await bot.get_webhook_info()).max_connections == 10
            assert await bot.delete_webhook(drop_pending_updates=True)

    with read_twice() as seen:
        asyncio.run(story())
    assert telegram.misuses == []
    assert set(seen) == set(METHODS)


async def sends_everything(bot: Bot, chat: int) -> None:
    sent = await bot.send_message(chat, "<i>a</i> https://x.vn #b", parse_mode="HTML", reply_markup=SIGN)
    await bot.edit_message_text("<u>b</u>", chat_id=chat, message_id=sent.message_id, parse_mode="HTML")
    await bot.edit_message_reply_markup(chat_id=chat, message_id=sent.message_id, reply_markup=SIGN)
    reply = ReplyParameters(message_id=sent.message_id, allow_sending_without_reply=True)
    document = await bot.send_document(chat, BufferedInputFile(b"a", "Báo cáo.docx"), reply_parameters=reply)
    await bot.edit_message_caption(chat_id=chat, message_id=document.message_id, caption="Bản chính")
    content = BufferedInputFile(b"a", "Bản ghi")
    photo = await bot.send_photo(chat, content, caption="Ảnh")
    for send in (bot.send_video, bot.send_animation, bot.send_audio, bot.send_voice):
        await send(chat, content, caption="Minh chứng")
    await bot.send_video_note(chat, content)
    other = InputMediaPhoto(media=BufferedInputFile(b"b", "Bảng"), caption="Tuần 2")
    changed = await bot.edit_message_media(other, chat_id=chat, message_id=photo.message_id)
    assert isinstance(changed, Message)
    assert changed.caption == "Tuần 2"
    await bot.send_media_group(
        chat, [InputMediaDocument(media=BufferedInputFile(b"a", f"Phụ lục {n}.pdf")) for n in range(2)]
    )
    await bot.send_chat_action(chat, "upload_document")
    assert document.document is not None
    assert (await bot.get_file(document.document.file_id)).file_path


async def asks_about_chats(bot: Bot, group: int, person: int) -> None:
    me = await bot.get_me()
    for chat in (group, person):
        assert (await bot.get_chat(chat)).id == chat
    for user in (me.id, person):
        assert (await bot.get_chat_member(group, user)).user.id == user
    assert [one.user.id for one in await bot.get_chat_administrators(group)] == [me.id]
    scope = BotCommandScopeChat(chat_id=person)
    assert await bot.set_my_commands([BotCommand(command="start", description="Bắt đầu")], scope, "vi")
    assert [one.command for one in await bot.get_my_commands(scope, "vi")] == ["start"]
    assert await bot.delete_my_commands(scope, "vi")
    assert await bot.set_my_description("Thi đua", "vi")
    assert await bot.set_my_short_description("Thi đua", "vi")


def test_the_second_reading_finds_what_is_wrong() -> None:
    message = {"message_id": 1, "date": 1, "chat": {"id": 1, "type": "private", "colour": "red"}}
    with pytest.raises(UnknownField, match="Chat has no"):
        read_answer("sendMessage", {"ok": True, "result": message})
    with pytest.raises(UnknownField, match="colour"):
        read_request("sendMessage", {"chat_id": "1", "text": "a", "colour": "red"}, {})
    with pytest.raises(ValueError, match="text"):
        read_request("sendMessage", {"chat_id": "1"}, {})
    with pytest.raises(ValueError, match="message_id"):
        read_answer("sendMessage", {"ok": True, "result": {"date": 1}})
