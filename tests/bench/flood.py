"""One person sends 300 messages at once: what the others notice."""

from dataclasses import dataclass

from tests.bench.crowd import Crowd
from tests.bench.figures import Aim, Figure, Sheet
from tests.bench.forms import BETWEEN_ACTS
from tests.bench.plan import Plan
from tests.bench.processes import Kind
from tests.bench.scene import scene

MESSAGES = 300


@dataclass(frozen=True)
class FloodRun:
    """Seconds until the answer, for everybody but the one who floods."""

    quiet: float
    flooded: float
    unanswered: int


async def one_floods(kind: Kind, plan: Plan) -> FloodRun:
    """First the others alone, then, for as long, with the flood at its beginning."""
    async with scene(kind, plan.flooded + 1) as stage:
        *others, flooder = stage.people
        crowd = Crowd(stage.telegram, others, BETWEEN_ACTS)
        await crowd.measures(plan.settle)
        quiet = await crowd.measures(plan.seconds)
        for number in range(MESSAGES):
            flooder.sends(f"Tin số {number}")
        flooded = await crowd.measures(plan.seconds)
        await crowd.stops(plan.grace)
    return FloodRun(quiet.percentile(0.95), flooded.percentile(0.95), flooded.unanswered)


async def floods(plan: Plan) -> Sheet:
    runs = {kind.name: await one_floods(kind, plan) for kind in plan.kinds}
    times = {bot: run.flooded / run.quiet for bot, run in runs.items() if run.quiet}
    figures = [
        Figure("the others' p95, quiet", "s", {bot: run.quiet for bot, run in runs.items()}),
        Figure("the others' p95, during the flood", "s", {bot: run.flooded for bot, run in runs.items()}),
        Figure("so many times the quiet one", "×", times, Aim(most=1.5)),
        Figure("unanswered in the end", "", {bot: run.unanswered for bot, run in runs.items()}),
    ]
    title = f"{MESSAGES} messages at once from one person, {plan.flooded} others at the form"
    return Sheet("flood", title, figures)
