"""Who speaks and where: the rows behind an update."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, select
from sqlmodel import Session, col

from store.facts import local_day
from store.rights import Seat, seats
from store.tables import Account, Bloc, Chat, ChatKind, ChatState, Member

_WHO_AND_WHERE = (
    select(Chat, Account, Bloc, Member)
    .select_from(Chat)
    .outerjoin(Account, col(Account.id) == bindparam("account"))
    .outerjoin(Bloc, col(Bloc.id) == func.coalesce(col(Chat.bloc_id), col(Account.bloc_id)))
    .outerjoin(Member, (col(Member.account_id) == col(Account.id)) & (col(Member.bloc_id) == col(Bloc.id)))
    .where(col(Chat.telegram_id) == bindparam("chat"))
)
"""A chat, who speaks there, the bloc that is meant (of a linked group, else the one last used) and their member in it.
Asked in every turn, so it is built once.
"""


@dataclass(frozen=True)
class Arrival:
    """The rows a turn begins with. A member without an active place or role is no member yet."""

    chat: Chat
    account: Account | None
    member: Member | None
    bloc: Bloc | None
    seats: list[Seat]


def arrive(
    session: Session,
    *,
    account_id: int | None,
    chat_telegram_id: int,
    is_private: bool,
    title: str,
    locale: str,
    now: datetime,
) -> Arrival:
    """Find or make the account's and the chat's rows. Of a stranger only ids and the language are kept."""
    asked = {"account": account_id, "chat": chat_telegram_id}
    row = session.execute(_WHO_AND_WHERE, asked).first()
    if row is None or (row[1] is None and account_id is not None):
        _welcome(session, account_id, chat_telegram_id, is_private=is_private, title=title, locale=locale)
        row = session.execute(_WHO_AND_WHERE, asked).one()
    chat, account, bloc, member = row
    if is_private and chat.state == ChatState.CLOSED:
        chat.state = ChatState.READY
    if is_private and account is not None and account.unreachable:
        account.unreachable = None
    found = seats(session, member, local_day(now, bloc.timezone)) if member and bloc else []
    return Arrival(chat, account, member, bloc, found)


def _welcome(
    session: Session, account_id: int | None, chat_telegram_id: int, *, is_private: bool, title: str, locale: str
) -> None:
    """Make the rows that are not there yet."""
    account = None if account_id is None else session.get(Account, account_id)
    if account is None and account_id is not None:
        account = Account(id=account_id, language=locale)
        session.add(account)
        session.flush()
    known = session.execute(select(col(Chat.id)).where(col(Chat.telegram_id) == chat_telegram_id)).first()
    if known is None:
        kind = ChatKind.PRIVATE if is_private else ChatKind.GROUP
        owner = account_id if is_private else None
        language = account.language if is_private and account else locale
        session.add(Chat(telegram_id=chat_telegram_id, kind=kind, account_id=owner, title=title, language=language))
        session.flush()
