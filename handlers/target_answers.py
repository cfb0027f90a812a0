"""What may be answered to each question of the form that registers."""

import re
from typing import Any

from handlers.forms import Answers
from handlers.said import SaidKind
from handlers.turn import Turn
from handlers.typed_days import typed_day
from store.campaigns import campaign_for, exemplar_categories, movements_of, phases_of, products_of
from store.errors import BadAnswer
from store.people import unit_of
from store.rules.texts import BadText, one_line
from store.rules.typed import BadNumber, read_typed_number
from store.tables import Campaign, PhaseState, TargetKind
from store.targets import shortfalls, staff_missing

NONE = "none"
"""The button that leaves an optional answer empty."""

TITLE, PEOPLE, DESCRIPTION, MEASURE = 300, 300, 1000, 50
OTHERS = {
    "g": TargetKind.GOAL,
    "t": TargetKind.TITLE,
    "i": TargetKind.INITIATIVE,
    "e": TargetKind.EXEMPLAR,
}
"""The kinds besides the product, by the value of their button."""

UNSAID = {"title": None, "honour": None, "category": None}
"""What is asked anew when another kind is chosen."""

AMOUNT = re.compile(r"([-+\d][\d.,\s]*)(.*)", re.DOTALL)


def read_words(turn: Turn, value: str | None, *, least: int = 1, most: int) -> str:
    """Typed words on one line, cleaned."""
    if value is not None or turn.said.kind != SaidKind.TEXT:
        raise BadAnswer("words")
    try:
        return one_line(turn.said.text, least=least, most=most)
    except BadText as bad:
        raise BadAnswer(f"text_{bad.fault.value}", length=bad.length, limit=bad.limit) from None


def campaign_meant(turn: Turn, answers: Answers) -> Campaign:
    return campaign_for(turn.session, turn.me.bloc_id, answers["campaign_id"])


def read_place(_turn: Turn, answers: Answers, value: str | None) -> dict[str, Any]:
    """Which campaign and unit, of those that were offered."""
    chosen = next((one for one in answers.get("places", ()) if value == place_value(one)), None)
    if chosen is None:
        raise BadAnswer("choose")
    return placed(chosen)


def place_value(place: dict[str, Any]) -> str:
    return f"{place['campaign_id']}.{place['unit_id']}"


def placed(place: dict[str, Any]) -> dict[str, Any]:
    """The answers that a campaign and a unit give: a head registers for the unit, staff for themselves."""
    return {
        "place": place_value(place),
        "campaign_id": place["campaign_id"],
        "unit_id": place["unit_id"],
        "head": place["head"],
        "for_unit": place["head"],
    }


def offered(turn: Turn, answers: Answers) -> dict[str, Any]:
    """The products of the campaign, what the unit (or the person) lacks; the other kinds unless chosen again."""
    campaign, again = campaign_meant(turn, answers), "what" in answers
    unit_id, person = answers["unit_id"], turn.member
    missing = [] if again else shortfalls(turn.session, campaign, unit_id=unit_id)
    own = [] if again or person is None else shortfalls(turn.session, campaign, unit_id=unit_id, member_id=person.id)
    return {
        "products": products_of(campaign),
        "again": again,
        "missing": missing,
        "own_missing": own,
        "ask_staff": answers["head"] and staff_missing(campaign, unit_of(turn.session, unit_id)),
    }


def read_what(turn: Turn, answers: Answers, value: str | None) -> dict[str, Any]:
    """Kind and product in one tap: p0, p1 ... (p where the campaign lists none), g, t, i, e."""
    again = "what" in answers
    products = products_of(campaign_meant(turn, answers))
    if value in OTHERS and not again:
        kind = OTHERS[value]
        free = kind != TargetKind.EXEMPLAR or not exemplar_categories(campaign_meant(turn, answers))
        return {"what": value, "sort": kind, "thing": "", "has_categories": not free, **UNSAID}
    if value == "p" and not products:
        return {"what": value, "sort": TargetKind.PRODUCT, "thing": "", **({} if again else UNSAID)}
    if value is not None and re.fullmatch("p[0-9]{1,3}", value) and int(value[1:]) < len(products):
        thing = products[int(value[1:])]
        return {"what": value, "sort": TargetKind.PRODUCT, "thing": thing, **({} if again else UNSAID)}
    raise BadAnswer("choose")


def read_title(turn: Turn, _answers: Answers, value: str | None) -> dict[str, Any]:
    return {"title": read_words(turn, value, least=3, most=TITLE)}


def read_measured(turn: Turn, _answers: Answers, value: str | None) -> dict[str, Any]:
    """A number and its unit of measure: "95 %", "1.250,5 triệu đồng"."""
    number, measure = _amount(read_words(turn, value, most=TITLE))
    if not measure:
        raise BadAnswer("measured")
    return {"measured": True, "number": number, "measure": measure}


def read_baseline(turn: Turn, _answers: Answers, value: str | None) -> dict[str, Any]:
    if value == NONE:
        return {"baseline": ""}
    return {"baseline": _amount(read_words(turn, value, most=TITLE))[0]}


def _amount(words: str) -> tuple[str, str]:
    match = AMOUNT.fullmatch(words)
    if match is None:
        raise BadAnswer("measured")
    try:
        number = read_typed_number(match[1].strip())
    except BadNumber:
        raise BadAnswer("measured") from None
    measure = match[2].strip()
    if len(measure) > MEASURE:
        raise BadAnswer("text_long", length=len(measure), limit=MEASURE)
    return format(number, "f"), measure


def read_description(turn: Turn, _answers: Answers, value: str | None) -> dict[str, Any]:
    return {"description": "" if value == NONE else read_words(turn, value, most=DESCRIPTION)}


def read_people(turn: Turn, _answers: Answers, value: str | None) -> dict[str, Any]:
    return {"people": "" if value == NONE else read_words(turn, value, most=PEOPLE)}


def read_planned_day(turn: Turn, answers: Answers, value: str | None) -> dict[str, Any]:
    """A day within the campaign."""
    if value == NONE:
        return {"planned_day": ""}
    day = typed_day(turn, value)
    campaign = campaign_meant(turn, answers)
    if not campaign.starts <= day <= campaign.ends:
        raise BadAnswer("day_outside", first=campaign.starts, last=campaign.ends)
    return {"planned_day": day}


def phases(turn: Turn, answers: Answers) -> dict[str, Any]:
    """The phases that still take something."""
    found = phases_of(turn.session, campaign_meant(turn, answers).id or 0)
    return {"phases": [{"id": one.id, "name": one.name} for one in found if one.state != PhaseState.SEALED]}


def read_phase(turn: Turn, answers: Answers, value: str | None) -> dict[str, Any]:
    if value == NONE:
        return {"phase_id": None}
    open_to = [one["id"] for one in phases(turn, answers)["phases"]]
    if value is None or value not in map(str, open_to):
        raise BadAnswer("choose")
    return {"phase_id": int(value)}


def read_for_whom(_turn: Turn, answers: Answers, value: str | None) -> dict[str, Any]:
    if value not in ("unit", "me") or not answers["head"]:
        raise BadAnswer("choose")
    return {"for_unit": value == "unit", "checks": ""}


def movements(turn: Turn, answers: Answers) -> dict[str, Any]:
    found = movements_of(campaign_meant(turn, answers))
    return {"movements": [{"code": one.code, "name": one.name} for one in found]}


def read_movement(turn: Turn, answers: Answers, value: str | None) -> dict[str, Any]:
    if value == NONE:
        return {"movement": ""}
    found = movements(turn, answers)["movements"]
    if value is None or not value.isdecimal() or int(value) >= len(found):
        raise BadAnswer("choose")
    return {"movement": found[int(value)]["code"]}
