"""/cuatoi: my registrations and achievements, and those of the unit I head, each with its state and next step."""

from handlers.achievement_screens import lines_of
from handlers.turn import Command, Feature, On, Turn
from messages.actions.targets import MyTargets
from store.achievements import my_achievements
from store.campaigns import running_campaigns
from store.errors import NotFound
from store.rights import Right, units_with
from store.targets import line_facts, my_shortfalls, my_targets

PAGE = 8
NEWEST = 3
"""So many achievements stand beside the registrations; all are one tap away."""


def mine(turn: Turn) -> None:
    show(turn, MyTargets())


def show(turn: Turn, action: MyTargets) -> None:
    if turn.member is None or turn.bloc is None:
        raise NotFound()
    found = my_targets(turn.session, turn.bloc, by=turn.member, now=turn.now)
    achieved = my_achievements(turn.session, turn.bloc, by=turn.member, now=turn.now)
    first = max(0, action.page) * PAGE
    campaigns = running_campaigns(
        turn.session, turn.member.bloc_id, unit_ids=[seat.unit_id or 0 for seat in turn.seats]
    )
    turn.edit(
        "mine/list",
        targets=line_facts(turn.session, found[first : first + PAGE], today=turn.today),
        first=first,
        all=len(found),
        page=max(0, action.page),
        more=len(found) > first + PAGE,
        achievements=lines_of(turn, achieved[:NEWEST]) if first == 0 else [],
        achieved=len(achieved),
        missing=my_shortfalls(turn.session, turn.bloc, by=turn.member, now=turn.now) if first == 0 else [],
        head=bool(units_with(turn.seats, Right.SIGN)),
        campaigns=[{"id": one.id, "title": one.title} for one in campaigns],
    )


FEATURE = Feature(
    commands=[Command("cuatoi", "mine", mine, menu=58)],
    actions=[On(MyTargets, show)],
)
