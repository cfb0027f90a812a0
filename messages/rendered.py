from dataclasses import dataclass


@dataclass(frozen=True)
class Button:
    """One inline button: it carries either a packed action or an address."""

    label: str
    data: str | None = None
    url: str | None = None


@dataclass(frozen=True)
class Rendered:
    """A message as it is sent: Telegram HTML, and the rows of its keyboard."""

    text: str
    buttons: tuple[tuple[Button, ...], ...] = ()
