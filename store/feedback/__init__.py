"""Questions to the bloc leader's office, and its answers through the bot."""

from store.feedback.reading import (
    Talk,
    Waiting,
    feedback_facts,
    feedback_files,
    my_feedback,
    my_talk,
    open_feedback,
    unanswered,
    unanswered_count,
)
from store.feedback.reminding import next_feedback_reminder, remind_of_feedback
from store.feedback.talking import MOST_FILES, answer_feedback, ask_office, with_feedback_file, with_feedback_words

__all__ = [
    "MOST_FILES",
    "Talk",
    "Waiting",
    "answer_feedback",
    "ask_office",
    "feedback_facts",
    "feedback_files",
    "my_feedback",
    "my_talk",
    "next_feedback_reminder",
    "open_feedback",
    "remind_of_feedback",
    "unanswered",
    "unanswered_count",
    "with_feedback_file",
    "with_feedback_words",
]
