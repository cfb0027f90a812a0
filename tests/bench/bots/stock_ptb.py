"""The form on python-telegram-bot as its documentation teaches: ConversationHandler and run_polling, all defaults.

The answers stay in memory. `python -m tests.bench.bots.stock_ptb TOKEN API_URL`
"""

import sys
from typing import Any

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    ConversationHandler,
    MessageHandler,
    filters,
)

WHAT, TITLE, PREVIEW = range(3)
PRODUCTS = ("Đề án", "Báo cáo chuyên đề", "Hướng dẫn", "Văn bản tham mưu", "Tin, bài")
REGISTERED: list[tuple[int, str, str]] = []

Context = ContextTypes.DEFAULT_TYPE


def keyboard(*labels: str) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton(label, callback_data=label)] for label in labels])


async def register(update: Update, context: Context) -> int:
    assert update.message is not None
    await update.message.reply_text("Đồng chí đăng ký nội dung gì?", reply_markup=keyboard(*PRODUCTS))
    return WHAT


async def take_what(update: Update, context: Context) -> int:
    query = update.callback_query
    assert query is not None and context.user_data is not None
    await query.answer()
    context.user_data["what"] = query.data
    await query.edit_message_text(f"{query.data}: mời gõ tên, từ 3 đến 300 ký tự.")
    return TITLE


async def take_title(update: Update, context: Context) -> int:
    assert update.message is not None and context.user_data is not None
    context.user_data["title"] = update.message.text
    await update.message.reply_text(
        f"Xem lại trước khi gửi đăng ký\n\n{context.user_data['what']}: {context.user_data['title']}",
        reply_markup=keyboard("Gửi", "Huỷ"),
    )
    return PREVIEW


async def submit(update: Update, context: Context) -> int:
    query = update.callback_query
    assert query is not None and context.user_data is not None
    await query.answer()
    what, title = context.user_data["what"], context.user_data["title"]
    REGISTERED.append((query.from_user.id, what, title))
    await query.edit_message_text(f"Đã gửi đăng ký.\n\n{what}: {title}")
    return ConversationHandler.END


async def cancel(update: Update, context: Context) -> int:
    assert update.message is not None
    await update.message.reply_text("Đã huỷ.")
    return ConversationHandler.END


async def home(update: Update, context: Context) -> None:
    assert update.message is not None
    await update.message.reply_text("Đồng chí muốn làm gì?", reply_markup=keyboard("Đăng ký", "Đăng ký của tôi"))


def main(token: str, url: str) -> None:
    application: Application[Any, Any, Any, Any, Any, Any] = (
        Application.builder().token(token).base_url(f"{url}/bot").base_file_url(f"{url}/file/bot").build()
    )
    add_form(application)
    application.run_polling(allowed_updates=Update.ALL_TYPES)


def add_form(application: Application[Any, Any, Any, Any, Any, Any]) -> None:
    application.add_handler(
        ConversationHandler(
            entry_points=[CommandHandler("dangky", register)],
            states={
                WHAT: [CallbackQueryHandler(take_what)],
                TITLE: [MessageHandler(filters.TEXT & ~filters.COMMAND, take_title)],
                PREVIEW: [CallbackQueryHandler(submit)],
            },
            fallbacks=[CommandHandler("huy", cancel)],
        )
    )
    application.add_handler(MessageHandler(filters.TEXT & ~filters.COMMAND, home))


if __name__ == "__main__":
    main(*sys.argv[1:3])
