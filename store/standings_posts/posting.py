"""What is due is posted: a new message, or an edit of the one board, in each group that gets it."""

from datetime import datetime

from sqlmodel import Session, col

from store.columns import table_of
from store.facts import local_day
from store.inbox import insert_new
from store.points.boards import board_facts, last_places, places_of
from store.points.tables import standings_rules
from store.standings_posts.groups import posted_to
from store.standings_posts.pinned import BOARD, board_in, pin, say
from store.standings_posts.schedule import due_campaigns
from store.standings_posts.shown import UNDER_A_PICTURE
from store.tables import Bloc, Campaign, Chat, PinnedBoard, StandingsPost

AT_MOST = 500
"""Letters a sweep writes before it lets others in."""

ROWS = "live/standings/rows"


def post_standings(session: Session, now: datetime) -> int:
    """Post what is due by the schedules. How many campaigns were handled; 0 when nothing is due."""
    handled = written = 0
    for campaign, bloc, due in due_campaigns(session, now):
        if written >= AT_MOST:
            break
        written += _post(session, campaign, bloc, due, now)
        campaign.standings_for = due
        handled += 1
    session.flush()
    return handled


def _post(session: Session, campaign: Campaign, bloc: Bloc, due: datetime, now: datetime) -> int:
    """One letter, or edit, a group. Nothing before anybody has points, and after the end only what changed."""
    board = board_facts(session, campaign, now=now)
    places = places_of(board)
    over = local_day(now, bloc.timezone) > campaign.ends
    if not board["began"] or (over and last_places(session, campaign) == places):
        return 0
    written = 0
    for chat in posted_to(session, campaign):
        values = {"campaign_id": campaign.id, "chat_id": chat.id, "due_at": due, "places": places}
        statement = insert_new(session.get_bind().dialect, table_of(StandingsPost)).returning(col(StandingsPost.id))
        row = session.execute(statement, values).first()
        if row is not None:
            written += _post_to(session, campaign, chat, int(row[0]), len(places), now)
    return written


def _post_to(session: Session, campaign: Campaign, chat: Chat, post_id: int, units: int, now: datetime) -> int:
    facts = {"campaign_id": campaign.id, "chat_id": chat.id, "post_id": post_id}
    if not standings_rules(campaign).pinned:
        say(session, BOARD, chat, now, facts)
        if units > UNDER_A_PICTURE:
            say(session, ROWS, chat, now, facts)
        return 1
    board = board_in(session, campaign, chat)
    if board is not None:
        board.stale = True
        return 1
    letter_id = say(session, BOARD, chat, now, facts)
    pin(session, chat, letter_id, now)
    session.add(PinnedBoard(campaign_id=campaign.id or 0, chat_id=chat.id or 0, letter_id=letter_id))
    session.flush()
    return 1
