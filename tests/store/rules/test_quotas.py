from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.rules.quotas import (
    Alternative,
    Branch,
    Counts,
    Item,
    Quota,
    Scope,
    Shortfall,
    missing,
    most,
    percent_limit,
    used,
)

ONE_PRODUCT = Quota(Scope.UNIT, kind="product", at_least=1)
SCHEME = Branch("product", 1, ("Đề án",))
TWO_PAPERS = Branch("product", 2, ("Văn bản báo cáo", "Hướng dẫn"))
SCHEME_OR_TWO_PAPERS = Quota(Scope.UNIT, counts=Counts.VERIFIED, any_of=(SCHEME, TWO_PAPERS))
FIFTEEN_PERCENT = Quota(Scope.UNIT, kind="title", title="CSTDCS", at_most_percent=15)


def product(name: str, *, verified: bool = True) -> Item:
    return Item("product", product=name, verified=verified)


def title(code: str) -> Item:
    return Item("title", title=code)


def test_nothing_registered_is_short_of_one_product() -> None:
    assert missing([ONE_PRODUCT], []) == [Shortfall(ONE_PRODUCT, (Alternative(Branch("product", 1), 0),))]


def test_any_product_meets_one_product_and_a_goal_does_not() -> None:
    assert missing([ONE_PRODUCT], [product("Chuyên đề", verified=False)]) == []
    assert [short.quota for short in missing([ONE_PRODUCT], [Item("goal")])] == [ONE_PRODUCT]


@pytest.mark.parametrize(
    "items",
    [
        [product("Đề án")],
        [product("Văn bản báo cáo"), product("Hướng dẫn")],
        [product("Hướng dẫn"), product("Hướng dẫn"), product("Chuyên đề")],
    ],
)
def test_one_scheme_or_two_papers_is_met_by_either(items: list[Item]) -> None:
    assert missing([SCHEME_OR_TWO_PAPERS], items) == []


def test_what_is_missing_of_each_way_is_said() -> None:
    items = [product("Hướng dẫn"), product("Chuyên đề"), product("Đề án", verified=False)]

    [short] = missing([SCHEME_OR_TWO_PAPERS], items)

    assert short == Shortfall(SCHEME_OR_TWO_PAPERS, (Alternative(SCHEME, 0), Alternative(TWO_PAPERS, 1)))
    assert [(one.have, one.need) for one in short.alternatives] == [(0, 1), (1, 2)]


def test_a_registration_duty_counts_what_is_confirmed_whatever_the_quota_says() -> None:
    items = [product("Đề án", verified=False)]

    assert [short.quota for short in missing([SCHEME_OR_TWO_PAPERS], items)] == [SCHEME_OR_TWO_PAPERS]
    assert missing([SCHEME_OR_TWO_PAPERS], items, counts=Counts.CONFIRMED) == []


def test_a_title_minimum_counts_that_title_only() -> None:
    quota = Quota(Scope.MEMBER, kind="title", title="LDTT", at_least=1)

    assert [short.quota for short in missing([quota], [title("CSTDCS")])] == [quota]
    assert missing([quota], [title("LDTT")]) == []


def test_a_maximum_alone_is_never_missing() -> None:
    assert missing([FIFTEEN_PERCENT, Quota(Scope.UNIT, kind="title", at_most=0)], []) == []


def test_shortfalls_come_in_the_order_of_the_quotas() -> None:
    goal = Quota(Scope.UNIT, kind="goal", at_least=2)

    assert [short.quota for short in missing([goal, ONE_PRODUCT], [Item("goal")])] == [goal, ONE_PRODUCT]


@pytest.mark.parametrize(
    ("percent", "staff", "expected"),
    [
        (15, 62, 9),
        (15, 118, 17),
        (15, 240, 36),
        (15, 38, 5),
        (15, 20, 3),
        (15, 6, 1),
        (15, 5, 1),
        (15, 0, 1),
        (100, 7, 7),
        (Decimal("33.3"), 1000, 333),
    ],
)
def test_a_percentage_is_rounded_down_and_at_least_one(percent: Decimal | int, staff: int, expected: int) -> None:
    assert percent_limit(percent, staff) == expected


@pytest.mark.parametrize(
    ("quota", "staff", "expected"),
    [
        (FIFTEEN_PERCENT, 62, 9),
        (FIFTEEN_PERCENT, None, None),
        (ONE_PRODUCT, 62, None),
        (Quota(Scope.UNIT, kind="title", title="GK", at_most=3), None, 3),
        (Quota(Scope.UNIT, kind="title", title="GK", at_most=3, at_most_percent=2), 62, 1),
        (Quota(Scope.UNIT, kind="title", title="CSTDCS", at_most_percent=50, of="LDTT"), 62, 2),
    ],
)
def test_the_maximum(quota: Quota, staff: int | None, expected: int | None) -> None:
    items = [title("LDTT"), title("LDTT"), title("LDTT"), title("LDTT"), title("CSTDCS")]

    assert most(quota, items, staff=staff) == expected


def test_what_stands_against_a_maximum() -> None:
    assert used(FIFTEEN_PERCENT, [title("CSTDCS"), title("LDTT"), title("CSTDCS"), product("Đề án")]) == 2


ITEMS = st.lists(
    st.builds(product, st.sampled_from(["Đề án", "Hướng dẫn", "Chuyên đề"]), verified=st.booleans()), max_size=6
)


@given(ITEMS, ITEMS)
def test_another_item_never_makes_something_missing(items: list[Item], more: list[Item]) -> None:
    quotas = [ONE_PRODUCT, SCHEME_OR_TWO_PAPERS]
    short_before = {short.quota for short in missing(quotas, items)}

    assert {short.quota for short in missing(quotas, items + more)} <= short_before


@given(st.integers(0, 100), st.integers(0, 100_000))
def test_a_percentage_never_exceeds_its_share_but_for_the_one(percent: int, staff: int) -> None:
    limit = percent_limit(percent, staff)

    assert limit == 1 or 0 <= percent * staff - 100 * limit < 100
