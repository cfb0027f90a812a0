"""What cannot be done on the page, with the sentence that says so."""

from typing import Any

from bot.rehearsal.demo.words import REFUSED, Words, words


class Refused(Exception):
    """A request that is not done; `entry` is one of `words.REFUSED`."""

    def __init__(self, entry: str, status: int = 400, **facts: Any) -> None:
        super().__init__(entry)
        self.status = status
        self.words: Words = words(REFUSED[entry], **facts)
