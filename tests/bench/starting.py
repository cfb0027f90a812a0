"""From the start of the process to its first poll, and what it holds when nothing happens."""

import asyncio
from statistics import median

from tests.bench.figures import Aim, Figure, Sheet
from tests.bench.plan import Plan
from tests.bench.processes import Kind
from tests.bench.scene import scene


async def start(kind: Kind, *, times: int, idle: float) -> tuple[float, float]:
    """The median seconds to the first poll, and MB resident after `idle` seconds."""
    took, memory = [], 0.0
    for _ in range(times):
        async with scene(kind, people=0) as stage:
            took.append(stage.to_first_poll)
            if len(took) == times:
                await asyncio.sleep(idle)
                memory = stage.bot.memory
    return median(took), memory


async def starts(plan: Plan) -> Sheet:
    found = {kind.name: await start(kind, times=plan.starts, idle=plan.idle) for kind in plan.kinds}
    figures = [
        Figure("start to first poll", "s", {bot: one[0] for bot, one in found.items()}, Aim(most=2.0)),
        Figure("memory, idle", "MB", {bot: one[1] for bot, one in found.items()}, Aim(most=150)),
    ]
    return Sheet("start", "Start and rest", figures)
