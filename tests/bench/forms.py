"""The three benchmarks of the form, all bots one after the other."""

from tests.bench.figures import Aim, Figure, Of, Sheet
from tests.bench.form import FormRun, fill_in
from tests.bench.plan import Plan
from tests.bench.scene import LATENCY

BETWEEN_ACTS = 3.0
BUSY = 0.9
DISTURBED = 0.2


async def with_pauses(plan: Plan) -> Sheet:
    runs = await _runs(plan, pause=BETWEEN_ACTS)
    title = f"Form, {plan.people} people, {BETWEEN_ACTS:g} s between a person's acts, no flood limits"
    aims = {"p95": Aim(most=1.0), "cpu": Aim(most=6.0, beyond="beyond: 3"), "right": Aim(least=100)}
    return _sheet("form", title, runs, aims)


async def without_pauses(plan: Plan) -> Sheet:
    runs = await _runs(plan, pause=0.0)
    title = f"Form, {plan.people} people, without pauses, no flood limits"
    aims = {"rate": Aim(least=12, of=Of.RATIO, beyond="beyond: 40"), "right": Aim(least=100)}
    return _sheet("rush", title, runs, aims)


async def with_limits(plan: Plan) -> Sheet:
    runs = await _runs(plan, pause=BETWEEN_ACTS, limits=True)
    title = f"Form, {plan.people} people, {BETWEEN_ACTS:g} s between a person's acts, flood limits on (30 a second)"
    return _sheet("limits", title, runs, {})


async def _runs(plan: Plan, *, pause: float, limits: bool = False) -> dict[str, FormRun]:
    return {
        kind.name: await fill_in(
            kind,
            plan.people,
            pause=pause,
            seconds=plan.seconds_of(kind),
            settle=plan.settle,
            grace=plan.grace * (4 if limits else 1),
            limits=limits,
        )
        for kind in plan.kinds
    }


def _sheet(name: str, title: str, runs: dict[str, FormRun], aims: dict[str, Aim]) -> Sheet:
    def figure(measure: str, unit: str, field: str, scale: float = 1.0) -> Figure:
        known = {bot: getattr(run, field) for bot, run in runs.items()}
        values = {bot: scale * float(value) for bot, value in known.items() if value is not None}
        return Figure(measure, unit, values, aims.get(field))

    figures = [
        figure("updates answered", "/s", "rate"),
        figure("answer, median", "s", "p50"),
        figure("answer, p95", "s", "p95"),
        figure("processor an update", "ms", "cpu"),
        figure("bot's share of one processor", "%", "bot_busy", 100),
        figure("conversations right", "%", "right", 100),
        figure("finished conversations", "", "finished"),
        figure("unanswered in the end", "", "unanswered"),
        figure("requests an update", "", "requests"),
        figure("refused as too many (429) an update", "", "refusals"),
        figure("memory under load", "MB", "memory"),
        figure("emulator's processor an update", "ms", "emulator"),
    ]
    notes = [f"{1000 * LATENCY:g} ms from each request to its answer."]
    for bot, run in runs.items():
        if run.others > DISTURBED:
            notes.append(
                f"{bot}: other work took {run.others:.1f} processors: its times and rates are worse than true."
            )
        if run.emulator_busy > BUSY:
            notes.append(
                f"{bot}: the emulator used {100 * run.emulator_busy:.0f} % of a processor: it is the bottleneck."
            )
    return Sheet(name, title, figures, notes)
