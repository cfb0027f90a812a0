from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.pacing import (
    BURST,
    CROWD,
    EVERYTHING_A_SECOND,
    GROUP_A_MINUTE,
    LANE_AT_LEAST,
    LANES,
    SPACE,
    STRICT_FOR,
    WINDOW,
    Head,
    Pace,
    Trips,
)

NOON = datetime(2020, 6, 19, 5, 0, tzinfo=UTC)
Sends = list[tuple[datetime, Head]]


def after(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


def head(
    letter_id: int, chat: int, lane: str = "broadcast", due: float = 0, *, group: bool = False, stream: str = ""
) -> Head:
    return Head(letter_id, chat, group, lane, after(due), stream)


def drain(pace: Pace, waiting: Sequence[Head], now: datetime = NOON) -> Sends:
    """Send all of it as fast as allowed; fails when a step would not lead on."""
    left, sends = list(waiting), []
    while left:
        chosen = pace.choose(left, now)
        if not chosen:
            soonest = pace.next_instant(left, now)
            assert soonest is not None
            assert soonest > now
            now = soonest
            continue
        ((letter, _),) = chosen
        left.remove(letter)
        sends.append((now, letter))
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
    assert Pace().choose([], NOON) == []
    assert Pace().next_instant([], NOON) is None


def test_a_private_chat_gets_three_at_once_and_then_one_a_second() -> None:
    assert seconds(drain(Pace(), [head(n, 1, "reply") for n in range(6)])) == [0, 0, 0, 1, 2, 3]


def test_a_group_gets_fifteen_a_minute() -> None:
    sends = drain(Pace(), [head(n, 1, "reply", group=True) for n in range(31)])

    assert seconds(sends) == [0] * 15 + [60] * 15 + [120]


def test_a_broadcast_goes_evenly_at_almost_thirty_a_second() -> None:
    at = seconds(drain(Pace(), [head(n, n) for n in range(300)]))

    assert at[: BURST + 1] == [0] * (BURST + 1)
    assert all(late - early <= (BURST + 2) * SPACE.total_seconds() for early, late in pairwise(at))
    assert 300 / at[-1] >= 0.95 * 30


@pytest.mark.parametrize(("replies", "bulk"), [(0, 29), (10, 19), (24, 5), (29, 4), (100, 4)])
def test_a_broadcast_takes_what_replies_leave_and_its_share(replies: int, bulk: int) -> None:
    pace = Pace()
    pace.hold(None, NOON - timedelta(seconds=1))  # Telegram has said that it means everything
    waiting = [head(n, n, "reply") for n in range(replies)] + [head(1000 + n, 1000 + n) for n in range(60)]

    first_second = [letter.lane for at, letter in drain(pace, waiting) if at < NOON + WINDOW]

    assert Counter(first_second) == Counter({"reply": min(replies, 30 - bulk), "broadcast": bulk}) - Counter()


def test_a_reply_that_finds_the_second_full_goes_before_the_broadcast_and_waits_a_moment_at_most() -> None:
    pace = Pace()
    sends = drain(pace, [head(n, n) for n in range(60)])
    now = sends[-1][0]
    asked = (now - NOON).total_seconds()

    (at, first), *_ = drain(pace, [head(n, n) for n in range(100, 160)] + [head(200, 200, "reply", asked)], now)

    assert first.lane == "reply"
    assert timedelta(0) <= at - now <= (BURST + 2) * SPACE


def test_of_more_people_than_a_second_serves_the_rest_is_answered_at_once_until_telegram_refuses_everything() -> None:
    replies = [head(n, n, "reply") for n in range(90)]
    patient, strict = Pace(), Pace()
    strict.hold(None, NOON)

    assert seconds(drain(patient, replies)) == [0] * 70 + [1.01] * 20
    assert seconds(drain(strict, replies)) == [0] * 30 + [1.01] * 30 + [2.02] * 30
    later = NOON + STRICT_FOR + timedelta(minutes=1)
    assert [at - later for at, _ in drain(strict, replies, later)][:70] == [timedelta(0)] * 70


def test_no_lane_starves_behind_those_before_it() -> None:
    waiting = [head(n, n, lane) for n, lane in enumerate(["notice"] * 90 + ["reminder"] * 90 + ["broadcast"] * 90)]

    sends = drain(Pace(), waiting)

    for second in range(1, 4):
        lanes = Counter(letter.lane for at, letter in sends if after(second) <= at < after(second) + WINDOW)
        assert min(lanes[lane] for lane in LANES[1:]) >= LANE_AT_LEAST
        assert lanes["notice"] == max(lanes.values())


def test_two_announcements_take_turns_and_the_small_one_is_not_behind_the_large_one() -> None:
    large = [head(n, n, stream="ann:1") for n in range(300)]
    small = [head(1000 + n, 1000 + n, stream="ann:2") for n in range(30)]

    sends = [letter.stream for _, letter in drain(Pace(), large + small)]

    assert sends[:60] == ["ann:1", "ann:2"] * 30


def test_a_chat_that_must_wait_is_named_until_when() -> None:
    pace = Pace()
    pace.hold(1, after(300))
    drain(pace, [head(n, 2, "reply") for n in range(3)] + [head(10 + n, 3, "reply", group=True) for n in range(15)])

    assert pace.resting(NOON) == {1: after(300), 2: after(1), 3: after(60)}
    assert pace.resting(after(61)) == {1: after(300)}


def test_a_request_that_took_longer_than_others_may_have_arrived_late() -> None:
    trips = Trips()

    assert trips.arrived(NOON, after(0.08)) == NOON
    assert trips.arrived(after(1), after(1.2)) == after(1.12)
    assert trips.arrived(after(2), after(2.08)) == after(2)
    assert trips.arrived(after(4), after(3)) == after(4)  # the clock was set back


def test_a_send_counts_from_when_it_left() -> None:
    pace = Pace()
    sendings = [pace.note(head(n, n, "notice"), at=NOON) for n in range(30)]
    for sending in sendings:
        sending.left(after(0.5))

    assert pace.next_instant([head(99, 99, "notice")], NOON) == after(0.5) + WINDOW


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
    sends = drain(pace, [head(n, n) for n in range(BURST)], later)

    assert {at for at, _ in sends} == {later}


def test_a_clock_set_back_keeps_only_what_is_left_of_a_hold() -> None:
    pace = Pace()
    drain(pace, [head(n, n, "reply") for n in range(29)])
    pace.hold(1, after(20))
    back = NOON - timedelta(hours=1)
    early = timedelta(hours=-1).total_seconds()

    heads = [head(1, 1, due=early), head(2, 2, due=early)]

    assert [at - back for at, _ in drain(pace, heads, back)] == [timedelta(0), timedelta(seconds=20)]


def test_chats_long_quiet_are_forgotten() -> None:
    pace = Pace()
    for n in range(20_000):
        pace.note(head(n, n, "reply", group=n % 2 == 0, stream=str(n)), at=after(n / 10))
        pace.hold(n, after(n / 10 + 5))

    assert max(len(pace._private), len(pace._groups), len(pace._held), len(pace._turns)) <= 4097
    assert len(pace._sent) <= 31


letters = st.builds(
    lambda chat, lane, due: (chat, lane, due),
    st.integers(0, 6),
    st.sampled_from(LANES),
    st.integers(0, 6000).map(lambda milliseconds: milliseconds / 1000),
)


@settings(max_examples=30, deadline=None)
@given(st.lists(letters, max_size=120), st.integers(0, 120))
def test_limits_hold_whatever_waits_and_everything_goes(written: list[tuple[int, str, float]], spread: int) -> None:
    heads = [head(n, chat, lane, due, group=chat > 4) for n, (chat, lane, due) in enumerate(written)]
    heads += [head(1000 + n, 1000 + n, LANES[n % 4], (n % 7) / 10) for n in range(spread)]

    sends = drain(Pace(), heads)

    assert {letter.letter_id for _, letter in sends} == {letter.letter_id for letter in heads}
    assert all(at >= letter.due for at, letter in sends)
    for chat in {letter.chat_key for letter in heads}:
        _assert_chat_limit([at for at, letter in sends if letter.chat_key == chat], group=chat in {5, 6})
    _assert_everythings_limit(sends)


def _assert_chat_limit(instants: list[datetime], *, group: bool) -> None:
    if group:
        pairs = zip(instants, instants[GROUP_A_MINUTE:], strict=False)
        assert all(late - early >= timedelta(minutes=1) for early, late in pairs)
        return
    for first, early in enumerate(instants):
        for number, late in enumerate(instants[first:]):
            # A burst of three and one for each whole second since.
            assert number + 1 <= 3 + (late - early) // timedelta(seconds=1)


def _assert_everythings_limit(sends: Sends) -> None:
    """No second holds more than 30, but for replies to more people than it serves, and a lane's least share then."""
    for place, (at, letter) in enumerate(sends):
        window = [one.lane for when, one in sends[: place + 1] if when > at - WINDOW]
        crowd = sum(one.due <= at for _, one in sends[place:] if one.lane == "reply")
        if letter.lane == "reply":
            assert len(window) <= EVERYTHING_A_SECOND or crowd > CROWD
        else:
            assert len(window) <= EVERYTHING_A_SECOND or window.count(letter.lane) <= LANE_AT_LEAST


@settings(max_examples=12, deadline=None)
@given(st.lists(st.floats(0, 8), max_size=160), st.sampled_from(LANES[1:]), st.booleans())
def test_whatever_people_ask_the_second_is_used_and_never_over_full(
    asked: list[float], lane: str, strict: bool
) -> None:
    """Work goes on: as long as letters wait, at least 95 of 100 of what Telegram allows are sent."""
    pace = Pace()
    if strict:
        pace.hold(None, NOON)
    answers = [head(n, n, "reply", due) for n, due in enumerate(asked)]
    sends = drain(pace, answers + [head(1000 + n, 1000 + n, lane) for n in range(240)])

    last = max(at for at, letter in sends if letter.lane == lane)
    during = [at for at, _ in sends if at <= last]
    assert len(during) >= 0.95 * 30 * (last - NOON).total_seconds()
    if strict:
        assert all(late - early >= WINDOW for early, late in zip(during, during[30:], strict=False))


@settings(max_examples=20, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["a", "b", "c"]), st.integers(0, 60)), min_size=1, max_size=3))
def test_announcements_that_wait_share_the_rate(sizes: list[tuple[str, int]]) -> None:
    waiting = [(stream, n) for stream, size in dict(sizes).items() for n in range(size)]
    heads = [head(place, place, stream=stream) for place, (stream, _) in enumerate(waiting)]

    left = Counter(one.stream for one in heads)
    for _, letter in drain(Pace(), heads):
        sent = dict(sizes)[letter.stream] - left[letter.stream]
        for other in left:
            if left[other]:
                assert dict(sizes)[other] - left[other] >= sent - 1
        left[letter.stream] -= 1
