"""Handing in a report: /baocao. A file that is simply sent is asked about in `handlers/stray_files.py`."""

from typing import Any

from handlers.forms import Answers, FormBook, FormKind, Step, start_form
from handlers.said import SaidFile
from handlers.turn import Command, Feature, On, Turn
from messages.actions.reports import DraftReport, HandIn, OpenReport, SendFiles, ShowVersions
from store.errors import BadAnswer
from store.forms import current_form
from store.reports import (
    Takes,
    draft_letter,
    drafts_for,
    duty_to_hand_in,
    hand_in,
    latest_report,
    open_report,
    report_facts,
    report_versions,
    takes_reports,
    with_file,
    with_text,
)
from store.rights import Right
from store.tables import Form, Report

DONE = "done"


def begin(turn: Turn) -> None:
    """/baocao: the one duty that takes a report, or a choice."""
    takes = _takes(turn)
    if not takes:
        turn.edit("reports/none")
    elif len(takes) == 1:
        start_form(turn, HAND_IN, duty=str(takes[0].duty.id))
    else:
        start_form(turn, HAND_IN)


def begin_for(turn: Turn, action: HandIn) -> None:
    """A form that is open for this duty goes on, with what was sent so far."""
    duty_to_hand_in(turn.session, action.duty_id, by=turn.me, now=turn.now)
    if not _shown_again(turn, action.duty_id):
        start_form(turn, HAND_IN, duty=str(action.duty_id))


def _shown_again(turn: Turn, duty_id: int) -> bool:
    """Show the open form of this duty as the newest message; False when there is none."""
    form = _open_form(turn, duty_id)
    if form is None:
        return False
    FormBook([HAND_IN]).show(turn, form, fresh=True)
    return True


def _open_form(turn: Turn, duty_id: int) -> Form | None:
    """The form in which something is being handed in for this duty."""
    form = current_form(turn.session, turn.who.id)
    return form if form and form.name == HAND_IN.name and form.answers.get("duty") == str(duty_id) else None


def _read_duty(turn: Turn, answers: Answers, value: str | None) -> dict[str, Any]:
    if value is None or not value.isdecimal():
        raise BadAnswer("choose")
    duty_to_hand_in(turn.session, int(value), by=turn.me, now=turn.now)
    return {"duty": value}


def _duties_facts(turn: Turn, answers: Answers) -> dict[str, Any]:
    return {"duties": [one.facts(turn.today) for one in _takes(turn)]}


def _read_content(turn: Turn, answers: Answers, value: str | None) -> dict[str, Any]:
    """A file or words are added; the tap ends it."""
    files, text = answers.get("files", []), answers.get("text", "")
    if value == DONE:
        if not files and not text:
            raise BadAnswer("nothing_sent")
        return {"content": DONE}
    more = with_text(text, turn.said.text)
    if turn.said.file is not None:
        files = with_file(files, _sent(turn.said.file))
    elif more == text:
        raise BadAnswer("nothing_sent")
    return {"files": files, "text": more}


def _content_facts(turn: Turn, answers: Answers) -> dict[str, Any]:
    standing = duty_to_hand_in(turn.session, int(answers["duty"]), by=turn.me, now=turn.now)
    takes = Takes(standing.duty, standing.milestone, standing.unit.name if standing.unit else "", again=False)
    before = latest_report(turn.session, standing.duty.id or 0)
    return {
        **takes.facts(turn.today),
        **_sent_facts(answers),
        "before": before.version if before else 0,
        "last": before.id if before else None,
        "drafts": drafts_for(standing.duty, standing.milestone),
    }


def _finish(turn: Turn, answers: Answers) -> dict[str, Any]:
    report = hand_in(
        turn.session,
        int(answers["duty"]),
        text=answers.get("text", ""),
        files=answers.get("files", []),
        by=turn.me,
        now=turn.now,
    )
    show_handed_in(turn, report)
    return {"report": report.id}


def show_handed_in(turn: Turn, report: Report) -> None:
    standing = duty_to_hand_in(turn.session, report.duty_id, by=turn.me, now=turn.now)
    turn.edit("reports/handed_in", **report_facts(turn.session, report, standing))


def read(turn: Turn, action: OpenReport) -> None:
    """One version: what was said, which files, when and by whom."""
    found = open_report(turn.session, action.report_id, by=turn.me, now=turn.now)
    names = [{"name": file.name, "state": file.state, "size": file.size} for file in found.files]
    facts = report_facts(turn.session, found.report, found.standing)
    latest = latest_report(turn.session, found.report.duty_id)
    turn.edit(
        "reports/report",
        **facts,
        names=names,
        text=found.report.text,
        sender=found.sender.name,
        latest=latest.id if latest else found.report.id,
        goes_on=_open_form(turn, found.report.duty_id) is not None,
    )


def versions(turn: Turn, action: ShowVersions) -> None:
    """Each version with its time; an earlier one can be opened, and its files had again."""
    found = open_report(turn.session, action.report_id, by=turn.me, now=turn.now)
    facts = report_facts(turn.session, found.report, found.standing)
    rows = report_versions(turn.session, found.report.duty_id, turn.timezone)
    shown = {name: facts[name] for name in ("title", "owner", "duty_id")}
    goes_on = _open_form(turn, found.report.duty_id) is not None
    turn.edit("reports/versions", **shown, versions=rows, goes_on=goes_on)


def draft(turn: Turn, action: DraftReport) -> None:
    """A Word file with the figures, made when it is sent; an open form goes on below it."""
    template, facts = draft_letter(turn.session, action.duty_id, by=turn.me, now=turn.now)
    turn.say(template, **facts)
    _shown_again(turn, action.duty_id)


def send_files(turn: Turn, action: SendFiles) -> None:
    """Each file as a message of its own, by Telegram's id of it."""
    found = open_report(turn.session, action.report_id, by=turn.me, now=turn.now)
    facts = report_facts(turn.session, found.report, found.standing)
    for number, file in enumerate(found.files, start=1):
        turn.say(
            "reports/file",
            file_id=file.telegram_file_id,
            file_kind=file.kind,
            name=file.name,
            number=number,
            files=facts["files"],
            title=facts["title"],
            owner=facts["owner"],
        )


def _takes(turn: Turn) -> list[Takes]:
    return takes_reports(turn.session, turn.me, turn.seats, now=turn.now)


def _sent(file: SaidFile) -> dict[str, Any]:
    return {
        "file_id": file.file_id,
        "unique_id": file.unique_id,
        "kind": file.kind,
        "name": file.name,
        "mime": file.mime,
        "size": file.size,
    }


def _sent_facts(answers: Answers) -> dict[str, Any]:
    """What has been sent so far, without Telegram's ids."""
    files = answers.get("files", [])
    names = [{"name": file["name"], "kind": file["kind"]} for file in files]
    return {"files": len(files), "names": names, "text": answers.get("text", "")}


HAND_IN = FormKind(
    "reports/hand_in",
    [
        Step("duty", "reports/choose", _read_duty, facts=_duties_facts),
        Step("content", "reports/content", _read_content, facts=_content_facts, many=True),
    ],
    _finish,
)

FEATURE = Feature(
    commands=[Command("baocao", "report", begin, rights=(Right.HAND_IN, Right.MARK_RECEIVED), menu=45)],
    actions=[
        On(HandIn, begin_for),
        On(OpenReport, read),
        On(SendFiles, send_files),
        On(ShowVersions, versions),
        On(DraftReport, draft),
    ],
    forms=[HAND_IN],
)
