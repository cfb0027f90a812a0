"""A unit's pledge as a Word file. It is a draft: number, seal and signature are the office's."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from messages.documents.filling import styled, word_file
from messages.documents.wording import rows, said
from messages.made import Made


def pledge_document(facts: Mapping[str, Any], own: Path | None) -> Made:
    """From the facts of `store.pledges.pledge_paper`."""
    text = facts["text"] or said("documents/pledge_text")
    content = word_file(
        styled("pledge", facts),
        {
            "parent": facts["bloc"],
            "unit": facts["unit"],
            "campaign": facts["campaign"],
            "decision": facts["decision"],
            "slogan": facts["slogan"],
            "year": facts["today"][:4],
            "paragraphs": [line.strip() for line in text.split("\n") if line.strip()],
            "rows": rows("documents/pledge_rows", facts["targets"]),
            "signature": said(
                "documents/signature", **{name: facts[name] for name in ("state", "signer", "signed_at", "hash")}
            ),
        },
        own,
    )
    return Made("document", said("documents/pledge_name", unit=facts["unit"]) + ".docx", content)
