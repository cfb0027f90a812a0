"""What is taken out of the bot as files: a unit's pledge, and all registrations of a campaign."""

from handlers.turn import Feature, On, Turn
from messages.actions.exports import ExportRegistrations, PledgeDocument
from store.pledges import pledge_paper
from store.targets import DOCUMENTS, find_for_export


def pledge(turn: Turn, action: PledgeDocument) -> None:
    paper = pledge_paper(turn.session, action.campaign_id, action.unit_id, by=turn.me, now=turn.now)
    turn.say("exports/pledge", unit=paper["unit"], made="pledge", data=paper)


def registrations(turn: Turn, action: ExportRegistrations) -> None:
    """Says that it begins; each file is read and made when its letter is sent."""
    campaign = find_for_export(turn.session, action.campaign_id, by=turn.me, now=turn.now)
    turn.edit("exports/making", campaign_id=campaign.id)
    for made in DOCUMENTS:
        turn.say("live/exports/registrations", campaign_id=campaign.id, member_id=turn.me.id, made=made)


FEATURE = Feature(actions=[On(PledgeDocument, pledge), On(ExportRegistrations, registrations)])
