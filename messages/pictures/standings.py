"""The board: the standings as a picture, in the reader's language."""

from collections.abc import Mapping
from typing import Any

from messages.made import Made
from messages.pictures.press import open_press
from messages.render import open_renderer


def standings_picture(board: Mapping[str, Any], language: str) -> Made:
    """The picture of a board as `store.points.boards` hands it out."""
    words = open_renderer().render_plain("pictures/standings", {"board": board}, language)
    return Made("photo", "standings.png", open_press().draw("standings", words))
