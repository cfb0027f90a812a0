"""What a play ends with: how each unit kept each date, where it stands, how many letters went, whether all is sound."""

from collections.abc import Iterator

from sqlmodel import Session, col, func, select

from bot.rehearsal.stage import Stage
from messages.filters import Filters
from store.campaign_file import CampaignFile
from store.duties import last_day_of
from store.engine import reading
from store.facts import local_day
from store.history import verify_history
from store.letters import letter_counts
from store.points import WHOLE, score_tables, top_people, unit_standings, verify_totals
from store.tables import (
    Achievement,
    AchievementState,
    Bloc,
    Campaign,
    Duty,
    Inbox,
    Letter,
    LetterState,
    Milestone,
    Phase,
    Unit,
    UpdateState,
)

WORDS = {
    "vi": {
        "title": "TỔNG HỢP",
        "on_time": "đúng hạn",
        "late": "trễ {} ngày",
        "missing": "CÒN THIẾU",
        "office": "Trưởng khối",
        "letters": "Tin đã gửi: {}",
        "history": "Nhật ký: {} dòng, nguyên vẹn: {}",
        "standings": "BẢNG XẾP HẠNG",
        "whole": "Cả phong trào",
        "points": "điểm",
        "tied": "đồng hạng",
        "apart": "bằng điểm, xét {}",
        "people": "Cá nhân nhiều điểm nhất",
        "achievements": "Thành tích: {}",
        "waiting": "chờ đơn vị {}",
        "confirmed": "chờ Hội đồng {}",
        "returned": "đang trả lại {}",
        "verified": "công nhận {}",
        "rejected": "không công nhận {}",
        "withdrawn": "đã rút {}",
        "reversed": "huỷ công nhận {}",
        "yes": "có",
        "no": "KHÔNG",
    },
    "en": {
        "title": "SUMMARY",
        "on_time": "on time",
        "late": "late by {} day(s)",
        "missing": "MISSING",
        "office": "Bloc leader",
        "letters": "Letters sent: {}",
        "history": "History: {} entries, holds: {}",
        "standings": "STANDINGS",
        "whole": "Whole campaign",
        "points": "points",
        "tied": "tied",
        "apart": "equal points, told apart by: {}",
        "people": "People with the most points",
        "achievements": "Achievements: {}",
        "waiting": "{} with the unit",
        "confirmed": "{} with the council",
        "returned": "{} returned",
        "verified": "{} verified",
        "rejected": "{} rejected",
        "withdrawn": "{} withdrawn",
        "reversed": "{} reversed",
        "yes": "yes",
        "no": "NO",
    },
}


def closing_words(stage: Stage, file: CampaignFile, language: str) -> Iterator[str]:
    """The lines of the summary."""
    words = WORDS[language]
    yield ""
    yield f"══ {words['title']}: {file.campaign.title} ══"
    with reading(stage.engine) as session:
        campaign = session.exec(select(Campaign).where(col(Campaign.code) == file.campaign.code)).one()
        units = {unit.id: unit.name for unit in session.exec(select(Unit))}
        rows = session.exec(
            select(Milestone, Duty)
            .join(Duty, col(Duty.milestone_id) == col(Milestone.id))
            .where(col(Milestone.campaign_id) == campaign.id)
            .order_by(col(Milestone.place), col(Duty.day), col(Duty.id))
        ).all()
        shown = None
        for milestone, duty in rows:
            if (milestone.id, duty.day) != shown:
                shown = (milestone.id, duty.day)
                yield f"{milestone.title} ({last_day_of(duty):%d/%m/%Y})"
            yield f"   {units.get(duty.unit_id, words['office'])}: {_kept(duty, words)}"
        if score_tables(campaign):
            yield from _standings(session, stage, campaign, language)
        counts = {lane: number for (lane, state), number in letter_counts(session).items() if state == "sent"}
        report = verify_history(session)
    yield words["letters"].format(", ".join(f"{lane} {number}" for lane, number in sorted(counts.items())))
    yield words["history"].format(report.entries, words["no"] if report.broken else words["yes"])


def _standings(session: Session, stage: Stage, campaign: Campaign, language: str) -> Iterator[str]:
    """Places, points, and what told equals apart: of each phase, then of the whole; the best people; what was decided.

    Sealing is not the rehearsal's, so they are as they stand today.
    """
    words, filters = WORDS[language], Filters(language, stage.road.renderer.words(language))
    today = local_day(stage.clock.now(), session.get_one(Bloc, campaign.bloc_id).timezone)
    phases = session.exec(select(Phase).where(col(Phase.campaign_id) == campaign.id).order_by(col(Phase.starts)))
    for phase_id, name in [*((one.id or 0, one.name) for one in phases), (WHOLE, words["whole"])]:
        yield f"{words['standings']}: {name}"
        for ranked in unit_standings(session, campaign, phase_id=phase_id, today=today):
            if ranked.name:
                yield f"   {ranked.name}"
            for row in ranked.units:
                why = words["tied"] if row.tied else words["apart"].format(filters.tie_break(row.apart))
                note = f"   ({why})" if row.tied or row.apart else ""
                place = "–" if row.place is None else f"{row.place}."
                yield f"   {place:>3} {row.unit.name:<40} {filters.points(row.points):>8}{note}"
    yield f"{words['people']}:"
    for person in top_people(session, campaign, limit=3):
        yield f"   {person.place:>2}. {person.member.name:<40} {filters.points(person.points):>8}"
    rows = session.execute(
        select(col(Achievement.state), func.count())
        .where(col(Achievement.campaign_id) == campaign.id)
        .group_by(col(Achievement.state))
    )
    states = {row[0]: row[1] for row in rows}
    yield words["achievements"].format(
        ", ".join(words[one].format(states[one]) for one in AchievementState if one in states)
    )


def _kept(duty: Duty, words: dict[str, str]) -> str:
    if duty.done_on is None:
        return words["missing"]
    late = (duty.done_on - last_day_of(duty)).days
    return words["late"].format(late) if late > 0 else words["on_time"]


def is_sound(stage: Stage) -> bool:
    """No update failed, no letter died or was left, nothing was misused, totals equal their lines, history holds."""
    with reading(stage.engine) as session:
        failed = session.exec(select(func.count()).where(col(Inbox.state) == UpdateState.FAILED)).one()
        open_states = (LetterState.DEAD, LetterState.WAITING, LetterState.TAKEN)
        stuck = session.exec(select(func.count()).where(col(Letter.state).in_(open_states))).one()
        wrong = stage.telegram.misuses or verify_totals(session) or verify_history(session).broken
        return not failed and not stuck and not wrong
