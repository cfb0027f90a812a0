"""Two days, a deadline or a contact that somebody types as the answer to a form."""

import re
from datetime import date
from typing import Any

from handlers.target_answers import read_words
from handlers.turn import Turn
from store.errors import BadAnswer
from store.rules.deadlines import BadDay, DeadlineKind
from store.rules.typed import read_typed_day
from store.rules.typed_spans import read_typed_deadline, split_span


def typed_span(turn: Turn, value: str | None) -> tuple[date, date]:
    """Two days: "1/5/2026 - 31/12/2026", "từ 1/5 đến 31/12/2026". Refuses what is none."""
    words = read_words(turn, value, most=100)
    found = split_span(words)
    if found is None:
        raise BadAnswer("span")
    try:
        ends = read_typed_day(found[1], today=turn.today)
        # A year at the end holds for both.
        lacks_year = re.fullmatch("[0-9]{1,2}[/.-][0-9]{1,2}", found[0]) and re.search("[0-9]{4}", found[1])
        starts = read_typed_day(f"{found[0]}/{ends.year}" if lacks_year else found[0], today=turn.today)
    except BadDay as bad:
        raise BadAnswer("span" if bad.exists else "no_such_day") from None
    if ends < starts:
        raise BadAnswer("span_backwards", starts=starts, ends=ends)
    return starts, ends


def typed_deadline(turn: Turn, value: str | None, usual: DeadlineKind) -> dict[str, Any]:
    """A deadline as people write one: "trước 20/6", "đến hết 20/6", "tháng 12/2026"; a bare day means `usual`."""
    words = read_words(turn, value, most=100)
    try:
        form, day = read_typed_deadline(words, today=turn.today, usual=usual)
    except BadDay as bad:
        raise BadAnswer("deadline" if bad.exists else "no_such_day") from None
    return {"form": form, "day": day.isoformat()}


def typed_last_day(turn: Turn, value: str | None) -> str:
    """A day that is itself still in; refuses "before" a day, and a month."""
    try:
        form, day = read_typed_deadline(read_words(turn, value, most=100), today=turn.today, usual=DeadlineKind.BY)
    except BadDay as bad:
        raise BadAnswer("day" if bad.exists else "no_such_day") from None
    if form != DeadlineKind.BY:
        raise BadAnswer("day")
    return day.isoformat()


def typed_contact(turn: Turn, value: str | None) -> dict[str, Any]:
    """Name, telephone and address, in any order after the name: "Văn phòng; 0204 000 000; vp@example.vn"."""
    name, *rest = (part.strip() for part in re.split("[;\n]", read_words(turn, value, most=300)) if part.strip())
    contact: dict[str, Any] = {"name": name, "phone": None, "email": None}
    for part in rest:
        if re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", part):
            contact["email"] = part
        elif re.fullmatch(r"[+0-9 .()-]{6,30}", part):
            contact["phone"] = part
        else:
            raise BadAnswer("contact", given=part)
    return contact
