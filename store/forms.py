"""Forms: the open conversation of an account, kept after every answer."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, delete, update
from sqlmodel import Session, col, select

from store.columns import table_of
from store.facts import flat
from store.tables import Form, FormState, Letter

LEFT_FOR = timedelta(days=1)
"""After this long a form asks whether to go on before it takes another answer."""

_form = table_of(Form)
_CURRENT = select(Form).where(col(Form.account_id) == bindparam("account"), col(Form.state) == FormState.OPEN)
_CANCEL = (
    update(_form)
    .where(_form.c.account_id == bindparam("account"), _form.c.state == FormState.OPEN)
    .values(state=FormState.CANCELLED, answers={}, touched_at=bindparam("now"))
)


def open_form(session: Session, account_id: int, chat_id: int, name: str, *, now: datetime, **answers: Any) -> Form:
    """Open a form; one that was open is cancelled."""
    cancel_open(session, account_id, now=now)
    form = Form(account_id=account_id, chat_id=chat_id, name=name, answers=flat(answers), opened_at=now, touched_at=now)
    session.add(form)
    session.flush()
    return form


def current_form(session: Session, account_id: int) -> Form | None:
    """The account's open form."""
    return session.exec(_CURRENT, params={"account": account_id}).first()


def album_form(session: Session, account_id: int, media_group: str | None) -> Form | None:
    """The newest form that took an album's first parts and was answered or dropped since."""
    if media_group is None:
        return None
    return session.exec(
        select(Form)
        .where(col(Form.account_id) == account_id, col(Form.media_group) == media_group)
        .where(col(Form.state) != FormState.OPEN)
        .order_by(col(Form.id).desc())
    ).first()


def screen_of(session: Session, form: Form) -> int | None:
    """The message on which the form is shown, as far as it is known."""
    if form.screen_message_id is not None or form.screen_letter_id is None:
        return form.screen_message_id
    letter = session.get(Letter, form.screen_letter_id)
    return letter.message_id if letter is not None else None


def keep_answers(form: Form, *, now: datetime, **answers: Any) -> None:
    """Add answers to the form (a new dictionary, so that the change is seen). Written with what follows."""
    form.answers = {**form.answers, **flat(answers)}
    form.touched_at = now


def close_form(session: Session, form: Form, state: FormState, *, now: datetime) -> None:
    """Close a form. What was typed into a cancelled one is not kept."""
    form.state, form.touched_at = state, now
    if state == FormState.CANCELLED:
        form.answers = {}
    session.flush()


def cancel_open(session: Session, account_id: int, *, now: datetime) -> None:
    session.execute(_CANCEL, {"account": account_id, "now": now})


def forget_closed_forms(session: Session, *, now: datetime) -> None:
    """Drop forms that were closed more than a day ago."""
    session.execute(delete(_form).where(_form.c.state != FormState.OPEN, _form.c.touched_at < now - LEFT_FOR))
