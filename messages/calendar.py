"""The calendar file (iCalendar, RFC 5545): days with reminders, which a calendar keeps and updates by their UIDs."""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

from messages.made import Made
from messages.render import open_renderer

PRODUCT = "-//Thi Dua Bot//Lich thi dua//VI"
EVE = timedelta(hours=-16)
"""08:00 of the day before, since an event of a whole day begins at midnight."""
MORNING = timedelta(hours=8)


def calendar_file(data: Mapping[str, Any], language: str) -> Made:
    """From the data of `store.calendars.copies`."""
    from icalendar import Calendar

    renderer = open_renderer()
    name = renderer.render_plain("calendar_file/name", {"bloc": data["bloc"]}, language)
    book = Calendar()
    for field, value in {
        "prodid": PRODUCT,
        "version": "2.0",
        "calscale": "GREGORIAN",
        "method": "PUBLISH",
        "x-wr-calname": name,
        "x-wr-timezone": data["timezone"],
    }.items():
        book.add(field, value)
    for key, entry in data["entries"].items():
        said = json.loads(renderer.render_plain("calendar_file/event", entry, language))
        book.add_component(_event(f"{key}@{data['code']}.thidua", entry, said))
    return Made("document", "lich-thi-dua.ics", book.to_ical())


def _event(uid: str, entry: Mapping[str, Any], said: Mapping[str, str]) -> Any:
    from icalendar import Event

    day, changed = date.fromisoformat(entry["day"]), datetime.fromisoformat(entry["changed"]).astimezone(UTC)
    title = f"{said['title']} ({said['of']})" if "of" in said else said["title"]
    event = Event()
    for field, value in {
        "uid": uid,
        "dtstamp": changed,
        "last-modified": changed,
        "sequence": entry["number"],
        "summary": f"✓ {title}" if entry["done"] else title,
        "description": said["text"],
        "dtstart": day,
        "dtend": day + timedelta(days=1),
        "status": "CANCELLED" if entry["cancelled"] else "CONFIRMED",
        "transp": "TRANSPARENT",
    }.items():
        event.add(field, value)
    if not entry["done"] and not entry["cancelled"]:
        for before in (EVE, MORNING) if entry["mine"] else (MORNING,):
            event.add_component(_alarm(before, title))
    return event


def _alarm(before: timedelta, title: str) -> Any:
    from icalendar import Alarm

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", before)
    alarm.add("description", title)
    return alarm
