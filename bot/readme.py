"""README's tables of commands and of rights, written from what the features and the store declare.

`python -m bot.readme` rewrites the rows between the markers; the heads of the tables are README's own.
"""

import re
from collections.abc import Iterable
from pathlib import Path

from handlers.book import Book
from handlers.features import FEATURES
from handlers.home import home
from handlers.turn import Command, Where
from messages.render import Renderer, open_renderer
from store.rights import RIGHTS, Right, Role

README = Path(__file__).parents[1] / "README.md"

PLACES = {Where.PRIVATE: "private", Where.GROUP: "group", Where.BOTH: "private, group"}
"""The words of the column that says where a command works."""


def command_rows(renderer: Renderer) -> list[str]:
    """One row a command, those of the menu first, in its order."""
    commands = dict.fromkeys(Book(FEATURES, home).commands.values())
    ordered = sorted(commands, key=lambda one: (one.menu == 0, one.menu, one.name))
    return [_row(*_command_cells(renderer, one)) for one in ordered]


def _command_cells(renderer: Renderer, command: Command) -> list[str]:
    said = [renderer.render_plain(f"commands/{command.name}", {}, language) for language in ("vi", "en")]
    return [f"`/{command.name}`", f"`/{command.alias}`", who(command), PLACES[command.where], *said]


def who(command: Command) -> str:
    """For whom a command is: the roles that have one of its rights, else who belongs to a bloc, else everybody."""
    rights = command.rights or command.needs
    if rights:
        return ", ".join(role for role in Role if role != Role.ACTING and any(role in RIGHTS[one] for one in rights))
    return "joined" if command.joined else "everybody"


def right_rows() -> list[str]:
    """One row a right: how far it goes in each role."""
    return [_row(f"`{right}`", *(RIGHTS[right].get(role, "-") for role in Role)) for right in Right]


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def with_rows(page: str, marker: str, rows: Iterable[str]) -> str:
    """The page with these rows under the head of the marker's table. Raises ValueError where there is no such table."""
    found = re.search(rf"(<!-- {marker} -->\n\|.*\n\|[-|]+\|\n)(?:\|.*\n)*(<!-- /{marker} -->)", page)
    if found is None:
        raise ValueError(f"README has no table {marker}")
    return page[: found.end(1)] + "".join(f"{row}\n" for row in rows) + page[found.start(2) :]


def written(page: str) -> str:
    """The page as it should be."""
    return with_rows(with_rows(page, "commands", command_rows(open_renderer())), "rights", right_rows())


if __name__ == "__main__":
    README.write_text(written(README.read_text(encoding="utf-8")), encoding="utf-8")
