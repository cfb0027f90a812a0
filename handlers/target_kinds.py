"""What may be answered about a title, an initiative and an exemplar, and what each is compared with."""

from typing import Any

from handlers.forms import Answers
from handlers.target_answers import NONE, campaign_meant, read_words
from handlers.turn import Turn
from store.campaigns import exemplar_categories
from store.errors import BadAnswer
from store.tables import TargetKind
from store.targets import checks_of, for_collectives_only, for_persons_only, open_titles

FIELD, SCOPE, EVIDENCE = 200, 300, 500


def honours(turn: Turn, answers: Answers) -> dict[str, Any]:
    """Titles of persons for all, collective ones for heads; once it is registered, for whom it is stays."""
    amending = answers.get("target_id") is not None
    for_me = not (amending and answers["for_unit"])
    for_unit = answers["head"] and not (amending and not answers["for_unit"])
    personal, collective = open_titles(campaign_meant(turn, answers), turn.today)
    return {"personal": personal if for_me else [], "collective": collective if for_unit else []}


def read_honour(turn: Turn, answers: Answers, value: str | None) -> dict[str, Any]:
    """A title; one that persons and collectives may have is the unit's when a head registers."""
    shown = honours(turn, answers)
    if value is None or value not in shown["personal"] + shown["collective"]:
        raise BadAnswer("choose")
    given = {"honour": value, "thing": value, "title": value, "checks": ""}
    if answers.get("target_id") is not None:
        return given
    return given | {"for_unit": for_collectives_only(value) or (answers["head"] and not for_persons_only(value))}


def categories(turn: Turn, answers: Answers) -> dict[str, Any]:
    return {"categories": exemplar_categories(campaign_meant(turn, answers))}


def read_category(turn: Turn, answers: Answers, value: str | None) -> dict[str, Any]:
    """A category of the plan, by its place; it is what the registration is called until that is edited."""
    found = categories(turn, answers)["categories"]
    if value is None or not value.isdecimal() or int(value) >= len(found):
        raise BadAnswer("choose")
    chosen = found[int(value)]
    renamed = answers.get("title") not in (None, answers.get("category"))
    return {"category": chosen, "thing": chosen} | ({} if renamed else {"title": chosen})


def read_field(turn: Turn, _answers: Answers, value: str | None) -> dict[str, Any]:
    return {"field": "" if value == NONE else read_words(turn, value, most=FIELD)}


def read_scope(turn: Turn, _answers: Answers, value: str | None) -> dict[str, Any]:
    return {"scope": "" if value == NONE else read_words(turn, value, most=SCOPE)}


def read_evidence(turn: Turn, _answers: Answers, value: str | None) -> dict[str, Any]:
    return {"evidence": "" if value == NONE else read_words(turn, value, most=EVIDENCE)}


def checks(turn: Turn, answers: Answers) -> dict[str, Any]:
    """What to compare with, each ticked or not."""
    ticked = _ticked(answers)
    return {"conditions": [{"code": code, "ticked": code in ticked} for code in _codes(turn, answers)]}


def read_checks(turn: Turn, answers: Answers, value: str | None) -> dict[str, Any]:
    """A tap ticks a condition or unticks it; "done" goes back to the preview."""
    if value == "done":
        return {}
    codes, ticked = _codes(turn, answers), _ticked(answers)
    if value not in codes:
        raise BadAnswer("choose")
    return {"checks": ",".join(code for code in codes if (code in ticked) != (code == value))}


def _codes(turn: Turn, answers: Answers) -> list[str]:
    return checks_of(
        TargetKind(answers["sort"]),
        answers["thing"],
        for_unit=answers["for_unit"],
        campaign=campaign_meant(turn, answers),
        day=turn.today,
    )


def _ticked(answers: Answers) -> list[str]:
    return str(answers.get("checks") or "").split(",")
