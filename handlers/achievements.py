"""/minhchung: recording an achievement with its evidence, and changing it while it is in review."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from handlers.achievement_answers import (
    UNSAID,
    all_facts,
    asks_of,
    criteria,
    criterion_facts,
    criterion_meant,
    day_of,
    label_facts,
    likely_facts,
    owner_of,
    person_meant,
    read_assigned,
    read_criterion,
    read_day,
    read_for_whom,
    read_label,
    read_likely,
    read_number,
    read_place,
    read_quantity,
    read_reach,
    read_target,
    read_title,
    received,
    settled,
    target_facts_of,
    title_of,
)
from handlers.evidence import DONE, pieces_said, read_evidence, with_pieces
from handlers.forms import Answers, FormKind, Step, start_form
from handlers.target_answers import campaign_meant
from handlers.turn import Command, Feature, On, Turn
from messages.actions.achievements import AmendAchievement, StartAchievement
from store.achievements import (
    AchievementText,
    SentEvidence,
    achievement_facts,
    amend_achievement,
    evidence_of,
    find_for_amending,
    labels_of,
    record_achievement,
    recordable,
    words_beside_links,
)
from store.campaign_file.score_entries import Bonus, Deduct, Penalty, PerItem
from store.campaigns import campaign_heading, running_campaigns
from store.forms import current_form
from store.people import unit_of
from store.rights import Right, Role, units_with

COUNTED = (PerItem, Bonus, Deduct, Penalty)
"""The rules by which several of a kind may be recorded at once."""


def begin(turn: Turn) -> None:
    start(turn, StartAchievement())


def start(turn: Turn, _action: StartAchievement) -> None:
    begin_with(turn, places_of(turn), [], "")


def begin_with(
    turn: Turn,
    places: Sequence[dict[str, Any]],
    pieces: Sequence[SentEvidence],
    words: str,
    media_group: str | None = None,
) -> None:
    """Open the form, with what was sent already; campaign and unit are asked only where there is a choice."""
    if not places:
        turn.edit("achievements/nothing_open")
        return
    given: dict[str, Any] = {"pieces": list(pieces), "title": title_of(words_beside_links(words))}
    if pieces:
        given["evidence"] = DONE
    where = settled(places[0]) if len(places) == 1 else {"places": places}
    start_form(turn, RECORD, achievement_id=None, **UNSAID, **given, **where)
    form = current_form(turn.session, turn.who.id)
    if form is not None and media_group is not None:
        form.media_group = media_group


def places_of(turn: Turn) -> list[dict[str, Any]]:
    """The campaigns and units this person may record something in; `choice`: for the unit or for oneself."""
    heads = units_with(turn.seats, Right.REGISTER)
    units = [seat.unit_id for seat in turn.seats if seat.role == Role.MEMBER and seat.unit_id is not None]
    found = []
    for campaign in running_campaigns(turn.session, turn.me.bloc_id, unit_ids=units) if units else ():
        for unit_id in units:
            if campaign.owner_unit_id not in (None, unit_id):
                continue
            unit = unit_of(turn.session, unit_id)
            own = bool(recordable(campaign, unit, member=True))
            whole = unit_id in heads and bool(recordable(campaign, unit, member=False))
            if own or whole:
                place = {"campaign_id": campaign.id, "campaign": campaign.title, "unit_id": unit_id, "unit": unit.name}
                found.append({**place, "head": unit_id in heads, "for_unit": whole, "choice": own and whole})
    return found


def amend(turn: Turn, action: AmendAchievement) -> None:
    """The form again, filled with what was recorded; opens on its preview."""
    case = find_for_amending(turn.session, action.achievement_id, by=turn.me, now=turn.now)
    one, chosen = case.achievement, case.criterion
    start_form(
        turn,
        AMEND,
        achievement_id=one.id,
        version=one.version,
        known=len(evidence_of(turn.session, one.id or 0)),
        place="",
        campaign_id=one.campaign_id,
        unit_id=one.unit_id,
        owner_id=one.member_id,
        for_unit=one.member_id is None,
        choice=False,
        likely=True,
        **asks_of(chosen, known=True),
        title=one.title,
        label=one.label if labels_of(chosen) else None,
        number=True,
        quantity=one.quantity,
        assigned=one.assigned,
        day=one.day,
        reach=dict(one.reach),
        target_id=one.target_id,
        pieces=[],
        evidence=DONE,
    )


def gather(turn: Turn, answers: Answers) -> dict[str, Any] | None:
    """A file or a link is evidence at every step, and its caption the title while there is none."""
    said = pieces_said(turn)
    if not said:
        return None
    more: dict[str, Any] = {"pieces": with_pieces(answers.get("pieces", []), said)}
    title = None if answers.get("title") else title_of(words_beside_links(turn.said.text))
    return {**more, "title": title} if title else more


def preview(turn: Turn, answers: Answers) -> dict[str, Any]:
    chosen = criterion_meant(turn, answers)
    person = person_meant(turn, answers)
    found = target_facts_of(turn, answers)["targets"]
    return {
        **received(turn, answers),
        "criterion_title": chosen.title,
        "rule": chosen.rule.kind,
        "counted": isinstance(chosen.rule, COUNTED),
        "kinds": list(chosen.reach),
        "day": day_of(turn, answers),
        "campaign": campaign_heading(turn.session, campaign_meant(turn, answers)),
        "unit": unit_of(turn.session, answers["unit_id"]).name,
        "person": person.name if person else "",
        "target": next((one for one in found if one["id"] == answers.get("target_id")), None),
        "targets": len(found),
        "several": len(criteria(turn, answers)) > 1,
        "known": answers.get("known", 0),
    }


def _text(turn: Turn, answers: Answers) -> AchievementText:
    assigned = answers["assigned"] if answers["asks_assigned"] else None
    return AchievementText(
        criterion=answers["criterion"],
        title=answers["title"],
        day=day_of(turn, answers),
        quantity=Decimal(answers["quantity"]),
        assigned=Decimal(assigned) if assigned is not None else None,
        label=answers["label"] or "",
        reach=answers["reach"],
        target_id=answers.get("target_id"),
    )


def _record(turn: Turn, answers: Answers) -> dict[str, Any]:
    case = record_achievement(
        turn.session,
        answers["campaign_id"],
        _text(turn, answers),
        answers["pieces"],
        unit_id=answers["unit_id"],
        member_id=owner_of(turn, answers),
        by=turn.me,
        now=turn.now,
    )
    turn.edit("achievements/sent", achievement=achievement_facts(turn.session, case))
    return {"achievement": case.achievement.id}


def _amend(turn: Turn, answers: Answers) -> dict[str, Any]:
    case = amend_achievement(
        turn.session,
        answers["achievement_id"],
        _text(turn, answers),
        answers["pieces"],
        version=answers["version"],
        by=turn.me,
        now=turn.now,
    )
    turn.edit("achievements/sent", achievement=achievement_facts(turn.session, case))
    return {"achievement": case.achievement.id}


def _asks(what: str) -> Any:
    return lambda answers: answers.get(f"asks_{what}")


STEPS = [
    Step("place", "achievements/place", read_place, received),
    Step("likely", "achievements/likely", read_likely, likely_facts),
    Step("criterion", "achievements/criterion", read_criterion, all_facts),
    Step("title", "achievements/title", read_title, criterion_facts),
    Step("label", "achievements/label", read_label, label_facts, when=_asks("label")),
    Step("number", "achievements/number", read_number, criterion_facts, when=_asks("number")),
    Step("assigned", "achievements/assigned", read_assigned, criterion_facts, when=_asks("assigned")),
    Step("evidence", "achievements/evidence", read_evidence, criterion_facts, many=True),
    Step("quantity", "achievements/quantity", read_quantity, criterion_facts, optional=True),
    Step("day", "achievements/day", read_day, criterion_facts, optional=True),
    Step("reach", "achievements/reach", read_reach, criterion_facts, optional=True),
    Step("target", "achievements/target", read_target, target_facts_of, optional=True),
    Step("for_whom", "achievements/for_whom", read_for_whom, criterion_facts, optional=True),
]
RECORD = FormKind("achievements/record", STEPS, _record, "achievements/preview", preview, gather)
AMEND = FormKind("achievements/amend", STEPS, _amend, "achievements/preview", preview, gather)

FEATURE = Feature(
    commands=[Command("minhchung", "evidence", begin, rights=(Right.REGISTER,), menu=12)],
    actions=[On(StartAchievement, start), On(AmendAchievement, amend)],
    forms=[RECORD, AMEND],
)
