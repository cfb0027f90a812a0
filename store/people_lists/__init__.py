"""Lists of people from Excel: read with limits, every wrong row named, taken whole or not at all."""

from store.people_lists.rows import MOST_PEOPLE, Reading, read_list
from store.people_lists.taking import (
    check_sent,
    drop_list,
    list_read,
    list_to_correct,
    list_to_read,
    list_unreadable,
    may_send_list,
    send_list,
    take_list,
)

__all__ = [
    "MOST_PEOPLE",
    "Reading",
    "check_sent",
    "drop_list",
    "list_read",
    "list_to_correct",
    "list_to_read",
    "list_unreadable",
    "may_send_list",
    "read_list",
    "send_list",
    "take_list",
]
