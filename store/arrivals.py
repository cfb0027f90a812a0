"""Who speaks and where: the rows behind an update."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from store.facts import local_day
from store.rights import Seat, seats
from store.tables import Account, Bloc, Chat, ChatKind, ChatState, Member


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
    account = _account(session, account_id, locale)
    chat = session.exec(select(Chat).where(col(Chat.telegram_id) == chat_telegram_id)).first()
    if chat is None:
        kind = ChatKind.PRIVATE if is_private else ChatKind.GROUP
        owner = account_id if is_private else None
        language = account.language if is_private and account else locale
        chat = Chat(telegram_id=chat_telegram_id, kind=kind, account_id=owner, title=title, language=language)
        session.add(chat)
        session.flush()
    elif is_private and chat.state == ChatState.CLOSED:
        chat.state = ChatState.READY
    if is_private and account is not None and account.unreachable:
        account.unreachable = None
    member, bloc = _member(session, account, chat)
    found = seats(session, member, local_day(now, bloc.timezone)) if member and bloc else []
    return Arrival(chat, account, member, bloc, found)


def _account(session: Session, account_id: int | None, locale: str) -> Account | None:
    if account_id is None:
        return None
    account = session.get(Account, account_id)
    if account is None:
        account = Account(id=account_id, language=locale)
        session.add(account)
        session.flush()
    return account


def _member(session: Session, account: Account | None, chat: Chat) -> tuple[Member | None, Bloc | None]:
    """The account's member: of the group's bloc in a linked group, else of the bloc last used."""
    bloc_id = chat.bloc_id or (account.bloc_id if account else None)
    bloc = session.get(Bloc, bloc_id) if bloc_id is not None else None
    if account is None or bloc is None:
        return None, bloc
    member = session.exec(
        select(Member).where(col(Member.account_id) == account.id, col(Member.bloc_id) == bloc.id)
    ).first()
    return member, bloc
