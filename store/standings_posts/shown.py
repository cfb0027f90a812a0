"""What a board in a group says, asked when it is sent."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session

from store.points.boards import board_facts, last_places
from store.points.tables import standings_rules
from store.runs import bot_username
from store.tables import Campaign, Chat

UNDER_A_PICTURE = 12
"""More units than this do not fit under a picture: their list follows as a message of its own."""


def live_board(session: Session, facts: Mapping[str, Any], now: datetime) -> dict[str, Any] | None:
    """The board of a group as it is when it is sent; None once the group is no longer linked to its bloc."""
    campaign, chat = session.get_one(Campaign, facts["campaign_id"]), session.get_one(Chat, facts["chat_id"])
    if chat.bloc_id != campaign.bloc_id:
        return None
    before = last_places(session, campaign, chat_id=chat.id, before_post=facts["post_id"])
    mine = [] if chat.unit_id is None else [chat.unit_id]
    board = group_board(session, board_facts(session, campaign, now=now, before=before, mine=mine))
    return {**board, "long": board["long"] and not standings_rules(campaign).pinned}


def live_rows(session: Session, facts: Mapping[str, Any], now: datetime) -> dict[str, Any] | None:
    """The same as text alone."""
    board = live_board(session, facts, now)
    return None if board is None else {"data": board["data"]}


def group_board(session: Session, board: Mapping[str, Any]) -> dict[str, Any]:
    """A board as a letter with its picture, and the way to one's own points. `long`: its list follows by itself.

    Under a pinned board stands as much of a long list as fits: a list beside it would have to be pinned too.
    """
    username = bot_username(session)
    return {
        "made": "standings",
        "data": dict(board),
        "long": sum(len(one["rows"]) for one in board["classes"]) > UNDER_A_PICTURE,
        "mine_url": f"https://t.me/{username}?start=xephang" if username else "",
    }
