"""How a bloc's papers are laid out: as the state's bodies do, or as the Party's."""

from datetime import datetime

from sqlmodel import Session

from store.facts import local_day
from store.history import record
from store.rights import Right, demand
from store.tables import Bloc, DocumentStyle, Member


def paper_style(session: Session, *, by: Member, now: datetime) -> DocumentStyle:
    """The bloc's layout, for its office."""
    return _demand_bloc(session, by, now).documents or DocumentStyle.STATE


def set_paper_style(session: Session, style: DocumentStyle, *, by: Member, now: datetime) -> None:
    """Choose the layout of every paper made from now on. The same again changes nothing."""
    bloc = _demand_bloc(session, by, now)
    before = bloc.documents or DocumentStyle.STATE
    if before != style:
        bloc.documents = style
        record(session, bloc, "paper_style_set", by=by, now=now, bloc_id=bloc.id, before=before, after=style)
    session.flush()


def _demand_bloc(session: Session, by: Member, now: datetime) -> Bloc:
    bloc = session.get_one(Bloc, by.bloc_id)
    demand(session, by, Right.EDIT_DRAFT, bloc_id=by.bloc_id, today=local_day(now, bloc.timezone))
    return bloc
