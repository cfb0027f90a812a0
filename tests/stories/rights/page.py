"""The page of rights, `docs/rights.md`: its tables are written from the cells that the tests try.

`python -m tests.stories.rights.page` rewrites the rows between the markers; the words around them are the page's own.
"""

import inspect
from pathlib import Path

from bot.readme import right_rows, with_rows
from messages.actions import Action
from tests.store.rights_table import ROLES
from tests.stories.rights.cells import CELLS, Cell
from tests.stories.rights.commands import COMMANDS, IN_GROUPS
from tests.stories.rights.world import SPEAKERS

PAGE = Path(__file__).parents[3] / "docs" / "rights.md"


COLUMNS = ("own", "unit", "other", "bloc")


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def who(roles: list[str]) -> str:
    """The roles in words: all of them, all that are in the bloc, or each by name."""
    if set(roles) == set(SPEAKERS):
        return "everybody"
    if set(roles) >= set(ROLES):
        return "all roles"
    return ", ".join(role for role in roles if role in ROLES) or "-"


def command_rows() -> list[str]:
    """One row a command: for whom it is in private and in a group of the bloc."""
    rows = []
    for name in sorted({*COMMANDS, *IN_GROUPS}):
        named = COMMANDS.get(name, set())
        private = "everybody" if named is None else who([role for role in SPEAKERS if role in named])
        here = IN_GROUPS.get(name, {}).get("bloc")
        group = "-" if here is None else who([role for role in SPEAKERS if here(role, "bloc")])
        rows.append(_row(f"`/{name}`", private, group))
    return rows


def button_rows() -> list[str]:
    """One row a button: who may use it, by whose the thing is that it is about."""
    rows = []
    for kind in sorted(CELLS, key=lambda kind: kind.__name__):
        private = [cell for cell in CELLS[kind] if not cell.group] or CELLS[kind]
        rows.append(_row(f"`{kind.__name__}`", _does(kind), *[_at(private, place) for place in COLUMNS]))
    return rows


def _does(kind: type[Action]) -> str:
    """What stands first in the action's own words; a dataclass's signature is none."""
    said = inspect.getdoc(kind) or ""
    return "" if said.startswith(f"{kind.__name__}(") else said.split("\n\n")[0].replace("\n", " ").replace("|", "/")


def _at(cells: list[Cell], place: str) -> str:
    here = [cell for cell in cells if place in cell.places]
    if not here:
        return ""
    return who([role for role in SPEAKERS if any(cell.who(role, place) for cell in here)])


def foreign_is_nobodys() -> list[str]:
    """The buttons that reach something of a bloc one is not in: those that are about nothing of a bloc at all."""
    return sorted(
        kind.__name__
        for kind, cells in CELLS.items()
        for cell in cells
        if "foreign" in cell.places and not cell.group and any(cell.who(role, "foreign") for role in ROLES)
    )


def written(page: str) -> str:
    """The page as it should be."""
    for marker, rows in (("rights", right_rows()), ("commands", command_rows()), ("buttons", button_rows())):
        page = with_rows(page, marker, rows)
    return page


if __name__ == "__main__":
    PAGE.write_text(written(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
