"""What may be answered to each question of the form that records an achievement."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from handlers.evidence import shown_pieces
from handlers.forms import Answers
from handlers.target_answers import NONE, campaign_meant, place_value, placed, read_words
from handlers.turn import Turn
from handlers.typed_days import typed_day
from store.achievements import (
    LONGEST_TITLE,
    asks_assigned,
    asks_number,
    check_day,
    labels_of,
    likeliest,
    recordable,
    targets_served,
)
from store.campaign_file.score_entries import CriterionEntry
from store.errors import BadAnswer
from store.people import unit_of
from store.rules.texts import BadText, one_line
from store.rules.typed import BadNumber, read_typed_number
from store.tables import Member

LIKELIEST = 3
MORE = "more"
LARGEST = Decimal(1_000_000_000)

UNSAID: dict[str, Any] = {"label": None, "number": None, "assigned": None, "quantity": "1", "reach": {}}
"""What depends on the criterion, before it is said."""


def title_of(words: str) -> str | None:
    """A caption as the title; None where nothing can be read."""
    try:
        line = one_line(words, most=len(words) + 1)
    except BadText:
        return None
    return line if len(line) <= LONGEST_TITLE else line[: LONGEST_TITLE - 1].rstrip() + "…"


def criteria(turn: Turn, answers: Answers) -> list[CriterionEntry]:
    """The criteria it may be recorded under, for the unit or the person it is of."""
    unit = unit_of(turn.session, answers["unit_id"])
    return recordable(campaign_meant(turn, answers), unit, member=not answers["for_unit"])


def criterion_meant(turn: Turn, answers: Answers) -> CriterionEntry:
    found = [one for one in criteria(turn, answers) if one.code == answers["criterion"]]
    if not found:
        raise BadAnswer("choose")
    return found[0]


def owner_of(turn: Turn, answers: Answers) -> int | None:
    """Whose it is: the person it was recorded for, oneself, or None for the unit's."""
    me = turn.member.id if turn.member is not None else None
    return None if answers["for_unit"] else answers.get("owner_id") or me


def received(turn: Turn, answers: Answers) -> dict[str, Any]:
    """What has been sent so far, without Telegram's ids."""
    return {"pieces": shown_pieces(turn, answers.get("pieces", [])), "title": answers.get("title") or ""}


def read_place(_turn: Turn, answers: Answers, value: str | None) -> dict[str, Any]:
    """Which campaign and unit, of those that were offered."""
    chosen = next((one for one in answers.get("places", ()) if value == place_value(one)), None)
    if chosen is None:
        raise BadAnswer("choose")
    return settled(chosen)


def settled(place: Mapping[str, Any]) -> dict[str, Any]:
    """A head records for the unit where it has criteria of its own, staff for themselves."""
    return {**placed(dict(place)), "for_unit": place["for_unit"], "choice": place["choice"]}


def likely_facts(turn: Turn, answers: Answers) -> dict[str, Any]:
    """The likeliest criteria by what was said and what was used; all where they are few."""
    unit = unit_of(turn.session, answers["unit_id"])
    owner, words = owner_of(turn, answers), answers.get("title") or ""
    found = likeliest(turn.session, campaign_meant(turn, answers), unit, member_id=owner, text=words, now=turn.now)
    first = found if len(found) <= LIKELIEST + 1 else found[:LIKELIEST]
    return {**received(turn, answers), "criteria": _named(first), "more": len(found) > len(first)}


def all_facts(turn: Turn, answers: Answers) -> dict[str, Any]:
    return {**received(turn, answers), "criteria": _named(criteria(turn, answers))}


def _named(found: list[CriterionEntry]) -> list[dict[str, str]]:
    return [{"code": one.code, "title": one.title} for one in found]


def read_likely(turn: Turn, answers: Answers, value: str | None) -> dict[str, Any]:
    """One of the likeliest, or the whole list."""
    if value == MORE:
        return {"likely": True, "criterion": None}
    return {"likely": True, **read_criterion(turn, answers, value)}


def read_criterion(turn: Turn, answers: Answers, value: str | None) -> dict[str, Any]:
    """A criterion with what it asks for. What was said under another one is asked again."""
    chosen = next((one for one in criteria(turn, answers) if one.code == value), None)
    if chosen is None:
        raise BadAnswer("choose")
    lacking = chosen.evidence_required and not answers.get("pieces") and not answers.get("known")
    return {
        **({} if answers.get("criterion") == value else UNSAID),
        **({"evidence": None} if lacking else {}),
        **asks_of(chosen, known=bool(answers.get("known"))),
    }


def asks_of(chosen: CriterionEntry, *, known: bool) -> dict[str, Any]:
    """What a criterion asks for; `known`: there is evidence already."""
    return {
        "criterion": chosen.code,
        "required": chosen.evidence_required and not known,
        "asks_label": bool(labels_of(chosen)),
        "asks_number": asks_number(chosen),
        "asks_assigned": asks_assigned(chosen),
    }


def read_title(turn: Turn, _answers: Answers, value: str | None) -> dict[str, Any]:
    return {"title": read_words(turn, value, least=3, most=LONGEST_TITLE)}


def label_facts(turn: Turn, answers: Answers) -> dict[str, Any]:
    chosen = criterion_meant(turn, answers)
    return {**received(turn, answers), "criterion_title": chosen.title, "labels": labels_of(chosen)}


def read_label(turn: Turn, answers: Answers, value: str | None) -> dict[str, Any]:
    """A tier, part or case by its number in the list."""
    labels = labels_of(criterion_meant(turn, answers))
    if value is None or not value.isdecimal() or int(value) >= len(labels):
        raise BadAnswer("choose")
    return {"label": labels[int(value)]}


def criterion_facts(turn: Turn, answers: Answers) -> dict[str, Any]:
    chosen = criterion_meant(turn, answers)
    return {
        **received(turn, answers),
        "criterion_title": chosen.title,
        "rule": chosen.rule.kind,
        "kinds": list(chosen.reach),
        "known": answers.get("known", 0),
    }


def read_number(turn: Turn, _answers: Answers, value: str | None) -> dict[str, Any]:
    """The number that is the achievement: what was reached of what was assigned, a tier's figure."""
    return {"number": True, "quantity": _number(turn, value, "quantity", least=Decimal(0))}


def read_quantity(turn: Turn, _answers: Answers, value: str | None) -> dict[str, Any]:
    return {"quantity": _number(turn, value, "quantity", least=Decimal(1))}


def read_assigned(turn: Turn, _answers: Answers, value: str | None) -> dict[str, Any]:
    return {"assigned": _number(turn, value, "assigned", least=Decimal("0.01"))}


def _number(turn: Turn, value: str | None, why: str, *, least: Decimal) -> str:
    """A number with at most two decimals, as what was typed says it."""
    facts = {"least": least} if why == "quantity" else {}
    try:
        number = read_typed_number(read_words(turn, value, most=LONGEST_TITLE).removesuffix("%").strip())
    except BadNumber:
        raise BadAnswer(why, **facts) from None
    if not least <= number <= LARGEST or number != number.quantize(Decimal("0.01")):
        raise BadAnswer(why, **facts)
    return format(number, "f")


def read_day(turn: Turn, answers: Answers, value: str | None) -> dict[str, Any]:
    day = typed_day(turn, value)
    check_day(campaign_meant(turn, answers), day, turn.today)
    return {"day": day}


def day_of(turn: Turn, answers: Answers) -> date:
    """The day that was said, else today, or the campaign's last day once that is over."""
    if answers.get("day"):
        return date.fromisoformat(answers["day"])
    return min(turn.today, campaign_meant(turn, answers).ends)


def read_reach(turn: Turn, answers: Answers, value: str | None) -> dict[str, Any]:
    """As many whole numbers as the criterion has kinds, in its order."""
    kinds = criterion_meant(turn, answers).reach
    if value == NONE:
        return {"reach": {}}
    words = read_words(turn, value, most=LONGEST_TITLE).replace(";", " ").replace(", ", " ").split()
    try:
        numbers = [read_typed_number(word.strip(",")) for word in words]
    except BadNumber:
        raise BadAnswer("reach", kinds=list(kinds)) from None
    if len(numbers) != len(kinds) or any(one != int(one) or one > LARGEST for one in numbers):
        raise BadAnswer("reach", kinds=list(kinds))
    return {"reach": {kind: int(number) for kind, number in zip(kinds, numbers, strict=True)}}


def target_facts_of(turn: Turn, answers: Answers) -> dict[str, Any]:
    """The confirmed registrations it may be for."""
    found = targets_served(
        turn.session, answers["campaign_id"], unit_id=answers["unit_id"], member_id=owner_of(turn, answers)
    )
    lines = [{"id": one.id, "kind": one.kind, "item": one.item, "title": one.title} for one in found]
    return {**received(turn, answers), "targets": lines}


def read_target(turn: Turn, answers: Answers, value: str | None) -> dict[str, Any]:
    if value == NONE:
        return {"target_id": None}
    open_to = [one["id"] for one in target_facts_of(turn, answers)["targets"]]
    if value is None or value not in map(str, open_to):
        raise BadAnswer("choose")
    return {"target_id": int(value)}


def read_for_whom(turn: Turn, answers: Answers, value: str | None) -> dict[str, Any]:
    """The unit's or one's own; what does not fit any more is asked again."""
    if value not in ("unit", "me") or not answers["choice"]:
        raise BadAnswer("choose")
    changed = {"for_unit": value == "unit", "target_id": None}
    fits = answers.get("criterion") in [one.code for one in criteria(turn, {**answers, **changed})]
    return changed if fits else {**changed, "likely": None, "criterion": None}


def person_meant(turn: Turn, answers: Answers) -> Member | None:
    owner = owner_of(turn, answers)
    return turn.session.get(Member, owner) if owner is not None else None
