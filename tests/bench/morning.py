"""The reminders of one morning: every unit of 100 blocs and each of 100,000 people owe something the next day.

What is measured is the sweep, from the first due rung to the last letter in the outbox, in a process of its own that
does nothing else: `python -m tests.bench.morning DATABASE_URL INSTANT`.
"""

import asyncio
import json
import sys
import tempfile
from datetime import date, datetime, time, timedelta
from time import perf_counter, process_time

from sqlalchemy import func, select

from store.columns import table_of
from store.engine import begin, open_engine, reading
from store.schema import upgrade
from store.sweeps import SWEEPS
from store.tables import Letter
from tests.bench.figures import Aim, Figure, Sheet
from tests.bench.office import HANOI, UNITS, Someone, settle_bloc
from tests.bench.plan import Plan
from tests.bench.processes import OURS, ROOT, peak_memory

LAST_DAY = date(2026, 6, 19)
MORNING = datetime.combine(LAST_DAY, time(8), HANOI) - timedelta(days=1)
DUTIES = f"""
  milestones:
    - {{code: bao-cao, kind: report, title: Báo cáo sơ kết, from: units, by: {LAST_DAY}}}
    - {{code: dang-ky, kind: registration, title: Đăng ký thi đua, from: members, by: {LAST_DAY}}}
  reminders: {{ladder: [1]}}
"""


async def morning(plan: Plan) -> Sheet:
    blocs, people = plan.blocs, plan.people_a_bloc
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        url = f"sqlite:///{folder}/morning.db"
        _settle(url, blocs, people)
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", __name__, url, MORNING.isoformat(), stdout=asyncio.subprocess.PIPE, cwd=ROOT
        )
        told, _ = await process.communicate()
    found = json.loads(told)
    assert found["letters"] == blocs * people, found
    figures = [
        Figure("all letters in the outbox", "s", {OURS.name: found["seconds"]}, Aim(most=10)),
        Figure("processor", "s", {OURS.name: found["cpu"]}),
        Figure("memory, highest", "MB", {OURS.name: found["memory"]}, Aim(most=200)),
        Figure("letters", "", {OURS.name: found["letters"]}),
        Figure("longest commit", "s", {OURS.name: found["longest"]}),
    ]
    return Sheet(
        "morning", f"One morning's reminders: {blocs} blocs, {blocs * UNITS} units, {blocs * people} people", figures
    )


def _settle(url: str, blocs: int, people: int) -> None:
    engine = open_engine(url)
    upgrade(engine)
    launched = MORNING - timedelta(days=3)
    for number in range(blocs):
        first = 1 + number * people
        crowd = [Someone(account, f"Cán bộ {account}") for account in range(first, first + people)]
        with begin(engine) as session:
            settle_bloc(session, f"k{number}", crowd[:UNITS], crowd[UNITS:], now=launched, more=DUTIES)
    engine.dispose()


def sweep(url: str, now: datetime) -> dict[str, float]:
    """Run the sweeps until nothing is due."""
    engine = open_engine(url)
    began, began_cpu, longest = perf_counter(), process_time(), 0.0
    for one in SWEEPS:
        done = 1
        while done:
            at = perf_counter()
            with begin(engine) as session:
                done = one.run(session, now)
            longest = max(longest, perf_counter() - at)
    took, cpu = perf_counter() - began, process_time() - began_cpu
    with reading(engine) as session:
        letters = session.execute(select(func.count()).select_from(table_of(Letter))).scalar_one()
    engine.dispose()
    return {"seconds": took, "cpu": cpu, "longest": longest, "memory": peak_memory(), "letters": letters}


if __name__ == "__main__":
    print(json.dumps(sweep(sys.argv[1], datetime.fromisoformat(sys.argv[2]))))
