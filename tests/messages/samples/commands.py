"""Descriptions of commands take no facts."""

from typing import Any

SAMPLES: dict[str, dict[str, Any]] = {
    f"commands/{name}": {} for name in ("start", "trogiup", "ngonngu", "tieptuc", "huy", "donvi", "quanly")
}
