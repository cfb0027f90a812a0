"""/thongbao: what was announced, how far each is, and what an author does about it."""

from dataclasses import asdict
from typing import Any

from handlers.announcement_answers import ABSENCE, DEPUTY, answer
from handlers.announcement_content import (
    LONGEST,
    LONGEST_CAPTION,
    check_length,
    fingerprint,
    me,
    said_html,
    show_sample,
    under_the_file,
)
from handlers.announcement_form import OFFICE, WRITE, show_page
from handlers.forms import Answers, FormKind, Step, start_form
from handlers.turn import Command, Feature, On, Turn
from messages.actions.announcements import (
    AnswerAnnouncement,
    AskTakeBack,
    CancelAnnouncement,
    ContinueAnnouncement,
    CopyAnnouncement,
    CorrectAnnouncement,
    ExportAnswers,
    NewAnnouncement,
    OpenAnnouncement,
    OpenAnnouncements,
    PauseAnnouncement,
    ReadAnnouncement,
    RemindSilentReaders,
    ResendAnnouncement,
    ShowSilentReaders,
    TakeBackAnnouncement,
)
from store.announcements import (
    announcement_for,
    announcements_for,
    cancel,
    correct,
    go_on,
    may_announce_as,
    open_announcement,
    pause,
    remind_silent,
    resend_failed,
    show_on,
    take_back,
    who_is_silent,
)
from store.errors import BadAnswer, IllegalMove, NotAllowed
from store.facts import local
from store.forms import current_form, keep_answers
from store.rights import RIGHTS, Right, Role
from store.tables import Announcement, AnnouncementState, Form

AUTHORS = (Right.ANNOUNCE, Right.UNIT_CAMPAIGN)


def begin(turn: Turn) -> None:
    """One begins to write at once, or goes on with what is half written; the list is a button there."""
    form = current_form(turn.session, turn.who.id)
    if form is not None and form.name == WRITE.name:
        turn.book.resume(turn)
    else:
        write(turn)


def show_list(turn: Turn, action: OpenAnnouncements | None = None) -> None:
    page = max(0, action.page) if action else 0
    shown, more = announcements_for(turn.session, _places(turn), me(turn).bloc_id, page=page)
    turn.edit("announcements/list", announcements=shown, page=page, more=more)


def _places(turn: Turn) -> list[int | None]:
    """In whose names this person may announce; refuses who may in none."""
    found = may_announce_as(turn.session, me(turn), turn.seats, turn.now)
    if not found:
        roles = dict.fromkeys(role.value for right in AUTHORS for role in RIGHTS[right] if role != Role.ACTING)
        raise NotAllowed(right=Right.ANNOUNCE.value, roles=list(roles))
    return found


def write(turn: Turn, _action: NewAnnouncement | None = None) -> None:
    places = [OFFICE if one is None else str(one) for one in _places(turn)]
    start_form(turn, WRITE, places=places, place=places[0])


def copy(turn: Turn, action: CopyAnnouncement) -> None:
    """Begins with everything of the old one, at its preview."""
    found = announcement_for(turn.session, action.announcement_id, by=me(turn), now=turn.now)
    if found.campaign_id is not None:
        raise IllegalMove(state=found.state, action="copy")
    audience = found.audience
    start_form(
        turn,
        WRITE,
        places=[OFFICE if one is None else str(one) for one in _places(turn)],
        place=OFFICE if found.unit_id is None else str(found.unit_id),
        text=found.body,
        files=found.files,
        content="done",
        audience="done",
        groups=bool(audience.get("groups")),
        heads=bool(audience.get("heads")),
        members=bool(audience.get("members")),
        chosen=bool(audience.get("units")),
        unit_ids=audience.get("units") or [],
        units="done",
        asked_before=bool(audience.get("unanswered_of")),
        earlier=str(audience["unanswered_of"]) if audience.get("unanswered_of") else None,
        asks=found.asks,
    )


def show(turn: Turn, action: OpenAnnouncement) -> None:
    """The author's page from now on changes on the message where it was opened last."""
    found = announcement_for(turn.session, action.announcement_id, by=me(turn), now=turn.now)
    _show(turn, found)


def _show(turn: Turn, found: Announcement) -> None:
    open_announcement(turn.session, found.id or 0, by=me(turn), now=turn.now)
    show_page(turn, found.id or 0)
    if found.author_id == me(turn).id and turn.said.message_id is not None and turn.said.action is not None:
        shown = found.shown
        show_on(found, turn.chat_id, turn.said.message_id)
        found.shown = shown


def read(turn: Turn, action: ReadAnnouncement) -> None:
    """As it was sent, below the page."""
    found = announcement_for(turn.session, action.announcement_id, by=me(turn), now=turn.now)
    if found.campaign_id is not None:
        raise IllegalMove(state=found.state, action="read")
    corrected = local(found.corrected_at, turn.timezone) if found.corrected_at else None
    show_sample(
        turn,
        unit_id=found.unit_id,
        text=found.body,
        files=found.files,
        asks=found.asks,
        event_day=found.event_day,
        captioned=found.captioned,
        corrected_at=corrected,
    )


def pause_it(turn: Turn, action: PauseAnnouncement) -> None:
    _show(turn, pause(turn.session, action.announcement_id, by=me(turn), now=turn.now))


def continue_it(turn: Turn, action: ContinueAnnouncement) -> None:
    _show(turn, go_on(turn.session, action.announcement_id, by=me(turn), now=turn.now))


def cancel_it(turn: Turn, action: CancelAnnouncement) -> None:
    _show(turn, cancel(turn.session, action.announcement_id, by=me(turn), now=turn.now))


def resend_it(turn: Turn, action: ResendAnnouncement) -> None:
    again = resend_failed(turn.session, action.announcement_id, by=me(turn), now=turn.now)
    turn.toast("announcements/resent_toast", n=again)
    _show(turn, announcement_for(turn.session, action.announcement_id, by=me(turn), now=turn.now))


def remind(turn: Turn, action: RemindSilentReaders) -> None:
    found = remind_silent(turn.session, action.announcement_id, by=me(turn), now=turn.now)
    turn.toast("announcements/reminded_toast")
    _show(turn, found)


def ask_take_back(turn: Turn, action: AskTakeBack) -> None:
    page = open_announcement(turn.session, action.announcement_id, by=me(turn), now=turn.now)
    turn.edit("announcements/ask_take_back", **page)


def take_it_back(turn: Turn, action: TakeBackAnnouncement) -> None:
    _show(turn, take_back(turn.session, action.announcement_id, by=me(turn), now=turn.now))


def silent(turn: Turn, action: ShowSilentReaders) -> None:
    found = who_is_silent(turn.session, action.announcement_id, page=max(0, action.page), by=me(turn), now=turn.now)
    facts = asdict(found)
    del facts["found"]
    page = open_announcement(turn.session, action.announcement_id, by=me(turn), now=turn.now)
    turn.edit("announcements/silent", **{**page, **facts, "page": max(0, action.page)})


def export(turn: Turn, action: ExportAnswers) -> None:
    found = announcement_for(turn.session, action.announcement_id, by=me(turn), now=turn.now)
    turn.say("live/announcements/answers", announcement_id=found.id, member_id=me(turn).id)


# Another text in the place of the old.


def begin_correction(turn: Turn, action: CorrectAnnouncement) -> None:
    found = _correctable(turn, action.announcement_id)
    start_form(turn, CORRECT, announcement_id=found.id)


def _correctable(turn: Turn, announcement_id: int) -> Announcement:
    found = announcement_for(turn.session, announcement_id, by=me(turn), now=turn.now)
    if found.state == AnnouncementState.DELETED or found.campaign_id is not None:
        raise IllegalMove(state=found.state, action="correct")
    return found


def _read_correction(turn: Turn, answers: Answers, value: str | None) -> dict[str, Any]:
    text = said_html(turn) if value is None and turn.said.file is None else ""
    if not text:
        raise BadAnswer("words")
    check_length(text, _limit(_correctable(turn, answers["announcement_id"])))
    return {"text": text}


def _limit(found: Announcement) -> int:
    return LONGEST_CAPTION if found.captioned and found.state != AnnouncementState.SCHEDULED else LONGEST


def _correction_facts(turn: Turn, answers: Answers) -> dict[str, Any]:
    found = _correctable(turn, answers["announcement_id"])
    return {"body": found.body, "limit": _limit(found), "state": found.state}


def _correction_preview(turn: Turn, answers: Answers) -> dict[str, Any]:
    return open_announcement(turn.session, answers["announcement_id"], by=me(turn), now=turn.now)


def _captioned(found: Announcement, text: str) -> bool:
    return under_the_file(text, found.files) if found.state == AnnouncementState.SCHEDULED else found.captioned


def _sample_correction(turn: Turn, form: Form) -> bool:
    found, text = _correctable(turn, form.answers["announcement_id"]), form.answers["text"]
    mark = fingerprint(text)
    if form.answers.get("sampled") == mark:
        return False
    keep_answers(form, now=turn.now, sampled=mark)
    sent = found.state != AnnouncementState.SCHEDULED
    show_sample(
        turn,
        unit_id=found.unit_id,
        text=text,
        files=found.files if found.captioned else [],
        asks=found.asks,
        event_day=found.event_day,
        captioned=_captioned(found, text) and found.captioned,
        corrected_at=local(turn.now, turn.timezone) if sent else None,
    )
    return True


def _finish_correction(turn: Turn, answers: Answers) -> None:
    found = _correctable(turn, answers["announcement_id"])
    captioned = _captioned(found, answers["text"])
    correct(turn.session, found.id or 0, answers["text"], captioned=captioned, by=me(turn), now=turn.now)
    _show(turn, found)


CORRECT = FormKind(
    "announcements/correct",
    [Step("text", "announcements/ask_correction", _read_correction, facts=_correction_facts)],
    _finish_correction,
    preview="announcements/correction",
    preview_facts=_correction_preview,
    ahead=_sample_correction,
)

FEATURE = Feature(
    commands=[Command("thongbao", "announce", begin, rights=AUTHORS, menu=41)],
    actions=[
        On(OpenAnnouncements, show_list, rights=AUTHORS),
        On(NewAnnouncement, write, rights=AUTHORS),
        On(CopyAnnouncement, copy, rights=AUTHORS),
        On(OpenAnnouncement, show, rights=AUTHORS),
        On(ReadAnnouncement, read, rights=AUTHORS),
        On(PauseAnnouncement, pause_it, rights=AUTHORS),
        On(ContinueAnnouncement, continue_it, rights=AUTHORS),
        On(CancelAnnouncement, cancel_it, rights=AUTHORS),
        On(ResendAnnouncement, resend_it, rights=AUTHORS),
        On(RemindSilentReaders, remind, rights=AUTHORS),
        On(CorrectAnnouncement, begin_correction, rights=AUTHORS),
        On(AskTakeBack, ask_take_back, rights=AUTHORS),
        On(TakeBackAnnouncement, take_it_back, rights=AUTHORS),
        On(ShowSilentReaders, silent, rights=AUTHORS),
        On(ExportAnswers, export, rights=AUTHORS),
        On(AnswerAnnouncement, answer),
    ],
    forms=[WRITE, CORRECT, ABSENCE, DEPUTY],
)
