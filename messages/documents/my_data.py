"""Everything about a person as an archive: a page to read, and the same as JSON."""

import io
import json
import zipfile
from collections.abc import Mapping
from typing import Any

from messages.made import Made
from messages.render import open_renderer

STAMP = (2020, 1, 1, 0, 0, 0)
"""Of the parts, so that the same data makes the same archive."""


def my_data_archive(data: Mapping[str, Any], language: str) -> Made:
    """From the facts of `store.my_data`."""
    page = open_renderer().render_plain("archives/my_data", data, language)
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(zipfile.ZipInfo("du-lieu.html", STAMP), page.encode())
        exact = json.dumps(data, ensure_ascii=False, indent=1)
        packed.writestr(zipfile.ZipInfo("du-lieu.json", STAMP), exact.encode())
    return Made("document", "du-lieu-cua-toi.zip", written.getvalue())
