"""What waits for a reviewer, registrations and achievements in one queue, the oldest first."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from store.achievements import achievements_waiting_for
from store.tables import Achievement, Bloc, Member, Target
from store.targets import waiting_for


@dataclass(frozen=True, order=True)
class ToReview:
    """A registration or an achievement that waits, since when, and of which unit."""

    since: datetime
    is_target: bool
    id: int
    unit_id: int


def review_queue(session: Session, bloc: Bloc, *, by: Member, now: datetime) -> list[ToReview]:
    """Everything this person is asked to decide on now."""
    targets = waiting_for(session, bloc, by=by, now=now)
    achievements = achievements_waiting_for(session, bloc, by=by, now=now)
    return sorted(
        [ToReview(since, True, target_id, unit_id) for since, target_id, unit_id in targets]
        + [ToReview(one.since, False, one.achievement_id, one.unit_id) for one in achievements]
    )


def place_after(queue: list[ToReview], seen: Target | Achievement | None) -> int:
    """Where in the queue to go on after what was seen, which may have left it; after the last from the start."""
    if seen is None:
        return 0
    is_target = isinstance(seen, Target)
    since = seen.registered_at if isinstance(seen, Target) else seen.recorded_at
    last = ToReview(since, is_target, seen.id or 0, seen.unit_id)
    return next((place for place, one in enumerate(queue) if one > last), 0)
