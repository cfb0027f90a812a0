"""The one board of a group that is edited in place and stands pinned above what is said there."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session, col, select

from store.outbox import post
from store.standings_posts.groups import posted_to
from store.tables import Campaign, Chat, Lane, Letter, LetterKind, LetterState, PinnedBoard, StandingsPost

AT_MOST = 500
"""Boards a sweep looks at before it lets others in."""

GATHERED = timedelta(minutes=1)
"""Changes of the points within this time are one edit."""

BOARD = "live/standings/board"
PIN = "standings/board"
"""The template a pinning bears: it says nothing."""


def say(session: Session, template: str, chat: Chat, now: datetime, facts: Mapping[str, Any], **more: Any) -> int:
    letter = post(session, template, to=chat.id or 0, now=now, lane=Lane.BROADCAST, **more, **facts)
    assert letter is not None
    return letter


def pin(session: Session, chat: Chat, letter_id: int, now: datetime) -> None:
    """Once for each message; where the bot may not pin, the board stands in the group unpinned."""
    key = f"standings_pin:{letter_id}"
    kind, to = LetterKind.PIN, chat.id or 0
    post(session, PIN, to=to, now=now, lane=Lane.BROADCAST, kind=kind, key=key, letter_id=letter_id)


def board_in(session: Session, campaign: Campaign, chat: Chat) -> PinnedBoard | None:
    """The pinned board of a group; one whose message never came to be is forgotten."""
    which = (col(PinnedBoard.campaign_id) == campaign.id) & (col(PinnedBoard.chat_id) == chat.id)
    board = session.exec(select(PinnedBoard).where(which)).first()
    if board is not None and session.get_one(Letter, board.letter_id).state in (LetterState.DEAD, LetterState.VOID):
        session.delete(board)
        session.flush()
        return None
    return board


def refresh_boards(session: Session, now: datetime) -> int:
    """Edit the pinned boards whose points changed. How many were looked at; one that is being sent waits."""
    looked = 0
    for board, letter in _stale(session):
        if letter.state == LetterState.TAKEN:
            continue
        board.stale = False
        looked += 1
        campaign, chat = session.get_one(Campaign, board.campaign_id), session.get_one(Chat, board.chat_id)
        if letter.state == LetterState.SENT and chat.id in [one.id for one in posted_to(session, campaign)]:
            _edit(session, board, letter, chat, now)
    session.flush()
    return looked


def next_refresh(session: Session, now: datetime) -> datetime | None:
    return now if any(letter.state != LetterState.TAKEN for _, letter in _stale(session)) else None


def _stale(session: Session) -> Sequence[tuple[PinnedBoard, Letter]]:
    return session.exec(
        select(PinnedBoard, Letter)
        .join(Letter, col(Letter.id) == col(PinnedBoard.letter_id))
        .where(col(PinnedBoard.stale))
        .order_by(col(PinnedBoard.id))
        .limit(AT_MOST)
    ).all()


def _edit(session: Session, board: PinnedBoard, letter: Letter, chat: Chat, now: datetime) -> None:
    """A board that had to be sent anew, because somebody deleted it, is pinned again."""
    if letter.kind == LetterKind.SEND:
        pin(session, chat, board.letter_id, now)
    newest = select(StandingsPost.id).where(
        col(StandingsPost.campaign_id) == board.campaign_id, col(StandingsPost.chat_id) == board.chat_id
    )
    post_id = session.exec(newest.order_by(col(StandingsPost.id).desc()).limit(1)).first()
    facts = {"campaign_id": board.campaign_id, "chat_id": board.chat_id, "post_id": post_id}
    kind, due = LetterKind.EDIT, now + GATHERED
    board.letter_id = say(session, BOARD, chat, now, facts, kind=kind, message_id=letter.message_id, due=due)
