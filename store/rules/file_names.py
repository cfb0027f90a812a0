"""Names of files: as people read them, and as every computer can store them."""

import unicodedata
from pathlib import PurePath

LONGEST_NAME = 120
LONGEST_ENDING = 10
LONGEST_STORED = 100

_RESERVED = frozenset('<>:"/\\|?*')
_DEVICES = frozenset(
    {"con", "prn", "aux", "nul"} | {f"{port}{number}" for port in ("com", "lpt") for number in range(10)}
)
_JOINERS = frozenset("\u200c\u200d")


def tidy_name(name: str, most: int = LONGEST_NAME) -> str:
    """NFC on one line, without what hides or turns letters around; a long one loses its middle, never its ending."""
    letters = "".join(_kept(letter) for letter in unicodedata.normalize("NFC", name))
    tidy = " ".join(letters.split())
    if len(tidy) <= most:
        return tidy
    ending = PurePath(tidy).suffix
    ending = ending if len(ending) <= LONGEST_ENDING else ""
    return _cut(tidy, most - len(ending) - 1) + "…" + ending


def stored_name(name: str) -> str:
    """A name for a file in an archive: no folders, nothing that Windows refuses, never empty."""
    letters = "".join("_" if letter in _RESERVED else letter for letter in tidy_name(name, LONGEST_STORED))
    safe = letters.strip(" .") or "_"
    return f"_{safe}" if PurePath(safe).stem.lower() in _DEVICES else safe


def _kept(letter: str) -> str:
    if letter.isspace():
        return " "
    return letter if letter in _JOINERS or unicodedata.category(letter) not in ("Cc", "Cf", "Cs") else ""


def _cut(text: str, most: int) -> str:
    """The beginning, not ending within an accent or a joined emoji."""
    end = most
    while end > 1 and (_continues(text[end]) or text[end - 1] in _JOINERS):
        end -= 1
    return text[:end].rstrip()


def _continues(letter: str) -> bool:
    return letter in _JOINERS or unicodedata.category(letter) in ("Mn", "Me", "Sk")
