"""Filling a Word or Excel file: the office's own, where it put one into its templates folder, else the house's."""

import io
import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import structlog

HOUSE = Path(__file__).parent
LINE = 17
"""Points a line of text takes in a sheet."""

HIGHEST = 400
"""Points: a row cannot be higher than 409."""

UNPRINTABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML cannot hold."""

log = structlog.get_logger()


def word_file(name: str, facts: Mapping[str, Any], own: Path | None) -> bytes:
    """The Word template `name` filled. An office's own that cannot be filled is logged, and the house's is taken."""
    clean = printable(facts)
    return filled(f"{name}.docx", own, lambda path: _fill(path, clean))


def styled(name: str, facts: Mapping[str, Any]) -> str:
    """The Word template of the bloc's layout: the state bodies', or the Party's."""
    return f"{name}_party" if facts.get("style") == "party" else name


def filled(file_name: str, own: Path | None, fill: Callable[[Path], bytes]) -> bytes:
    """What `fill` makes of the office's own file, else of the house's."""
    replaced = own / file_name if own else None
    if replaced is not None and replaced.is_file():
        try:
            return fill(replaced)
        except Exception as error:
            log.warning("own_template_broken", template=file_name, error=type(error).__name__)
    return fill(HOUSE / file_name)


def _fill(path: Path, facts: Any) -> bytes:
    from docxtpl import DocxTemplate
    from jinja2 import StrictUndefined
    from jinja2.sandbox import SandboxedEnvironment

    document = DocxTemplate(path)
    document.render(dict(facts), SandboxedEnvironment(autoescape=True, undefined=StrictUndefined))
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def row_height(cells: Iterable[tuple[Any, float]]) -> int:
    """Points for a row of a sheet, as high as the text of its highest cell; each with its column's width in letters.

    Not every program makes rows high enough for wrapped text by itself.
    """
    lines = (
        sum(max(1, -(-len(line) // max(1, int(width)))) for line in value.split("\n"))
        for value, width in cells
        if isinstance(value, str)
    )
    return min(HIGHEST, LINE * max(lines, default=1))


def printable(value: Any) -> Any:
    """The same without the characters that an office file cannot hold."""
    if isinstance(value, str):
        return UNPRINTABLE.sub("", value)
    if isinstance(value, Mapping):
        return {name: printable(one) for name, one in value.items()}
    if isinstance(value, list):
        return [printable(one) for one in value]
    return value
