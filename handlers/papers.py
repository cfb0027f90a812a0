"""How the bloc's papers are laid out, behind /quanly."""

from handlers.turn import Feature, On, Turn
from messages.actions.papers import OpenPaperStyle, SetPaperStyle
from store.errors import NotFound
from store.papers import paper_style, set_paper_style
from store.tables import DocumentStyle


def show(turn: Turn, _action: OpenPaperStyle) -> None:
    _show(turn)


def choose(turn: Turn, action: SetPaperStyle) -> None:
    if action.style not in list(DocumentStyle):
        raise NotFound()
    set_paper_style(turn.session, DocumentStyle(action.style), by=turn.me, now=turn.now)
    _show(turn)


def _show(turn: Turn) -> None:
    turn.edit("papers/style", style=paper_style(turn.session, by=turn.me, now=turn.now))


FEATURE = Feature(actions=[On(OpenPaperStyle, show), On(SetPaperStyle, choose)])
