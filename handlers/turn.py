"""A turn: who speaks, where, what was said, and how to answer. Handlers see nothing else."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Protocol

from sqlmodel import Session

from handlers.said import Said
from messages.actions import Action
from store.errors import NotFound
from store.facts import local_day
from store.outbox import post
from store.rights import Right, Seat
from store.tables import Account, Bloc, Chat, Lane, LetterKind, Member


class Where(StrEnum):
    PRIVATE = "private"
    GROUP = "group"
    BOTH = "both"


@dataclass
class Turn:
    """One update while it is acted on, inside its transaction.

    `account` and `member` are who speaks (an account without a member is a stranger; an anonymous administrator of a
    group is no account); `bloc` the bloc that is meant; `chat` where the answer goes.
    """

    session: Session
    now: datetime
    said: Said
    chat: Chat
    account: Account | None = None
    member: Member | None = None
    bloc: Bloc | None = None
    seats: list[Seat] = field(default_factory=list)
    toast_template: str | None = None
    toast_facts: dict[str, Any] = field(default_factory=dict)
    desk: "Desk | None" = None

    @property
    def book(self) -> "Desk":
        """The book that runs this turn."""
        assert self.desk is not None
        return self.desk

    @property
    def chat_id(self) -> int:
        """The row id of the chat the answer goes to."""
        assert self.chat.id is not None
        return self.chat.id

    @property
    def who(self) -> Account:
        """The account that speaks; private chats and taps always have one."""
        assert self.account is not None
        return self.account

    @property
    def me(self) -> Member:
        """The member that speaks. Refuses who is none: to them nothing of a bloc is there (NotFound)."""
        if self.member is None:
            raise NotFound()
        return self.member

    @property
    def timezone(self) -> str:
        return self.bloc.timezone if self.bloc else "Asia/Ho_Chi_Minh"

    @property
    def today(self) -> date:
        """The day on the bloc's calendar."""
        return local_day(self.now, self.timezone)

    def say(self, template: str, **facts: Any) -> int:
        """A new message in this chat. The letter's row id."""
        letter = post(
            self.session, template, to=self.chat_id, now=self.now, lane=Lane.REPLY, topic_id=self.said.topic_id, **facts
        )
        assert letter is not None
        return letter

    def edit(self, template: str, **facts: Any) -> int:
        """Change the message the tap was on; after typed words, a new message. The letter's row id."""
        if self.said.action is None or self.said.message_id is None:
            return self.say(template, **facts)
        letter = post(
            self.session,
            template,
            to=self.chat_id,
            now=self.now,
            lane=Lane.REPLY,
            kind=LetterKind.EDIT,
            message_id=self.said.message_id,
            topic_id=self.said.topic_id,
            **facts,
        )
        assert letter is not None
        return letter

    def toast(self, template: str, **facts: Any) -> None:
        """The short words that answer a tap; never anything the screen does not say too."""
        self.toast_template, self.toast_facts = template, facts


Handler = Callable[[Turn], None]


@dataclass(frozen=True)
class Command:
    """A chat command, its English alias, what it does, where, and which rights open it (any one; none: everybody).

    A command for both kinds of chat shows a group what the group shares: there every member may ask.

    `menu` orders it in the menus of those who may use it; 0 keeps it out. Its words are `commands/<name>`.
    `needs`: rights (any one) that its own function asks for, where the speaker is known only then.
    """

    name: str
    alias: str
    run: Handler
    where: Where = Where.PRIVATE
    rights: tuple[Right, ...] = ()
    joined: bool = True
    menu: int = 0
    needs: tuple[Right, ...] = ()


@dataclass(frozen=True)
class On:
    """Which function takes which action. `rights` as in `Command`; `joined`: only who is a member of a bloc."""

    action: type[Action]
    run: Callable[..., None]
    rights: tuple[Right, ...] = ()
    joined: bool = True


@dataclass(frozen=True)
class Feature:
    """What a feature adds: commands, actions, forms (by name), and takers of files and links sent in private.

    A taker returns whether the message was for it; the first that takes it ends the search.
    """

    commands: Sequence[Command] = ()
    actions: Sequence[On] = ()
    forms: Sequence[Any] = ()
    files: Callable[[Turn], bool] | None = None
    standing: Handler | None = None


class Desk(Protocol):
    """What a handler may ask of the book of all features."""

    def home(self, turn: Turn) -> None:
        """Show the home screen."""

    def resume(self, turn: Turn) -> None:
        """Show the open form's step again, else the home screen."""

    def cancel(self, turn: Turn) -> None:
        """Close the open form."""

    def run(self, turn: Turn, name: str) -> bool:
        """Run a command; whether there is one of this name."""

    def open_with(self, seats: Sequence[Seat]) -> list[Command]:
        """The commands of the menu that are open to these seats in private, most used first."""
