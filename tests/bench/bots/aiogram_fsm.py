"""The form on aiogram 3 as its documentation teaches: a finite state machine in memory and start_polling, all defaults.

`python -m tests.bench.bots.aiogram_fsm TOKEN API_URL`
"""

import asyncio
import sys

from aiogram import Bot, Dispatcher, F, Router
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message

PRODUCTS = ("Đề án", "Báo cáo chuyên đề", "Hướng dẫn", "Văn bản tham mưu", "Tin, bài")
REGISTERED: list[tuple[int, str, str]] = []

router = Router()


class Form(StatesGroup):
    what = State()
    title = State()
    preview = State()


def keyboard(*labels: str) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text=one, callback_data=one)] for one in labels])


@router.message(Command("dangky"))
async def register(message: Message, state: FSMContext) -> None:
    await state.set_state(Form.what)
    await message.answer("Đồng chí đăng ký nội dung gì?", reply_markup=keyboard(*PRODUCTS))


@router.callback_query(Form.what)
async def take_what(query: CallbackQuery, state: FSMContext) -> None:
    await query.answer()
    await state.update_data(what=query.data)
    await state.set_state(Form.title)
    assert isinstance(query.message, Message)
    await query.message.edit_text(f"{query.data}: mời gõ tên, từ 3 đến 300 ký tự.")


@router.message(Form.title, F.text)
async def take_title(message: Message, state: FSMContext) -> None:
    data = await state.update_data(title=message.text)
    await state.set_state(Form.preview)
    await message.answer(
        f"Xem lại trước khi gửi đăng ký\n\n{data['what']}: {data['title']}", reply_markup=keyboard("Gửi", "Huỷ")
    )


@router.callback_query(Form.preview)
async def submit(query: CallbackQuery, state: FSMContext) -> None:
    await query.answer()
    data = await state.get_data()
    await state.clear()
    REGISTERED.append((query.from_user.id, data["what"], data["title"]))
    assert isinstance(query.message, Message)
    await query.message.edit_text(f"Đã gửi đăng ký.\n\n{data['what']}: {data['title']}")


@router.message(F.text)
async def home(message: Message) -> None:
    await message.answer("Đồng chí muốn làm gì?", reply_markup=keyboard("Đăng ký", "Đăng ký của tôi"))


async def main(token: str, url: str) -> None:
    session = AiohttpSession(api=TelegramAPIServer.from_base(url))
    dispatcher = Dispatcher()
    dispatcher.include_router(router)
    await dispatcher.start_polling(Bot(token, session=session))


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:3]))
