from datetime import UTC, datetime
from decimal import Decimal as D

import pytest

from store.rules.ranking import Contender, Place, rank
from store.rules.scoring import Total

DAY = datetime(2020, 3, 1, tzinfo=UTC)


def having(
    number: int, points: str, *, bonus: int = 0, penalty: int = 0, a: str = "0", unranked: bool = False, **more: object
) -> Contender:
    return Contender(number, Total(D(points), D(bonus), D(penalty), {"A": D(a)}, unranked), **more)  # type: ignore[arg-type]


def places(contenders: list[Contender], *tie_break: str) -> list[tuple[int, int | None]]:
    return [(one.id, one.place) for one in rank(contenders, tie_break)]


def test_equals_share_a_place_and_the_next_is_as_far_down_as_they_are_many() -> None:
    assert rank([having(1, "70"), having(2, "90"), having(3, "80"), having(4, "80")], ()) == [
        Place(2, 1),
        Place(3, 2, tied=True),
        Place(4, 2, tied=True),
        Place(1, 4),
    ]


def test_nobody_is_ranked_among_nobody() -> None:
    assert rank([], ["fewest_penalty"]) == []


def test_zero_and_less_are_points_to_rank_by() -> None:
    assert places([having(1, "-2"), having(2, "0"), having(3, "0.01")]) == [(3, 1), (2, 2), (1, 3)]


def test_a_hundredth_tells_apart_and_no_word_is_asked() -> None:
    found = rank([having(1, "97.50", bonus=5), having(2, "97.51")], ["most_bonus"])

    assert found == [Place(2, 1), Place(1, 2)]


BEFORE_AND_AFTER = {
    "group:A": (having(1, "97.5", a="39"), having(2, "97.5", a="38.5")),
    "fewest_penalty": (having(1, "97.5", penalty=-1), having(2, "97.5", penalty=-2)),
    "most_bonus": (having(1, "97.5", bonus=2), having(2, "97.5", bonus=1)),
    "initiatives": (having(1, "97.5", initiatives=3), having(2, "97.5", initiatives=2)),
    "on_time": (having(1, "97.5", on_time=4), having(2, "97.5", on_time=3)),
    "registered_first": (having(1, "97.5", registered_at=DAY), having(2, "97.5", registered_at=DAY.replace(hour=1))),
}


@pytest.mark.parametrize("word", BEFORE_AND_AFTER)
def test_a_word_tells_equals_apart_whichever_came_first(word: str) -> None:
    better, worse = BEFORE_AND_AFTER[word]

    for contenders in ([better, worse], [worse, better]):
        assert rank(contenders, [word]) == [Place(1, 1, apart=word), Place(2, 2, apart=word)]


def test_who_never_registered_comes_after_who_did() -> None:
    assert places([having(1, "50"), having(2, "50", registered_at=DAY)], "registered_first") == [(2, 1), (1, 2)]


def test_words_are_asked_in_their_order_and_the_deciding_one_is_kept() -> None:
    first, second, third = (
        having(1, "9", bonus=1, a="5"),
        having(2, "9", bonus=2, a="4"),
        having(3, "9", bonus=1, a="4"),
    )

    assert rank([third, second, first], ["group:A", "most_bonus"]) == [
        Place(1, 1, apart="group:A"),
        Place(2, 2, apart="group:A"),
        Place(3, 3, apart="most_bonus"),
    ]


def test_what_no_word_tells_apart_is_shared() -> None:
    assert rank([having(1, "9", a="4"), having(2, "9", a="4")], ["group:A"]) == [
        Place(1, 1, tied=True),
        Place(2, 1, tied=True),
    ]


def test_the_council_is_left_the_tie_whatever_would_be_asked_after_it() -> None:
    contenders = [having(1, "9", bonus=1, a="4"), having(2, "9", bonus=2, a="4"), having(3, "9", a="5")]

    assert rank(contenders, ["group:A", "council", "most_bonus"]) == [
        Place(3, 1, apart="group:A"),
        Place(1, 2, tied=True, apart="group:A"),
        Place(2, 2, tied=True),
    ]


def test_the_unranked_stand_last_without_a_place_and_take_none() -> None:
    assert rank(
        [having(1, "99", unranked=True), having(2, "80"), having(3, "70"), having(4, "99", unranked=True)], ()
    ) == [
        Place(2, 1),
        Place(3, 2),
        Place(1, None),
        Place(4, None),
    ]
