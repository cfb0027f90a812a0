"""Where a name is found and hidden, and where it only looks like one."""

import pytest

from store.rules.hiding import DELETED, hide, hide_in

LAN = "Nguyễn Thị Lân"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Nguyễn Thị Lân", DELETED),
        ("Đề án của Nguyễn Thị Lân, Sở Y tế", f"Đề án của {DELETED}, Sở Y tế"),
        ("NGUYỄN THỊ LÂN và nguyễn thị lân", f"{DELETED} và {DELETED}"),
        ("Nguye\u0302\u0303n Thi\u0323 La\u0302n", DELETED),
        ("Bao_cao_Nguyen_Thi_Lan.docx", f"Bao_cao_{DELETED}.docx"),
        ("nguyen-thi-lan.pdf", f"{DELETED}.pdf"),
        ("Nguyễn Thị Lan", "Nguyễn Thị Lan"),
        ("Nguyễn Thị Lânh", "Nguyễn Thị Lânh"),
        ("", ""),
    ],
)
def test_a_whole_name_is_hidden_and_no_other(text: str, said: str) -> None:
    assert hide(text, [LAN]) == said


def test_a_name_of_one_word_is_hidden_only_as_it_is_written() -> None:
    assert hide("Đăng ký của Lan: lan toả, Lan.", ["Lan"]) == f"Đăng ký của {DELETED}: lan toả, {DELETED}."
    assert hide("Hà Lành", ["Lan"]) == "Hà Lành"


def test_another_persons_name_that_holds_it_stays() -> None:
    text = "Nguyễn Thị Lân Anh và Nguyễn Thị Lân, anh Lân"

    assert hide(text, [LAN], keep=["Nguyễn Thị Lân Anh"]) == f"Nguyễn Thị Lân Anh và {DELETED}, anh Lân"
    assert hide(text, ["Lân"], keep=["Nguyễn Thị Lân Anh", LAN]) == text.replace("anh Lân", f"anh {DELETED}")
    assert hide(text, [LAN], keep=[LAN]) == text


def test_the_longer_of_two_names_goes_first_and_no_name_hides_nothing() -> None:
    assert hide("Lê Lan Anh", ["Lê Lan", "Lê Lan Anh"]) == DELETED
    assert hide("Lê Lan", ["", " "]) == "Lê Lan"


def test_json_data_is_hidden_all_the_way_down() -> None:
    facts = {"names": ["Lân", LAN], "rows": [{"by": LAN, "points": 3, "late": None}]}

    assert hide_in(facts, [LAN]) == {
        "names": ["Lân", DELETED],
        "rows": [{"by": DELETED, "points": 3, "late": None}],
    }
    assert hide_in(facts, [LAN], "Trần Thị Lân")["rows"][0]["by"] == "Trần Thị Lân"
