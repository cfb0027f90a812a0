"""All mistakes of a campaign file, as a text file in the reader's language."""

from collections.abc import Mapping
from typing import Any

from messages.made import Made
from messages.render import open_renderer


def campaign_mistakes(data: Mapping[str, Any], language: str) -> Made:
    renderer = open_renderer()
    name = renderer.render_plain("documents/mistakes_name", {}, language)
    text = renderer.render_plain("documents/mistakes", data, language)
    return Made("document", f"{name}.txt", f"\ufeff{text}\n".encode())
