"""The evidence of a unit as archives: what is in them, who gets them, and how they are shared out."""

import io
import re
import zipfile
from urllib.parse import unquote

import pytest

from bot import packing
from bot.rehearsal.telegram import CutBefore, Fault
from messages.actions import pack
from messages.actions.achievements import UnitAchievements
from messages.actions.evidence_packs import PackEvidence
from store.tables import File, Job, JobState
from tests.town import Actor, Town

CAPTION = "Tuyên truyền: cải cách / hành chính"


def records(actor: Actor, criterion: str = "Tin, bài") -> None:
    actor.taps(criterion)
    actor.taps("Gửi")


def asks(town: Town, actor: Actor) -> None:
    actor.sends("/start")
    actor.taps_data(actor.last, pack(UnitAchievements(town.unit("syt").id or 0)))
    actor.taps("Tải minh chứng")


def archives(actor: Actor) -> list[zipfile.ZipFile]:
    files = [message.document for message in actor.heard if message.document]
    assert all(file.name.endswith(f"-{number}.zip") for number, file in enumerate(files, start=1))
    return [zipfile.ZipFile(io.BytesIO(file.read())) for file in files]


def test_a_council_member_gets_a_units_evidence_with_an_index(town: Town) -> None:
    town.lan.sends_photo(data=b"anh", caption=CAPTION)
    town.lan.sends_file("../Giấy khen: 1.pdf", data=b"giay")
    town.lan.sends_voice(data=b"loi")
    town.lan.sends("https://vi-du.vn/bai?a=1&b=2")
    records(town.lan)
    asks(town, town.dung)

    (archive,) = archives(town.dung)
    names = archive.namelist()
    assert names[0] == "index.html"
    inside = {name.rpartition("/")[2]: archive.read(name) for name in names[1:]}
    assert inside == {"01.jpg": b"anh", "02 _Giấy khen_ 1.pdf": b"giay", "03.ogg": b"loi"}
    assert all(name.startswith("3.2 ") and ".." not in name.split("/") for name in names[1:])
    assert all(name.split("/")[1] == "1 Tuyên truyền_ cải cách _ hành chính" for name in names[1:])
    index = archive.read("index.html").decode()
    assert [unquote(path) for path in re.findall('href="(3[^"]*)"', index)] == names[1:]
    for said in ("Danh mục minh chứng: Sở Y tế", CAPTION, "chờ thủ trưởng đơn vị xác nhận", "a=1&amp;b=2"):
        assert said in index
    assert "Minh chứng của Sở Y tế" in town.dung.reads()


def test_who_may_not_read_the_unit_gets_nothing(town: Town) -> None:
    town.lan.sends_photo(caption=CAPTION)
    records(town.lan)
    asks(town, town.binh)
    asked = next(message for message in town.binh.heard if message.document)
    for stranger in (town.hoa, town.tu, town.lan):
        before = len(town.all(Job))
        stranger.sends("/start")
        stranger.taps_data(stranger.last, pack(PackEvidence(town.unit("syt").id or 0)))
        assert len(town.all(Job)) == before
        assert archives(stranger) == []
    assert asked.document is not None


def test_much_evidence_comes_in_parts_each_with_the_index(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packing, "LARGEST_ARCHIVE", 100)
    contents = {f"{number}.pdf": bytes([number]) * 60 for number in range(1, 4)}
    town.lan.sends_photo(data=b"0" * 30, caption=CAPTION)
    town.lan.sends_album(list(contents.items()))
    records(town.lan)
    town.stage.telegram.faults.add(Fault(CutBefore, method="sendDocument"))
    asks(town, town.binh)

    found = archives(town.binh)
    assert [len(one.namelist()) for one in found] == [3, 2, 2]
    assert len({one.read("index.html") for one in found}) == 1
    assert "phần 3/3" in town.binh.reads()
    assert "Phần 2:" in found[0].read("index.html").decode()


def test_an_original_that_is_gone_is_told_and_the_rest_packed(town: Town) -> None:
    town.lan.sends_photo(data=b"anh", caption=CAPTION)
    town.lan.sends_file("a.pdf", data=b"a")
    records(town.lan)
    gone = town.one(File, name="a.pdf").sha256 or ""
    (town._folder / "files" / gone[:2] / gone).unlink()
    asks(town, town.binh)

    (archive,) = archives(town.binh)
    assert len(archive.namelist()) == 2
    assert "02 a.pdf (chưa lưu được bản gốc)" in archive.read("index.html").decode()
    assert {job.state for job in town.all(Job)} == {JobState.DONE}


def test_old_archives_are_swept_when_another_is_made(town: Town) -> None:
    town.lan.sends_photo(caption=CAPTION)
    records(town.lan)
    for day in ("2020-01-03", "2020-01-09"):
        town.moves_to(day)
        asks(town, town.binh)

    assert [path.name[:10] for path in (town._folder / "packs").iterdir()] == ["2020-01-09"]
