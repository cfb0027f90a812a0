"""What a reader taps under an announcement: received, coming, not coming and why, who comes instead."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from handlers.forms import Answers, FormKind, Step, start_form
from handlers.target_answers import read_words
from handlers.turn import Turn
from messages.actions.announcements import AnswerAnnouncement
from store.announcements import announcement_to_answer, answer_announcement, change_group, show_answer
from store.announcements.saying import short_facts
from store.chats import chat_of
from store.facts import flat, local
from store.outbox import private_chats
from store.tables import AnnouncementReader, Reply

REASON, NAME = 300, 100
"""Longest reason and longest name, in characters."""

PREVIEW = 0


def answer(turn: Turn, action: AnswerAnnouncement) -> None:
    """The tap under the message, under a reminder of it, or in a group. A preview's button only says what it is."""
    if action.announcement_id == PREVIEW:
        turn.toast("announcements/preview_toast")
        return
    found, _ = announcement_to_answer(
        turn.session, action.announcement_id, action.reply, by=turn.me, chat_id=turn.chat_id, now=turn.now
    )
    if action.reply in (Reply.ABSENT, Reply.DEPUTY):
        _ask_more(turn, action, short_facts(turn.session, found))
        return
    reader = answer_announcement(
        turn.session, action.announcement_id, action.reply, by=turn.me, chat_id=turn.chat_id, now=turn.now
    )
    turn.toast("announcements/answered_toast", answer=reader.answer)
    if not turn.said.is_private:
        change_group(turn.session, action.announcement_id, turn.chat_id, turn.now)
        show_answer(turn.session, reader, but_message=None, now=turn.now)
    elif show_answer(turn.session, reader, but_message=turn.said.message_id, now=turn.now):
        turn.edit("live/announcements/letter", announcement_id=action.announcement_id, who=reader.who, edits=True)
    else:
        _say_answered(turn, reader)


def _say_answered(turn: Turn, reader: AnnouncementReader) -> None:
    assert reader.answered_at is not None
    turn.edit(
        "announcements/answered",
        announcement_id=reader.announcement_id,
        answer=reader.answer,
        reason=reader.reason,
        deputy=reader.deputy,
        answered_at=local(reader.answered_at, turn.timezone),
    )


def _ask_more(turn: Turn, action: AnswerAnnouncement, known: dict[str, Any]) -> None:
    """A short form, always in private; who taps in a group is asked there."""
    which = {"announcement_id": action.announcement_id, "reply": action.reply}
    given = flat({**which, "about": known["body"], "chat": turn.chat_id})
    if turn.said.is_private:
        turn = replace(turn, said=replace(turn.said, action=None))
    else:
        private = private_chats(turn.session, [turn.who.id])
        turn.toast("announcements/asked_private_toast" if private else "groups/open_private_toast")
        if not private:
            return
        said = replace(turn.said, action=None, is_private=True, message_id=None, topic_id=None)
        turn = replace(turn, chat=chat_of(turn.session, private[turn.who.id]), said=said)
    start_form(turn, MORE, **given)


def _read_reason(turn: Turn, _answers: Answers, value: str | None) -> dict[str, Any]:
    return {"reason": read_words(turn, value, most=REASON)}


def _read_deputy(turn: Turn, _answers: Answers, value: str | None) -> dict[str, Any]:
    return {"deputy": read_words(turn, value, least=2, most=NAME)}


def _is(reply: Reply) -> Callable[[Answers], bool]:
    return lambda answers: answers["reply"] == reply


def _keep(turn: Turn, answers: Answers) -> None:
    reader = answer_announcement(
        turn.session,
        answers["announcement_id"],
        Reply(answers["reply"]),
        by=turn.me,
        chat_id=answers["chat"],
        now=turn.now,
        reason=answers.get("reason", ""),
        deputy=answers.get("deputy", ""),
    )
    show_answer(turn.session, reader, but_message=None, now=turn.now)
    if answers["chat"] != turn.chat_id:
        change_group(turn.session, answers["announcement_id"], answers["chat"], turn.now)
    _say_answered(turn, reader)


def _limits(_turn: Turn, _answers: Answers) -> dict[str, Any]:
    return {"longest_reason": REASON, "longest_name": NAME}


MORE = FormKind(
    "announcements/answer",
    [
        Step("reason", "announcements/ask_reason", _read_reason, facts=_limits, when=_is(Reply.ABSENT)),
        Step("deputy", "announcements/ask_deputy", _read_deputy, facts=_limits, when=_is(Reply.DEPUTY)),
    ],
    _keep,
)
