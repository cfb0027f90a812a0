"""The words of documents, which are Vietnamese office documents whatever language their reader has chosen."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from messages.render import open_renderer

LANGUAGE = "vi"


def said(template: str, **facts: Any) -> str:
    """The text of a template of `documents/`."""
    return open_renderer().render_plain(template, facts, LANGUAGE)


def rows(template: str, targets: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Registrations as the cells of a table, by name, numbered from 1. The template says them as JSON."""
    found = json.loads(said(template, targets=targets))
    return [{"place": place, **row} for place, row in enumerate(found, start=1)]
