"""Names of people as we keep them."""

import unicodedata

from store.errors import BadAnswer
from store.rules.typed import LIKE_ASCII

SHORTEST, LONGEST = 2, 100


def clean_name(typed: str) -> str:
    """A name on one line, NFC, without invisible characters. Refuses one without letters, too short or too long."""
    name = tidy_name(typed)
    if sum(map(str.isalpha, name)) < SHORTEST:
        raise BadAnswer("name", shortest=SHORTEST)
    if len(name) > LONGEST:
        raise BadAnswer("long_name", longest=LONGEST, length=len(name))
    return name


def tidy_name(typed: str) -> str:
    """NFC, single spaces, no control or direction characters."""
    plain = "".join(" " if letter.isspace() else letter for letter in unicodedata.normalize("NFC", typed))
    return " ".join("".join(letter for letter in plain if unicodedata.category(letter)[0] != "C").split())


def is_name(text: str) -> bool:
    """Whether a text can be somebody's name."""
    try:
        clean_name(text)
    except BadAnswer:
        return False
    return True


def folded(text: str) -> str:
    """The same for all ways to write it: without diacritics, in small letters, with single spaces. For comparing."""
    letters = unicodedata.normalize("NFD", tidy_name(text).casefold().translate(LIKE_ASCII))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
