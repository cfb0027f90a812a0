import unicodedata

from markupsafe import Markup

from messages.actions import Action, pack
from messages.limits import LABEL, shorten
from messages.rendered import Button


class Keyboard:
    """Collects the buttons that a template names while it is rendered. Its methods put nothing into the text."""

    def __init__(self) -> None:
        self._rows: list[list[Button]] = []

    def button(self, label: str, action: Action) -> str:
        """A button on a row of its own."""
        return self._add(_button(label, action), beside=False)

    def beside(self, label: str, action: Action) -> str:
        """A button on the row of the one before."""
        return self._add(_button(label, action), beside=True)

    def link(self, label: str, url: str) -> str:
        """A button that opens an address, on a row of its own."""
        return self._add(_link(label, url), beside=False)

    def beside_link(self, label: str, url: str) -> str:
        """A button that opens an address, on the row of the one before."""
        return self._add(_link(label, url), beside=True)

    def rows(self) -> tuple[tuple[Button, ...], ...]:
        return tuple(map(tuple, self._rows))

    def _add(self, button: Button, *, beside: bool) -> str:
        if beside and self._rows:
            self._rows[-1].append(button)
        else:
            self._rows.append([button])
        return ""


def _button(label: str, action: object) -> Button:
    if not isinstance(action, Action):
        raise TypeError(f"button {label!r} needs an action, not {action!r}")
    return Button(_label(label), data=pack(action))


def _link(label: str, url: object) -> Button:
    if not isinstance(url, str) or not url:
        raise TypeError(f"button {label!r} needs an address, not {url!r}")
    return Button(_label(label), url=str(url))


def _label(label: str) -> str:
    """Labels are plain text, but gettext hands templates escaped HTML."""
    plain = label.unescape() if isinstance(label, Markup) else label
    plain = unicodedata.normalize("NFC", " ".join(plain.split()))
    if not plain:
        raise ValueError("a button needs a label")
    return shorten(plain, LABEL)
