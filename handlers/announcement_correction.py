"""Another text in the place of the old: typed whole, seen as it will look, then changed for whoever has it."""

from typing import Any

from handlers.announcement_content import (
    LONGEST,
    LONGEST_CAPTION,
    check_length,
    fingerprint,
    kept_file,
    said_html,
    show_sample,
    under_the_file,
)
from handlers.announcement_form import show_found
from handlers.forms import Answers, FormKind, Step, start_form
from handlers.turn import Turn
from messages.actions.announcements import CorrectAnnouncement
from store.announcements import REPLACEABLE, announcement_for, correct, may_be_replaced, open_announcement
from store.errors import BadAnswer, IllegalMove
from store.facts import local
from store.forms import keep_answers
from store.tables import Announcement, AnnouncementState, Form


def begin_correction(turn: Turn, action: CorrectAnnouncement) -> None:
    found = _correctable(turn, action.announcement_id)
    start_form(turn, CORRECT, announcement_id=found.id)


def _correctable(turn: Turn, announcement_id: int) -> Announcement:
    found = announcement_for(turn.session, announcement_id, by=turn.me, now=turn.now)
    if found.state == AnnouncementState.DELETED or found.campaign_id is not None:
        raise IllegalMove(state=found.state, action="correct")
    return found


def _read_correction(turn: Turn, answers: Answers, value: str | None) -> dict[str, Any]:
    found, file = _correctable(turn, answers["announcement_id"]), turn.said.file
    text = said_html(turn) if value is None else ""
    if not (text or file) or (file and not (_replaceable(found) and file.kind in REPLACEABLE)):
        raise BadAnswer("words")
    check_length(text, _limit(found))
    before = answers.get("text") or found.body
    return {"text": text or before, "file": kept_file(file) if file else answers.get("file")}


def _replaceable(found: Announcement) -> bool:
    return may_be_replaced(found.files, captioned=found.captioned)


def _limit(found: Announcement) -> int:
    return LONGEST_CAPTION if found.captioned and found.state != AnnouncementState.SCHEDULED else LONGEST


def _correction_facts(turn: Turn, answers: Answers) -> dict[str, Any]:
    found = _correctable(turn, answers["announcement_id"])
    files, replaceable = len(found.files), _replaceable(found)
    more = {"files": files, "replaceable": replaceable}
    return {"body": found.body, "limit": _limit(found), "state": found.state, **more}


def _correction_preview(turn: Turn, answers: Answers) -> dict[str, Any]:
    return open_announcement(turn.session, answers["announcement_id"], by=turn.me, now=turn.now)


def _captioned(found: Announcement, text: str) -> bool:
    return under_the_file(text, found.files) if found.state == AnnouncementState.SCHEDULED else found.captioned


def _sample_correction(turn: Turn, form: Form) -> bool:
    found, text = _correctable(turn, form.answers["announcement_id"]), form.answers["text"]
    file = form.answers.get("file")
    mark = fingerprint(text, file)
    if form.answers.get("sampled") == mark:
        return False
    keep_answers(form, now=turn.now, sampled=mark)
    sent = found.state != AnnouncementState.SCHEDULED
    show_sample(
        turn,
        unit_id=found.unit_id,
        text=text,
        files=[file] if file else found.files if found.captioned else [],
        asks=found.asks,
        event_day=found.event_day,
        captioned=_captioned(found, text) and found.captioned,
        corrected_at=local(turn.now, turn.timezone) if sent else None,
    )
    return True


def _finish_correction(turn: Turn, answers: Answers) -> None:
    found = _correctable(turn, answers["announcement_id"])
    text, file = answers["text"], answers.get("file")
    captioned = _captioned(found, text)
    correct(turn.session, found.id or 0, text, captioned=captioned, file=file, by=turn.me, now=turn.now)
    show_found(turn, found)


CORRECT = FormKind(
    "announcements/correct",
    [Step("text", "announcements/ask_correction", _read_correction, facts=_correction_facts)],
    _finish_correction,
    preview="announcements/correction",
    preview_facts=_correction_preview,
    ahead=_sample_correction,
)
