"""Announcements: written once, sent to many, answered by a tap, corrected and taken back in place."""

from store.announcements.answering import (
    announcement_to_answer,
    answer_announcement,
    change_group,
    show_answer,
)
from store.announcements.audience import Aim, aims_of
from store.announcements.parcels import MOST_FILES, REPLACEABLE, carried, may_be_captioned, may_be_replaced, parcels
from store.announcements.reading import (
    announcements_for,
    answers_sheet,
    askable_announcements,
    may_announce_as,
    open_announcement,
    page_facts,
    say_page,
    who_is_silent,
)
from store.announcements.saying import letter_facts, place_of, say_files, say_letter, say_reminder
from store.announcements.steering import (
    cancel,
    correct,
    go_on,
    pause,
    remind_silent,
    resend_failed,
    take_back,
)
from store.announcements.sweeping import (
    next_announcement,
    send_announcements,
    show_on,
    work_on,
)
from store.announcements.writing import Draft, announce, announcement_for

LIVE = {
    "live/announcements/letter": say_letter,
    "live/announcements/files": say_files,
    "live/announcements/reminder": say_reminder,
    "live/announcements/page": say_page,
    "live/announcements/answers": answers_sheet,
}
"""What is asked when a letter of an announcement is sent."""

__all__ = [
    "LIVE",
    "MOST_FILES",
    "REPLACEABLE",
    "Aim",
    "Draft",
    "aims_of",
    "announce",
    "announcement_for",
    "announcement_to_answer",
    "announcements_for",
    "answer_announcement",
    "askable_announcements",
    "cancel",
    "carried",
    "change_group",
    "correct",
    "go_on",
    "letter_facts",
    "may_announce_as",
    "may_be_captioned",
    "may_be_replaced",
    "next_announcement",
    "open_announcement",
    "page_facts",
    "parcels",
    "pause",
    "place_of",
    "remind_silent",
    "resend_failed",
    "say_page",
    "send_announcements",
    "show_answer",
    "show_on",
    "take_back",
    "who_is_silent",
    "work_on",
]
