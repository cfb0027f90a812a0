"""/giaouoc: the pledge is read, signed with a second tap, and everybody of the bloc sees who has signed."""

from typing import Any

from handlers.turn import Command, Feature, On, Turn
from messages.actions.pledges import AskSign, PledgeSigners, ShowPledge, SignPledge
from store.campaigns import campaign_heading, running_campaigns
from store.people import unit_of
from store.pledges import PledgeView, read_pledge, sign_pledge, signers
from store.rights import Right, units_with

LISTED = 20
"""More registrations than this are counted, not listed."""

LONG = 1200
"""A longer text of the plan goes as a message of its own."""


def choose(turn: Turn) -> None:
    """The one pledge this head may sign, or a list of them."""
    units = units_with(turn.seats, Right.SIGN)
    campaigns = running_campaigns(turn.session, turn.me.bloc_id, unit_ids=units)
    places = [
        (campaign, unit_id) for campaign in campaigns for unit_id in units if campaign.owner_unit_id in (None, unit_id)
    ]
    if len(places) == 1:
        show(turn, ShowPledge(campaign_id=places[0][0].id or 0, unit_id=places[0][1]))
        return
    lines = [
        {
            "campaign_id": campaign.id,
            "campaign": campaign.title,
            "unit_id": unit_id,
            "unit": unit_of(turn.session, unit_id).name,
        }
        for campaign, unit_id in places
    ]
    turn.edit("pledges/choose", places=lines)


def show(turn: Turn, action: ShowPledge) -> None:
    """The text with the unit's registrations, and a button that carries its hash."""
    view = read_pledge(turn.session, action.campaign_id, action.unit_id, by=turn.me, now=turn.now)
    text = view.content["text"]
    apart = len(text) > LONG
    if apart:
        turn.say("pledges/text", text=text)
    facts = _facts(view) | {"text": "" if apart else text, "apart": apart}
    if apart:
        turn.say("pledges/pledge", **facts)
    else:
        turn.edit("pledges/pledge", **facts)


def ask(turn: Turn, action: AskSign) -> None:
    view = read_pledge(turn.session, action.campaign_id, action.unit_id, by=turn.me, now=turn.now, shown=action.shown)
    turn.edit("pledges/signed" if view.current else "pledges/ask", **_facts(view) | _heading(turn, view))


def sign(turn: Turn, action: SignPledge) -> None:
    """The second tap: the unit head signs exactly the text that was shown."""
    view = sign_pledge(turn.session, action.campaign_id, action.unit_id, shown=action.shown, by=turn.me, now=turn.now)
    turn.edit("pledges/signed", **_facts(view) | _heading(turn, view))


def who(turn: Turn, action: PledgeSigners) -> None:
    campaign, lines = signers(turn.session, action.campaign_id, by=turn.me, now=turn.now)
    signed = sum(line["state"] == "signed" for line in lines)
    heading = campaign_heading(turn.session, campaign)
    turn.edit("pledges/signers", campaign=heading, units=lines, signed=signed, all=len(lines))


def _heading(turn: Turn, view: PledgeView) -> dict[str, Any]:
    """The pledge itself names its campaign; what is said about it only where there are several."""
    return {"campaign": campaign_heading(turn.session, view.campaign)}


def _facts(view: PledgeView) -> dict[str, Any]:
    targets = view.content["targets"]
    return {
        "campaign_id": view.campaign.id,
        "unit_id": view.unit.id,
        "campaign": view.campaign.title,
        "unit": view.unit.name,
        "shown": view.shown,
        "targets": targets[:LISTED],
        "more": max(0, len(targets) - LISTED),
        "current": view.current,
        "signed_at": view.signed_at,
        "signer": view.signer.name if view.signer else "",
    }


FEATURE = Feature(
    commands=[Command("giaouoc", "pledge", choose, rights=(Right.SIGN,), menu=50)],
    actions=[On(ShowPledge, show), On(AskSign, ask), On(SignPledge, sign), On(PledgeSigners, who)],
)
