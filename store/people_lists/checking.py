"""A list of people beside the database: which units are meant, who is new, who is there already."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlmodel import Session, col, select

from store.names import folded
from store.people import in_place, units_of_bloc
from store.people_lists.rows import SHOWN_VALUE, Listed, Mistake, is_head, without_repeats
from store.tables import Member, Membership, Unit


@dataclass(frozen=True)
class Checked:
    """`new` are those to add, `known` those who are there already; with mistakes nobody is added."""

    new: list[Listed]
    known: list[Listed]
    mistakes: list[Mistake]


def check_list(session: Session, people: Sequence[Listed], *, bloc_id: int, unit: Unit | None, today: date) -> Checked:
    """`unit`: the one unit the list is of, by its head, who makes nobody a head."""
    placed, mistakes = _placed(session, people, bloc_id, unit, today)
    kept, repeated = without_repeats(placed)
    there = _there(session, bloc_id, today)
    known = [one for one in kept if _is_there(one, there)]
    new = [one for one in kept if not _is_there(one, there)]
    return Checked(new, known, sorted([*mistakes, *repeated], key=lambda one: one.row))


def _placed(
    session: Session, people: Sequence[Listed], bloc_id: int, unit: Unit | None, today: date
) -> tuple[list[Listed], list[Mistake]]:
    by_word: dict[str, int] = {}
    for one in units_of_bloc(session, bloc_id, today):
        for word in (one.name, one.code):
            by_word.setdefault(folded(word), one.id or 0)
    placed: list[Listed] = []
    mistakes: list[Mistake] = []
    for person in people:
        unit_id = unit.id if unit is not None else by_word.get(folded(person.unit))
        if unit_id is None:
            mistakes.append(Mistake(person.row, "unknown_unit", person.unit[:SHOWN_VALUE]))
        elif unit is not None and is_head(person):
            mistakes.append(Mistake(person.row, "head_by_office", person.name[:SHOWN_VALUE]))
        else:
            placed.append(replace(person, unit_id=unit_id))
    return placed, mistakes


def _there(session: Session, bloc_id: int, today: date) -> dict[tuple[int, str], set[str]]:
    """(unit id, name) -> the positions of those of that name."""
    rows = session.exec(
        select(Membership.unit_id, Member.name, Member.position)
        .join(Member, col(Member.id) == col(Membership.member_id))
        .where(col(Member.bloc_id) == bloc_id, in_place(today))
    )
    found: dict[tuple[int, str], set[str]] = {}
    for unit_id, name, position in rows:
        found.setdefault((unit_id, folded(name)), set()).add(folded(position))
    return found


def _is_there(one: Listed, there: dict[tuple[int, str], set[str]]) -> bool:
    """Of the same name and the same position; where either has none, of the same name."""
    positions = there.get((one.unit_id or 0, folded(one.name)))
    return positions is not None and (not one.position or folded(one.position) in positions or "" in positions)
