"""How many acts the daily things take: a message sent or a button tapped is one."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from messages.catalogue import LOCALE, load_catalogues
from store.tables import Achievement, AchievementState, DoneHow, Membership, MembershipState, Target, TargetKind
from tests.town import Actor, Town

CATALOGUES = load_catalogues(LOCALE)


@pytest.fixture(params=["vi", "en"])
def people(request: pytest.FixtureRequest, tmp_path: Path, database_url: str) -> Iterator[Town]:
    """The cast, once reading Vietnamese and once English."""
    town = Town(tmp_path, database_url, language=request.param)
    yield town
    town.is_sound()
    town.closes()


def taps(actor: Actor, label: str) -> None:
    """Tap a button by what it says in the town's language."""
    actor.taps(CATALOGUES[actor.town.language].gettext(label))


def staff_link(town: Town) -> str:
    town.binh.sends("/unit")
    taps(town.binh, "Tạo liên kết mời cán bộ")
    found = re.search(r"https://t\.me/\S+start=[0-9a-f]{32}", town.binh.reads())
    assert found is not None
    return found[0]


def test_joining_takes_two(people: Town) -> None:
    link = staff_link(people)
    people.quan.sends("/language")
    people.quan.taps("English" if people.language == "en" else "Tiếng Việt")
    people.quan.acts = 0

    people.quan.follows(link)
    taps(people.quan, "Đồng ý và tham gia")

    assert people.quan.acts == 2
    membership = people.one(Membership, member_id=people.member("Quân").id)
    assert (membership.unit_id, membership.state) == (people.unit("syt").id, MembershipState.WAITING)


def test_registering_a_product_takes_four(people: Town) -> None:
    people.lan.sends("/register")
    people.lan.taps("Đề án")
    people.lan.sends("Chuyển đổi số một cửa")
    taps(people.lan, "Gửi")

    assert people.lan.acts == 4
    target = people.one(Target)
    assert (target.kind, target.title) == (TargetKind.PRODUCT, "Chuyển đổi số một cửa")
    assert target.member_id == people.member("Lan").id


def test_handing_in_a_report_by_sending_the_file_takes_two(people: Town) -> None:
    people.sleeps_until("2020-06-18")
    people.binh.acts = 0

    people.binh.sends_file("Báo cáo.docx")
    people.binh.taps(people.binh.buttons()[0])

    assert people.binh.acts == 2
    assert people.duty("bc-dot-1", "syt").done_how == DoneHow.HANDED_IN
    assert people.duty("bc-nam", "syt").done_at is None


def test_an_achievement_from_a_captioned_photo_takes_three(people: Town) -> None:
    people.lan.sends_photo(caption="Tuyên truyền cải cách hành chính")
    people.lan.taps("Tin, bài tuyên truyền")
    taps(people.lan, "Gửi")

    assert people.lan.acts == 3
    assert people.one(Achievement).title == "Tuyên truyền cải cách hành chính"


def test_confirming_an_achievement_takes_one_and_verifying_it_with_the_next_shown_takes_one(people: Town) -> None:
    for caption in ("Bài thứ nhất", "Bài thứ hai"):
        people.lan.sends_photo(caption=caption)
        people.lan.taps("Tin, bài tuyên truyền")
        taps(people.lan, "Gửi")
    first, second = people.all(Achievement)
    letters = people.binh.heard[-2:]
    people.binh.acts = 0

    for letter in letters:
        people.binh.taps(letter.buttons[0][0].text, letter)
    assert people.binh.acts == 2
    people.dung.sends("/review")
    assert "Bài thứ nhất" in people.dung.reads()
    people.dung.acts = 0
    people.dung.taps(people.dung.buttons()[0])

    assert people.dung.acts == 1
    assert people.one(Achievement, id=first.id).state == AchievementState.VERIFIED
    assert people.one(Achievement, id=second.id).state == AchievementState.CONFIRMED
    assert "Bài thứ hai" in people.dung.reads()
    assert people.dung.buttons()[0] == ("Đạt (2 điểm)" if people.language == "vi" else "Pass (2 points)")
