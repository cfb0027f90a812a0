"""What Prometheus may ask."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

import structlog
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

_TURN_BUCKETS = (0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)
"""Seconds. A quiet turn takes a few thousandths; one that waits behind an import, tenths; half a second is felt."""


@dataclass(frozen=True)
class Queue:
    """What is counted in the database when somebody asks."""

    letters: Mapping[tuple[str, str], int] = field(default_factory=dict)
    """By (lane, state)."""
    jobs: Mapping[str, int] = field(default_factory=dict)
    """By state."""
    oldest_due_letter_seconds: float = 0.0


class Metrics:
    """All metrics of one bot, in a registry of their own. `count` is called at each scrape."""

    def __init__(self, count: Callable[[], Awaitable[Queue]] | None = None) -> None:
        self._count = count
        self.registry = CollectorRegistry()
        registry = self.registry
        self.updates = Counter("thidua_updates", "Updates closed", ["outcome"], registry=registry)
        self.turn_seconds = Histogram("thidua_turn_seconds", "Turn time", buckets=_TURN_BUCKETS, registry=registry)
        self.may_repeat = Counter("thidua_may_repeat", "Letters sent again after a cut", registry=registry)
        self.sweeps = Counter("thidua_sweeps", "Sweeps run", ["name"], registry=registry)
        self.webhook_requests = Counter("thidua_webhook_requests", "Webhook calls", ["result"], registry=registry)
        self._letters = Gauge("thidua_letters", "Letters", ["lane", "state"], registry=registry)
        self._jobs = Gauge("thidua_jobs", "Jobs", ["state"], registry=registry)
        self._oldest = Gauge(
            "thidua_oldest_due_letter_seconds", "Age of the oldest letter that is due", registry=registry
        )

    async def page(self) -> bytes:
        """The page Prometheus reads. Without a database it still gives what the process itself counts."""
        self._letters.clear()
        self._jobs.clear()
        self._oldest.set(float("nan"))
        if self._count is not None:
            try:
                self._show(await self._count())
            except Exception:
                structlog.get_logger(__name__).exception("metrics_without_database")
        return generate_latest(self.registry)

    def _show(self, queue: Queue) -> None:
        for (lane, state), number in queue.letters.items():
            self._letters.labels(lane, state).set(number)
        for state, number in queue.jobs.items():
            self._jobs.labels(state).set(number)
        self._oldest.set(queue.oldest_due_letter_seconds)
