"""Which groups get a campaign's standings."""

from collections.abc import Sequence

from sqlmodel import Session

from store.groups import PostKind, groups_of
from store.standings_posts.schedule import schedule_of
from store.tables import Campaign, Chat, ChatState


def posted_to(session: Session, campaign: Campaign) -> list[Chat]:
    """The groups that get a campaign's standings: those that chose to, and of the others those the plan names."""
    schedule = schedule_of(campaign)
    named = schedule.to if schedule else ()
    return [
        chat
        for chat in groups_of(session, campaign.bloc_id, unit_id=campaign.owner_unit_id)
        if chat.state == ChatState.READY and chat.posts.get(PostKind.STANDINGS.value, _named(campaign, chat, named))
    ]


def _named(campaign: Campaign, chat: Chat, to: Sequence[str]) -> bool:
    return campaign.owner_unit_id is not None or ("bloc" if chat.unit_id is None else "units") in to
