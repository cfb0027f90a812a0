"""Standings as one person reads them: their unit's place and their own, everybody's, and why a score is what it is."""

from store.standings.mine import all_units, my_standings, people_standings
from store.standings.reading import campaigns_with_points, find_campaign, group_campaigns, picture_board
from store.standings.why import Score, why_criterion, why_group, why_total

__all__ = [
    "Score",
    "all_units",
    "campaigns_with_points",
    "find_campaign",
    "group_campaigns",
    "my_standings",
    "people_standings",
    "picture_board",
    "why_criterion",
    "why_group",
    "why_total",
]
