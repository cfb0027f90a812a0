"""The form of `stock_ptb` with python-telegram-bot's AIORateLimiter, and announcements sent by a plain loop.

The announcements are `announcements.json` in the working folder: a list of {text, chats}; "/phat" sends them, each in
a task of its own. `python -m tests.bench.bots.stock_limiter TOKEN API_URL`
"""

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

from telegram import Update
from telegram.error import TelegramError
from telegram.ext import AIORateLimiter, Application, CommandHandler

from tests.bench.bots.stock_ptb import Context, add_form


async def send_to_all(context: Context, text: str, chats: list[int]) -> None:
    for chat in chats:
        try:
            await context.bot.send_message(chat, text)
        except TelegramError as error:
            print(f"{chat}: {error}", flush=True)


async def announce(_update: Update, context: Context) -> None:
    told = await asyncio.to_thread(Path("announcements.json").read_text, encoding="utf-8")
    for one in json.loads(told):
        context.application.create_task(send_to_all(context, one["text"], one["chats"]))


def main(token: str, url: str) -> None:
    application: Application[Any, Any, Any, Any, Any, Any] = (
        Application.builder()
        .token(token)
        .base_url(f"{url}/bot")
        .base_file_url(f"{url}/file/bot")
        .rate_limiter(AIORateLimiter(max_retries=3))
        .build()
    )
    application.add_handler(CommandHandler("phat", announce))
    add_form(application)
    application.run_polling(allowed_updates=Update.ALL_TYPES)


if __name__ == "__main__":
    main(*sys.argv[1:3])
