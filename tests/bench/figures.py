"""What was measured, beside what it should be; as a table for people and as JSON."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from rich.console import Console
from rich.table import Table

from tests.bench.processes import KINDS, OURS, STOCK


class Of(StrEnum):
    """What an aim speaks of."""

    VALUE = "value"
    RATIO = "ratio"
    """Our value divided by stock python-telegram-bot's of the same run."""


@dataclass(frozen=True)
class Aim:
    """A number to reach: `least` or `most`, one of them."""

    least: float | None = None
    most: float | None = None
    of: Of = Of.VALUE
    beyond: str = ""
    """What lies beyond it and would be better still."""

    def is_reached(self, value: float) -> bool:
        return (self.least is None or value >= self.least) and (self.most is None or value <= self.most)

    def __str__(self) -> str:
        limit = f"≥ {self.least:g}" if self.least is not None else f"≤ {self.most:g}"
        return f"{limit}{' × stock' if self.of == Of.RATIO else ''}{f' ({self.beyond})' if self.beyond else ''}"


@dataclass(frozen=True)
class Figure:
    """One line of the table: a measure with each bot's value."""

    measure: str
    unit: str
    values: Mapping[str, float]
    aim: Aim | None = None

    @property
    def ratio(self) -> float | None:
        ours, stock = self.values.get(OURS.name), self.values.get(STOCK.name)
        return ours / stock if ours is not None and stock else None

    @property
    def reached(self) -> bool | None:
        """None where nothing is aimed at, or where it was not measured."""
        if self.aim is None:
            return None
        value = self.ratio if self.aim.of == Of.RATIO else self.values.get(OURS.name)
        return None if value is None else self.aim.is_reached(value)

    def as_json(self) -> dict[str, Any]:
        return {
            "measure": self.measure,
            "unit": self.unit,
            "values": {name: round(value, 4) for name, value in self.values.items()},
            "ratio_to_stock": None if self.ratio is None else round(self.ratio, 3),
            "aim": str(self.aim) if self.aim else None,
            "reached": self.reached,
        }


@dataclass(frozen=True)
class Sheet:
    """One benchmark's figures; `notes`: what a reader must know about them."""

    name: str
    title: str
    figures: Sequence[Figure]
    notes: Sequence[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        figures = [figure.as_json() for figure in self.figures]
        return {"name": self.name, "title": self.title, "figures": figures, "notes": list(self.notes)}

    def show(self, console: Console) -> None:
        table = Table(title=self.title, title_justify="left", title_style="bold")
        table.add_column("")
        bots = [kind.name for kind in KINDS if any(kind.name in figure.values for figure in self.figures)]
        for name in bots:
            table.add_column(name, justify="right")
        for name in ("ratio to stock", "aim", ""):
            table.add_column(name, justify="right")
        for figure in self.figures:
            table.add_row(
                figure.measure,
                *[number(figure.values.get(name), figure.unit) for name in bots],
                number(figure.ratio, "×"),
                str(figure.aim or ""),
                {True: "[green]reached", False: "[red]missed", None: ""}[figure.reached],
            )
        console.print(table)
        for note in self.notes:
            console.print(f"  {note}")
        console.print()


def number(value: float | None, unit: str) -> str:
    """A value in three digits with its unit; nothing where there is none."""
    if value is None:
        return ""
    return f"{value:,.0f} {unit}".strip() if value >= 100 else f"{value:.3g} {unit}".strip()
