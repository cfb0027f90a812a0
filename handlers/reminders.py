"""Reminders a person asks for: oneself tomorrow, or everybody who is missing."""

from handlers.turn import Feature, On, Turn
from messages.actions.reminders import RemindMissing, RemindTomorrow
from store.duties import duty_title
from store.reminders import remind_missing, remind_tomorrow
from store.tables import Duty


def tomorrow(turn: Turn, action: RemindTomorrow) -> None:
    """The reminder stays where it is, since it may be about other things too."""
    day = remind_tomorrow(turn.session, action.duty_id, by=turn.me, now=turn.now)
    title = duty_title(turn.session, turn.session.get_one(Duty, action.duty_id))
    turn.say("reminders/tomorrow", title=title, day=day)


def missing(turn: Turn, action: RemindMissing) -> None:
    done = remind_missing(turn.session, action.campaign_id, by=turn.me, now=turn.now)
    turn.say(
        "reminders/asked_missing",
        campaign_id=action.campaign_id,
        units=done.units,
        people=done.people,
        earlier=done.earlier,
        unreachable=[{"unit": one.unit, "name": one.name} for one in done.unreachable],
    )


FEATURE = Feature(actions=[On(RemindTomorrow, tomorrow), On(RemindMissing, missing)])
