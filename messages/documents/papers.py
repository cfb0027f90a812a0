"""Papers that follow the bloc's language and layout: the state bodies', or where the bloc says so the Party's."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from messages.documents.filling import styled, word_file
from messages.made import Made
from messages.render import open_renderer


def summary_word(data: Mapping[str, Any], own: Path | None) -> Made:
    """The report of a phase or a campaign, from the facts of `store.summaries`."""
    words = paper_words("documents/summary_words", data)
    columns = [{"name": row["name"], "values": row["values"]} for row in words["compared"]]
    content = word_file(
        styled("summary", data),
        {
            "w": words,
            "bloc": data["bloc"],
            "leading": data["leading"],
            "campaign": data["campaign"],
            "figures": data["figures"],
            "scored": data["scored"],
            "units": _units(data["units"], words["points"]),
            "lines": [{**line, **said} for line, said in zip(data["lines"], words["lines"], strict=True)],
            "groups": _groups(data["groups"], words["groups"]),
            "names": [one["name"] for one in data["compared"]],
            "rows": columns,
        },
        own,
    )
    return Made("document", paper_name("documents/summary_name", data) + ".docx", content)


def report_word(data: Mapping[str, Any], own: Path | None) -> Made:
    """A unit's drafted report, from the facts of `store.reports.drafting`."""
    words = paper_words("documents/report_words", data)
    rows = words["compared"]
    if any(words["points"]):
        rows = [*rows, {"name": words["compared_points"], "values": words["points"]}]
    content = word_file(
        styled("report", data),
        {
            "w": words,
            "bloc": data["bloc"],
            "unit": data["unit"],
            "campaign": data["campaign"],
            "figures": data["figures"],
            "groups": _groups(data["groups"], words["groups"]),
            "names": words["names"],
            "rows": rows,
        },
        own,
    )
    return Made("document", paper_name("documents/report_name", data) + ".docx", content)


def paper_words(template: str, data: Mapping[str, Any]) -> dict[str, Any]:
    """The words of a paper in the bloc's language. The template says them as JSON."""
    found: dict[str, Any] = json.loads(open_renderer().render_plain(template, {"data": data}, data["language"]))
    return found


def paper_name(template: str, data: Mapping[str, Any]) -> str:
    return open_renderer().render_plain(template, {"data": data}, data["language"])


def _units(units: Sequence[Mapping[str, Any]], points: Sequence[str]) -> list[dict[str, Any]]:
    return [
        {**one, "number": number, "points": said, "rank": "" if one["place"] is None else one["place"]}
        for number, (one, said) in enumerate(zip(units, points, strict=True), start=1)
    ]


def _groups(groups: Sequence[Mapping[str, Any]], points: Sequence[str]) -> list[dict[str, Any]]:
    return [{**one, "points": said} for one, said in zip(groups, points, strict=True)]
