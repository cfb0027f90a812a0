"""How many people a unit has: asked of its head when a plan limits something to a percentage of them."""

from typing import Any

from handlers.forms import Answers, FormKind, Step, start_form
from handlers.turn import Feature, On, Turn
from messages.actions.targets import GiveStaff
from store.errors import BadAnswer
from store.rules.typed import BadNumber, read_typed_number
from store.targets import MOST_STAFF, find_for_staff, set_staff


def give_staff(turn: Turn, action: GiveStaff) -> None:
    unit = find_for_staff(turn.session, action.unit_id, by=turn.me, now=turn.now)
    start_form(turn, STAFF, unit_id=unit.id, unit=unit.name, was=unit.staff)


def read_staff(turn: Turn, _answers: Answers, value: str | None) -> dict[str, Any]:
    """A whole number of people."""
    try:
        number = read_typed_number(turn.said.text) if value is None else None
    except BadNumber:
        number = None
    if number is None or number != int(number) or not 1 <= number <= MOST_STAFF:
        raise BadAnswer("staff", most=MOST_STAFF)
    return {"staff": int(number)}


def _keep(turn: Turn, answers: Answers) -> None:
    unit = set_staff(turn.session, answers["unit_id"], answers["staff"], by=turn.me, now=turn.now)
    turn.edit("targets/staff_kept", unit=unit.name, staff=unit.staff)


STAFF = FormKind("targets/staff", [Step("staff", "targets/staff", read_staff)], _keep)

FEATURE = Feature(actions=[On(GiveStaff, give_staff)], forms=[STAFF])
