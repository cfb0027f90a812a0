"""The four-step form: how fast, at which cost, and how many conversations end right."""

from dataclasses import dataclass

from tests.bench.crowd import Crowd
from tests.bench.processes import Kind
from tests.bench.scene import scene


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
    bot_busy: float
    """Share of one processor that the bot took."""
    emulator_busy: float
    """The same for the emulator's process."""
    others: float
    """Processors that everything else on the machine took meanwhile."""
    requests: float
    """Requests to Telegram an answered update."""
    refusals: float
    """Those of them that Telegram refused as too many (429)."""
    right: float | None
    """Share of the finished conversations that ended with what was typed; None when none was finished."""
    finished: int
    unanswered: int
    memory: float


async def fill_in(
    kind: Kind, people: int, *, pause: float, seconds: float, settle: float, grace: float, limits: bool = False
) -> FormRun:
    """Let the people act for `settle` + `seconds` seconds and measure the last `seconds`.

    Answers may still come in `grace` seconds afterwards.
    """
    async with scene(kind, people, limits=limits) as stage:
        crowd = Crowd(stage.telegram, stage.people, pause)
        await crowd.measures(settle)
        before = stage.read()
        tally = await crowd.measures(seconds)
        after, memory = stage.read(), stage.bot.memory
        await crowd.stops(grace)
    used, seconds = after.since(before), tally.ended - tally.began
    answers, finished = max(tally.answers, 1), tally.right + tally.wrong
    return FormRun(
        rate=tally.rate,
        p50=tally.percentile(0.5),
        p95=tally.percentile(0.95),
        cpu=1000 * used.bot / answers,
        emulator=1000 * used.emulator / answers,
        bot_busy=used.bot / seconds,
        emulator_busy=used.emulator / seconds,
        others=max(0.0, used.machine - used.bot - used.emulator) / seconds,
        requests=used.requests / answers,
        refusals=used.refusals / answers,
        right=tally.right / finished if finished else None,
        finished=finished,
        unanswered=tally.unanswered,
        memory=memory,
    )
