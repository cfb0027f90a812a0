"""How fast the bot is, beside python-telegram-bot and aiogram: `python -m tests.bench [NAME ...]`.

Every bot is a process of its own and speaks with the emulated Telegram over HTTP on this machine, one bot after the
other. The people live in the process of the emulated Telegram.
"""

import argparse
import asyncio
import json
import os
import platform
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console

from tests.bench.broadcast import broadcasts
from tests.bench.figures import Sheet
from tests.bench.flood import floods
from tests.bench.forms import with_limits, with_pauses, without_pauses
from tests.bench.morning import morning
from tests.bench.plan import QUICK, Plan
from tests.bench.processes import KINDS
from tests.bench.standings import standings
from tests.bench.starting import starts
from tests.bench.turns import turns

BENCHMARKS: dict[str, Callable[[Plan], Awaitable[Sheet]]] = {
    "start": starts,
    "form": with_pauses,
    "rush": without_pauses,
    "limits": with_limits,
    "flood": floods,
    "broadcast": broadcasts,
    "morning": morning,
    "turns": turns,
    "standings": standings,
}
QUICK_ONES = ("start", "rush")


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser("python -m tests.bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"which of {', '.join(BENCHMARKS)}; all without")
    parser.add_argument("--json", type=Path, metavar="FILE", help="where the figures go as well")
    parser.add_argument("--quick", action="store_true", help="a short look whether it works; the figures mean little")
    parser.add_argument("--bot", choices=[kind.name for kind in KINDS], help="measure only this one")
    given = parser.parse_args(arguments)
    if unknown := sorted(set(given.names) - set(BENCHMARKS)):
        parser.error(f"unknown: {', '.join(unknown)}")
    plan = QUICK if given.quick else Plan()
    if given.bot:
        plan = replace(plan, kinds=[kind for kind in KINDS if kind.name == given.bot])
    measure(given.names or (QUICK_ONES if given.quick else tuple(BENCHMARKS)), plan, given.json)


def measure(names: Sequence[str], plan: Plan, file: Path | None) -> None:
    console = Console(width=None if Console().is_terminal else 140)
    sheets = []
    for name in names:
        sheets.append(asyncio.run(_run(BENCHMARKS[name], plan)))
        sheets[-1].show(console)
    if file is not None:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(_report(sheets), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        console.print(f"written to {file}")


async def _run(benchmark: Callable[[Plan], Awaitable[Sheet]], plan: Plan) -> Sheet:
    return await benchmark(plan)


def _report(sheets: Sequence[Sheet]) -> dict[str, object]:
    return {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "python": platform.python_version(),
        "processors": os.cpu_count(),
        "benchmarks": [sheet.as_json() for sheet in sheets],
    }


if __name__ == "__main__":
    main()
