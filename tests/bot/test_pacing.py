from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.pacing import BULK_AT_LEAST, EVERYTHING_A_SECOND, GROUP_A_MINUTE, LANES, Head, Pace

NOON = datetime(2020, 6, 19, 5, 0, tzinfo=UTC)
Sends = list[tuple[datetime, Head]]


def after(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


def head(letter_id: int, chat: int, lane: str = "broadcast", due: float = 0, *, group: bool = False) -> Head:
    return Head(letter_id, chat, group, lane, after(due))


def drain(pace: Pace, waiting: Sequence[Head], now: datetime = NOON) -> Sends:
    """Send all of it as fast as allowed; fails when a step would not lead on."""
    left, sends = list(waiting), []
    while left:
        chosen = pace.choose(left, now)
        if chosen is None:
            soonest = pace.next_instant(left, now)
            assert soonest is not None
            assert soonest > now
            now = soonest
            continue
        assert pace.next_instant(left, now) == now
        pace.note(chosen.chat_key, is_group=chosen.is_group, lane=chosen.lane, at=now)
        left.remove(chosen)
        sends.append((now, chosen))
    return sends


def seconds(sends: Sends) -> list[float]:
    return [(at - NOON).total_seconds() for at, _ in sends]


def test_lanes_go_in_order_and_the_oldest_first() -> None:
    heads = [
        head(1, 1, "broadcast", -9),
        head(2, 2, "reminder", -9),
        head(3, 3, "notice", -9),
        head(4, 4, "reply", -1),
        head(5, 5, "reply", -2),
        head(6, 6, "reply", -2),
    ]

    assert [letter.letter_id for _, letter in drain(Pace(), heads)] == [5, 6, 4, 3, 2, 1]


def test_nothing_waiting_is_nothing_to_wait_for() -> None:
    assert Pace().choose([], NOON) is None
    assert Pace().next_instant([], NOON) is None


def test_a_private_chat_gets_three_at_once_and_then_one_a_second() -> None:
    assert seconds(drain(Pace(), [head(n, 1, "reply") for n in range(6)])) == [0, 0, 0, 1, 2, 3]


def test_a_group_gets_fifteen_a_minute() -> None:
    sends = drain(Pace(), [head(n, 1, "reply", group=True) for n in range(31)])

    assert seconds(sends) == [0] * 15 + [60] * 15 + [120]


def test_a_broadcast_drains_at_29_a_second() -> None:
    assert seconds(drain(Pace(), [head(n, n) for n in range(87)])) == [0] * 29 + [1] * 29 + [2] * 29


@pytest.mark.parametrize(("replies", "bulk"), [(0, 29), (10, 19), (24, 5), (29, 5), (100, 5)])
def test_a_broadcast_takes_what_replies_leave_and_at_least_five(replies: int, bulk: int) -> None:
    waiting = [head(n, n, "reply") for n in range(replies)] + [head(1000 + n, 1000 + n) for n in range(60)]

    first_second = [letter.lane for at, letter in drain(Pace(), waiting) if at == NOON]

    assert Counter(first_second) == Counter({"reply": replies, "broadcast": bulk}) - Counter()


def test_a_reply_does_not_wait_for_a_broadcast() -> None:
    pace = Pace()
    drain(pace, [head(n, n) for n in range(29)])

    assert pace.choose([head(100, 100, "reply"), head(101, 101)], NOON) == head(100, 100, "reply")
    assert pace.choose([head(101, 101)], NOON) is None
    assert pace.next_instant([head(101, 101)], NOON) == after(1)


@pytest.mark.parametrize("lane", LANES)
def test_a_held_chat_does_not_hold_the_others(lane: str) -> None:
    pace = Pace()
    pace.hold(1, after(300))

    assert seconds(drain(pace, [head(1, 1, lane), head(2, 2, lane)])) == [0, 300]


def test_a_hold_on_everything_holds_replies_too_and_is_never_shortened() -> None:
    pace = Pace()
    pace.hold(None, after(30))
    pace.hold(None, after(10))

    assert seconds(drain(pace, [head(1, 1, "reply"), head(2, 2)])) == [30, 30]


def test_a_letter_is_not_sent_before_it_is_due() -> None:
    assert seconds(drain(Pace(), [head(1, 1, "reply", due=5)])) == [5]


def test_months_may_pass_at_once() -> None:
    pace = Pace()
    pace.hold(7, after(40))
    drain(pace, [head(n, 7 if n % 2 else n, "reply") for n in range(50)])

    later = NOON + timedelta(days=170)
    sends = drain(pace, [head(n, n) for n in range(29)], later)

    assert {at for at, _ in sends} == {later}


def test_a_clock_set_back_keeps_only_what_is_left_of_a_hold() -> None:
    pace = Pace()
    drain(pace, [head(n, n) for n in range(29)])
    pace.hold(1, after(20))
    back = NOON - timedelta(hours=1)
    early = timedelta(hours=-1).total_seconds()

    heads = [head(1, 1, due=early), head(2, 2, due=early)]

    assert [at - back for at, _ in drain(pace, heads, back)] == [timedelta(0), timedelta(seconds=20)]


def test_chats_long_quiet_are_forgotten() -> None:
    pace = Pace()
    for n in range(20_000):
        pace.note(n, is_group=n % 2 == 0, lane="reply", at=after(n / 10))
        pace.hold(n, after(n / 10 + 5))

    assert max(len(pace._private), len(pace._groups), len(pace._held)) <= 4097
    assert len(pace._sent) == 10


letters = st.builds(
    lambda chat, lane, due: (chat, lane, due),
    st.integers(0, 6),
    st.sampled_from(LANES),
    st.integers(0, 6000).map(lambda milliseconds: milliseconds / 1000),
)


@settings(max_examples=80, deadline=None)
@given(st.lists(letters, max_size=120), st.integers(0, 120))
def test_limits_hold_whatever_waits_and_everything_goes(written: list[tuple[int, str, float]], spread: int) -> None:
    heads = [head(n, chat, lane, due, group=chat > 4) for n, (chat, lane, due) in enumerate(written)]
    heads += [head(1000 + n, 1000 + n, LANES[n % 4], (n % 7) / 10) for n in range(spread)]

    sends = drain(Pace(), heads)

    assert {letter.letter_id for _, letter in sends} == {letter.letter_id for letter in heads}
    assert all(at >= letter.due for at, letter in sends)
    for chat in {letter.chat_key for letter in heads}:
        _assert_chat_limit([at for at, letter in sends if letter.chat_key == chat], group=chat in {5, 6})
    _assert_bulk_limit(sends)


def _assert_chat_limit(instants: list[datetime], *, group: bool) -> None:
    if group:
        pairs = zip(instants, instants[GROUP_A_MINUTE:], strict=False)
        assert all(late - early >= timedelta(minutes=1) for early, late in pairs)
        return
    for first, early in enumerate(instants):
        for number, late in enumerate(instants[first:]):
            # A burst of three and one for each whole second since.
            assert number + 1 <= 3 + (late - early) // timedelta(seconds=1)


def _assert_bulk_limit(sends: Sends) -> None:
    """At each send that is no reply, the second that ends there is within the limit; replies alone may exceed it."""
    for place, (at, letter) in enumerate(sends):
        if letter.lane == "reply":
            continue
        window = [other.lane for when, other in sends[: place + 1] if when > at - timedelta(seconds=1)]
        replies = window.count("reply")
        assert len(window) - replies <= max(EVERYTHING_A_SECOND - replies, BULK_AT_LEAST)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 24))
def test_with_a_steady_stream_of_answers_no_second_has_more_than_thirty(replies: int) -> None:
    answers = [head(n, n, "reply", n / replies) for n in range(replies * 6)]
    sends = drain(Pace(), answers + [head(1000 + n, 1000 + n) for n in range(150)])

    instants = [at for at, _ in sends if at >= after(1)]
    for place, at in enumerate(instants):
        assert sum(when < at + timedelta(seconds=1) for when in instants[place:]) <= 30
