"""/thongbao: what was announced, how far each is, and what an author does about it."""

from dataclasses import asdict

from handlers.announcement_answers import MORE, answer
from handlers.announcement_audience import OFFICE
from handlers.announcement_content import (
    show_sample,
)
from handlers.announcement_correction import CORRECT, begin_correction
from handlers.announcement_form import WRITE, show_found
from handlers.forms import start_form
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
    go_on,
    may_announce_as,
    open_announcement,
    pause,
    remind_silent,
    resend_failed,
    take_back,
    who_is_silent,
)
from store.errors import IllegalMove, NotAllowed
from store.facts import local
from store.forms import current_form
from store.rights import RIGHTS, Right, Role

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
    shown, more = announcements_for(turn.session, _places(turn), turn.me.bloc_id, page=page)
    turn.edit("announcements/list", announcements=shown, page=page, more=more)


def _places(turn: Turn) -> list[int | None]:
    """In whose names this person may announce; refuses who may in none."""
    found = may_announce_as(turn.session, turn.me, turn.seats, turn.now)
    if not found:
        roles = dict.fromkeys(role.value for right in AUTHORS for role in RIGHTS[right] if role != Role.ACTING)
        raise NotAllowed(right=Right.ANNOUNCE.value, roles=list(roles))
    return found


def write(turn: Turn, _action: NewAnnouncement | None = None) -> None:
    places = [OFFICE if one is None else str(one) for one in _places(turn)]
    start_form(turn, WRITE, places=places, place=places[0])


def copy(turn: Turn, action: CopyAnnouncement) -> None:
    """Begins with everything of the old one, at its preview."""
    found = announcement_for(turn.session, action.announcement_id, by=turn.me, now=turn.now)
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
    found = announcement_for(turn.session, action.announcement_id, by=turn.me, now=turn.now)
    show_found(turn, found)


def read(turn: Turn, action: ReadAnnouncement) -> None:
    """As it was sent, below the page."""
    found = announcement_for(turn.session, action.announcement_id, by=turn.me, now=turn.now)
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
    show_found(turn, pause(turn.session, action.announcement_id, by=turn.me, now=turn.now))


def continue_it(turn: Turn, action: ContinueAnnouncement) -> None:
    show_found(turn, go_on(turn.session, action.announcement_id, by=turn.me, now=turn.now))


def cancel_it(turn: Turn, action: CancelAnnouncement) -> None:
    show_found(turn, cancel(turn.session, action.announcement_id, by=turn.me, now=turn.now))


def resend_it(turn: Turn, action: ResendAnnouncement) -> None:
    again = resend_failed(turn.session, action.announcement_id, by=turn.me, now=turn.now)
    turn.toast("announcements/resent_toast", n=again)
    show_found(turn, announcement_for(turn.session, action.announcement_id, by=turn.me, now=turn.now))


def remind(turn: Turn, action: RemindSilentReaders) -> None:
    found = remind_silent(turn.session, action.announcement_id, by=turn.me, now=turn.now)
    turn.toast("announcements/reminded_toast")
    show_found(turn, found)


def ask_take_back(turn: Turn, action: AskTakeBack) -> None:
    page = open_announcement(turn.session, action.announcement_id, by=turn.me, now=turn.now)
    turn.edit("announcements/ask_take_back", **page)


def take_it_back(turn: Turn, action: TakeBackAnnouncement) -> None:
    show_found(turn, take_back(turn.session, action.announcement_id, by=turn.me, now=turn.now))


def silent(turn: Turn, action: ShowSilentReaders) -> None:
    found = who_is_silent(turn.session, action.announcement_id, page=max(0, action.page), by=turn.me, now=turn.now)
    facts = asdict(found)
    del facts["found"]
    page = open_announcement(turn.session, action.announcement_id, by=turn.me, now=turn.now)
    turn.edit("announcements/silent", **{**page, **facts, "page": max(0, action.page)})


def export(turn: Turn, action: ExportAnswers) -> None:
    found = announcement_for(turn.session, action.announcement_id, by=turn.me, now=turn.now)
    turn.say("live/announcements/answers", announcement_id=found.id, member_id=turn.me.id)


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
    forms=[WRITE, CORRECT, MORE],
)
