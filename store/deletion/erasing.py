"""Withdrawing consent, and deleting a person: history stays readable, without their name."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, update
from sqlmodel import Session, SQLModel, col, select

from store.chats import end_waiting
from store.columns import table_of
from store.deletion.copies import (
    Hidden,
    clear_details,
    empty_own_chat,
    hide_contacts,
    hide_copied,
    hide_signed,
    hide_typed,
)
from store.forms import cancel_open
from store.groups import NOT_REPLIES
from store.history import record
from store.languages import LANGUAGES
from store.leaving import leave_bloc
from store.rules.hiding import DELETED, hide
from store.tables import (
    Account,
    Achievement,
    AnnouncementReader,
    Appointment,
    CalendarCopy,
    Chat,
    Delegation,
    Duty,
    Evidence,
    Feedback,
    FeedbackMessage,
    Inbox,
    LaunchReceipt,
    LetterState,
    Member,
    Membership,
    Report,
    Rung,
    Target,
    UpdateState,
)


def members_of_account(session: Session, account: Account) -> list[Member]:
    """Who an account is, in each of its blocs."""
    mine = select(Member).where(col(Member.account_id) == account.id).order_by(col(Member.id))
    return list(session.exec(mine))


def withdraw_consent(session: Session, account: Account, *, now: datetime) -> None:
    """Nothing new is kept from here on, and the person is as left in every bloc. Twice changes nothing.

    Refuses the last leader. What was done before stays, under the name, until they ask to be deleted.
    """
    if account.consent_version is None:
        return
    for member in members_of_account(session, account):
        leave_bloc(session, member, now=now)
        record(session, member, "consent_withdrawn", by=member, now=now, version=account.consent_version)
    account.consent_version = account.consented_at = None
    account.telegram_name = ""
    cancel_open(session, account.id, now=now)
    _end_letters(session, account, now)
    session.flush()


def _end_letters(session: Session, account: Account, now: datetime) -> None:
    for chat_id in session.exec(select(Chat.id).where(col(Chat.account_id) == account.id)).all():
        end_waiting(session, chat_id or 0, LetterState.VOID, reason="consent_withdrawn", now=now, lanes=NOT_REPLIES)


def delete_person(session: Session, account: Account, *, now: datetime) -> None:
    """Delete a person from everything but the bare facts of history. Refuses the last leader of a bloc.

    Their name is replaced wherever the bot keeps it, their account is that of a stranger, and the details of history
    about them are emptied. Whoever comes with this account again is somebody new.
    """
    members = members_of_account(session, account)
    for member in members:
        leave_bloc(session, member, now=now)
    hidden = _hidden(session, account, members)
    for member in members:
        record(session, member, "deleted", by=member, now=now)
    session.flush()
    ids = [member.id or 0 for member in members]
    if hidden.names and hidden.blocs:
        hide_typed(session, hidden)
        hide_copied(session, hidden, now=now)
        hide_signed(session, hidden)
        hide_contacts(session, hidden)
        clear_details(session, hidden, _subjects(session, ids))
    empty_own_chat(session, account.id, now=now)
    _drop_own(session, account, ids)
    for member in members:
        member.name, member.position, member.former_names, member.account_id = DELETED, "", None, None
    _empty_account(session, account)
    session.flush()
    session.expire_all()


def _hidden(session: Session, account: Account, members: Sequence[Member]) -> Hidden:
    """All names the person had; Telegram's only where it is no mere nickname that texts may hold by chance."""
    names = [name for member in members for name in (member.name, *(member.former_names or []))]
    if " " in account.telegram_name:
        names.append(account.telegram_name)
    blocs = sorted({member.bloc_id for member in members})
    ids = [member.id for member in members]
    others = session.exec(select(Member.name).where(col(Member.bloc_id).in_(blocs), col(Member.id).not_in(ids)))
    keep = sorted({other for other in others if hide(other, names) != other})
    return Hidden(tuple(dict.fromkeys(name for name in names if name)), tuple(blocs), tuple(keep))


def _subjects(session: Session, members: Sequence[int]) -> list[tuple[type[SQLModel], Sequence[int]]]:
    """The rows that are about the person."""

    def ids(table: Any, where: Any) -> list[int]:
        return [one or 0 for one in session.exec(select(table.id).where(where)).all()]

    achievements = ids(Achievement, col(Achievement.member_id).in_(members))
    duties = ids(Duty, col(Duty.member_id).in_(members))
    return [
        (Member, members),
        (Membership, ids(Membership, col(Membership.member_id).in_(members))),
        (Appointment, ids(Appointment, col(Appointment.member_id).in_(members))),
        (Delegation, ids(Delegation, col(Delegation.member_id).in_(members))),
        (Target, ids(Target, col(Target.member_id).in_(members))),
        (Achievement, achievements),
        (Evidence, ids(Evidence, col(Evidence.achievement_id).in_(achievements))),
        (Duty, duties),
        (Report, ids(Report, col(Report.duty_id).in_(duties))),
        (Feedback, ids(Feedback, col(Feedback.member_id).in_(members))),
    ]


def _drop_own(session: Session, account: Account, members: Sequence[int]) -> None:
    """What was only theirs: talks with the office, the calendar, receipts, reminders they asked for, raw updates."""
    talks = select(col(Feedback.id)).where(col(Feedback.member_id).in_(members))
    session.execute(delete(table_of(FeedbackMessage)).where(col(FeedbackMessage.feedback_id).in_(talks)))
    session.execute(delete(table_of(Feedback)).where(col(Feedback.member_id).in_(members)))
    session.execute(delete(table_of(CalendarCopy)).where(col(CalendarCopy.member_id).in_(members)))
    session.execute(delete(table_of(LaunchReceipt)).where(col(LaunchReceipt.account_id) == account.id))
    session.execute(delete(table_of(Rung)).where(col(Rung.account_id) == account.id))
    session.execute(
        update(table_of(AnnouncementReader))
        .where(col(AnnouncementReader.member_id).in_(members))
        .values(reason="", deputy="")
    )
    closed = (UpdateState.DONE, UpdateState.IGNORED, UpdateState.FAILED)
    session.execute(
        update(table_of(Inbox)).where(col(Inbox.chat_key) == account.id, col(Inbox.state).in_(closed)).values(body="")
    )


def _empty_account(session: Session, account: Account) -> None:
    """An account like that of somebody the bot has never spoken with."""
    account.telegram_name, account.language, account.bloc_id = "", LANGUAGES[0], None
    account.consent_version = account.consented_at = account.unreachable = account.edited_told_at = None
    for chat in session.exec(select(Chat).where(col(Chat.account_id) == account.id)):
        chat.title = ""
