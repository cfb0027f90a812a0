"""Asking and answering: each turn is told to who waits for it, once."""

import unicodedata
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session

from store.errors import AlreadyDone, BadAnswer, NotFound
from store.facts import flat
from store.feedback.reading import Talk, my_talk, open_feedback
from store.history import record
from store.originals import SentFile
from store.outbox import post_to_accounts
from store.people import account_ids, bloc_day, office_of
from store.rights import Right, demand, seats
from store.tables import Bloc, Feedback, FeedbackMessage, FeedbackState, Member

MOST_TEXT = 3000
MOST_FILES = 10


def with_feedback_file(files: Sequence[SentFile], file: SentFile) -> list[SentFile]:
    """The files with one more, once per unique id. Of any kind: Telegram keeps them, the bot only passes them on."""
    if any(one["unique_id"] == file["unique_id"] for one in files):
        return list(files)
    if len(files) >= MOST_FILES:
        raise BadAnswer("too_many_files", limit=MOST_FILES)
    return [*files, file]


def with_feedback_words(before: str, more: str) -> str:
    """The words so far with more below: NFC, nothing that cannot be seen. Refuses what gets too long."""
    plain = "".join(
        letter
        for letter in unicodedata.normalize("NFC", more)
        if letter == "\n" or unicodedata.category(letter) not in ("Cc", "Cf", "Cs", "Co", "Cn")
    ).strip()
    text = "\n".join(part for part in (before, plain) if part)
    if len(text) > MOST_TEXT:
        raise BadAnswer("text_long", length=len(text), limit=MOST_TEXT)
    return text


def ask_office(
    session: Session,
    *,
    text: str,
    files: Sequence[SentFile] = (),
    by: Member,
    now: datetime,
    feedback_id: int | None = None,
) -> Feedback:
    """Ask the office, or (with `feedback_id`) ask further in one's own talk. The office is told with who asks."""
    today = bloc_day(session, by.bloc_id, now)
    if not seats(session, by, today):
        raise NotFound()
    text = _checked(text, files)
    if feedback_id is None:
        feedback = Feedback(bloc_id=by.bloc_id, member_id=by.id or 0, waiting_since=now)
        session.add(feedback)
        session.flush()
    else:
        feedback = my_talk(session, feedback_id, by=by)
        if feedback.state == FeedbackState.ANSWERED:
            feedback.state, feedback.waiting_since, feedback.reminded_at = FeedbackState.WAITING, now, None
    _keep(session, feedback, text, files, of_office=False, by=by, now=now)
    talk = open_feedback(session, feedback.id or 0, by=by, now=now)
    office = [one for one in office_of(session, by.bloc_id, today) if one.id != by.id]
    further = len(talk.messages) > 1
    shown: dict[str, Any] = {
        "feedback_id": feedback.id,
        "name": by.name,
        "units": talk.units,
        "text": text,
        "files": len(files),
    }
    post_to_accounts(session, "feedback/asked", account_ids(office), now=now, further=further, **shown)
    _post_files(session, files, account_ids(office), by.name, now)
    session.flush()
    return feedback


def answer_feedback(
    session: Session,
    feedback_id: int,
    *,
    seen: int,
    text: str,
    files: Sequence[SentFile] = (),
    by: Member,
    now: datetime,
) -> Talk:
    """Answer for the office: who asked is told, and the others of the office see that it is answered and how.

    `seen`: the newest turn that was shown. Refuses when somebody of the office has answered since.
    """
    talk = open_feedback(session, feedback_id, by=by, now=now)
    feedback = talk.feedback
    today = bloc_day(session, feedback.bloc_id, now)
    demand(session, by, Right.ANSWER_FEEDBACK, bloc_id=feedback.bloc_id, today=today)
    if not talk.office:
        raise NotFound()
    since = next((one for one in talk.messages if one.of_office and (one.id or 0) > seen), None)
    if since is not None:
        raise AlreadyDone(who=session.get_one(Member, since.by_id).name)
    text = _checked(text, files)
    feedback.state, feedback.reminded_at = FeedbackState.ANSWERED, None
    _keep(session, feedback, text, files, of_office=True, by=by, now=now)
    question = next((one.text for one in reversed(talk.messages) if not one.of_office and one.text), "")
    shown: dict[str, Any] = {
        "feedback_id": feedback.id,
        "question": question,
        "text": text,
        "files": len(files),
        "who": by.name,
    }
    bloc = session.get_one(Bloc, feedback.bloc_id)
    asker = account_ids([talk.asker])
    post_to_accounts(session, "feedback/answer", asker, now=now, bloc=bloc.name, **shown)
    _post_files(session, files, asker, by.name, now)
    office = [one for one in office_of(session, feedback.bloc_id, today) if one.id not in (by.id, talk.asker.id)]
    post_to_accounts(session, "feedback/closed", account_ids(office), now=now, name=talk.asker.name, **shown)
    session.flush()
    return open_feedback(session, feedback_id, by=by, now=now)


def _keep(
    session: Session,
    feedback: Feedback,
    text: str,
    files: Sequence[SentFile],
    *,
    of_office: bool,
    by: Member,
    now: datetime,
) -> None:
    message = FeedbackMessage(
        feedback_id=feedback.id or 0,
        by_id=by.id or 0,
        of_office=of_office,
        text=text,
        files=[flat(one) for one in files],
        at=now,
    )
    session.add(message)
    session.flush()
    action = "answered" if of_office else "asked"
    record(session, feedback, action, by=by, now=now, message=message.id, files=len(files))


def _checked(text: str, files: Sequence[SentFile]) -> str:
    cleaned = with_feedback_words("", text)
    if not cleaned and not files:
        raise BadAnswer("nothing_sent")
    return cleaned


def _post_files(session: Session, files: Sequence[SentFile], accounts: list[int], name: str, now: datetime) -> None:
    for number, file in enumerate(files, start=1):
        sent: dict[str, Any] = {"file_id": file["file_id"], "file_kind": file["kind"]}
        post_to_accounts(
            session, "feedback/file", accounts, now=now, name=name, number=number, files=len(files), **sent
        )
