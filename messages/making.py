"""What is made at the moment it is sent: pictures and documents, from a letter's facts, in the reader's language.

A letter whose facts hold `made` (a name of `MAKERS`) and `data` carries that file; its text is the caption.
Making takes processor time, so whoever sends does it in a thread; the libraries are imported when first needed.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from messages.calendar import calendar_file
from messages.documents.announcements import answers_sheet
from messages.documents.campaign_mistakes import campaign_mistakes
from messages.documents.invites import invite_qr, invite_sheet
from messages.documents.my_data import my_data_archive
from messages.documents.papers import report_word, summary_word
from messages.documents.people import people_mistakes, people_sheet
from messages.documents.pledge import pledge_document
from messages.documents.registrations import registrations_sheet, registrations_word
from messages.documents.summary_sheet import summary_sheet
from messages.documents.wording import LANGUAGE
from messages.made import DocumentMaker, Made, Maker
from messages.pictures.standings import standings_picture
from messages.pictures.summary import summary_picture
from messages.render import open_renderer
from store.rules.hiding import DELETED, unmark

MAKERS: dict[str, Maker] = {
    "campaign_mistakes": campaign_mistakes,
    "calendar": calendar_file,
    "my_data": my_data_archive,
    "standings": standings_picture,
    "summary_picture": summary_picture,
    "people_sheet": people_sheet,
    "people_mistakes": people_mistakes,
    "invite_sheet": invite_sheet,
    "invite_qr": invite_qr,
    "announcement_answers": answers_sheet,
}
"""Every file that is made. Each feature's table adds its lines here."""

DOCUMENTS: dict[str, DocumentMaker] = {
    "pledge": pledge_document,
    "registrations_word": registrations_word,
    "registrations_sheet": registrations_sheet,
    "report_word": report_word,
    "summary_word": summary_word,
    "summary_sheet": summary_sheet,
}
"""Every office document: Vietnamese for all, from a file that the office may have replaced in its own folder."""


def make(name: str, data: Mapping[str, Any], language: str, *, own: Path | None = None) -> Made:
    """`own`: the folder of the office's own Word and Excel templates."""
    if name in DOCUMENTS:
        return DOCUMENTS[name](_readable(data, LANGUAGE), own)
    return MAKERS[name](_readable(data, language), language)


def _readable(data: Mapping[str, Any], language: str) -> Mapping[str, Any]:
    """The same with words in place of the mark that stands for the name of a deleted person."""
    if f"\\u{ord(DELETED):x}" not in json.dumps(data, default=str):
        return data
    return dict(unmark(data, open_renderer().deleted(language)))
