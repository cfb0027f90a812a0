"""Facts for how a bloc's papers are laid out."""

from typing import Any

SAMPLES: dict[str, dict[str, Any] | list[dict[str, Any]]] = {
    "papers/style": [{"style": "state"}, {"style": "party"}],
}
