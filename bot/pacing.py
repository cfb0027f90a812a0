"""Which letter may go next, or until when to wait: Telegram's limits as sliding windows over what was sent.

Everything sent counts towards Telegram's 30 a second. A reply goes first; it waits for its own chat, for
`retry_after` and for room in the second. When so many people wait that a second is not enough, what is too much goes
all the same: Telegram may take more. Once it has said that it does not, replies keep to the 30 for a while. Notices,
reminders and broadcasts go evenly spaced, in that order, but each of these lanes gets its least share of every second,
and announcements of one lane take turns.
Nothing here reads a clock; instants are aware datetimes and may jump.
"""

from collections import Counter, deque
from collections.abc import Sequence, Set
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

    def choose(self, heads: Sequence[Head], now: datetime) -> Head | None:
        """The letter to send now: replies first, streams of a lane by turns, the oldest first, chats that must wait
        passed over.
        """
        self._follow(now)
        rooms = self._rooms(heads, now)
        ready = (head for head in heads if self._ready_at(head, rooms) <= now)
        return min(ready, key=self._order, default=None)

    def next_instant(self, heads: Sequence[Head], now: datetime) -> datetime | None:
        """When `choose` has something to give, at the soonest; `now` if it has already, None without any head."""
        self._follow(now)
        rooms = self._rooms(heads, now)
        soonest = min((self._ready_at(head, rooms) for head in heads), default=None)
        return None if soonest is None else max(soonest, now)

    def _order(self, head: Head) -> tuple[int, int, datetime, int]:
        return _RANK[head.lane], self._turns.get((head.lane, head.stream), 0), head.due, head.letter_id

    def _ready_at(self, head: Head, rooms: dict[str, datetime]) -> datetime:
        chat_from = self._chat_from(head.chat_key, is_group=head.is_group)
        ready = max(head.due, self._all_held, self._held.get(head.chat_key, _LONG_AGO), chat_from)
        return max(ready, rooms[head.lane])

    def _chat_from(self, key: int, *, is_group: bool) -> datetime:
        if is_group:
            sent = self._groups.get(key)
            return sent[0] + MINUTE if sent and len(sent) == GROUP_A_MINUTE else _LONG_AGO
        paid = self._private.get(key)
        return _LONG_AGO if paid is None else paid - (PRIVATE_BURST - 1) * SECOND

    def _rooms(self, heads: Sequence[Head], now: datetime) -> dict[str, datetime]:
        """When the last second has room for one more of each lane that waits."""
        waiting = {head.lane for head in heads if head.due <= now}
        evenly = self._spaced - BURST * SPACE if self._spaced > _LONG_AGO else _LONG_AGO
        rooms = {}
        for lane in {head.lane for head in heads}:
            room = self._room_from(lane, waiting, now)
            rooms[lane] = room if lane == "reply" else max(room, evenly)
        crowd = sum(head.lane == "reply" and head.due <= now for head in heads)
        if crowd > EVERYTHING_A_SECOND and now >= self._strict_until:
            rooms["reply"] = _LONG_AGO
        return rooms

    def _room_from(self, lane: str, waiting: Set[str], now: datetime) -> datetime:
        """Sends leave the window oldest first; each may make room."""
        window = [one for one in self._sent if one.at > now - WINDOW]
        sent = Counter(one.lane for one in window)
        total, free = len(window), _LONG_AGO
        for one in sorted(window, key=lambda one: one.at):
            kept = _kept(lane, waiting, sent)
            if total + kept < (EVERYTHING_A_SECOND if lane == "reply" and not kept else BULK_A_SECOND):
                break
            if lane != "reply" and sent[lane] < LANE_AT_LEAST and sent["reply"] >= EVERYTHING_A_SECOND:
                break
            sent[one.lane] -= 1
            total -= 1
            free = one.at + WINDOW
        return free

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


def _kept(lane: str, waiting: Set[str], sent: Counter[str]) -> int:
    """Places of this second that are kept for the lanes after this one that wait and have not had their share."""
    return sum(max(0, LANE_AT_LEAST - sent[after]) for after in LANES[_RANK[lane] + 1 :] if after in waiting)
