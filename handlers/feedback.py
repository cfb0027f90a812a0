"""/gopy: a question to the bloc leader's office, and its answer."""

from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Any

from handlers.forms import Answers, FormKind, Step, start_form
from handlers.turn import Command, Feature, On, Turn
from messages.actions.feedback import AnswerFeedback, AskOffice, FeedbackFiles, ListFeedback, OpenFeedback
from store.errors import BadAnswer
from store.feedback import (
    Waiting,
    answer_feedback,
    ask_office,
    feedback_facts,
    feedback_files,
    my_feedback,
    my_talk,
    open_feedback,
    unanswered,
    unanswered_count,
    with_feedback_file,
    with_feedback_words,
)
from store.rights import Right, has_anywhere

DONE = "done"


def begin(turn: Turn) -> None:
    """/gopy: the office sees what waits for it; everybody else writes at once."""
    if has_anywhere(turn.seats, Right.ANSWER_FEEDBACK):
        show_waiting(turn)
    else:
        start_form(turn, ASK, feedback=0)


def ask(turn: Turn, action: AskOffice) -> None:
    """Asked further, the answer stays where it stands, above."""
    if action.feedback_id is not None:
        my_talk(turn.session, action.feedback_id, by=turn.me)
        turn = replace(turn, said=replace(turn.said, action=None))
    start_form(turn, ASK, feedback=action.feedback_id or 0)


def show_list(turn: Turn, action: ListFeedback) -> None:
    if action.mine:
        turn.edit("feedback/mine", talks=_lines(my_feedback(turn.session, turn.me)))
    else:
        show_waiting(turn)


def show_waiting(turn: Turn) -> None:
    """What waits for the office, longest first."""
    me = turn.me
    talks = _lines(unanswered(turn.session, by=me, now=turn.now))
    turn.edit("feedback/waiting", talks=talks, count=unanswered_count(turn.session, me.bloc_id))


def _lines(found: Sequence[Waiting]) -> list[dict[str, Any]]:
    return [
        {
            "id": one.feedback.id,
            "name": one.name,
            "text": one.text,
            "files": one.files,
            "state": one.feedback.state,
        }
        for one in found
    ]


def show(turn: Turn, action: OpenFeedback) -> None:
    talk = open_feedback(turn.session, action.feedback_id, by=turn.me, now=turn.now)
    turn.edit("feedback/talk", **feedback_facts(turn.session, talk))


def send_files(turn: Turn, action: FeedbackFiles) -> None:
    """Each file as a message of its own, by Telegram's id of it."""
    talk = open_feedback(turn.session, action.feedback_id, by=turn.me, now=turn.now)
    files = feedback_files(turn.session, talk)
    for number, (name, file) in enumerate(files, start=1):
        sent = {"file_id": file["file_id"], "file_kind": file["kind"]}
        turn.say("feedback/file", name=name, number=number, files=len(files), **sent)


def begin_answer(turn: Turn, action: AnswerFeedback) -> None:
    talk = open_feedback(turn.session, action.feedback_id, by=turn.me, now=turn.now)
    facts = feedback_facts(turn.session, talk)
    question = next((one["text"] for one in reversed(facts["turns"]) if not one["of_office"]), "")
    asked = {"feedback": action.feedback_id, "seen": action.seen, "asker": talk.asker.name, "question": question}
    start_form(turn, ANSWER, **asked)


def _read(turn: Turn, answers: Answers, value: str | None) -> dict[str, Any]:
    """A file or words are added; the tap ends it."""
    files, text = answers.get("files", []), answers.get("text", "")
    if value == DONE:
        if not files and not text:
            raise BadAnswer("nothing_sent")
        return {"content": DONE}
    more = with_feedback_words(text, turn.said.text)
    if turn.said.file is not None:
        files = with_feedback_file(files, asdict(turn.said.file))
    elif more == text:
        raise BadAnswer("nothing_sent")
    return {"files": files, "text": more}


def _shown(turn: Turn, answers: Answers) -> dict[str, Any]:
    """What has been written so far, without Telegram's ids; whether there is something asked before."""
    return {
        "files": len(answers.get("files", [])),
        "text": answers.get("text", ""),
        "asked_before": bool(my_feedback(turn.session, turn.me, limit=1)),
    }


def _send(turn: Turn, answers: Answers) -> None:
    feedback = ask_office(
        turn.session,
        text=answers.get("text", ""),
        files=answers.get("files", []),
        by=turn.me,
        now=turn.now,
        feedback_id=answers["feedback"] or None,
    )
    turn.edit("feedback/sent", feedback_id=feedback.id)


def _answer(turn: Turn, answers: Answers) -> None:
    talk = answer_feedback(
        turn.session,
        answers["feedback"],
        seen=answers["seen"],
        text=answers.get("text", ""),
        files=answers.get("files", []),
        by=turn.me,
        now=turn.now,
    )
    left = unanswered_count(turn.session, talk.feedback.bloc_id)
    turn.edit("feedback/answered", name=talk.asker.name, feedback_id=talk.feedback.id, left=left)


ASK = FormKind("feedback/ask", [Step("content", "feedback/ask_words", _read, facts=_shown, many=True)], _send)
ANSWER = FormKind("feedback/reply", [Step("content", "feedback/answer_words", _read, facts=_shown, many=True)], _answer)

OFFICE = (Right.ANSWER_FEEDBACK,)

FEATURE = Feature(
    commands=[Command("gopy", "feedback", begin, menu=80)],
    actions=[
        On(AskOffice, ask),
        On(OpenFeedback, show),
        On(AnswerFeedback, begin_answer, rights=OFFICE),
        On(FeedbackFiles, send_files),
        On(ListFeedback, show_list),
    ],
    forms=[ASK, ANSWER],
)
