"""Each mistake a file can have: where it is reported, and as what."""

import pytest

from store.campaign_file import MISTAKE_CODES, BadCampaignFile, Mistake, read_campaign_file
from tests.store.campaign_file.files import NEXT_LINE, SHORT, mistakes_of, with_more
from tests.store.campaign_file.mistake_rows import ROWS


@pytest.mark.parametrize(("content", "found"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS])
def test_the_mistake_is_told_at_its_line(content: str | bytes, found: list[tuple[int, str]]) -> None:
    assert mistakes_of(content) == found


def test_every_code_has_a_row() -> None:
    assert {code for row in ROWS for _, code in row[2]} == set(MISTAKE_CODES)


def test_the_short_file_is_right() -> None:
    assert mistakes_of(SHORT) == []


TEN = """\
bloc:
  code: khoi
  name:
  leader_unit: sgd
  units:
    - {code: syt, name: Sở Y tế, kind: office}
    - {code: bdt, name: Ban Dân tộc, kind: office}
    - {code: syt, name: Sở Y tế 2, kind: office}
campaign:
  code: mau-2020
  titel: nhầm
  title: Phong trào mẫu
  starts: 2020-01-01
  ends: 2020-12-31
  launch: 31/2/2020
  phases:
    - code: dot-1
      name: Đợt 1
      starts: 2020-06-30
      ends: 2020-01-01
  milestones:
    - {code: bc, kind: report, title: Báo cáo, from: units, by: 2020-06-20, phase: dot-7}
  products: [Đề án]
  quotas:
    - {scope: unit, kind: produkt, at_least: 1}
    - {scope: unit, kind: title, title: CSTDCS, at_most_percent: 115}
  movements: chung sức
"""


def test_ten_mistakes_are_ten_lines() -> None:
    with pytest.raises(BadCampaignFile) as caught:
        read_campaign_file(TEN)

    assert caught.value.mistakes == (
        Mistake(3, "empty", {"key": "name"}),
        Mistake(4, "unknown_unit", {"key": "leader_unit", "given": "sgd", "nearest": ""}),
        Mistake(8, "duplicate_code", {"key": "code", "given": "syt", "first_line": 6}),
        Mistake(11, "unknown_key", {"key": "titel", "nearest": "title"}),
        Mistake(15, "bad_day", {"key": "launch", "given": "31/2/2020"}),
        Mistake(20, "ends_before_starts", {"starts": "2020-06-30", "ends": "2020-01-01"}),
        Mistake(22, "unknown_phase", {"key": "phase", "given": "dot-7", "nearest": "dot-1"}),
        Mistake(
            25,
            "unknown_choice",
            {
                "key": "kind",
                "given": "produkt",
                "nearest": "product",
                "allowed": "product, goal, title, initiative, exemplar",
            },
        ),
        Mistake(26, "bad_percent", {"key": "at_most_percent", "given": "115"}),
        Mistake(27, "not_a_list", {"key": "movements"}),
    )


def test_what_is_shown_of_a_long_value_is_short() -> None:
    with pytest.raises(BadCampaignFile) as caught:
        read_campaign_file(with_more(f"launch: {'9' * 5000}"))

    assert caught.value.mistakes[0].facts["given"] == "9" * 59 + "…"


def test_an_aliased_mistake_is_told_once() -> None:
    both = "\nphases:\n- &a {code: a, name: A, starts: 2020-01-01, ends: 32/1/2020}\n- *a\n"
    assert mistakes_of(with_more(both)) == [(NEXT_LINE + 1, "duplicate_code"), (NEXT_LINE + 1, "bad_day")]
