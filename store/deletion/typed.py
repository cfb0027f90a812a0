"""Which columns hold what people typed and may name somebody, and which of their rows are a bloc's.

A test compares this module with all tables there are: a new column of texts stands in one of its two tables.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select
from sqlmodel import SQLModel, col

from store.tables import (
    Achievement,
    Announcement,
    AnnouncementReader,
    Campaign,
    CampaignChange,
    DayOverride,
    Duty,
    Evidence,
    Feedback,
    FeedbackMessage,
    File,
    PeopleList,
    Report,
    Target,
    TargetVersion,
    Unit,
)

Blocs = Sequence[int]


@dataclass(frozen=True)
class Typed:
    """Columns of a table that are searched for a name, and which rows belong to these blocs."""

    table: type[SQLModel]
    columns: tuple[str, ...]
    of: Callable[[Blocs], ColumnElement[bool]]


def _campaigns(blocs: Blocs) -> Select[Any]:
    return select(col(Campaign.id)).where(col(Campaign.bloc_id).in_(blocs))


def _achievements(blocs: Blocs) -> Select[Any]:
    return select(col(Achievement.id)).where(col(Achievement.campaign_id).in_(_campaigns(blocs)))


def _files(blocs: Blocs) -> ColumnElement[bool]:
    evidence = select(col(Evidence.file_id)).where(col(Evidence.achievement_id).in_(_achievements(blocs)))
    duties = select(col(Duty.id)).where(col(Duty.campaign_id).in_(_campaigns(blocs)))
    reports = select(col(Report.id)).where(col(Report.duty_id).in_(duties))
    return or_(col(File.id).in_(evidence), col(File.report_id).in_(reports))


def _in_campaigns(table: Any) -> Callable[[Blocs], ColumnElement[bool]]:
    return lambda blocs: col(table.campaign_id).in_(_campaigns(blocs))


def _in_bloc(table: Any) -> Callable[[Blocs], ColumnElement[bool]]:
    return lambda blocs: col(table.bloc_id).in_(blocs)


def _under(column: Any, parent: Any, inner: Callable[[Blocs], ColumnElement[bool]]) -> Any:
    return lambda blocs: column.in_(select(col(parent.id)).where(inner(blocs)))


TYPED: tuple[Typed, ...] = (
    Typed(Target, ("item", "title", "body", "reason"), _in_campaigns(Target)),
    Typed(TargetVersion, ("body",), _under(col(TargetVersion.target_id), Target, _in_campaigns(Target))),
    Typed(Achievement, ("title", "reason", "given_why"), _in_campaigns(Achievement)),
    Typed(Evidence, ("origin",), lambda blocs: col(Evidence.achievement_id).in_(_achievements(blocs))),
    Typed(File, ("name",), _files),
    Typed(Duty, ("extension_reason", "done_note"), _in_campaigns(Duty)),
    Typed(CampaignChange, ("before", "after", "reason"), _in_campaigns(CampaignChange)),
    Typed(Unit, ("in_charge",), _in_bloc(Unit)),
    Typed(DayOverride, ("note",), _in_bloc(DayOverride)),
    Typed(PeopleList, ("file_name", "read"), _in_bloc(PeopleList)),
    Typed(
        AnnouncementReader,
        ("reason", "deputy"),
        _under(col(AnnouncementReader.announcement_id), Announcement, _in_bloc(Announcement)),
    ),
    Typed(FeedbackMessage, ("text",), _under(col(FeedbackMessage.feedback_id), Feedback, _in_bloc(Feedback))),
)
"""What is typed about people in a bloc's work. What the bot copied from it into letters follows."""

HANDLED = {
    "account": {"telegram_name", "language", "unreachable"},
    "bloc": {"contact"},
    "calendar_copy": {"entries"},
    "campaign": {"plan"},
    "form": {"answers"},
    "history_details": {"details"},
    "inbox": {"body"},
    "job": {"facts"},
    "letter": {"facts"},
    "member": {"name", "position", "former_names"},
    "pledge": {"signed_content", "signed_hash"},
}
"""What `erasing.py` and `copies.py` see to in a way of its own, by table."""

NO_NAMES = {
    "account": set[str](),
    "achievement": {"criterion", "label", "reach"},
    "announcement": {"body", "files", "audience", "shown"},
    "bloc": {"code", "name", "timezone", "locale"},
    "campaign": {"code", "title", "decision", "slogan"},
    "campaign_change": {"part"},
    "chat": {"title", "language", "posts", "standing"},
    "criterion_total": {"subject", "criterion"},
    "duty": {"owner"},
    "evidence": {"mark", "link", "paper_number"},
    "announcement_reader": {"who"},
    "feedback_message": {"files"},
    "file": {"telegram_file_id", "unique_id", "kind", "mime", "sha256"},
    "form": {"name", "step", "media_group"},
    "history": {"subject", "action", "digest", "hash"},
    "history_details": {"salt"},
    "inbox": {"error_id"},
    "invite": {"token_hash"},
    "job": {"key", "kind", "reason"},
    "letter": {"key", "stream", "template", "edit_key", "parts", "reason"},
    "milestone": {"code", "title", "around", "every"},
    "occasion": {"code", "name"},
    "people_list": {"telegram_file_id"},
    "phase": {"code", "name", "theme"},
    "report": {"text"},
    "run": {"bot_username"},
    "standing": {"subject"},
    "standings_post": {"places"},
    "unit": {"code", "name"},
    "unit_name": {"name"},
}
"""Codes, numbers and names of things; and papers that were issued: reports and announcements stay whole."""
