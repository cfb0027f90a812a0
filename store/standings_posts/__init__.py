"""Standings posted to groups on their campaign's schedule, as a new message or on one board that is edited in place.

A due instant is handled once, whenever it is noticed; of several that were missed the last, and never in quiet hours.
"""

from store.standings_posts.groups import posted_to
from store.standings_posts.pinned import BOARD, next_refresh, refresh_boards
from store.standings_posts.posting import ROWS, post_standings
from store.standings_posts.schedule import next_standings_post
from store.standings_posts.shown import group_board, live_board, live_rows

LIVE = {BOARD: live_board, ROWS: live_rows}
"""What is asked when a board is sent."""

__all__ = [
    "LIVE",
    "group_board",
    "next_refresh",
    "next_standings_post",
    "post_standings",
    "posted_to",
    "refresh_boards",
]
