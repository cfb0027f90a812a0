"""Writing an announcement: what is said, to whom, what is asked, when; then exactly what readers will see."""

from collections import Counter
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from handlers.announcement_audience import (
    audience_facts,
    audience_of,
    earlier_facts,
    place_facts,
    read_audience,
    read_earlier,
    read_place,
    read_units,
    unit_of_answers,
    units_facts,
)
from handlers.announcement_content import (
    content_facts,
    fingerprint,
    read_content,
    show_sample,
    under_the_file,
)
from handlers.forms import Answers, FormKind, Step
from handlers.turn import Turn
from handlers.typed_days import typed_day
from store.announcements import Draft, aims_of, announce, open_announcement, place_of, show_on, work_on
from store.announcements.sweeping import EVERY
from store.errors import BadAnswer
from store.facts import local
from store.forms import keep_answers
from store.people import units_of_bloc
from store.rules.deadlines import BadDay
from store.rules.ladder import Ladder, is_quiet
from store.rules.moments import BadMoment, proposed_moments, read_typed_moment
from store.tables import Announcement, AnnouncementState, Asks, Form, ReaderKind
from store.work_calendar import work_calendar

NAMES = 15
FURTHEST = timedelta(days=366)
NONE = "none"


def _read_asks(_turn: Turn, _answers: Answers, value: str | None) -> dict[str, Any]:
    if value not in set(Asks):
        raise BadAnswer("choose")
    return {"asks": value}


def _read_event(turn: Turn, _answers: Answers, value: str | None) -> dict[str, Any]:
    if value == NONE:
        return {"event": NONE}
    day = typed_day(turn, value)
    if not turn.today <= day <= turn.today + FURTHEST:
        raise BadAnswer("day_outside", first=turn.today, last=turn.today + FURTHEST)
    return {"event": day}


def _here(turn: Turn) -> datetime:
    """The bloc's clock, without its zone."""
    return local(turn.now, turn.timezone).replace(tzinfo=None)


def _read_moment(turn: Turn, _answers: Answers, value: str | None) -> dict[str, Any]:
    if value == "now":
        return {"moment": None}
    try:
        typed = datetime.fromisoformat(value) if value else read_typed_moment(turn.said.text, now=_here(turn))
    except BadDay as bad:
        raise BadAnswer("day" if bad.exists else "no_such_day") from None
    except (BadMoment, ValueError):
        raise BadAnswer("moment") from None
    at = typed.replace(tzinfo=ZoneInfo(turn.timezone))
    if at <= turn.now:
        raise BadAnswer("moment_past", at=at)
    if at > turn.now + FURTHEST:
        raise BadAnswer("moment_too_far")
    return {"moment": at}


def _moment_facts(turn: Turn, _answers: Answers) -> dict[str, Any]:
    here = _here(turn)
    workday = work_calendar(turn.session, turn.me.bloc_id).working_day_after(here.date() + timedelta(days=1))
    return {"offered": [f"{one:%Y-%m-%dT%H:%M}" for one in proposed_moments(here, workday)]}


def draft_of(answers: Answers) -> Draft:
    text, files = answers.get("text", ""), answers.get("files", [])
    asks, event = Asks(answers["asks"]), answers.get("event")
    moment = answers.get("moment")
    return Draft(
        unit_id=unit_of_answers(answers),
        body=text,
        files=files,
        captioned=under_the_file(text, files),
        audience=audience_of(answers),
        asks=asks,
        event_day=date.fromisoformat(event) if event and event != NONE and asks == Asks.ATTENDANCE else None,
        send_at=datetime.fromisoformat(moment) if moment else None,
    )


def _sample(turn: Turn, form: Form) -> bool:
    """The message itself goes ahead of the preview, once for each change of it."""
    draft = draft_of(form.answers)
    mark = fingerprint(draft.body, draft.files, draft.asks, draft.event_day, draft.unit_id)
    if form.answers.get("sampled") == mark:
        return False
    keep_answers(form, now=turn.now, sampled=mark)
    show_sample(
        turn,
        unit_id=draft.unit_id,
        text=draft.body,
        files=draft.files,
        asks=draft.asks,
        event_day=draft.event_day,
        captioned=draft.captioned,
    )
    return True


def _preview_facts(turn: Turn, answers: Answers) -> dict[str, Any]:
    """To how many it goes, who cannot be reached, when."""
    draft = draft_of(answers)
    aims = aims_of(turn.session, turn.me.bloc_id, draft.unit_id, draft.audience, turn.today)
    reached = [one for one in aims if one.chat_id is not None]
    unreached = [one for one in aims if one.chat_id is None]
    kinds = Counter(one.kind for one in reached)
    at = local(draft.send_at or turn.now, turn.timezone)
    units = {one.id: one.name for one in units_of_bloc(turn.session, turn.me.bloc_id, turn.today)}
    chosen = draft.audience["units"]
    return {
        **content_facts(turn, answers),
        "from_place": place_of(turn.session, turn.me.bloc_id, draft.unit_id),
        "own": draft.unit_id is not None,
        "several": len(answers["places"]) > 1,
        "groups_reached": kinds[ReaderKind.GROUP],
        "heads_reached": kinds[ReaderKind.HEAD],
        "members_reached": kinds[ReaderKind.MEMBER],
        "people": kinds[ReaderKind.HEAD] + kinds[ReaderKind.MEMBER],
        "titles": [one.name for one in reached if one.kind == ReaderKind.GROUP][:NAMES],
        "chosen_units": [units[one] for one in chosen if one in units][:NAMES],
        "unreached": [{"name": one.name, "unit": one.unit} for one in unreached[:NAMES]],
        "unreached_all": len(unreached),
        "send_at": at if draft.send_at else None,
        "quiet": is_quiet(at.time(), Ladder().quiet),
        "event_day": draft.event_day,
    }


def _finish(turn: Turn, answers: Answers) -> dict[str, Any]:
    """Keep it; what is to go at once begins in this turn, the sweep does the rest."""
    found = announce(turn.session, draft_of(answers), by=turn.me, now=turn.now)
    if found.state == AnnouncementState.SENDING:
        work_on(turn.session, found, turn.now)
        found.work_at = turn.now + EVERY if found.planned else turn.now
    show_page(turn, found.id or 0)
    if turn.said.message_id is not None:
        show_on(found, turn.chat_id, turn.said.message_id)
    return {"announcement": found.id}


def show_page(turn: Turn, announcement_id: int) -> None:
    turn.edit("live/announcements/page", announcement_id=announcement_id, member_id=turn.me.id)


def show_found(turn: Turn, found: Announcement) -> None:
    """The author's page; from now on it changes on the message where it was opened last."""
    open_announcement(turn.session, found.id or 0, by=turn.me, now=turn.now)
    show_page(turn, found.id or 0)
    if found.author_id == turn.me.id and turn.said.message_id is not None and turn.said.action is not None:
        shown = found.shown
        show_on(found, turn.chat_id, turn.said.message_id)
        found.shown = shown


def _from_office(answers: Answers) -> bool:
    return unit_of_answers(answers) is None


WRITE = FormKind(
    "announcements/write",
    [
        Step("place", "announcements/ask_place", read_place, facts=place_facts, optional=True),
        Step("content", "announcements/ask_content", read_content, facts=content_facts, many=True),
        Step("audience", "announcements/ask_audience", read_audience, facts=audience_facts, many=True),
        Step(
            "units",
            "announcements/ask_units",
            read_units,
            facts=units_facts,
            when=lambda answers: bool(answers.get("chosen")) and _from_office(answers),
            many=True,
        ),
        Step(
            "earlier",
            "announcements/ask_earlier",
            read_earlier,
            facts=earlier_facts,
            when=lambda answers: bool(answers.get("asked_before")),
        ),
        Step("asks", "announcements/ask_asks", _read_asks),
        Step(
            "event",
            "announcements/ask_event",
            _read_event,
            when=lambda answers: answers.get("asks") == Asks.ATTENDANCE,
        ),
        Step("moment", "announcements/ask_moment", _read_moment, facts=_moment_facts, optional=True),
    ],
    _finish,
    preview="announcements/preview",
    preview_facts=_preview_facts,
    ahead=_sample,
)
