"""Summaries (sơ kết, tổng kết): figures of a phase or a campaign, each counted once, for every way of showing them."""

from store.summaries.access import begun_phases, campaigns_to_sum_up, find_scope, usual_phase
from store.summaries.closing import CLOSING, live_closing, next_closing, tell_closings
from store.summaries.figures import COUNTED
from store.summaries.lists import LISTS, PAGE, list_rows
from store.summaries.posting import LIVE as POSTS
from store.summaries.posting import MADE, PAPER, groups_for, next_summary, post_again, post_summaries
from store.summaries.reading import checklist, is_sealed, summary_facts
from store.summaries.scope import Scope, open_scope

LIVE = {**POSTS, CLOSING: live_closing}
"""What is asked when a summary or a closing is sent."""

__all__ = [
    "COUNTED",
    "LISTS",
    "LIVE",
    "MADE",
    "PAGE",
    "PAPER",
    "Scope",
    "begun_phases",
    "campaigns_to_sum_up",
    "checklist",
    "find_scope",
    "groups_for",
    "is_sealed",
    "list_rows",
    "next_closing",
    "next_summary",
    "open_scope",
    "post_again",
    "post_summaries",
    "summary_facts",
    "tell_closings",
    "usual_phase",
]
