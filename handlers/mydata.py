"""/dulieu: what is kept about me, my name, my consent, and being deleted."""

from typing import Any

from handlers.forms import Answers, FormKind, Step, start_form
from handlers.menus import menu_of
from handlers.turn import Command, Feature, On, Turn
from messages.actions.mydata import (
    AskDeleteMe,
    AskWithdrawConsent,
    ConsentAgain,
    CorrectMyName,
    DeleteMe,
    SendMyData,
    ShowMyData,
    WithdrawConsent,
)
from store.consents import consent_again
from store.deletion import delete_person, members_of_account, withdraw_consent
from store.errors import BadAnswer, NotFound
from store.my_data import data_in_short, everything_about
from store.names import clean_name
from store.renaming import rename_member
from store.tables import Account


def me(turn: Turn) -> Account:
    """Who speaks, in their own chat: nothing of this is said in a group."""
    if not turn.said.is_private:
        raise NotFound()
    return turn.who


def show(turn: Turn, _action: ShowMyData | None = None) -> None:
    turn.edit("mydata/mydata", **data_in_short(turn.session, me(turn), now=turn.now))


def send(turn: Turn, _action: SendMyData) -> None:
    """Everything, as a page to read and as JSON, in one archive."""
    data = everything_about(turn.session, me(turn), now=turn.now)
    turn.say("mydata/file", made="my_data", data=data)


def correct(turn: Turn, _action: CorrectMyName) -> None:
    members = members_of_account(turn.session, me(turn))
    if not members:
        raise NotFound()
    start_form(turn, CORRECT, before=members[-1].name)


def _read_name(turn: Turn, _answers: Answers, value: str | None) -> dict[str, Any]:
    if value is not None or turn.said.file is not None:
        raise BadAnswer("name", shortest=2)
    return {"name": clean_name(turn.said.text)}


def _rename(turn: Turn, answers: Answers) -> None:
    for member in members_of_account(turn.session, me(turn)):
        rename_member(turn.session, member, answers["name"], by=member, now=turn.now)
    turn.edit("mydata/corrected", name=answers["name"])


CORRECT = FormKind(
    "mydata/correct",
    [Step("name", "mydata/ask_name", _read_name)],
    _rename,
    preview="mydata/preview",
)


def ask_withdraw(turn: Turn, _action: AskWithdrawConsent) -> None:
    me(turn)
    turn.edit("mydata/ask_withdraw")


def withdraw(turn: Turn, _action: WithdrawConsent) -> None:
    withdraw_consent(turn.session, me(turn), now=turn.now)
    _stand_up(turn)
    turn.edit("mydata/withdrawn")


def ask_delete(turn: Turn, _action: AskDeleteMe) -> None:
    me(turn)
    turn.edit("mydata/ask_delete")


def delete(turn: Turn, _action: DeleteMe) -> None:
    """The second tap. Nothing of the person is left; the farewell says what that means."""
    delete_person(turn.session, me(turn), now=turn.now)
    _stand_up(turn)
    turn.edit("mydata/deleted")


def _stand_up(turn: Turn) -> None:
    """From here on the turn is a stranger's."""
    turn.seats, turn.member = [], None
    menu_of(turn)


def agree(turn: Turn, action: ConsentAgain) -> None:
    consent_again(turn.session, me(turn), action.version, now=turn.now)
    turn.book.home(turn)


FEATURE = Feature(
    commands=[Command("dulieu", "mydata", show, joined=False, menu=92)],
    actions=[
        On(ShowMyData, show, joined=False),
        On(SendMyData, send, joined=False),
        On(CorrectMyName, correct, joined=False),
        On(AskWithdrawConsent, ask_withdraw, joined=False),
        On(WithdrawConsent, withdraw, joined=False),
        On(AskDeleteMe, ask_delete, joined=False),
        On(DeleteMe, delete, joined=False),
        On(ConsentAgain, agree, joined=False),
    ],
    forms=[CORRECT],
)
