"""Pledges (giao ước): shown, signed exactly as shown, asked for again when the registrations change."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, select

from store.campaigns import campaign_for, campaign_heading
from store.duties import settle_registration
from store.errors import Closed, NotFound, TextChanged
from store.facts import local, local_day
from store.history import record
from store.outbox import post_to_accounts
from store.people import account_ids, heads_of, office_of, unit_of, units_of_bloc
from store.pledge_texts import pledge_content, pledge_current, pledge_of, text_hash
from store.rights import Right, demand, may
from store.tables import Bloc, Campaign, CampaignState, Member, Pledge, Target, Unit
from store.unit_names import name_on

__all__ = [
    "PledgeChanged",
    "PledgeView",
    "ask_to_sign_again",
    "pledge_current",
    "pledge_paper",
    "pledge_states",
    "read_pledge",
    "sign_pledge",
    "signers",
]

SHOWN = 16
"""So many hexadecimal digits of the hash stand for the text that was shown."""


class PledgeChanged(TextChanged):
    """The pledge of `unit_id` in `campaign_id` has another text than the one that was shown."""

    code = "pledge_changed"


@dataclass(frozen=True)
class PledgeView:
    """A unit's pledge as it reads now. `shown` is what a button carries to sign exactly this."""

    campaign: Campaign
    bloc: Bloc
    unit: Unit
    content: dict[str, Any]
    hash: str
    pledge: Pledge | None
    signer: Member | None

    @property
    def shown(self) -> str:
        return self.hash[:SHOWN]

    @property
    def current(self) -> bool:
        """Whether it is signed as it reads now."""
        return self.pledge is not None and self.pledge.signed_hash == self.hash

    @property
    def signed_at(self) -> datetime | None:
        """On the bloc's clock."""
        at = self.pledge.signed_at if self.pledge else None
        return local(at, self.bloc.timezone) if at else None


def read_pledge(
    session: Session, campaign_id: int, unit_id: int, *, by: Member, now: datetime, shown: str | None = None
) -> PledgeView:
    """The pledge, for whom may sign it. Refuses a text that changed since it was `shown`."""
    campaign = campaign_for(session, by.bloc_id, campaign_id)
    unit = unit_of(session, unit_id, bloc_id=campaign.bloc_id)
    bloc = session.get_one(Bloc, campaign.bloc_id)
    today = local_day(now, bloc.timezone)
    demand(session, by, Right.SIGN, bloc_id=campaign.bloc_id, unit_id=unit_id, today=today)
    if campaign.state == CampaignState.DRAFT or campaign.owner_unit_id not in (None, unit_id):
        raise NotFound()
    content = pledge_content(session, campaign, unit_id)
    pledge = pledge_of(session, campaign_id, unit_id)
    signer = session.get(Member, pledge.signed_by_id) if pledge and pledge.signed_by_id else None
    view = PledgeView(campaign, bloc, unit, content, text_hash(content), pledge, signer)
    if shown is not None and shown != view.shown:
        raise PledgeChanged(campaign_id=campaign_id, unit_id=unit_id)
    return view


def sign_pledge(
    session: Session, campaign_id: int, unit_id: int, *, shown: str, by: Member, now: datetime
) -> PledgeView:
    """Sign exactly what was shown. Signing what is signed already changes nothing; the office is told."""
    view = read_pledge(session, campaign_id, unit_id, by=by, now=now, shown=shown)
    if view.current:
        return view
    if view.campaign.state == CampaignState.SEALED:
        raise Closed(title=view.campaign.title)
    pledge = view.pledge or Pledge(campaign_id=campaign_id, unit_id=unit_id)
    before = pledge.signed_hash
    pledge.signed_hash, pledge.signed_content = view.hash, view.content
    pledge.signed_at, pledge.signed_by_id = now, by.id
    session.add(pledge)
    session.flush()
    record(session, pledge, "signed", by=by, now=now, unit_id=unit_id, before=before, after=view.hash)
    office = office_of(session, view.campaign.bloc_id, local_day(now, view.bloc.timezone))
    post_to_accounts(
        session,
        "pledges/unit_signed",
        account_ids(one for one in office if one.id != by.id),
        now=now,
        campaign_id=campaign_id,
        campaign=campaign_heading(session, view.campaign),
        unit=view.unit.name,
        who=by.name,
        signed_at=local(now, view.bloc.timezone),
    )
    settle_registration(session, view.campaign, unit_id, now=now, by=by)
    return read_pledge(session, campaign_id, unit_id, by=by, now=now)


def ask_to_sign_again(session: Session, campaign: Campaign, unit_id: int, *, now: datetime) -> None:
    """Tell the unit's heads, once a signature, that what they signed has changed since."""
    pledge = pledge_of(session, campaign.id or 0, unit_id)
    if pledge is None or pledge.signed_hash is None or pledge.signed_at is None:
        return
    if pledge.signed_hash == text_hash(pledge_content(session, campaign, unit_id)):
        return
    timezone = session.get_one(Bloc, campaign.bloc_id).timezone
    post_to_accounts(
        session,
        "pledges/sign_again",
        account_ids(heads_of(session, unit_id, local_day(now, timezone))),
        now=now,
        key=f"pledge:{pledge.id}:{pledge.signed_at.isoformat()}",
        campaign_id=campaign.id,
        unit_id=unit_id,
        campaign=campaign_heading(session, campaign),
        unit=session.get_one(Unit, unit_id).name,
        signed_at=local(pledge.signed_at, timezone),
    )


def signers(session: Session, campaign_id: int, *, by: Member, now: datetime) -> tuple[Campaign, list[dict[str, Any]]]:
    """Which units have signed, in the order of units: [{unit, state: signed|changed|none, who, at}]. For the bloc."""
    campaign = campaign_for(session, by.bloc_id, campaign_id)
    bloc = session.get_one(Bloc, campaign.bloc_id)
    if campaign.state == CampaignState.DRAFT or not _takes_part(session, campaign, by, local_day(now, bloc.timezone)):
        raise NotFound()
    units = [
        unit
        for unit in units_of_bloc(session, campaign.bloc_id, local_day(now, bloc.timezone))
        if campaign.owner_unit_id in (None, unit.id)
    ]
    states = pledge_states(session, campaign, units)
    return campaign, [{"unit": unit.name, **states[unit.id or 0]} for unit in units]


def pledge_states(session: Session, campaign: Campaign, units: Sequence[Unit]) -> dict[int, dict[str, Any]]:
    """Unit -> {state: signed|changed|none, who, at}."""
    timezone = session.get_one(Bloc, campaign.bloc_id).timezone
    pledges = {
        pledge.unit_id: (pledge, member.name)
        for pledge, member in session.exec(
            select(Pledge, Member)
            .join(Member, col(Member.id) == col(Pledge.signed_by_id))
            .where(col(Pledge.campaign_id) == campaign.id)
        )
    }
    found: dict[int, dict[str, Any]] = {}
    for unit in units:
        pledge, who = pledges.get(unit.id or 0, (None, ""))
        if pledge is None or pledge.signed_at is None:
            found[unit.id or 0] = {"state": "none", "who": "", "at": None}
            continue
        same = pledge.signed_hash == text_hash(pledge_content(session, campaign, unit.id or 0))
        at = local(pledge.signed_at, timezone)
        found[unit.id or 0] = {"state": "signed" if same else "changed", "who": who, "at": at}
    return found


def pledge_paper(session: Session, campaign_id: int, unit_id: int, *, by: Member, now: datetime) -> dict[str, Any]:
    """A unit's pledge as it reads now, as the facts of its Word file; for whom may read the unit's work."""
    campaign = campaign_for(session, by.bloc_id, campaign_id)
    unit = unit_of(session, unit_id, bloc_id=campaign.bloc_id)
    bloc = session.get_one(Bloc, campaign.bloc_id)
    today = local_day(now, bloc.timezone)
    demand(session, by, Right.READ_WORK, bloc_id=campaign.bloc_id, unit_id=unit_id, today=today)
    if campaign.state == CampaignState.DRAFT or campaign.owner_unit_id not in (None, unit_id):
        raise NotFound()
    content = pledge_content(session, campaign, unit_id)
    signed = pledge_states(session, campaign, [unit])[unit_id]
    rows = session.exec(
        select(Target.id, Target.body, Member.name)
        .outerjoin(Member, col(Member.id) == col(Target.member_id))
        .where(col(Target.id).in_([one["id"] for one in content["targets"]]))
    )
    more = {target_id: (str(body.get("planned_day") or ""), person or "") for target_id, body, person in rows}
    return {
        "style": bloc.documents,
        "bloc": bloc.name,
        "unit": name_on(session, unit, signed["at"].date()) if signed["state"] == "signed" else unit.name,
        "campaign": campaign.title,
        "decision": campaign.decision or "",
        "slogan": campaign.slogan or "",
        "text": content["text"],
        "targets": [
            {**one, "planned_day": more[one["id"]][0], "person": more[one["id"]][1]} for one in content["targets"]
        ],
        "today": today,
        "state": signed["state"],
        "signer": signed["who"],
        "signed_at": signed["at"],
        "hash": text_hash(content),
    }


def _takes_part(session: Session, campaign: Campaign, member: Member, today: date) -> bool:
    """A unit's own campaign is for its people, and for who reads that unit's work."""
    owner = campaign.owner_unit_id
    return owner is None or may(
        session,
        member,
        Right.READ_WORK,
        bloc_id=campaign.bloc_id,
        unit_id=owner,
        owner_id=member.id,
        today=today,
    )
