"""The files of reports: which are taken."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import PurePath

from sqlmodel import Session

from store.errors import BadAnswer
from store.originals import SentFile, keep_original
from store.tables import Report

LARGEST_FILE = 20 * 1024 * 1024
"""In bytes; Telegram hands a bot nothing larger."""

MOST_FILES = 20

OPENED_BY_OFFICES = frozenset(
    {".doc", ".docx", ".rtf", ".odt", ".pdf", ".xls", ".xlsx", ".ods", ".csv", ".txt"}
    | {".jpg", ".jpeg", ".png", ".webp", ".heic", ".tif", ".tiff"}
)


def demand_file(file: SentFile) -> None:
    """Refuse a file that no report takes: of another kind than offices read, or larger than Telegram hands over."""
    suffix, mime = PurePath(file["name"]).suffix.lower(), str(file["mime"])
    readable = suffix in OPENED_BY_OFFICES or (not suffix and (mime == "application/pdf" or mime.startswith("image/")))
    if file["kind"] != "photo" and not (file["kind"] == "document" and readable):
        raise BadAnswer("file_kind", name=file["name"])
    if (file["size"] or 0) > LARGEST_FILE:
        raise BadAnswer("file_too_large", name=file["name"], size=file["size"], limit=LARGEST_FILE)


def with_file(files: Sequence[SentFile], file: SentFile) -> list[SentFile]:
    """The files with one more, once per unique id. Refuses what no report takes, and too many."""
    demand_file(file)
    if any(one["unique_id"] == file["unique_id"] for one in files):
        return list(files)
    if len(files) >= MOST_FILES:
        raise BadAnswer("too_many_files", limit=MOST_FILES)
    return [*files, file]


def keep_files(session: Session, report: Report, files: Sequence[SentFile], *, now: datetime) -> None:
    """A row for each file of a report, and the job that fetches its original."""
    for sent in files:
        keep_original(session, sent, report_id=report.id or 0, now=now)
