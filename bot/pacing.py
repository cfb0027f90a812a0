"""Which letter may go next, or until when to wait: Telegram's limits as sliding windows over what was sent.

Everything sent counts towards Telegram's 30 a second. A reply goes first; it waits for its own chat, for
`retry_after` and for room in the second. When a crowd waits, those too many are answered all the same: Telegram may
take more. Once it has said that it does not, replies keep to the 30 for a while. Notices,
reminders and broadcasts go evenly spaced, in that order, but each of these lanes gets its least share of every second,
and announcements of one lane take turns.
Nothing here reads a clock; instants are aware datetimes and may jump.
"""

from collections import Counter, deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

LANES = ("reply", "notice", "reminder", "broadcast")
"""First goes first."""

SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
EVERYTHING_A_SECOND = 30
BULK_A_SECOND = 29
"""What is no reply leaves one place, so that somebody who asks meanwhile need not wait for one."""
WINDOW = timedelta(milliseconds=1010)
"""Telegram's second and a little more, since requests do not all travel equally long."""
SPACE = WINDOW / BULK_A_SECOND
BURST = 5
"""Letters that are no replies and may go at once after a rest, so that a claim that comes late costs nothing. Many at
once would leave the second together too, and a reply that comes in between would wait for that.
"""
CROWD = 20
"""People who wait for an answer at once; those beyond are more than 30 a second serve."""
LANE_AT_LEAST = 4
"""Of every second, for each lane that waits, however busy those before it are."""
STRICT_FOR = timedelta(minutes=10)
"""How long replies keep to the limit after Telegram has refused everything."""
PRIVATE_BURST = 3
GROUP_A_MINUTE = 15

_KEPT = 3 * WINDOW
_LONG_AGO = datetime.min.replace(tzinfo=UTC)
_REMEMBERED = 4096
_RANK = {lane: rank for rank, lane in enumerate(LANES)}


@dataclass(frozen=True, slots=True)
class Head:
    """The oldest waiting letter of one chat in one lane. `stream`: what it takes turns with in its lane."""

    letter_id: int
    chat_key: int
    is_group: bool
    lane: str
    due: datetime
    stream: str = ""


@dataclass(slots=True)
class Sending:
    """One send of the last second, by the latest instant at which Telegram can have counted it."""

    at: datetime
    lane: str

    def left(self, at: datetime) -> None:
        """It left, or arrived, later than it was thought to."""
        self.at = max(self.at, at)


class Trips:
    """How long requests take to their answers; the quickest of the latest is what the way itself costs."""

    def __init__(self) -> None:
        self._latest: deque[timedelta] = deque(maxlen=100)

    def arrived(self, began: datetime, answered: datetime) -> datetime:
        """The latest instant at which Telegram can have taken a request: what it took longer, it may have waited."""
        took = max(answered - began, timedelta(0))
        self._latest.append(took)
        return began + took - min(self._latest)


class Pace:
    """What was sent and what is held back, as far as it still matters."""

    def __init__(self) -> None:
        self._sent: deque[Sending] = deque()
        self._private: dict[int, datetime] = {}  # the instant up to which a chat's sends are paid, one second each
        self._groups: dict[int, deque[datetime]] = {}
        self._held: dict[int, datetime] = {}
        self._all_held = _LONG_AGO
        self._spaced = _LONG_AGO  # up to when letters that are no replies are paid, SPACE each
        self._strict_until = _LONG_AGO
        self._turns: dict[tuple[str, str], int] = {}  # lane and stream -> the number of its latest send
        self._count = 0
        self._latest = _LONG_AGO

    def note(self, head: Head, *, at: datetime) -> Sending:
        """Count one send; called when it is chosen, or its `left` tells when it went."""
        self._follow(at)
        self._forget(at)
        sending = Sending(at, head.lane)
        self._sent.append(sending)
        if head.is_group:
            self._groups.setdefault(head.chat_key, deque(maxlen=GROUP_A_MINUTE)).append(at)
        else:
            self._private[head.chat_key] = max(self._private.get(head.chat_key, at), at) + SECOND
        if head.lane != "reply":
            self._spaced = max(self._spaced, at) + SPACE
        self._count += 1
        self._turns[head.lane, head.stream] = self._count
        return sending

    def hold(self, chat_key: int | None, until: datetime) -> None:
        """Send nothing to this chat before `until`; None means to no chat at all. A hold is never shortened."""
        if chat_key is None:
            self._all_held = max(self._all_held, until)
            self._strict_until = max(self._strict_until, until + STRICT_FOR)
        else:
            self._held[chat_key] = max(self._held.get(chat_key, until), until)

    def resting(self, now: datetime) -> dict[int, datetime]:
        """The chats that may get nothing now, and until when: nothing of theirs need be looked at."""
        self._follow(now)
        self._forget_idle(now)
        found = dict(self._held)
        chats = [(key, False) for key in self._private] + [(key, True) for key in self._groups]
        for key, is_group in chats:
            if (until := self._chat_from(key, is_group=is_group)) > now:
                found[key] = max(found.get(key, until), until)
        return found

    def choose(self, heads: Sequence[Head], now: datetime, most: int = 1) -> list[tuple[Head, Sending]]:
        """The letters to send now, counted as sent, one a chat at most: replies first, streams of a lane by turns,
        the oldest first, chats that must wait passed over.
        """
        self._follow(now)
        ready = [head for head in heads if self._chat_ready_at(head) <= now]
        waiting, sent = Counter(head.lane for head in ready), self._sent_in_window(now)
        chosen: list[tuple[Head, Sending]] = []
        while len(chosen) < most:
            open_to = {lane for lane in LANES if waiting[lane] and self._may_go(lane, sent, waiting, now)}
            head = min((one for one in ready if one.lane in open_to), key=self._order, default=None)
            if head is None:
                break
            chosen.append((head, self.note(head, at=now)))
            sent[head.lane] += 1
            ready = [one for one in ready if one.chat_key != head.chat_key]
            waiting = Counter(one.lane for one in ready)
        return chosen

    def _may_go(self, lane: str, sent: Counter[str], waiting: Counter[str], now: datetime) -> bool:
        return self._evenly_from(lane) <= now and self._has_room(lane, sent, waiting, now)

    def _evenly_from(self, lane: str) -> datetime:
        """From when one more of a lane keeps its distance to what went before; replies need none."""
        return _LONG_AGO if lane == "reply" or self._spaced == _LONG_AGO else self._spaced - BURST * SPACE

    def next_instant(self, heads: Sequence[Head], now: datetime) -> datetime | None:
        """When `choose` has something to give, at the soonest; `now` if it has already, None without any head."""
        self._follow(now)
        due = Counter(head.lane for head in heads if head.due <= now)
        rooms = {lane: self._room_from(lane, due, now) for lane in {head.lane for head in heads}}
        soonest = min((max(self._chat_ready_at(head), rooms[head.lane]) for head in heads), default=None)
        return None if soonest is None else max(soonest, now)

    def _order(self, head: Head) -> tuple[int, int, datetime, int]:
        return _RANK[head.lane], self._turns.get((head.lane, head.stream), 0), head.due, head.letter_id

    def _chat_ready_at(self, head: Head) -> datetime:
        chat_from = self._chat_from(head.chat_key, is_group=head.is_group)
        return max(head.due, self._all_held, self._held.get(head.chat_key, _LONG_AGO), chat_from)

    def _chat_from(self, key: int, *, is_group: bool) -> datetime:
        if is_group:
            sent = self._groups.get(key)
            return sent[0] + MINUTE if sent and len(sent) == GROUP_A_MINUTE else _LONG_AGO
        paid = self._private.get(key)
        return _LONG_AGO if paid is None else paid - (PRIVATE_BURST - 1) * SECOND

    def _room_from(self, lane: str, waiting: Counter[str], now: datetime) -> datetime:
        """When the second has room for one more of a lane. Sends leave it oldest first; each may make room."""
        evenly, sent = self._evenly_from(lane), self._sent_in_window(now)
        if self._has_room(lane, sent, waiting, now):
            return evenly
        window = sorted((one.at, one.lane) for one in self._sent if one.at > now - WINDOW)
        for at, gone in window:
            sent[gone] -= 1
            if self._has_room(lane, sent, waiting, now):
                return max(evenly, at + WINDOW)
        raise AssertionError("an empty second has room")

    def _has_room(self, lane: str, sent: Counter[str], waiting: Counter[str], now: datetime) -> bool:
        """Whether one more fits beside what was `sent` in this second, with the shares of those after it kept."""
        kept = sum(max(0, LANE_AT_LEAST - sent[after]) for after in LANES[_RANK[lane] + 1 :] if waiting[after])
        if lane == "reply":
            crowd = waiting[lane] > CROWD and now >= self._strict_until
            return crowd or sent.total() + kept < (BULK_A_SECOND if kept else EVERYTHING_A_SECOND)
        crowded_out = sent["reply"] >= EVERYTHING_A_SECOND and sent[lane] < LANE_AT_LEAST
        return crowded_out or sent.total() + kept < BULK_A_SECOND

    def _sent_in_window(self, now: datetime) -> Counter[str]:
        return Counter(one.lane for one in self._sent if one.at > now - WINDOW)

    def _follow(self, now: datetime) -> None:
        """A clock that was set back must not leave sends in the future: forget them, keep what is left of the holds."""
        back = self._latest - now
        if back > SECOND:
            self._sent.clear()
            self._private.clear()
            self._groups.clear()
            self._spaced = _LONG_AGO
            self._held = {key: until - back for key, until in self._held.items()}
            if self._all_held > _LONG_AGO:
                self._all_held -= back
                self._strict_until -= back
            self._latest = now
        self._latest = max(self._latest, now)

    def _forget(self, now: datetime) -> None:
        """What no longer matters."""
        while self._sent and self._sent[0].at <= now - _KEPT:
            self._sent.popleft()
        if max(len(self._private), len(self._groups), len(self._held)) > _REMEMBERED:
            self._forget_idle(now)
        if len(self._turns) > _REMEMBERED:
            self._turns = {key: number for key, number in self._turns.items() if number > self._count - 100}

    def _forget_idle(self, now: datetime) -> None:
        self._private = {key: paid for key, paid in self._private.items() if paid > now}
        self._groups = {key: sent for key, sent in self._groups.items() if sent[-1] > now - MINUTE}
        self._held = {key: until for key, until in self._held.items() if until > now}
