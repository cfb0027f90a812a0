"""The four-step form: how fast, at which cost, and how many conversations end right."""

from dataclasses import dataclass

from tests.bench.crowd import Crowd
from tests.bench.processes import Kind
from tests.bench.scene import Reading, scene


@dataclass(frozen=True)
class FormRun:
    """What one bot did."""

    rate: float
    """Updates answered a second."""
    p50: float
    p95: float
    cpu: float
    """Milliseconds of the bot's processor time an answered update."""
    emulator: float
    """The same for the process with the emulated Telegram and the people."""
    emulator_busy: float
    """Share of one processor that this process took."""
    requests: float
    """Requests to Telegram an answered update."""
    right: float | None
    """Share of the finished conversations that ended with what was typed; None when none was finished."""
    finished: int
    unanswered: int
    memory: float


async def fill_in(
    kind: Kind, people: int, *, pause: float, seconds: float, settle: float = 3.0, limits: bool = False
) -> FormRun:
    """Let the people act for `settle` + `seconds` seconds and measure the last `seconds`."""
    async with scene(kind, people, limits=limits) as stage:
        crowd = Crowd(stage.telegram, stage.people, pause)
        await crowd.measures(settle)
        before = stage.read()
        tally = await crowd.measures(seconds)
        after, memory = stage.read(), stage.bot.memory
        await crowd.stops()
    used = _used(before, after)
    answers, finished = max(tally.answers, 1), tally.right + tally.wrong
    return FormRun(
        rate=tally.rate,
        p50=tally.percentile(0.5),
        p95=tally.percentile(0.95),
        cpu=1000 * used.bot / answers,
        emulator=1000 * used.emulator / answers,
        emulator_busy=used.emulator / (tally.ended - tally.began),
        requests=used.requests / answers,
        right=tally.right / finished if finished else None,
        finished=finished,
        unanswered=tally.unanswered,
        memory=memory,
    )


def _used(before: Reading, after: Reading) -> Reading:
    return Reading(after.bot - before.bot, after.emulator - before.emulator, after.requests - before.requests)
