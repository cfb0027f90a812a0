"""A deleted person's name is in nothing that is made afterwards: every kind of output, before and after."""

import io
import zipfile

import pytest

from bot.rehearsal.telegram import Message
from messages.actions import Action, pack
from messages.actions.achievements import UnitAchievements
from messages.actions.evidence_packs import PackEvidence
from messages.actions.exports import ExportRegistrations, PledgeDocument
from messages.actions.people import OpenMembers
from messages.actions.progress import OpenUnitProgress
from messages.actions.standings import OpenScore, OpenScoreCriterion, ShowPeople
from messages.actions.summaries import SendSummary
from messages.actions.targets import OpenTarget, UnitTargets
from messages.actions.verification import OpenAchievementReview
from messages.render import open_renderer
from store.points.boards import board_facts
from store.summaries.reading import summary_facts
from store.summaries.scope import open_scope
from store.tables import Achievement, Campaign, Target
from tests.town import Actor, Town

ANH = "Trần Thị Ngọc Ánh"
WRITTEN = (ANH, "Tran Thi Ngoc Anh", "Tran_Thi_Ngoc_Anh")
GONE = "Người dùng đã xoá"

COUNTS = {"progress", "summary as Word", "summary as Excel", "standings as a picture", "summary as a picture"}
"""They say how many; of people they name the best, once there are several."""


def said_in(message: Message) -> str:
    """The text, the buttons and what is inside the file of a message."""
    labels = " ".join(button.text for row in message.buttons for button in row)
    file = message.file
    if file is None or file.data is None:
        return f"{message.text} {labels}"
    parts = [file.data]
    if zipfile.is_zipfile(io.BytesIO(file.data)):
        with zipfile.ZipFile(io.BytesIO(file.data)) as packed:
            parts += [name.encode() for name in packed.namelist()] + [packed.read(one) for one in packed.namelist()]
    inside = " ".join(part.decode("utf-8", "replace") for part in parts)
    return f"{message.text} {labels} {file.name} {inside}"


def shown(actor: Actor, action: Action) -> str:
    """All that comes of a tap."""
    actor.sends("/help")
    heard = len(actor.heard)
    actor.taps_data(actor.last, pack(action))
    return "\n".join(map(said_in, actor.heard[heard - 1 :]))


def outputs(town: Town) -> dict[str, str]:
    """What each kind of output says, by its name."""
    unit, campaign = town.unit("syt").id or 0, town.campaign_id
    own, about = town.all(Target)[:2]
    first, second = town.all(Achievement)[:2]
    made: dict[str, tuple[Actor, Action]] = {
        "people of the unit": (town.binh, OpenMembers(unit, 0)),
        "registrations": (town.binh, UnitTargets(unit)),
        "registration": (town.mai, OpenTarget(own.id or 0)),
        "registration about": (town.mai, OpenTarget(about.id or 0)),
        "achievements": (town.binh, UnitAchievements(unit)),
        "verified": (town.dung, OpenAchievementReview(first.id or 0)),
        "to verify": (town.binh, OpenAchievementReview(second.id or 0)),
        "evidence": (town.dung, PackEvidence(unit)),
        "pledge": (town.binh, PledgeDocument(campaign, unit)),
        "exports": (town.mai, ExportRegistrations(campaign)),
        "progress": (town.mai, OpenUnitProgress(campaign, unit)),
        "people's standings": (town.binh, ShowPeople(campaign, 0, unit)),
        "why this score": (town.binh, OpenScore(campaign, 0, unit, first.member_id)),
        "lines": (town.binh, OpenScoreCriterion(campaign, 0, unit, first.member_id, 2, 1)),
        "summary as Word": (town.mai, SendSummary(campaign, 0, "word")),
        "summary as Excel": (town.mai, SendSummary(campaign, 0, "sheet")),
    }
    return {name: shown(actor, action) for name, (actor, action) in made.items()} | pictures(town)


def pictures(town: Town) -> dict[str, str]:
    """What typst is given to draw."""
    with town.reading() as session:
        campaign = session.get_one(Campaign, town.campaign_id)
        board = board_facts(session, campaign, now=town.now)
        summary = summary_facts(session, open_scope(session, campaign, 0, now=town.now), now=town.now)
    renderer = open_renderer()
    return {
        "standings as a picture": renderer.render_plain("pictures/standings", {"board": board}, "vi"),
        "summary as a picture": renderer.render_plain("pictures/summary", {"data": summary}, "vi"),
    }


def works(town: Town, anh: Actor) -> None:
    """A registration and two achievements of hers, one verified; the unit's own registration that names her."""
    for actor, kind, title in ((anh, "Đề án", f"Đề án của {ANH}"), (town.binh, "Đề án", f"Gương {ANH}")):
        actor.sends("/dangky")
        actor.taps(kind)
        actor.sends(title)
        actor.taps("Gửi")
    for name in ("Tran_Thi_Ngoc_Anh.pdf", f"{ANH}.docx"):
        anh.sends_file(name, data=str(len(name)).encode(), caption=f"Tin bài của {ANH}")
        anh.taps("Tin, bài")
        anh.taps("Gửi")
    town.binh.sends("/duyet")
    town.binh.taps("Xác nhận")
    first = town.all(Achievement)[0]
    shown(town.binh, OpenAchievementReview(first.id or 0))
    town.binh.taps("Xác nhận")
    shown(town.dung, OpenAchievementReview(first.id or 0))
    town.dung.taps("Đạt")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_name_is_in_nothing_that_is_made_afterwards(town: Town) -> None:
    anh = town._joins(ANH, "syt")
    works(town, anh)
    before = outputs(town)
    assert {name for name, said in before.items() if not any(one in said for one in WRITTEN)} == COUNTS

    anh.sends("/dulieu")
    anh.taps("Xoá dữ liệu của tôi")
    anh.taps("Xoá hẳn")
    town.moves_to("2020-01-03")

    after = outputs(town)
    assert {name: said for name, said in after.items() if any(one in said for one in WRITTEN)} == {}
    assert {name for name, said in after.items() if GONE not in said} == COUNTS | {"people of the unit"}
