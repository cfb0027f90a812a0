"""What a new calendar file says about the one before: numbers raised, what is no more cancelled. Entries are flat."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from store.rules.deadlines import ONE_DAY

Entries = Mapping[str, Mapping[str, Any]]

KEPT = timedelta(days=31)
"""How long a day that is past, or was cancelled, stays in the file."""

_OWN = ("number", "changed", "cancelled")
"""What an entry says about itself, not about its day."""


def merged(before: Entries, now_there: Entries, *, today: date, at: str) -> dict[str, dict[str, Any]]:
    """The entries of the new file: `number` is raised and `changed` set where one differs from the file before."""
    found = {}
    for key, entry in now_there.items():
        old = before.get(key)
        if old is not None and not old["cancelled"] and _said(old) == dict(entry):
            found[key] = dict(old)
        else:
            found[key] = {**entry, "number": old["number"] + 1 if old else 0, "changed": at, "cancelled": False}
    for key in before.keys() - now_there.keys():
        old = before[key]
        if not old["cancelled"] and _day(old) >= today:
            found[key] = {**old, "number": old["number"] + 1, "changed": at, "cancelled": True}
        elif old["cancelled"] and _day(old) >= today - KEPT:
            found[key] = dict(old)
    return dict(sorted(found.items(), key=lambda one: (one[1]["day"], one[0])))


def changes_between(before: Entries, now_there: Entries, *, today: date) -> list[dict[str, Any]]:
    """Which days still to come are other ones now, soonest first: `old` or `new` is empty for one that came or went."""
    changes = []
    for key in before.keys() | now_there.keys():
        old, new = before.get(key), now_there.get(key)
        was = "" if old is None or old["cancelled"] else str(old["day"])
        will = "" if new is None else str(new["day"])
        entry = new or old
        if was == will or max(was, will) < today.isoformat() or entry is None or entry["done"]:
            continue
        facts = {name: entry[name] for name in ("kind", "title", "unit", "campaign")}
        changes.append((will or was, key, {**facts, "old": was, "new": will}))
    return [change for _, _, change in sorted(changes, key=lambda one: one[:2])]


def next_day(day: str) -> date:
    """An event of a whole day ends when the next begins."""
    return date.fromisoformat(day) + ONE_DAY


def _said(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in entry.items() if name not in _OWN}


def _day(entry: Mapping[str, Any]) -> date:
    return date.fromisoformat(entry["day"])
