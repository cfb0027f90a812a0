"""What a file, photo, album or link sent outside a form is for: asked about once, by buttons."""

from collections.abc import Sequence
from typing import Any

from handlers.achievements import begin_with, places_of
from handlers.evidence import pieces_said, shown_pieces, with_pieces
from handlers.forms import Answers, FormKind, Step, start_form
from handlers.reports import show_handed_in
from handlers.turn import Feature, On, Turn
from messages.actions.achievements import RecordFiles
from messages.actions.reports import GiveFiles
from store.achievements import SentEvidence, add_evidence
from store.errors import BadAnswer, NotFound
from store.forms import album_form, close_form, current_form, keep_answers, open_form
from store.reminders import duties_of_reminder
from store.reports import Takes, add_files, hand_in, open_report, takes_reports, with_file, with_text
from store.tables import Form, FormState

OFFERED = 8
"""At most so many duties are offered for what was sent."""


def take(turn: Turn) -> bool:
    """A file or a link outside a form. With no duty it may be for, the achievement form opens at once.

    A reply to a reminder about one duty is for that duty. The late parts of an album that was answered join it.
    """
    said = pieces_said(turn)
    if not said or not turn.said.is_private:
        return False
    if _joins_album(turn, said):
        return True
    takes, places = _takes(turn), places_of(turn)
    if not takes and not places:
        return False
    pieces = with_pieces([], said)
    takes = takes if _for_reports(pieces) else []
    about = duties_of_reminder(turn.session, turn.chat_id, turn.said.reply_to_message_id, now=turn.now)
    meant = [one.duty.id or 0 for one in takes if one.duty.id in about]
    words = with_text("", turn.said.text)
    if len(meant) == 1:
        given = {"pieces": pieces, "words": words}
        form = open_form(turn.session, turn.who.id, turn.chat_id, BUNDLE.name, now=turn.now, **given)
        form.media_group = turn.said.media_group
        _give(turn, form, meant[0])
    elif takes:
        start_form(turn, BUNDLE, pieces=pieces, words=words, first=meant)
    else:
        begin_with(turn, places, pieces, words, turn.said.media_group)
    return True


def _joins_album(turn: Turn, said: Sequence[SentEvidence]) -> bool:
    """Whether it is a part of an album that was answered; of one that was dropped nothing is kept."""
    answered = album_form(turn.session, turn.who.id, turn.said.media_group)
    if answered is None:
        return False
    kept = answered.answers
    if answered.state == FormState.DONE and not {"achievement", "report"} & kept.keys():
        return False
    if kept.get("achievement") is not None:
        add_evidence(turn.session, kept["achievement"], with_pieces([], said), by=turn.me, now=turn.now)
    elif kept.get("report") is not None:
        files = [file for one in said for file in with_file([], one)]
        add_files(turn.session, kept["report"], files, by=turn.me, now=turn.now)
    return True


def _read_more(turn: Turn, answers: Answers, value: str | None) -> dict[str, Any]:
    """Another file or link for the open question. Words alone are no answer."""
    said = pieces_said(turn)
    if not said:
        raise BadAnswer("choose")
    return {"pieces": with_pieces(answers["pieces"], said), "words": with_text(answers["words"], turn.said.text)}


def _offered(turn: Turn, answers: Answers) -> dict[str, Any]:
    """The duties it may be for: those of the reminder first, then what is owed, soonest first."""
    first = answers.get("first", [])
    takes = _takes(turn) if _for_reports(answers["pieces"]) else []
    takes = sorted(takes, key=lambda one: one.duty.id not in first)
    return {
        "pieces": shown_pieces(turn, answers["pieces"]),
        "duties": [one.facts(turn.today) for one in takes[:OFFERED]],
        "may_record": bool(places_of(turn)),
    }


def _for_reports(pieces: Sequence[SentEvidence]) -> bool:
    """Whether a report takes all of it; a link is part of its text."""
    try:
        for one in pieces:
            if "unique_id" in one:
                with_file([], one)
    except BadAnswer:
        return False
    return True


def give(turn: Turn, action: GiveFiles) -> None:
    """The one tap that hands in what was sent; a second tap shows again what the first did."""
    form = current_form(turn.session, turn.who.id)
    if form is not None and form.id == action.form_id and form.name == BUNDLE.name:
        _give(turn, form, action.duty_id)
        return
    before = turn.session.get(Form, action.form_id)
    report_id = before.answers.get("report") if before is not None and before.account_id == turn.who.id else None
    if report_id is None:
        raise NotFound()
    show_handed_in(turn, open_report(turn.session, report_id, by=turn.me, now=turn.now).report)


def _give(turn: Turn, form: Form, duty_id: int) -> None:
    words = form.answers.get("words", "")
    files = [one for one in form.answers["pieces"] if "unique_id" in one]
    report = hand_in(turn.session, duty_id, text=words, files=files, by=turn.me, now=turn.now)
    keep_answers(form, now=turn.now, report=report.id)
    close_form(turn.session, form, FormState.DONE, now=turn.now)
    show_handed_in(turn, report)


def record(turn: Turn, action: RecordFiles) -> None:
    """The tap that makes it evidence; a second tap shows the form that the first one opened."""
    form = turn.session.get(Form, action.form_id)
    if form is None or form.account_id != turn.who.id or form.name != BUNDLE.name:
        raise NotFound()
    if form.state != FormState.OPEN:
        turn.book.resume(turn)
        return
    given = form.answers
    begin_with(turn, places_of(turn), given["pieces"], given["words"], form.media_group)


def _takes(turn: Turn) -> list[Takes]:
    return takes_reports(turn.session, turn.me, turn.seats, now=turn.now)


BUNDLE = FormKind(
    "stray_files/bundle",
    [Step("what", "stray_files/what", _read_more, facts=_offered, many=True)],
    lambda turn, answers: None,
)

FEATURE = Feature(
    actions=[On(GiveFiles, give), On(RecordFiles, record)],
    forms=[BUNDLE],
    files=take,
)
