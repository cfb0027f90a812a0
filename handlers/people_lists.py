"""People from Excel: the sheet to fill, the file that comes back, and the tap that takes it whole."""

from typing import Any

from handlers.forms import Answers, FormKind, Step, start_form
from handlers.turn import Feature, On, Turn
from messages.actions.people_lists import DropList, ListSheet, SendList, TakeList
from store.errors import BadAnswer
from store.people import units_of_bloc
from store.people_lists import (
    MOST_PEOPLE,
    check_sent,
    drop_list,
    list_to_correct,
    may_send_list,
    send_list,
    take_list,
)
from store.rights import Right
from store.spreadsheets import LARGEST_FILE
from store.tables import PeopleListState

MB = 1024 * 1024


def ask(turn: Turn, action: SendList) -> None:
    """The question for the list; whoever has no sheet yet takes one there."""
    may_send_list(turn.session, action.unit_id or None, by=turn.me, now=turn.now)
    start_form(turn, LIST_FORM, unit_id=action.unit_id, most=MOST_PEOPLE, largest=LARGEST_FILE // MB)


def give_sheet(turn: Turn, action: ListSheet) -> None:
    """The sheet to fill, made when it is sent; the question stays open."""
    unit = may_send_list(turn.session, action.unit_id or None, by=turn.me, now=turn.now)
    units = [] if unit else units_of_bloc(turn.session, turn.me.bloc_id, turn.today)
    data = {"units": [{"code": one.code, "name": one.name} for one in units]}
    turn.say("people_lists/sheet", unit=unit.name if unit else "", made="people_sheet", data=data)


def _read_file(turn: Turn, _answers: Answers, value: str | None) -> dict[str, Any]:
    file = turn.said.file
    if value is not None or file is None or file.kind != "document":
        raise BadAnswer("sheet_kind")
    check_sent(file.name, file.size, LARGEST_FILE)
    return {"file": file.file_id, "file_name": file.name}


def _send(turn: Turn, answers: Answers) -> None:
    file_id, name = answers["file"], answers["file_name"]
    unit_id = answers["unit_id"] or None
    send_list(turn.session, unit_id, file_id=file_id, file_name=name, by=turn.me, now=turn.now)
    turn.edit("people_lists/reading", file_name=name)


def take(turn: Turn, action: TakeList) -> None:
    found, new = take_list(turn.session, action.list_id, by=turn.me, now=turn.now)
    unit_id = found.unit_id or 0
    if found.state == PeopleListState.REFUSED:
        turn.edit("people_lists/changed", unit_id=unit_id)
    else:
        turn.edit("people_lists/taken", unit_id=unit_id, new=new)


def drop(turn: Turn, action: DropList) -> None:
    found = drop_list(turn.session, action.list_id, by=turn.me, now=turn.now)
    turn.edit("people_lists/dropped", unit_id=found.unit_id or 0)


def mended(turn: Turn) -> bool:
    """The list that was refused, sent again without a tap."""
    file = turn.said.file
    if turn.member is None or not turn.said.is_private or file is None or not file.name.lower().endswith(".xlsx"):
        return False
    refused = list_to_correct(turn.session, by=turn.member, now=turn.now)
    if refused is None:
        return False
    check_sent(file.name, file.size, LARGEST_FILE)
    sent = {"file_id": file.file_id, "file_name": file.name}
    send_list(turn.session, refused.unit_id, by=turn.member, now=turn.now, **sent)
    turn.say("people_lists/reading", file_name=file.name)
    return True


LIST_FORM = FormKind("people_list", [Step("file", "people_lists/ask_file", _read_file)], _send)

EITHER = (Right.INVITE_HEADS, Right.INVITE_STAFF)

FEATURE = Feature(
    actions=[
        On(SendList, ask, EITHER),
        On(ListSheet, give_sheet, EITHER),
        On(TakeList, take, EITHER),
        On(DropList, drop, EITHER),
    ],
    forms=[LIST_FORM],
    files=mended,
)
