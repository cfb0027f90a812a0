"""The calendar file of /hanchot."""

from handlers.turn import Feature, On, Turn
from messages.actions.calendars import StopCalendar, TakeCalendar
from store.calendars import stop_calendar, take_calendar
from store.errors import NotFound


def take(turn: Turn, _action: TakeCalendar) -> None:
    _demand_private(turn)
    copy = take_calendar(turn.session, by=turn.me, now=turn.now)
    if copy is None:
        turn.toast("calendars/taken_toast")
    else:
        turn.say("live/calendars/file", copy_id=copy.id)


def stop(turn: Turn, _action: StopCalendar) -> None:
    _demand_private(turn)
    stop_calendar(turn.session, by=turn.me)
    turn.say("calendars/stopped")


def _demand_private(turn: Turn) -> None:
    """A group need not read what one person owes."""
    if not turn.said.is_private:
        raise NotFound()


FEATURE = Feature(actions=[On(TakeCalendar, take), On(StopCalendar, stop)])
