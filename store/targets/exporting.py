"""Everything registered and pledged in a campaign, unit by unit, for the council above."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from store.campaigns import campaign_for, milestones_of
from store.errors import NotFound
from store.facts import flat, local, local_day
from store.people import leading_unit, units_of_bloc
from store.pledges import pledge_states
from store.rights import Right, demand, may
from store.tables import (
    Bloc,
    BlocKind,
    Campaign,
    CampaignState,
    Member,
    Phase,
    Target,
    TargetState,
)
from store.targets.quotas import shortfalls_by_unit
from store.targets.showing import BODY, movement_name

DOCUMENTS = ("registrations_word", "registrations_sheet")
"""What the export is made as, by the names of `messages.making`."""


def find_for_export(session: Session, campaign_id: int, *, by: Member, now: datetime) -> Campaign:
    """A launched campaign whose registrations this person may take out of the bot: the office."""
    campaign = campaign_for(session, by.bloc_id, campaign_id)
    if campaign.state == CampaignState.DRAFT:
        raise NotFound()
    today = local_day(now, session.get_one(Bloc, campaign.bloc_id).timezone)
    demand(session, by, Right.PROGRESS, bloc_id=campaign.bloc_id, today=today)
    return campaign


def export_of_registrations(session: Session, facts: Mapping[str, Any], now: datetime) -> dict[str, Any] | None:
    """The file as it is when the letter is sent; None when who asked may no longer have it."""
    campaign = session.get_one(Campaign, facts["campaign_id"])
    bloc = session.get_one(Bloc, campaign.bloc_id)
    today = local_day(now, bloc.timezone)
    member = session.get(Member, facts["member_id"])
    if not may(session, member, Right.PROGRESS, bloc_id=bloc.id or 0, today=today):
        return None
    units = [unit for unit in units_of_bloc(session, bloc.id or 0, today) if campaign.owner_unit_id in (None, unit.id)]
    targets = _targets(session, campaign, bloc)
    pledged = pledge_states(session, campaign, units)
    asked = any(one.pledge for one in milestones_of(session, campaign.id or 0))
    lacking = shortfalls_by_unit(session, campaign)
    leading = leading_unit(session, bloc.id or 0, today.year)
    data = {
        "style": bloc.documents,
        "bloc": bloc.name,
        "agency": bloc.kind == BlocKind.AGENCY,
        "leading": leading.name if leading else "",
        "campaign": campaign.title,
        "decision": campaign.decision or "",
        "at": local(now, bloc.timezone),
        "units": [
            {
                "unit": unit.name,
                "missing": lacking(unit.id or 0),
                "targets": targets.get(unit.id or 0, []),
                **_signed(pledged[unit.id or 0], asked=asked),
            }
            for unit in units
        ],
    }
    return flat({"made": facts["made"], "at": data["at"], "data": data})


def _signed(pledge: Mapping[str, Any], *, asked: bool) -> dict[str, Any]:
    """`signed`: signed, changed, none, or not_asked where the campaign asks for no pledge."""
    state = pledge["state"] if asked or pledge["state"] != "none" else "not_asked"
    return {"signed": state, "signer": pledge["who"], "signed_at": pledge["at"]}


def _targets(session: Session, campaign: Campaign, bloc: Bloc) -> dict[int, list[dict[str, Any]]]:
    """Unit -> its registrations that were not withdrawn, the unit's own before its people's."""
    rows = session.exec(
        select(Target, Member.name, Phase.name)
        .outerjoin(Member, col(Member.id) == col(Target.member_id))
        .outerjoin(Phase, col(Phase.id) == col(Target.phase_id))
        .where(col(Target.campaign_id) == campaign.id, col(Target.state) != TargetState.WITHDRAWN)
        .order_by(col(Target.unit_id), col(Target.member_id).is_not(None), col(Target.id))
    )
    found: dict[int, list[dict[str, Any]]] = {}
    for target, person, phase in rows:
        said = {name: str(target.body.get(name) or "") for name in BODY}
        found.setdefault(target.unit_id, []).append(
            said
            | {
                "kind": target.kind.value,
                "item": target.item,
                "title": target.title,
                "person": person or "",
                "phase": phase or "",
                "movement": movement_name(campaign, said["movement"]),
                "state": target.state.value,
                "days_late": target.days_late,
                "registered": local_day(target.registered_at, bloc.timezone),
            }
        )
    return found


LIVE = {"live/exports/registrations": export_of_registrations}
