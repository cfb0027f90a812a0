from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from messages.actions import ACTIONS, Action, by_code, pack, packing, unpack
from messages.actions.forms import Answer, CancelForm, Home


class Kind(StrEnum):
    PRODUCT = "product"
    GOAL = "goal"


@dataclass(frozen=True)
class Everything(Action):
    code: ClassVar[str] = "zz"
    number: int
    maybe: int | None
    yes: bool
    text: str
    maybe_text: str | None
    kind: Kind
    day: date


def read(data: str) -> Action | None:
    return packing.unpack(data, {"zz": Everything})


everything = st.builds(
    Everything,
    number=st.integers(1 - 2**31, 2**31 - 1),
    maybe=st.none() | st.integers(0, 99),
    yes=st.booleans(),
    text=st.text("ab~:.é", max_size=5),
    maybe_text=st.none() | st.text("~:.", max_size=3),
    kind=st.sampled_from(Kind),
    day=st.dates(),
)


def test_data_is_version_code_and_fields_in_base_36() -> None:
    assert pack(Answer(form_id=46655, step="kind", value="a:b~c")) == "1a:zzz:kind:a~.b~~c"
    assert pack(Home()) == "1h"


@given(everything)
def test_what_was_packed_is_unpacked(action: Everything) -> None:
    assert read(pack(action)) == action


@given(st.text(max_size=30) | st.text("1zah~:.-0_ ", max_size=30))
def test_reading_never_fails(data: str) -> None:
    for action in (unpack(data), read(data), read("1zz:" + data)):
        assert action is None or pack(action)


@pytest.mark.parametrize(
    "data",
    ["", "1", "1?", "2x:5", "0x:5", "1x", "1x:5:6", "1x:", "1x:05", "1x:5_0", "1x: 5", "1x:٣", "1x:X", "1x:~", "x:5"],
)
def test_data_that_was_never_packed_is_no_action(data: str) -> None:
    assert unpack("1x:5") == CancelForm(form_id=5)
    assert unpack(data) is None


def test_facts_may_hold_kinds_and_days_as_text() -> None:
    given_as_text: Any = {"kind": "goal", "day": "2020-06-20"}
    action = Everything(number=1, maybe=None, yes=True, text="", maybe_text=None, **given_as_text)
    assert pack(action) == "1zz:1:~:1::~:goal:ft4s"
    assert read(pack(action)) == Everything(1, None, True, "", None, Kind.GOAL, date(2020, 6, 20))


@pytest.mark.parametrize("value", ["x" * 60, "ố" * 20])
def test_data_over_64_bytes_is_refused(value: str) -> None:
    with pytest.raises(ValueError, match="Answer packs to"):
        pack(Answer(form_id=1, step="", value=value))


def test_a_number_that_no_id_has_is_no_buttons() -> None:
    assert unpack("1x:zik0zj") == CancelForm(form_id=2**31 - 1)
    assert unpack("1x:zik0zk") is None


@pytest.mark.parametrize("form_id", ["5", True, None, 5.0])
def test_wrong_field_is_refused(form_id: Any) -> None:
    with pytest.raises(TypeError):
        pack(CancelForm(form_id=form_id))


def test_two_actions_with_one_code_are_refused() -> None:
    @dataclass(frozen=True)
    class Other(Action):
        code: ClassVar[str] = "h"

    with pytest.raises(TypeError, match="Other has a code or name that another action uses"):
        by_code([*ACTIONS.values(), Other])


def test_field_that_cannot_be_packed_is_refused() -> None:
    @dataclass(frozen=True)
    class Odd(Action):
        code: ClassVar[str] = "o"
        value: float

    with pytest.raises(TypeError, match="cannot carry"):
        by_code([Odd])


def test_actions_are_found_by_their_code() -> None:
    assert all(kind.code == code for code, kind in ACTIONS.items())
    assert {"a", "b", "x", "e", "s", "r", "h"} <= ACTIONS.keys()
