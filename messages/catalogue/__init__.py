"""The translations. Vietnamese is the message id; English is one .po file per template folder, read at start."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

LOCALE = Path(__file__).parent.parent / "locale"
TRANSLATED = "en"


@dataclass(frozen=True)
class Catalogue:
    """Texts of one language by message id; what it does not hold is said in Vietnamese."""

    texts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def gettext(self, message: str) -> str:
        return self.texts.get(message, (message,))[0]

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        forms = self.texts.get(singular, (singular, plural))
        return forms[0] if n == 1 else forms[-1]

    def pgettext(self, context: str, message: str) -> str:
        return self.texts.get(key(message, context), (message,))[0]

    def npgettext(self, context: str, singular: str, plural: str, n: int) -> str:
        forms = self.texts.get(key(singular, context), (singular, plural))
        return forms[0] if n == 1 else forms[-1]


def load_catalogues(locale: Path) -> dict[str, Catalogue]:
    """Every language's catalogue by its code: Vietnamese, and English from all its files together."""
    texts: dict[str, tuple[str, ...]] = {}
    for path in sorted((locale / TRANSLATED).glob("*.po")):
        for message in read_catalog(path):
            if message.id and all(forms := said(message.string)) and not message.fuzzy:
                texts.setdefault(key(said(message.id)[0], message.context), forms)
    return {"vi": Catalogue(), TRANSLATED: Catalogue(texts)}


def read_catalog(path: Path) -> Catalog:
    """One .po file; an empty catalog where there is none."""
    if not path.exists():
        return Catalog(locale=TRANSLATED)
    with path.open("rb") as file:
        return read_po(file, locale=TRANSLATED, charset="utf-8", abort_invalid=True)


def said(value: str | list[str] | tuple[str, ...] | None) -> tuple[str, ...]:
    """The forms of a message's id or translation: one, or singular and plural."""
    return (value or "",) if isinstance(value, str | None) else tuple(value)


def key(message: str, context: str | None) -> str:
    return message if context is None else f"{context}\x04{message}"
