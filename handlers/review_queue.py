"""/duyet: what waits for me, registrations and achievements in one queue, oldest first."""

from collections import Counter
from typing import Any

from handlers.turn import Command, Feature, On, Turn
from messages.actions.reviews import NextReview, OpenReview
from messages.actions.verification import NextAchievement, OpenAchievementReview
from store.achievements import (
    AchievementCase,
    achievement_facts,
    buttons_of,
    days_late,
    evidence_to_show,
    find_achievement,
    record_skips,
    reuse_facts,
)
from store.errors import NotFound
from store.outbox import post
from store.people import unit_of
from store.reviews import ToReview, place_after, review_queue
from store.rights import Right
from store.tables import Achievement, Bloc, Lane, LetterKind, Target
from store.targets import Case, changes, find_case, target_facts

UNITS = 8
"""Of so many units the counts are shown, those with most first."""

IN_PLACE = 3
"""So many files are shown before the item without being asked for."""

REVIEWERS = (Right.CONFIRM_STAFF, Right.CONFIRM_UNITS, Right.VERIFY)


def queue(turn: Turn) -> None:
    after_target(turn, NextReview())


def after_target(turn: Turn, action: NextReview) -> None:
    go_on(turn, turn.session.get(Target, action.after_id))


def after_achievement(turn: Turn, action: NextAchievement) -> None:
    go_on(turn, turn.session.get(Achievement, action.after_id))


def go_on(turn: Turn, seen: Target | Achievement | None, *, anew: bool = False) -> None:
    """The next one after what was seen; after the last the first again. `anew`: as a new message."""
    bloc, me = bloc_meant(turn), turn.me
    if seen is None:
        record_skips(turn.session, bloc, by=me, now=turn.now)
    found = waiting(turn)
    if not found:
        (turn.say if anew else turn.edit)("reviews/empty")
        return
    place = place_after(found, seen)
    where = {"place": place + 1, "all": len(found), "units": _units(turn, found)}
    one = found[place]
    if one.is_target:
        case = find_case(turn.session, one.id, by=me, now=turn.now)
        (turn.say if anew else turn.edit)("reviews/item", **_target_item(turn, case, mine=True), **where)
    else:
        achievement = find_achievement(turn.session, one.id, by=me, now=turn.now)
        _show_achievement(turn, achievement, where, anew=anew)


def waiting(turn: Turn) -> list[ToReview]:
    return review_queue(turn.session, bloc_meant(turn), by=turn.me, now=turn.now)


def _units(turn: Turn, found: list[ToReview]) -> list[dict[str, Any]]:
    counts = Counter(one.unit_id for one in found)
    return [
        {"name": unit_of(turn.session, unit_id).name, "waiting": number}
        for unit_id, number in counts.most_common(UNITS)
    ]


def show_target(turn: Turn, action: OpenReview) -> None:
    """One registration, with the buttons if it still waits for me."""
    case = find_case(turn.session, action.target_id, by=turn.me, now=turn.now)
    mine = any(one.is_target and one.id == case.target.id for one in waiting(turn))
    turn.edit("reviews/item", **_target_item(turn, case, mine=mine), place=0, all=0, units=[])


def show_achievement(turn: Turn, action: OpenAchievementReview) -> None:
    """One achievement, with the buttons that are mine."""
    case = find_achievement(turn.session, action.achievement_id, by=turn.me, now=turn.now)
    turn.edit("verification/item", **_achievement_item(turn, case), place=0, all=0, units=[])


def _target_item(turn: Turn, case: Case, *, mine: bool) -> dict[str, Any]:
    return {"target": target_facts(turn.session, case), "changes": changes(turn.session, case.target), "mine": mine}


def _achievement_item(turn: Turn, case: AchievementCase) -> dict[str, Any]:
    buttons = buttons_of(turn.session, case, by=turn.me)
    return {
        "achievement": achievement_facts(turn.session, case),
        "reused": reuse_facts(turn.session, case, by=turn.me) if buttons.may_verify else [],
        "days_late": days_late(turn.session, case),
        "may_confirm": buttons.may_confirm,
        "may_verify": buttons.may_verify,
        "may_reverse": buttons.may_reverse,
    }


def _show_achievement(turn: Turn, case: AchievementCase, where: dict[str, Any], *, anew: bool) -> None:
    """The first files, then the item below them; what has no file takes the place of the screen that was tapped.

    Once for a screen that is tapped: a second tap on it means nothing.
    """
    item = {**_achievement_item(turn, case), **where}
    pieces = evidence_to_show(turn.session, case)
    files = [(number, piece) for number, piece in enumerate(pieces, start=1) if piece["file_id"]]
    if not files and not anew:
        turn.edit("verification/item", **item)
        return
    tapped = turn.said.message_id if turn.said.action is not None else None
    if tapped is not None and not anew:
        _take_buttons(turn, tapped)
    one = case.achievement
    for number, piece in files[:IN_PLACE]:
        sent = {name: piece[name] for name in ("origin", "file_id", "file_kind")}
        facts = {"title": one.title, "number": number, "total": len(pieces), **sent}
        _once(turn, "achievements/evidence_file", tapped, f"{one.id}:{piece['id']}", facts)
    _once(turn, "verification/item", tapped, f"{one.id}", item)


def _once(turn: Turn, template: str, tapped: int | None, what: str, facts: dict[str, Any]) -> None:
    key = None if tapped is None else f"review:{turn.chat_id}:{tapped}:{what}"
    post(turn.session, template, to=turn.chat_id, now=turn.now, lane=Lane.REPLY, key=key, **facts)


def _take_buttons(turn: Turn, message_id: int) -> None:
    post(
        turn.session,
        "forms/bare",
        to=turn.chat_id,
        now=turn.now,
        lane=Lane.REPLY,
        kind=LetterKind.BARE,
        message_id=message_id,
    )


def bloc_meant(turn: Turn) -> Bloc:
    if turn.bloc is None:
        raise NotFound()
    return turn.bloc


FEATURE = Feature(
    commands=[Command("duyet", "review", queue, rights=REVIEWERS, menu=25)],
    actions=[
        On(NextReview, after_target, rights=REVIEWERS),
        On(NextAchievement, after_achievement, rights=REVIEWERS),
        On(OpenReview, show_target),
        On(OpenAchievementReview, show_achievement),
    ],
)
