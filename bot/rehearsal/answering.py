"""What both mounts do with a request: carry it out, wait for updates where it asks for that, be as slow as told."""

import asyncio
from collections.abc import Mapping
from typing import Any

from bot.rehearsal.telegram import ApiError, Misuse, Telegram, Upload

LONGEST_POLL = 50.0
"""Seconds that Telegram holds a getUpdates request at most."""


async def answer(
    telegram: Telegram,
    method: str,
    params: Mapping[str, Any],
    files: Mapping[str, Upload],
    *,
    longest_poll: float = LONGEST_POLL,
) -> dict[str, Any]:
    """The body of the answer. ConnectionCut is the mount's to show."""
    try:
        body = telegram.call(method, params, files)
        if method == "getUpdates" and body.get("result") == []:
            body = await _wait(telegram, body, min(_seconds(params), longest_poll))
    except Misuse as misuse:
        body = {"ok": False, "error_code": 404, "description": f"Not Found: {misuse}"}
    if telegram.latency:
        await asyncio.sleep(telegram.latency)
    return body


async def _wait(telegram: Telegram, empty: dict[str, Any], seconds: float) -> dict[str, Any]:
    """Until an update comes, a newer request ends this one, or its time is up. People may act from another thread."""
    updates, loop, changed = telegram.updates, asyncio.get_running_loop(), asyncio.Event()
    number = updates.polls

    def notify() -> None:
        loop.call_soon_threadsafe(changed.set)

    updates.on_arrival.append(notify)
    try:
        async with asyncio.timeout(seconds):
            while updates.polls == number and not updates.waiting:
                await changed.wait()
                changed.clear()
    except TimeoutError:
        return empty
    finally:
        updates.on_arrival.remove(notify)
    if updates.polls != number:
        return ApiError(409, f"Conflict: terminated by {updates.ended_by}").envelope()
    return {"ok": True, "result": updates.fetch_again()}


def _seconds(params: Mapping[str, Any]) -> float:
    try:
        return max(0.0, float(params.get("timeout") or 0))
    except (TypeError, ValueError):
        return 0.0
