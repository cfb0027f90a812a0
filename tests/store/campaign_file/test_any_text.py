"""Whatever is typed, the answer is a file or a list of mistakes."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.campaign_file import (
    MISTAKE_CODES,
    SAMPLES,
    BadCampaignFile,
    CampaignEntry,
    as_data,
    from_data,
    read_campaign_file,
    sample,
)

WHOLE = [sample(name).read_text("utf-8") for name in SAMPLES]
PIECES = [
    "",
    "[]",
    "{}",
    "[a, [b]]",
    "{a: b}",
    "-1",
    "1.000",
    "9" * 30,
    "2020-02-30",
    "&a [*a]",
    "*b",
    "|",
    "no",
    "'",
    "\t",
    "?",
]


def must_answer(content: str | bytes) -> None:
    try:
        read_campaign_file(content)
    except BadCampaignFile as bad:
        lines = content.count("\n" if isinstance(content, str) else b"\n") + 1  # type: ignore[arg-type]
        assert bad.mistakes
        for mistake in bad.mistakes:
            assert 1 <= mistake.line <= lines
            assert set(mistake.facts) == set(MISTAKE_CODES[mistake.code])


@given(st.text(st.characters(exclude_characters="\r\x85\u2028\u2029")))
def test_any_text(text: str) -> None:
    must_answer(text)


@given(st.binary())
def test_any_bytes(content: bytes) -> None:
    must_answer(content.replace(b"\r", b""))


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_sample_with_some_values_replaced(data: st.DataObject) -> None:
    words = data.draw(st.sampled_from(WHOLE)).split(" ")
    for _ in range(data.draw(st.integers(1, 3))):
        words[data.draw(st.integers(0, len(words) - 1))] = data.draw(st.sampled_from(PIECES))
    must_answer(" ".join(words))


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_a_sample_cut_short_or_with_a_line_less(data: st.DataObject) -> None:
    lines = data.draw(st.sampled_from(WHOLE)).split("\n")
    start = data.draw(st.integers(0, len(lines)))
    del lines[start : start + data.draw(st.integers(1, 30))]
    must_answer("\n".join(lines))


@pytest.mark.parametrize("name", SAMPLES)
def test_what_is_kept_as_data_comes_back(name: str) -> None:
    campaign = read_campaign_file(sample(name).read_bytes()).campaign
    assert from_data(CampaignEntry, json.loads(json.dumps(as_data(campaign)))) == campaign


def test_data_are_texts_numbers_and_lists() -> None:
    data = as_data(read_campaign_file(sample("khoi-vhxh-2020").read_bytes()).campaign)
    assert data["starts"] == "2020-01-01"
    assert data["milestones"][0]["deadline"] == {"kind": "before", "day": "2020-03-05", "text": ""}
    assert data["reminders"]["ladder"]["quiet"] == ["21:00:00", "07:00:00"]
    assert data["score_tables"][0]["groups"][2]["criteria"][3]["rule"]["per_day_late"] == "5"
