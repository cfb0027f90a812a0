"""A day that somebody types or taps as the answer to a form."""

from datetime import date

from handlers.turn import Turn
from store.errors import BadAnswer
from store.rules.deadlines import BadDay
from store.rules.typed import read_typed_day


def typed_day(turn: Turn, value: str | None) -> date:
    """The day that was typed, or tapped as `value`; refuses what is none."""
    try:
        return read_typed_day(value or turn.said.text, today=turn.today)
    except BadDay as bad:
        raise BadAnswer("day" if bad.exists else "no_such_day") from None
