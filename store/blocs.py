"""A bloc's beginning: its units and who leads them, as its file says."""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from store.campaign_file import BlocFile, CampaignFile
from store.errors import Taken
from store.history import record
from store.invites import NewInvite, make_invite
from store.tables import Bloc, BlocRole, LeadingUnits, Unit, UnitRole

LEADER_LINK = timedelta(days=30)


@dataclass(frozen=True)
class NewBloc:
    """A bloc that was just made, and the one-time invite that makes its leader."""

    bloc: Bloc
    leader_invite: NewInvite


def init_bloc(session: Session, file: CampaignFile, *, timezone: str, locale: str, now: datetime) -> NewBloc:
    """Make a file's bloc and units. `timezone` and `locale` hold where the file is silent.

    The campaign is not made here. Refuses a code that exists already.
    """
    given = file.bloc
    if bloc_of_code(session, given.code) is not None:
        raise Taken(given.code)
    bloc = Bloc(
        code=given.code,
        name=given.name,
        kind=given.kind,
        timezone=given.timezone or timezone,
        locale=given.locale or locale,
        contact=asdict(given.contact) if given.contact else {},
        documents=given.documents,
    )
    session.add(bloc)
    session.flush()
    assert bloc.id is not None
    units = _add_units(session, bloc.id, given)
    leading = units[given.leader_unit]
    session.add(
        LeadingUnits(
            bloc_id=bloc.id,
            year=file.campaign.starts.year,
            leader_unit_id=leading,
            deputy_unit_id=units[given.deputy_unit] if given.deputy_unit else None,
        )
    )
    record(session, bloc, "made", by=None, now=now, bloc_id=bloc.id, code=bloc.code, units=list(units))
    invite = make_invite(
        session,
        bloc_id=bloc.id,
        unit_id=leading,
        unit_role=UnitRole.HEAD,
        bloc_role=BlocRole.LEADER,
        lasts=LEADER_LINK,
        by=None,
        now=now,
    )
    return NewBloc(bloc, invite)


def _add_units(session: Session, bloc_id: int, given: BlocFile) -> dict[str, int]:
    """code -> id of the new units, in the file's order."""
    units = {
        entry.code: Unit(
            bloc_id=bloc_id,
            code=entry.code,
            name=entry.name,
            kind=entry.kind,
            staff=entry.staff,
            in_charge=entry.in_charge,
            place=place,
        )
        for place, entry in enumerate(given.units, start=1)
    }
    session.add_all(units.values())
    session.flush()
    ids = {code: unit.id for code, unit in units.items() if unit.id is not None}
    for entry in given.units:
        if entry.parent:
            units[entry.code].parent_id = ids[entry.parent]
    session.flush()
    return ids


def bloc_of_code(session: Session, code: str) -> Bloc | None:
    return session.exec(select(Bloc).where(col(Bloc.code) == code)).first()


def all_blocs(session: Session) -> list[Bloc]:
    """Every bloc by name: all that a stranger may see of them."""
    return list(session.exec(select(Bloc).order_by(col(Bloc.name), col(Bloc.id))))
