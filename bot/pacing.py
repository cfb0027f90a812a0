"""Which letter may go next, or until when to wait: Telegram's limits as sliding windows over what was sent.

Everything sent counts towards Telegram's 30 a second, but only notices, reminders and broadcasts wait for it: they
take what replies left of 29 in the last second, at least 5. A reply waits for its own chat and for `retry_after`.
Nothing here reads a clock; instants are aware datetimes and may jump.
"""

from collections import deque
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

LANES = ("reply", "notice", "reminder", "broadcast")
"""First goes first."""

SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
EVERYTHING_A_SECOND = 29
BULK_AT_LEAST = 5
PRIVATE_BURST = 3
GROUP_A_MINUTE = 15

_LONG_AGO = datetime.min.replace(tzinfo=UTC)
_REMEMBERED_CHATS = 4096


@dataclass(frozen=True, slots=True)
class Head:
    """The oldest waiting letter of one chat in one lane."""

    letter_id: int
    chat_key: Hashable
    is_group: bool
    lane: str
    due: datetime


class Pace:
    """What was sent and what is held back, as far as it still matters."""

    def __init__(self) -> None:
        self._sent: deque[tuple[datetime, bool]] = deque()  # of the last second: when, and whether it was a reply
        self._private: dict[Hashable, datetime] = {}  # the instant up to which a chat's sends are paid, one second each
        self._groups: dict[Hashable, deque[datetime]] = {}
        self._held: dict[Hashable, datetime] = {}
        self._all_held = _LONG_AGO
        self._latest = _LONG_AGO

    def note(self, chat_key: Hashable, *, is_group: bool, lane: str, at: datetime) -> None:
        """Count one send; called when it leaves, not when it is answered."""
        self._follow(at)
        self._sent.append((at, lane == "reply"))
        while self._sent[0][0] <= at - SECOND:
            self._sent.popleft()
        if is_group:
            self._groups.setdefault(chat_key, deque(maxlen=GROUP_A_MINUTE)).append(at)
        else:
            self._private[chat_key] = max(self._private.get(chat_key, at), at) + SECOND
        self._forget_idle(at)

    def hold(self, chat_key: Hashable | None, until: datetime) -> None:
        """Send nothing to this chat before `until`; None means to no chat at all. A hold is never shortened."""
        if chat_key is None:
            self._all_held = max(self._all_held, until)
        else:
            self._held[chat_key] = max(self._held.get(chat_key, until), until)

    def choose(self, heads: Sequence[Head], now: datetime) -> Head | None:
        """The letter to send now: replies first, the oldest first in a lane, chats that must wait passed over."""
        self._follow(now)
        bulk_from = self._bulk_from(now)
        ready = (head for head in heads if self._ready_at(head, bulk_from) <= now)
        return min(ready, key=lambda head: (LANES.index(head.lane), head.due, head.letter_id), default=None)

    def next_instant(self, heads: Sequence[Head], now: datetime) -> datetime | None:
        """When `choose` has something to give, at the soonest; `now` if it has already, None without any head."""
        self._follow(now)
        bulk_from = self._bulk_from(now)
        soonest = min((self._ready_at(head, bulk_from) for head in heads), default=None)
        return None if soonest is None else max(soonest, now)

    def _ready_at(self, head: Head, bulk_from: datetime) -> datetime:
        ready = max(head.due, self._all_held, self._held.get(head.chat_key, _LONG_AGO), self._chat_from(head))
        return ready if head.lane == "reply" else max(ready, bulk_from)

    def _chat_from(self, head: Head) -> datetime:
        if head.is_group:
            sent = self._groups.get(head.chat_key)
            return sent[0] + MINUTE if sent and len(sent) == GROUP_A_MINUTE else _LONG_AGO
        paid = self._private.get(head.chat_key)
        return _LONG_AGO if paid is None else paid - (PRIVATE_BURST - 1) * SECOND

    def _bulk_from(self, now: datetime) -> datetime:
        """When the last second has room for a letter that is no reply: sends leave the window oldest first."""
        window = [(at, is_reply) for at, is_reply in self._sent if at > now - SECOND]
        replies = sum(is_reply for _, is_reply in window)
        bulk = len(window) - replies
        free = _LONG_AGO
        for at, is_reply in window:
            if bulk < max(EVERYTHING_A_SECOND - replies, BULK_AT_LEAST):
                break
            replies, bulk = (replies - 1, bulk) if is_reply else (replies, bulk - 1)
            free = max(free, at + SECOND)
        return free

    def _follow(self, now: datetime) -> None:
        """A clock that was set back must not leave sends in the future: forget them, keep what is left of the holds."""
        back = self._latest - now
        if back > SECOND:
            self._sent.clear()
            self._private.clear()
            self._groups.clear()
            self._held = {key: until - back for key, until in self._held.items()}
            if self._all_held > _LONG_AGO:
                self._all_held -= back
            self._latest = now
        self._latest = max(self._latest, now)

    def _forget_idle(self, now: datetime) -> None:
        if len(self._private) > _REMEMBERED_CHATS:
            self._private = {key: paid for key, paid in self._private.items() if paid > now}
        if len(self._groups) > _REMEMBERED_CHATS:
            self._groups = {key: sent for key, sent in self._groups.items() if sent[-1] > now - MINUTE}
        if len(self._held) > _REMEMBERED_CHATS:
            self._held = {key: until for key, until in self._held.items() if until > now}
