"""What Prometheus may ask."""

import platform
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from importlib.metadata import version

import structlog
from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    Info,
    ProcessCollector,
    Summary,
    generate_latest,
)

_TURN_BUCKETS = (0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)
"""Seconds. A quiet turn takes a few thousandths; one that waits behind an import, tenths; half a second is felt."""


@dataclass(frozen=True)
class Queue:
    """What is counted in the database when somebody asks."""

    letters: Mapping[tuple[str, str], int] = field(default_factory=dict)
    """By (lane, state), the states that are not closed and the dead."""
    jobs: Mapping[str, int] = field(default_factory=dict)
    """By state, without the done."""
    oldest_due_letter_seconds: float = 0.0
    updates_waiting: int = 0
    updates_parked: int = 0
    oldest_update_seconds: float = 0.0


class Metrics:
    """All metrics of one bot, in a registry of their own. `count` is called at each scrape."""

    def __init__(self, count: Callable[[], Awaitable[Queue]] | None = None) -> None:
        self._count = count
        self.registry = CollectorRegistry()
        self._count_the_process(self.registry)
        self._count_the_database(self.registry)

    def _count_the_process(self, registry: CollectorRegistry) -> None:
        ProcessCollector(registry=registry)
        build = Info("thidua_build", "What is running", registry=registry)
        build.info({"version": version("thidua"), "python": platform.python_version()})
        self.active = Gauge("thidua_active", "1 while this process is the active one", registry=registry)
        self.updates = Counter("thidua_updates", "Updates closed", ["outcome"], registry=registry)
        self.turn_seconds = Histogram("thidua_turn_seconds", "Turn time", buckets=_TURN_BUCKETS, registry=registry)
        self.sent = Counter("thidua_letters_sent", "Letters that Telegram took", ["lane"], registry=registry)
        self.refused = Counter("thidua_letters_refused", "Letters not taken", ["verdict"], registry=registry)
        self.may_repeat = Counter("thidua_may_repeat", "Letters sent again after a cut", registry=registry)
        self.sweeps = Counter("thidua_sweeps", "Sweeps run", ["name"], registry=registry)
        self.sweep_seconds = Summary("thidua_sweep_seconds", "Time a sweep took", ["name"], registry=registry)
        self.sweep_failures = Counter("thidua_sweep_failures", "Rounds of sweeps that broke", registry=registry)
        self.swept_at = Gauge(
            "thidua_last_sweep_timestamp_seconds", "When all sweeps last ran to their end", registry=registry
        )
        self.webhook_requests = Counter("thidua_webhook_requests", "Webhook calls", ["result"], registry=registry)

    def _count_the_database(self, registry: CollectorRegistry) -> None:
        self._letters = Gauge("thidua_letters", "Letters not closed, and dead", ["lane", "state"], registry=registry)
        self._jobs = Gauge("thidua_jobs", "Jobs not done, and failed", ["state"], registry=registry)
        self._oldest = Gauge(
            "thidua_oldest_due_letter_seconds", "How long the oldest due letter waits", registry=registry
        )
        self._waiting = Gauge("thidua_updates_waiting", "Updates not acted on yet", registry=registry)
        self._parked = Gauge("thidua_updates_parked", "Failed updates for `inbox retry`", registry=registry)
        self._oldest_update = Gauge(
            "thidua_oldest_update_seconds", "How long the oldest update waits", registry=registry
        )

    async def page(self) -> bytes:
        """The page Prometheus reads. Without a database it still gives what the process itself counts."""
        self._letters.clear()
        self._jobs.clear()
        for gauge in (self._oldest, self._waiting, self._parked, self._oldest_update):
            gauge.set(float("nan"))
        if self._count is not None:
            try:
                self._show(await self._count())
            except Exception as error:
                structlog.get_logger(__name__).warning("metrics_without_database", error=type(error).__name__)
        return generate_latest(self.registry)

    def _show(self, queue: Queue) -> None:
        for (lane, state), number in queue.letters.items():
            self._letters.labels(lane, state).set(number)
        for state, number in queue.jobs.items():
            self._jobs.labels(state).set(number)
        self._oldest.set(queue.oldest_due_letter_seconds)
        self._waiting.set(queue.updates_waiting)
        self._parked.set(queue.updates_parked)
        self._oldest_update.set(queue.oldest_update_seconds)
