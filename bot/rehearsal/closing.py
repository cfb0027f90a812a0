"""What a play ends with: how each unit kept each date, how many letters went where, and whether all is sound."""

from collections.abc import Iterator

from sqlmodel import col, func, select

from bot.rehearsal.stage import Stage
from store.campaign_file import CampaignFile
from store.duties import last_day_of
from store.engine import reading
from store.history import verify_history
from store.outbox import letter_counts
from store.tables import Campaign, Duty, Inbox, Letter, LetterState, Milestone, Unit, UpdateState

WORDS = {
    "vi": {
        "title": "TỔNG HỢP",
        "on_time": "đúng hạn",
        "late": "trễ {} ngày",
        "missing": "CÒN THIẾU",
        "office": "Trưởng khối",
        "letters": "Tin đã gửi: {}",
        "history": "Nhật ký: {} dòng, nguyên vẹn: {}",
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
        counts = {lane: number for (lane, state), number in letter_counts(session).items() if state == "sent"}
        report = verify_history(session)
    yield words["letters"].format(", ".join(f"{lane} {number}" for lane, number in sorted(counts.items())))
    yield words["history"].format(report.entries, words["no"] if report.broken else words["yes"])


def _kept(duty: Duty, words: dict[str, str]) -> str:
    if duty.done_on is None:
        return words["missing"]
    late = (duty.done_on - last_day_of(duty)).days
    return words["late"].format(late) if late > 0 else words["on_time"]


def is_sound(stage: Stage) -> bool:
    """No update failed, no letter died or was left, nothing was refused as misuse, and the history holds."""
    with reading(stage.engine) as session:
        failed = session.exec(select(func.count()).where(col(Inbox.state) == UpdateState.FAILED)).one()
        open_states = (LetterState.DEAD, LetterState.WAITING, LetterState.TAKEN)
        stuck = session.exec(select(func.count()).where(col(Letter.state).in_(open_states))).one()
        return not failed and not stuck and not stage.telegram.misuses and not verify_history(session).broken
