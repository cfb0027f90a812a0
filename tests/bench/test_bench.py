"""The benchmarks in miniature: that they measure what they say. How fast the bot is, no test asks."""

import asyncio
import json
from io import StringIO

from rich.console import Console

from tests.bench.crowd import Crowd, Tally
from tests.bench.figures import Aim, Figure, Of, Sheet
from tests.bench.processes import AIOGRAM, OURS, STOCK
from tests.bench.readme import speed_rows
from tests.bench.scene import Reading, scene

PATIENCE = 60.0


async def everybody_registers(people: int) -> tuple[Tally, Reading, float]:
    async with scene(OURS, people, latency=0.0) as stage, asyncio.timeout(PATIENCE):
        crowd = Crowd(stage.telegram, stage.people, pause=0.0, forms=1)
        tally = await crowd.finishes()
        return tally, stage.read(), stage.bot.memory


def test_five_people_register_with_the_real_process_and_every_answer_is_seen() -> None:
    tally, used, memory = asyncio.run(everybody_registers(5))

    assert (tally.right, tally.wrong, tally.answers, len(tally.waits)) == (5, 0, 20, 20)
    assert 0 < tally.percentile(0.5) <= tally.percentile(0.95) == max(tally.waits)
    assert used.bot > 0 and used.requests >= 30 and memory > 20


def figure(ours: float, aim: Aim | None, stock: float = 10.0) -> Figure:
    return Figure("speed", "/s", {OURS.name: ours, STOCK.name: stock}, aim)


def test_an_aim_may_speak_of_the_value_or_of_the_ratio_to_stock() -> None:
    assert figure(120, Aim(least=12, of=Of.RATIO)).reached is True
    assert figure(119, Aim(least=12, of=Of.RATIO)).reached is False
    assert figure(1.5, Aim(most=1.5)).reached is True
    assert figure(1.6, Aim(most=1.5)).reached is False
    assert figure(1.6, None).reached is None
    assert Figure("speed", "/s", {OURS.name: 5}, Aim(least=12, of=Of.RATIO)).reached is None
    assert Figure("speed", "/s", {AIOGRAM.name: 5}, Aim(most=6)).reached is None


def test_the_table_and_the_json_say_what_was_missed() -> None:
    page = StringIO()
    sheet = Sheet("form", "Form", [figure(50, Aim(least=12, of=Of.RATIO)), figure(3.14159, Aim(most=4))], ["A note."])

    sheet.show(Console(file=page, width=140))

    lines = page.getvalue().splitlines()
    assert [[cell.strip() for cell in line.strip("│").split("│")] for line in lines if "speed" in line] == [
        ["speed", "50 /s", "10 /s", "5 ×", "≥ 12 × stock", "missed"],
        ["speed", "3.14 /s", "10 /s", "0.314 ×", "≤ 4", "reached"],
    ]
    assert lines[-2] == "  A note."
    assert [(one["ratio_to_stock"], one["reached"]) for one in json.loads(json.dumps(sheet.as_json()))["figures"]] == [
        (5.0, False),
        (0.314, True),
    ]


def test_readme_says_of_each_bot_what_was_measured() -> None:
    memory = Figure("memory, idle", "MB", {OURS.name: 120.4, AIOGRAM.name: 175}, Aim(most=150))
    report = {"benchmarks": [Sheet("start", "Start", [memory, figure(1, None)]).as_json()]}

    assert speed_rows(report) == ["| memory, idle | 120 MB | - | 175 MB | ≤ 150 |"]
    assert speed_rows({"benchmarks": []}) == []
    kept = "| from the start to the first poll | 1 s | - | - | ≤ 2 |"
    assert speed_rows(report, [kept, "| memory, idle | 99 MB | - | - | - |", "else"]) == [kept, *speed_rows(report)]


def test_rates_and_percentiles_are_taken_over_the_time_that_was_measured() -> None:
    tally = Tally(began=10.0, ended=20.0, waits=[0.4, 0.1, 0.3, 0.2], answers=40)

    assert tally.rate == 4.0
    assert (tally.percentile(0.5), tally.percentile(0.95), Tally().percentile(0.95)) == (0.3, 0.4, 0.0)
