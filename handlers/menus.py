"""The menu follows what a person may do: it is posted after joining, and after a role or a language changed."""

from handlers.turn import Turn
from store.facts import local_day
from store.menus import post_menu
from store.rights import seats
from store.tables import Bloc, Member


def menu_of(turn: Turn) -> None:
    """Post the menu of who speaks."""
    post_menu(turn.session, turn.who.id, [one.name for one in turn.book.open_with(turn.seats)], now=turn.now)


def menu_for(turn: Turn, member: Member) -> None:
    """Post the menu of somebody else, unless they are in another bloc at the moment."""
    bloc = turn.session.get(Bloc, member.bloc_id)
    if member.account_id is None or bloc is None:
        return
    held = seats(turn.session, member, local_day(turn.now, bloc.timezone))
    post_menu(turn.session, member.account_id, [one.name for one in turn.book.open_with(held)], now=turn.now)
