"""Whole paths in English, on SQLite alone: wording does not depend on the database; others ask for the rows."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from store.tables import CampaignChange, FeedbackState, Occasion, Unit
from store.tables.feedback import Feedback
from tests.town import Town


@pytest.fixture
def town(tmp_path: Path, sqlite_template: Path) -> Iterator[Town]:
    shutil.copy(sqlite_template, tmp_path / "thidua.db")
    town = Town(tmp_path, f"sqlite:///{tmp_path / 'thidua.db'}", language="en")
    yield town
    town.is_sound()
    town.closes()


def test_a_question_and_its_answer(town: Town) -> None:
    town.lan.sends("/feedback")
    assert "The office sees your name" in town.lan.reads()
    town.lan.sends("When is the report due?")
    town.lan.taps("Send")
    assert town.lan.reads().startswith("Sent to the bloc leader's office.")

    town.mai.sends("/start")
    assert "1 message waits for the office's answer." in town.mai.reads()
    town.mai.taps("Ask or tell the bloc leader's office")
    town.mai.taps("1. Answer Lan")
    town.mai.taps("Answer")
    town.mai.sends("Before 20/6")
    town.mai.taps("Send")

    assert town.mai.reads() == "The answer has been sent to Lan.\nNo other message is waiting."
    assert town.lan.reads().endswith("answers you (Mai):\nWhen is the report due?\nBefore 20/6")
    assert town.lan.buttons() == ["Ask further", "Look again"]
    assert town.one(Feedback).state == FeedbackState.ANSWERED


def test_a_name_is_corrected_and_the_person_deleted(town: Town) -> None:
    town.lan.sends("/mydata")
    assert "Consent given: 09:00 2 Jan 2020" in town.lan.reads()
    town.lan.taps("Change the name")
    town.lan.sends("Trần Thị Lan")
    town.lan.taps(town.lan.buttons()[0])
    assert town.member("Trần Thị Lan").account_id == town.lan.id
    assert "Trần Thị Lan" in town.binh.reads()

    town.lan.sends("/mydata")
    town.lan.taps("Delete my data")
    assert "“Deleted person” stands for your name" in town.lan.reads()
    town.lan.taps("Delete for good")
    assert town.lan.reads().startswith("Your data is deleted.")
    town.binh.sends("/unit")
    town.binh.taps("People of the unit")
    assert "Lan" not in town.binh.reads()


def test_a_role_is_given_and_a_unit_renamed(town: Town) -> None:
    town.mai.sends("/manage")
    town.mai.taps("People and roles")
    town.mai.taps("Give a role")
    town.mai.taps("Standing secretary")
    town.mai.sends("Tú")
    town.mai.taps("Give")
    assert town.tu.reads().startswith("Mai gave you a role: Standing secretary")

    town.mai.sends("/manage")
    town.mai.taps("Units")
    town.mai.taps("Sở Y tế")
    town.mai.taps("Change the unit")
    town.mai.taps("Change the name")
    town.mai.sends("Health and Population")
    assert "Former name: Sở Y tế (until 1 Jan 2020)" in town.mai.reads()
    assert town.one(Unit, code="syt").name == "Health and Population"
    assert "Health and Population" in town.binh.reads()


def test_a_deadline_moves_after_the_launch(town: Town) -> None:
    town.mai.sends("/campaigns")
    town.mai.taps("See details")
    town.mai.taps("Change")
    town.mai.taps("Milestones")
    town.mai.taps("Edit: Báo cáo sơ kết đợt 1")
    town.mai.taps("Change the deadline")
    town.mai.sends("30/6/2020")
    assert town.mai.buttons() != []
    town.mai.sends("Letter no. 12")
    assert "Before: before 20 Jun 2020 (until the end of Friday 19 Jun)" in town.mai.reads()
    town.mai.taps("Change")

    assert len(town.all(CampaignChange)) == 1
    assert "Reason: Letter no. 12" in town.binh.reads()


def test_a_commemorative_day_is_added(town: Town) -> None:
    before = len(town.all(Occasion))
    town.mai.sends("/manage")
    town.mai.taps("Campaigns")
    town.mai.taps("Commemorative days")
    assert "On that morning, at 08:00" in town.mai.reads()
    town.mai.taps("Add from the catalogue")
    town.mai.taps("Add 8/3: International Women's Day")
    assert len(town.all(Occasion)) == before + 1
