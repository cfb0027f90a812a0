"""/dulieu: what is kept, as a file; a name corrected; consent withdrawn; deleted and somebody new."""

import io
import json
import zipfile

import pytest

from store.consents import CONSENT_VERSION
from store.history import verify_history
from store.rules.hiding import DELETED
from store.tables import Account, Letter, LetterState, Member, Target, TargetState
from tests.town import Actor, Town

GONE = "Người dùng đã xoá"


def registers(actor: Actor, title: str = "Chuyển đổi số") -> None:
    actor.sends("/dangky")
    actor.taps("Đề án")
    actor.sends(title)
    actor.taps("Gửi")


def test_everything_about_a_person_comes_as_a_file_to_read_and_as_json(town: Town) -> None:
    registers(town.lan)
    town.lan.sends("/dulieu")
    assert town.lan.reads().startswith(f"Dữ liệu bot lưu về đồng chí\n\nLan\n{town.bloc.name}\nSở Y tế")
    assert "Đăng ký: 1" in town.lan.reads()

    town.lan.taps("Tải tất cả (tệp)")

    file = town.lan.last.file
    assert file is not None and file.data is not None and file.name == "du-lieu-cua-toi.zip"
    with zipfile.ZipFile(io.BytesIO(file.data)) as packed:
        data, page = json.loads(packed.read("du-lieu.json")), packed.read("du-lieu.html").decode()
    (person,) = data["people"]
    assert (data["telegram_id"], data["consent_version"], person["name"]) == (town.lan.id, CONSENT_VERSION, "Lan")
    assert [one["title"] for one in person["targets"]] == ["Chuyển đổi số"]
    assert [one["unit"] for one in person["places"]] == ["Sở Y tế"]
    assert person["history"] != []
    assert {one["template"] for one in data["letters"]} >= {"mydata/mydata", "targets/sent"}
    assert "Chuyển đổi số" in page and "Bình" not in page


def test_a_corrected_name_goes_into_the_lists_and_the_head_is_told(town: Town) -> None:
    registers(town.lan)
    town.lan.sends("/dulieu")
    town.lan.taps("Sửa họ tên")
    town.lan.sends("Nguyễn  Thị Lan")
    town.lan.taps("Đổi tên")

    assert town.lan.reads() == "Họ và tên của đồng chí nay là Nguyễn Thị Lan."
    assert town.binh.reads() == "Lan (Sở Y tế) đã sửa họ và tên thành Nguyễn Thị Lan."
    town.binh.sends("/duyet")
    assert "Nguyễn Thị Lan" in town.binh.reads()
    assert town.member("Nguyễn Thị Lan").former_names == ["Lan"]


def test_withdrawing_consent_is_two_taps_and_leaves_the_person_outside(town: Town) -> None:
    registers(town.lan)
    town.lan.sends("/dulieu")
    town.lan.taps("Rút lại đồng ý")
    town.lan.taps_twice("Rút lại đồng ý")

    assert town.lan.reads().startswith("Đã rút lại đồng ý.")
    assert town.binh.reads().startswith("Lan đã rời Sở Y tế")
    account = town.one(Account, id=town.lan.id)
    assert (account.consent_version, account.telegram_name) == (None, "")
    town.lan.sends("/dangky")
    assert town.lan.reads().startswith("Chức năng này dành cho thành viên.")
    town.lan.sends("/dulieu")
    assert "Đồng chí đã rút lại đồng ý" in town.lan.reads()
    assert "Rút lại đồng ý" not in town.lan.buttons()


def test_who_agreed_to_older_words_is_asked_again_before_anything_new_is_kept(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    town.lan.sends("/dangky")
    town.lan.taps("Đề án")
    monkeypatch.setattr("store.consents.CONSENT_VERSION", CONSENT_VERSION + 1)
    town.lan.sends("Chuyển đổi số")
    assert town.lan.reads().startswith("Nội dung về dữ liệu cá nhân đã thay đổi.")
    town.lan.sends("/minhchung")
    assert town.lan.reads().startswith("Nội dung về dữ liệu cá nhân đã thay đổi.")

    town.lan.taps("Đồng ý")

    assert town.one(Account, id=town.lan.id).consent_version == CONSENT_VERSION + 1
    town.lan.sends("/tieptuc")
    town.lan.sends("Chuyển đổi số")
    town.lan.taps("Gửi")
    assert len(town.all(Target)) == 1


def test_a_deleted_person_is_nobody_and_comes_back_as_somebody_new(town: Town) -> None:
    registers(town.lan)
    town.lan.sends("/gopy")
    town.lan.sends("Tôi là Lan")
    town.lan.taps("Gửi")
    before = town.member("Lan").id
    town.lan.sends("/dulieu")
    town.lan.taps("Xoá dữ liệu của tôi")
    assert "không khôi phục được" in town.lan.reads()
    town.lan.taps_twice("Xoá hẳn")

    assert town.lan.reads().startswith("Đã xoá dữ liệu của đồng chí.")
    assert town.binh.reads().startswith(f"{GONE} đã rời Sở Y tế.")
    assert [one.account_id for one in town.all(Member) if one.name == DELETED] == [None]
    assert town.one(Target).state == TargetState.WAITING
    town.binh.sends("/duyet")
    assert GONE in town.binh.reads() and "Lan" not in town.binh.reads()
    assert "Lan" not in str([one.facts for one in town.all(Letter)])
    assert [one for one in town.all(Letter) if one.state == LetterState.DEAD] == []
    with town.reading() as session:
        report = verify_history(session)
    assert (report.broken, report.cleared > 0) == ((), True)

    town.lan.starts()
    town.lan.taps("Sở Y tế")
    town.lan.taps("Đồng ý và tham gia")
    assert town.member("Lan").id != before
    town.lan.sends("/dulieu")
    assert "Đăng ký: 0" in town.lan.reads()


def test_the_last_leader_stays_until_there_is_another(town: Town) -> None:
    town.mai.sends("/dulieu")
    town.mai.taps("Xoá dữ liệu của tôi")
    town.mai.taps("Xoá hẳn")

    assert "Trưởng khối duy nhất" in town.mai.reads()
    assert town.member("Mai").account_id == town.mai.id
