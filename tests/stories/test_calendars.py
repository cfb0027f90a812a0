"""The calendar file: taken once, read by calendars, sent anew when a day changes, stopped."""

import itertools
from datetime import date, timedelta
from typing import Any

from icalendar import Calendar

from messages.actions import pack
from messages.actions.calendars import StopCalendar, TakeCalendar
from store.history import record
from store.tables import CalendarCopy, Letter, Milestone
from tests.stories.test_campaigns import a_linked_group
from tests.stories.test_duties import opens
from tests.stories.test_exports import content, files
from tests.town import Actor, Town


def takes(actor: Actor, button: str = "Lịch (.ics)") -> dict[str, Any]:
    actor.sends("/hanchot")
    actor.taps_twice(button)
    return newest(actor)


def newest(actor: Actor) -> dict[str, Any]:
    """UID -> event of the newest calendar file, which holds to RFC 5545 as far as lines go."""
    message = files(actor)[-1]
    assert message.file is not None and message.file.name == "lich-thi-dua.ics"
    raw = content(message)
    assert raw.endswith(b"END:VCALENDAR\r\n") and all(len(line) <= 75 for line in raw.split(b"\r\n"))
    book = Calendar.from_ical(raw)
    assert (book["METHOD"], book["VERSION"]) == ("PUBLISH", "2.0")
    events = book.walk("VEVENT")
    found = {str(event["UID"]): event for event in events}
    assert len(found) == len(events)
    return found


def days(events: dict[str, Any]) -> dict[str, date]:
    return {str(event["SUMMARY"]): event.decoded("DTSTART") for event in events.values()}


def extends(town: Town, milestone: str, unit: str, day: str, reason: str) -> None:
    opens(town, town.mai, town.duty(milestone, unit).id)
    town.mai.taps("Gia hạn")
    town.mai.sends(day)
    town.mai.sends(reason)
    town.mai.taps("Gia hạn")


def test_a_head_takes_the_units_days_and_gets_a_new_file_the_morning_after_one_has_changed(town: Town) -> None:
    first = takes(town.binh)
    takes(town.lan)
    takes(town.mai)
    assert [len(files(one)) for one in (town.binh, town.lan, town.mai)] == [1, 1, 1]
    of_unit = "Hạn: Báo cáo sơ kết đợt 1 (Sở Y tế)"
    assert days(first)[of_unit] == date(2020, 6, 19)
    uid = f"duty-{town.duty('bc-dot-1', 'syt').id}@{town.bloc.code}.thidua"
    event = first[uid]
    assert (event["SUMMARY"], event["SEQUENCE"], event["STATUS"]) == (of_unit, 0, "CONFIRMED")
    assert event.decoded("DTEND") == date(2020, 6, 20)
    assert "Hạn: trước 20/6/2020 (hết thứ Sáu 19/6)" in str(event["DESCRIPTION"])
    alarms = [alarm["TRIGGER"].dt for alarm in event.walk("VALARM")]
    assert alarms == [timedelta(hours=-16), timedelta(hours=8)]

    extends(town, "bc-dot-1", "syt", "25/6/2020", 'Chờ số liệu; "của tỉnh", đợt 2\\n')
    town.moves_to("2020-01-03")

    assert "• Báo cáo sơ kết đợt 1 (Sở Y tế): 19/6/2020 → 25/6/2020" in town.binh.reads()
    second = newest(town.binh)
    event = second[uid]
    assert (event["SEQUENCE"], event.decoded("DTSTART")) == (1, date(2020, 6, 25))
    assert event.decoded("LAST-MODIFIED") > first[uid].decoded("LAST-MODIFIED")
    assert 'Lý do gia hạn: Chờ số liệu; "của tỉnh", đợt 2\\n' in str(event["DESCRIPTION"])
    unchanged = [key for key in first if key != uid]
    assert [second[key]["SEQUENCE"] for key in unchanged] == [0] * len(unchanged)
    assert of_unit in days(newest(town.mai)) and len(files(town.mai)) == 2
    assert len(files(town.lan)) == 1

    town.moves_to("2020-01-06")
    assert (len(files(town.binh)), len(files(town.mai))) == (2, 2)


def test_the_office_reads_who_still_owes_and_staff_the_campaigns_days(english_town: Town) -> None:
    town = english_town
    office = {str(one["SUMMARY"]): one for one in takes(town.mai, "Calendar (.ics)").values()}
    staff = takes(town.lan, "Calendar (.ics)")

    told = str(office["Due: Báo cáo sơ kết đợt 1"]["DESCRIPTION"])
    assert "6 units have not done it yet: " in told and "Sở Y tế" in told
    assert "Due: Báo cáo sơ kết đợt 1 (Sở Thông tin và Truyền thông)" in office
    assert "Due: Báo cáo sơ kết đợt 1" in days(staff)
    names = [phase for phase in days(staff) if phase.endswith(" opens")]
    assert len(names) == 2 and "The campaign ends" in days(staff)
    instants = [event.decoded("DTSTART") for event in staff.values()]
    assert all(early <= late for early, late in itertools.pairwise(instants))


def test_who_stops_hears_no_more_and_whose_day_is_gone_sees_it_cancelled(town: Town) -> None:
    takes(town.binh)
    takes(town.tu)
    town.tu.taps("Thôi gửi tệp mới")
    town.tu.taps("Thôi gửi tệp mới", files(town.tu)[-1])
    assert "thôi gửi tệp lịch mới" in town.tu.reads()
    assert len(town.all(CalendarCopy)) == 1
    gone = town.duty("bc-nam", "syt")
    with town.changing() as session:
        milestone = session.get_one(Milestone, gone.milestone_id)
        milestone.withdrawn_at = town.now
        record(session, milestone, "changed", by=None, now=town.now, bloc_id=town.bloc.id)
    town.moves_to("2020-01-03")

    event = newest(town.binh)[f"duty-{gone.id}@{town.bloc.code}.thidua"]
    assert (event["STATUS"], event["SEQUENCE"], event.walk("VALARM")) == ("CANCELLED", 1, [])
    assert len(files(town.tu)) == 1


def test_a_group_and_a_stranger_get_no_calendar(town: Town) -> None:
    group = a_linked_group(town)
    town.binh.sends("/hanchot@thidua_bot", to=group)
    heard = len(group.heard)
    for action in (TakeCalendar(), StopCalendar()):
        town.binh.taps_data(group.last, pack(action))
        town.quan.starts()
        town.quan.taps_data(town.quan.last, pack(action))

    assert len(group.heard) == heard
    assert (files(town.quan), town.all(CalendarCopy)) == ([], [])
    assert not [one for one in town.all(Letter) if one.template.startswith("live/calendars")]
