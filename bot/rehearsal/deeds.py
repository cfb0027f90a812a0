"""One deed of the cast: what was done, and how it is recorded in the chat with its evidence."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.rehearsal.player import PREVIEW, Player
from messages.actions.achievements import RecordFiles
from messages.actions.forms import Answer, EditStep, Submit
from store.campaign_file.score_entries import Bonus, CriterionEntry
from store.tables import TargetKind

WORDS = {
    "vi": {
        "initiative": "Sáng kiến rút ngắn thời gian giải quyết hồ sơ tại {unit}, tháng {month}",
        "post": "Bài về gương người tốt, việc tốt ở {unit}, tháng {month}",
        "prize": "Đạt giải hội thi của ngành: {unit}, tháng {month}",
        "other": "{criterion}: {unit}, tháng {month}",
        "paper": "{number}/BC ngày {day}",
    },
    "en": {
        "initiative": "Initiative: files settled faster at {unit}, month {month}",
        "post": "Article on good people and good deeds at {unit}, month {month}",
        "prize": "A prize at the contest: {unit}, month {month}",
        "other": "{criterion}: {unit}, month {month}",
        "paper": "{number}/BC of {day}",
    },
}


ASSIGNED = "100"
"""Of how many, where a rule asks."""


class Way(StrEnum):
    """How the evidence comes."""

    PHOTO = "photo"
    LINK = "link"
    PAPER = "paper"


@dataclass(frozen=True)
class Deed:
    """What somebody records. `photo` is what the picture shows; `on`: the day it is of, today where none is named."""

    criterion: CriterionEntry
    title: str
    number: str
    paper: str
    link: str
    photo: bytes
    way: Way
    on: date | None = None
    clumsy: bool = False
    serves: bool = False
    """It is said which registration it is for."""


def title_of(criterion: CriterionEntry, unit: str, day: date, language: str) -> str:
    """A caption for what was achieved under a criterion."""
    if criterion.counts_as == TargetKind.INITIATIVE:
        name = "initiative"
    elif criterion.reach:
        name = "post"
    else:
        name = "prize" if isinstance(criterion.rule, Bonus) else "other"
    return WORDS[language][name].format(criterion=criterion.title[:80], unit=unit, month=day.month)


def paper_of(number: int, day: date, language: str) -> str:
    return WORDS[language]["paper"].format(number=number, day=f"{day.day}/{day.month}/{day.year}")


async def records(player: Player, deed: Deed) -> None:
    """Send a photo with its caption, or a link, or open /minhchung and say the paper; answer what is asked; send."""
    code = deed.criterion.code
    choices = {"likely": code, "criterion": code, "evidence": "done"}
    texts = {"title": deed.title, "number": deed.number, "assigned": ASSIGNED, "evidence": deed.paper}
    if deed.way == Way.PHOTO:
        await player.sends_photo(deed.photo, deed.title)
    elif deed.way == Way.LINK:
        await player.types(f"{deed.title}\n{deed.link}")
    else:
        await player.types("/minhchung")
    if player.shows(RecordFiles):
        await player.taps(RecordFiles)
    if deed.clumsy:
        await player.fills({}, choices, until="title")
        await player.types("x")
        await player.types(texts.pop("title"))
    await player.fills(texts, choices, until=PREVIEW)
    if deed.on is not None:
        await player.edits_step("day", f"{deed.on:%d/%m/%Y}")
    if deed.serves and player.shows(EditStep, step="target"):
        await player.taps(EditStep, step="target")
        await player.taps(Answer, step="target")
    await player.taps(Submit)
