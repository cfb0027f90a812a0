"""A summary as a picture, in the reader's language."""

from collections.abc import Mapping
from typing import Any

from messages.made import Made
from messages.pictures.press import open_press
from messages.render import open_renderer


def summary_picture(facts: Mapping[str, Any], language: str) -> Made:
    """The picture of the facts of `store.summaries`."""
    words = open_renderer().render_plain("pictures/summary", {"data": facts}, language)
    return Made("photo", "summary.png", open_press().draw("summary", words))
