"""Metrics with meaning: what the process did, and what waits in the database."""

from sqlmodel import col, update

from bot.rehearsal.telegram import Fault, server_error
from bot.road import count_queue
from store.engine import begin
from store.tables import Inbox, UpdateState
from tests.bot.roadside import START, Roadside


def page(side: Roadside) -> list[str]:
    return side.run(side.road.metrics.page()).decode().splitlines()


def test_a_turn_and_its_letter_are_counted_under_what_became_of_them(side: Roadside) -> None:
    side.telegram.faults.add(Fault(server_error(502), method="sendMessage"))
    side.says(side.lan, "một")

    lines = page(side)

    for line in (
        'thidua_updates_total{outcome="done"} 1.0',
        'thidua_letters_sent_total{lane="reply"} 1.0',
        'thidua_letters_refused_total{verdict="RetryAt"} 1.0',
        'thidua_sweeps_total{name="phases"} 2.0',
    ):
        assert line in lines, lines
    swept_at = next(line for line in lines if line.startswith("thidua_last_sweep_timestamp_seconds "))
    assert START.timestamp() <= float(swept_at.split()[1]) <= side.stage.clock.now().timestamp()
    assert any(line.startswith('thidua_build_info{python="') for line in lines)
    assert any(line.startswith('thidua_sweep_seconds_sum{name="reminders"}') for line in lines)


def test_the_queue_tells_what_waits_since_when_and_what_is_parked(side: Roadside) -> None:
    side.says(side.lan, "một")
    side.lan.sends("hai")
    side.run(side.road.poller.step())
    with begin(side.engine) as session:
        done = col(Inbox.state) == UpdateState.DONE
        session.exec(update(Inbox).where(done).values(state=UpdateState.FAILED, body="{}"))
    now = side.stage.clock.now()

    queue = count_queue(side.engine, now)

    assert (queue.updates_waiting, queue.updates_parked, queue.oldest_update_seconds) == (1, 1, 0.0)
    assert (queue.letters, queue.jobs, queue.oldest_due_letter_seconds) == ({}, {}, 0.0)
