"""Reports: what is handed in for a duty, as text and files; each handing in is a version, the last one counts."""

from store.reports.drafting import LIVE, draft_letter, drafts_for
from store.reports.files import (
    LARGEST_FILE,
    MOST_FILES,
    demand_file,
    with_file,
)
from store.reports.handing_in import MOST_TEXT, add_files, duty_to_hand_in, hand_in, with_text
from store.reports.reading import (
    HANDED_IN_KINDS,
    Opened,
    Takes,
    files_of,
    latest_report,
    open_report,
    report_facts,
    report_versions,
    right_to_hand_in,
    takes_reports,
)

__all__ = [
    "HANDED_IN_KINDS",
    "LARGEST_FILE",
    "LIVE",
    "MOST_FILES",
    "MOST_TEXT",
    "Opened",
    "Takes",
    "add_files",
    "demand_file",
    "draft_letter",
    "drafts_for",
    "duty_to_hand_in",
    "files_of",
    "hand_in",
    "latest_report",
    "open_report",
    "report_facts",
    "report_versions",
    "right_to_hand_in",
    "takes_reports",
    "with_file",
    "with_text",
]
