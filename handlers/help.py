"""Help, the language, and the way out of a form or back into it."""

from handlers.menus import menu_of
from handlers.turn import Command, Feature, On, Turn
from messages.actions.home import SetLanguage
from store.home import contacts_of, shown_roles
from store.languages import LANGUAGES, choose_language


def help_me(turn: Turn) -> None:
    """What one may do, and whom to ask."""
    turn.edit(
        "help/help",
        roles=shown_roles(turn.seats),
        bloc_name=turn.bloc.name if turn.bloc and turn.seats else "",
        contacts=contacts_of(turn.session, turn.bloc) if turn.bloc and turn.seats else [],
        commands=[command.name for command in turn.book.open_with(turn.seats)],
    )


def language(turn: Turn) -> None:
    turn.edit("help/language", current=turn.who.language, languages=list(LANGUAGES))


def set_language(turn: Turn, action: SetLanguage) -> None:
    choose_language(turn.session, turn.who, action.language, by=turn.member, now=turn.now)
    turn.edit("help/language_chosen")
    if turn.seats:
        menu_of(turn)


def cancel(turn: Turn) -> None:
    turn.book.cancel(turn)


def resume(turn: Turn) -> None:
    turn.book.resume(turn)


FEATURE = Feature(
    commands=[
        Command("trogiup", "help", help_me, joined=False, menu=90),
        Command("ngonngu", "language", language, joined=False, menu=91),
        Command("tieptuc", "resume", resume, joined=False),
        Command("huy", "cancel", cancel, joined=False),
    ],
    actions=[On(SetLanguage, set_language, joined=False)],
)
