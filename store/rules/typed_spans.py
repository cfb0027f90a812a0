"""Two days and deadlines as people type them, the Vietnamese way or in English."""

import re
from datetime import date

from store.rules.deadlines import BadDay, DeadlineKind, parse_month
from store.rules.typed import plain_words, read_typed_day

SPAN = re.compile(
    r"(?:tu(?: ngay)? |from )?(?P<first>.+?)"
    r"(?:\s+(?:-|den(?: het)?(?: ngay)?|to|until)\s+|(?<=[0-9])-(?=[0-9]{1,2}[/.]))"
    r"(?P<last>.+)"
)
BEFORE = re.compile("(?:truoc|before)(?: ngay)? (?P<day>.+)")
BY = re.compile("(?:cham nhat|den het|het|den|by|until)(?: la| vao)?(?: ngay)? (?P<day>.+)")
MONTH = re.compile("(?:trong |in )?(?:thang )?(?P<month>[0-9]{1,2} ?/ ?[0-9]{4})")


def split_span(text: str) -> tuple[str, str] | None:
    """The two days of "từ 1/5 đến 31/12/2026" or "1/5/2026 - 31/12/2026" as texts; None when there are not two."""
    found = SPAN.fullmatch(plain_words(text))
    return None if found is None else (found["first"].strip(), found["last"].strip())


def read_typed_deadline(text: str, *, today: date, usual: DeadlineKind) -> tuple[DeadlineKind, date]:
    """ "trước 20/6", "chậm nhất 20/6", "đến hết 20/6", "tháng 12/2026"; a day alone is of the `usual` kind.

    A month alone gives its first day. Raises BadDay.
    """
    plain = plain_words(text)
    if match := MONTH.fullmatch(plain):
        return DeadlineKind.IN, parse_month(match["month"].replace(" ", ""))
    for kind, pattern in ((DeadlineKind.BEFORE, BEFORE), (DeadlineKind.BY, BY)):
        if match := pattern.fullmatch(plain):
            return kind, read_typed_day(match["day"], today=today)
    kind = usual if usual in (DeadlineKind.BEFORE, DeadlineKind.BY) else DeadlineKind.BY
    try:
        return kind, read_typed_day(plain, today=today)
    except BadDay as bad:
        raise BadDay(text, exists=bad.exists) from None
