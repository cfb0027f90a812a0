"""The language a person reads."""

from datetime import datetime

from sqlmodel import Session, col, select

from store.errors import NotFound
from store.history import record
from store.tables import Account, Chat, ChatKind, Letter, Member

LANGUAGES = ("vi", "en")


def choose_language(session: Session, account: Account, language: str, *, by: Member | None, now: datetime) -> None:
    """Answer an account in this language from now on, letters that wait included."""
    if language not in LANGUAGES:
        raise NotFound()
    chat = session.exec(
        select(Chat).where(col(Chat.account_id) == account.id, col(Chat.kind) == ChatKind.PRIVATE)
    ).first()
    if chat is not None:
        chat.language = language
    if account.language != language:
        account.language = language
        if by is not None:
            record(session, by, "language_chosen", by=by, now=now, language=language)
    session.flush()


def greet_in(session: Session, account: Account, chat: Chat, language: str) -> None:
    """Somebody the bot has never written to reads the language of the bloc they come to."""
    if session.exec(select(Letter.id).where(col(Letter.chat_id) == chat.id).limit(1)).first() is None:
        account.language = chat.language = language
        session.flush()
