"""Who is told what about an achievement, and what they read."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlmodel import Session, col, select

from store.achievements.evidence import SentEvidence
from store.achievements.reading import (
    AchievementCase,
    case_of_achievement,
    evidence_of,
    may_read,
    own_achievement,
    verifiers,
)
from store.achievements.reuse import reused
from store.campaigns import campaign_heading
from store.facts import local
from store.outbox import post_to_accounts
from store.people import account_ids, heads_of
from store.points.keeping import line_of
from store.rules.scoring import line_points
from store.tables import Achievement, AchievementState, Evidence, File, FileState, Member, Phase, Target

REFUSED = (AchievementState.RETURNED, AchievementState.REJECTED, AchievementState.REVERSED)


def deciders_of(session: Session, case: AchievementCase) -> list[Member]:
    """Who is asked next: the unit's heads while it waits, then those who verify."""
    if case.achievement.state == AchievementState.WAITING:
        heads = heads_of(session, case.achievement.unit_id, case.today)
        return [one for one in heads if not own_achievement(case, one)]
    return verifiers(session, case) if case.achievement.state == AchievementState.CONFIRMED else []


def ask_to_decide(session: Session, case: AchievementCase, by: Member) -> None:
    """A head reads the achievement itself; those who verify are told once a day that something waits."""
    asked = account_ids(one for one in deciders_of(session, case) if one.id != by.id)
    if case.achievement.state == AchievementState.WAITING:
        facts = achievement_facts(session, case)
        post_to_accounts(session, "achievements/waiting", asked, now=case.now, achievement=facts)
        return
    key = f"to_verify:{case.bloc_id}:{case.today.isoformat()}"
    for account_id in asked:
        facts = {"account_id": account_id, "bloc_id": case.bloc_id}
        post_to_accounts(session, "live/achievements/to_verify", [account_id], now=case.now, key=key, **facts)


def tell_concerned(session: Session, case: AchievementCase, by: Member, template: str, **facts: Any) -> None:
    """The person it is about, or for a unit's own its heads; who sent it in; and of a no the head who had confirmed it.

    Not who did it.
    """
    one = case.achievement
    ids = [one.member_id, one.recorded_by_id, one.confirmed_by_id if one.state in REFUSED else None]
    told = [session.get_one(Member, member_id) for member_id in ids if member_id is not None]
    if one.member_id is None:
        told += heads_of(session, one.unit_id, case.today)
    accounts = account_ids(person for person in told if person.id != by.id)
    shown = achievement_facts(session, case)
    post_to_accounts(session, template, accounts, now=case.now, achievement=shown, **facts)


def tell_owner(session: Session, case: AchievementCase, by: Member, template: str, **facts: Any) -> None:
    """The person whose achievement it is, when somebody else changed it."""
    if case.achievement.member_id not in (None, by.id):
        tell_concerned(session, case, by, template, who=by.name, **facts)


def achievement_facts(session: Session, case: AchievementCase) -> dict[str, Any]:
    """Everything a screen or letter says of an achievement."""
    one, criterion = case.achievement, case.criterion
    names = _names(session, one)
    phase = session.get(Phase, one.phase_id) if one.phase_id else None
    target = session.get(Target, one.target_id) if one.target_id else None
    evidence = evidence_of(session, one.id or 0)
    return {
        "id": one.id,
        "version": one.version,
        "criterion": one.criterion,
        "criterion_title": criterion.title,
        "rule": criterion.rule.kind,
        "title": one.title,
        "label": one.label,
        "quantity": one.quantity.normalize(),
        "assigned": one.assigned.normalize() if one.assigned is not None else None,
        "reach": {name: str(number) for name, number in one.reach.items()},
        "day": one.day,
        "phase": phase.name if phase else "",
        "campaign": campaign_heading(session, case.campaign),
        "unit": case.unit.name,
        "person": names.get(one.member_id, ""),
        "target": target.title if target else "",
        "state": one.state,
        "own_campaign": case.campaign.owner_unit_id is not None,
        "reason": one.reason,
        "recorded_by": names.get(one.recorded_by_id, ""),
        "recorded_at": local(one.recorded_at, case.bloc.timezone),
        "confirmed_by": names.get(one.confirmed_by_id, ""),
        "decided_by": names.get(one.decided_by_id, ""),
        "decided_at": local(one.decided_at, case.bloc.timezone) if one.decided_at else None,
        "points": one.points if one.points is not None else None,
        "by_rule": by_rule(case),
        "given_why": one.given_why,
        "evidence": [evidence_facts(session, piece, case.bloc.timezone) for piece in evidence],
    }


def achievement_line(session: Session, case: AchievementCase) -> dict[str, Any]:
    """What a list says of an achievement."""
    one = case.achievement
    person = session.get(Member, one.member_id) if one.member_id else None
    return {
        "id": one.id,
        "title": one.title,
        "criterion_title": case.criterion.title,
        "rule": case.criterion.rule.kind,
        "person": person.name if person else "",
        "state": one.state,
        "own_campaign": case.campaign.owner_unit_id is not None,
        "points": one.points,
    }


def by_rule(case: AchievementCase) -> Decimal | None:
    """What the line is worth alone by its criterion's rule; None where the council gives the points."""
    if case.criterion.rule.kind == "manual":
        return None
    line = line_of(case.achievement)
    return line_points(
        case.criterion, line if line.given is None else type(line)(line.quantity, line.assigned, line.label)
    )


def evidence_facts(session: Session, evidence: Evidence, timezone: str) -> dict[str, Any]:
    """One piece: what kind it is, what it is called, where it came from."""
    file = session.get(File, evidence.file_id) if evidence.file_id else None
    kind = file.kind if file else "link" if evidence.link else "paper"
    return {
        "id": evidence.id,
        "kind": kind,
        "name": file.name if file else "",
        "state": file.state.value if file else FileState.STORED.value,
        "link": evidence.link,
        "paper_number": evidence.paper_number,
        "paper_day": evidence.paper_day,
        "origin": _origin_facts(evidence.origin, timezone),
    }


def piece_facts(sent: SentEvidence, timezone: str) -> dict[str, Any]:
    """One piece as a form keeps it, said like those that are stored."""
    return {
        "id": None,
        "kind": sent.get("kind") or ("link" if "link" in sent else "paper"),
        "name": sent.get("name", ""),
        "state": FileState.STORED.value,
        "link": sent.get("link", ""),
        "paper_number": sent.get("paper_number", ""),
        "paper_day": sent.get("paper_day"),
        "origin": _origin_facts(sent.get("origin") or {}, timezone),
    }


def evidence_to_show(session: Session, case: AchievementCase) -> list[dict[str, Any]]:
    """The pieces as they are sent again: files by Telegram's id; none of a program under another name."""
    shown = []
    for piece in evidence_of(session, case.achievement.id or 0):
        file = session.get(File, piece.file_id) if piece.file_id else None
        if file is None or file.state != FileState.REFUSED:
            sent = {"file_id": file.telegram_file_id if file else "", "file_kind": file.kind if file else ""}
            shown.append({**evidence_facts(session, piece, case.bloc.timezone), **sent})
    return shown


def _origin_facts(origin: Mapping[str, Any], timezone: str) -> dict[str, Any]:
    """Where a forwarded message came from, and when by the bloc's clocks."""
    if not origin:
        return {}
    return {**origin, "at": local(datetime.fromisoformat(origin["at"]), timezone)}


def reuse_facts(session: Session, case: AchievementCase, *, by: Member) -> list[dict[str, Any]]:
    """Where else the same content stands, for whoever verifies; of what they may not read only that it is there."""
    found = []
    for one in reused(session, case.achievement):
        if may_read(session, case_of_achievement(session, one.achievement, case.now), by):
            campaign = one.campaign.title if one.campaign.id != case.campaign.id else ""
            title, unit, day = one.achievement.title, one.unit.name, one.achievement.day
            found.append({"title": title, "unit": unit, "campaign": campaign, "day": day})
        else:
            found.append({"title": "", "unit": "", "campaign": "", "day": None})
    return found


def _names(session: Session, one: Achievement) -> dict[int | None, str]:
    ids = {one.member_id, one.recorded_by_id, one.confirmed_by_id, one.decided_by_id} - {None}
    rows = session.exec(select(Member.id, Member.name).where(col(Member.id).in_(ids)))
    return {row[0]: row[1] for row in rows}
