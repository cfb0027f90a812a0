"""README's table of speed, written from a run's figures: `python -m tests.bench.readme build/bench.json`."""

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from bot.readme import README, with_rows
from tests.bench.figures import number
from tests.bench.processes import KINDS

ROWS = {
    ("form", "updates answered"): "500 people, 3 s between a person's acts: updates answered",
    ("form", "answer, p95"): "the same: 95 of 100 answers come within",
    ("form", "processor an update"): "the same: processor time an update",
    ("rush", "updates answered"): "500 people without pauses: updates answered",
    (
        "flood",
        "so many times the quiet one",
    ): "one person sends 300 messages at once: the others wait so many times as long",
    ("start", "start to first poll"): "from the start to the first poll",
    ("start", "memory, idle"): "memory, idle",
    (
        "broadcast",
        "sent, of what Telegram allows",
    ): "an announcement to 3,000 people and 30 groups, limits on: sent, of what Telegram allows",
    ("broadcast", "everybody has it after"): "the same: everybody has it after",
    ("broadcast", "refused as too many (429)"): "the same: refused as too many (429)",
    ("broadcast", "answers meanwhile, p95"): "the same: 95 of 100 answers to 50 people come within",
    ("morning", "all letters in the outbox"): "one morning's reminders for 100,000 people",
    ("morning", "memory, highest"): "the same: memory, highest",
    ("standings", "SQLite: top 20 people"): "standings over 1,000,000 achievements: the top 20, SQLite",
    ("standings", "PostgreSQL: top 20 people"): "the same on PostgreSQL",
    ("standings", "SQLite: my own place"): "the same: one's own place, SQLite",
    ("standings", "PostgreSQL: my own place"): "the same on PostgreSQL",
}
"""Benchmark and measure -> what README calls it."""


def speed_rows(report: Mapping[str, Any], before: Sequence[str] = ()) -> list[str]:
    """A row for each of `ROWS` that was measured; one that was not stays as it was `before`."""
    found = {(sheet["name"], one["measure"]): one for sheet in report["benchmarks"] for one in sheet["figures"]}
    known = {line.split(" | ")[0].removeprefix("| "): line for line in before}
    rows = [_row(label, found[key]) if key in found else known.get(label, "") for key, label in ROWS.items()]
    return [row for row in rows if row]


def _row(label: str, figure: Mapping[str, Any]) -> str:
    values = [number(figure["values"].get(kind.name), figure["unit"]) or "-" for kind in KINDS]
    return f"| {' | '.join([label, *values, figure['aim'] or '-'])} |"


if __name__ == "__main__":
    page = README.read_text(encoding="utf-8")
    rows = speed_rows(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")), page.splitlines())
    README.write_text(with_rows(page, "speed", rows), encoding="utf-8")
