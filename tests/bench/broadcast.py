"""Two announcements at once, one to everybody and one to the heads, with Telegram's limits on, while people act."""

import asyncio
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

from sqlmodel import col, select

from bot.rehearsal.telegram import Event
from store.announcements import Draft, announce
from store.engine import begin, open_engine
from store.tables import Appointment, Asks, BlocRole, Member
from tests.bench.crowd import Crowd, Tally
from tests.bench.figures import Aim, Figure, Sheet
from tests.bench.office import UNITS
from tests.bench.plan import Plan
from tests.bench.processes import LIMITER, OURS, Kind
from tests.bench.scene import Scene, scene

A_SECOND = 30
"""What Telegram allows, answers counted."""
BETWEEN_ACTS = 5.0
LARGE, SMALL = "Thông báo chung", "Thông báo riêng"
QUIET = 10.0
"""Seconds without any arrival after which the announcements are over, whatever is missing."""


@dataclass
class Arrivals:
    """Which announcement came to whom, and when the last one did."""

    seen: dict[str, Counter[int]] = field(default_factory=lambda: {LARGE: Counter(), SMALL: Counter()})
    first: float = 0.0
    last: dict[str, float] = field(default_factory=dict)

    def notes(self, event: Event) -> None:
        if event.chat is None or event.message is None or event.message.edited:
            return
        for name, seen in self.seen.items():
            if name in event.message.text:
                seen[event.chat.id] += 1
                self.last[name] = perf_counter()
                self.first = self.first or perf_counter()


@dataclass(frozen=True)
class BroadcastRun:
    rate: float
    """Messages a second, answers counted, while the announcements went."""
    took: float
    few_took: float
    refusals: int
    missing: int
    twice: int
    p95: float
    unanswered: int
    busy: float


async def broadcasts(plan: Plan) -> Sheet:
    kinds = {OURS: OURS, **{kind: LIMITER for kind in plan.kinds if kind.name == LIMITER.name}}
    runs = {kind.name: await announces(kinds[kind], plan) for kind in plan.kinds if kind in kinds}

    def figure(measure: str, unit: str, name: str, aim: Aim | None = None, scale: float = 1.0) -> Figure:
        return Figure(measure, unit, {bot: scale * getattr(run, name) for bot, run in runs.items()}, aim)

    figures = [
        figure("sent, of what Telegram allows", "%", "rate", Aim(least=95), 100 / A_SECOND),
        figure("everybody has it after", "s", "took"),
        figure(f"a second one to {UNITS} chats is out after", "s", "few_took"),
        figure("refused as too many (429)", "", "refusals", Aim(most=0)),
        figure("never came", "", "missing", Aim(most=0)),
        figure("came twice", "", "twice", Aim(most=0)),
        figure("answers meanwhile, p95", "s", "p95", Aim(most=0.5)),
        figure("unanswered in the end", "", "unanswered"),
        figure("bot's share of one processor", "%", "busy", scale=100),
    ]
    title = (
        f"An announcement to {plan.readers} people and {plan.groups} groups, limits on, while {plan.talkers} people"
        f" act every {BETWEEN_ACTS:g} s"
    )
    notes = ["python-telegram-bot: a plain loop of send_message with its AIORateLimiter (max_retries=3)."]
    return Sheet("broadcast", title, figures, notes)


async def announces(kind: Kind, plan: Plan) -> BroadcastRun:
    async with scene(kind, plan.readers - UNITS, limits=True, groups=plan.groups) as stage:
        arrivals = Arrivals()
        stage.telegram.listeners.append(arrivals.notes)
        crowd = Crowd(stage.telegram, stage.people[: plan.talkers], BETWEEN_ACTS)
        await crowd.measures(plan.settle)
        few = [one.id for one in stage.heads]
        everybody = [*few, *(one.id for one in stage.people), *(one.id for one in stage.groups)]
        before = stage.read()
        _begin(stage, kind, {LARGE: everybody, SMALL: few})
        crowd.tally = tally = Tally(began=perf_counter())
        await _until_all_came(arrivals, len(everybody), len(few))
        tally.ended = perf_counter()
        used = stage.read().since(before)
        await crowd.stops(plan.grace)
    end = max(arrivals.last.values())
    sent = sum(arrivals.first <= at <= end for at in stage.telegram.taken)
    everyone = sum(len(seen) for seen in arrivals.seen.values())
    return BroadcastRun(
        rate=sent / (end - arrivals.first),
        took=arrivals.last[LARGE] - arrivals.first,
        few_took=arrivals.last[SMALL] - arrivals.first,
        refusals=used.refusals,
        missing=len(everybody) + len(few) - everyone,
        twice=sum(seen.total() for seen in arrivals.seen.values()) - everyone,
        p95=tally.percentile(0.95),
        unanswered=tally.unanswered,
        busy=used.bot / (tally.ended - tally.began),
    )


async def _until_all_came(arrivals: Arrivals, everybody: int, few: int) -> None:
    began = perf_counter()
    while len(arrivals.seen[LARGE]) < everybody or len(arrivals.seen[SMALL]) < few:
        await asyncio.sleep(0.1)
        if perf_counter() - max(began, *arrivals.last.values(), 0.0) > QUIET:
            return


def _begin(stage: Scene, kind: Kind, announcements: dict[str, Sequence[int]]) -> None:
    if kind.keeps:
        announce_both(stage.folder)
        return
    told = [{"text": text, "chats": list(chats)} for text, chats in announcements.items()]
    Path(stage.folder, "announcements.json").write_text(json.dumps(told), encoding="utf-8")
    stage.people[0].sends("/phat")


def announce_both(folder: Path) -> None:
    """What the leader sends by /thongbao, as another process beside the bot's would: it finds them when it next looks.

    The texts, the buttons and the rows of who has it are made by the bot while they go out.
    """
    engine, now = open_engine(f"sqlite:///{folder}/thidua.db"), datetime.now(UTC)
    audiences = {LARGE: {"groups": True, "members": True}, SMALL: {"heads": True}}
    with begin(engine) as session:
        leads = col(Appointment.role) == BlocRole.LEADER
        leader = session.exec(select(Member).join(Appointment).where(leads)).one()
        for text, audience in audiences.items():
            announce(session, Draft(unit_id=None, body=text, audience=audience, asks=Asks.RECEIVED), by=leader, now=now)
    engine.dispose()
