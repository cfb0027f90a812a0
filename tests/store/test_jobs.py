"""Jobs: asked for once, taken when due, done at least once."""

from datetime import timedelta

from sqlmodel import Session, select

from store.figures import open_job_counts
from store.jobs import add_job, fail_job, finish_job, next_job_at, put_back_jobs, retry_job, take_jobs
from store.tables import Job
from tests.conftest import NOW

LATER = NOW + timedelta(minutes=5)


def test_a_job_is_asked_for_once(session: Session) -> None:
    for _ in range(2):
        add_job(session, "fetch_file", key="file:1", now=NOW, file=1)

    assert [job.facts for job in session.exec(select(Job))] == [{"file": 1}]


def test_due_jobs_are_taken_oldest_first(session: Session) -> None:
    for number in range(3):
        add_job(session, "fetch_file", key=f"file:{number}", now=NOW, file=number)

    assert [job.facts["file"] for job in take_jobs(session, 1, kind="fetch_file", now=NOW, limit=2)] == [0, 1]
    assert [job.facts["file"] for job in take_jobs(session, 1, kind="fetch_file", now=NOW, limit=2)] == [2]


def test_a_job_goes_again_at_its_instant_and_its_tries_are_counted(session: Session) -> None:
    add_job(session, "fetch_file", key="file:1", now=NOW, file=1)
    (job,) = take_jobs(session, 1, kind="fetch_file", now=NOW, limit=2)
    retry_job(session, job.id, at=LATER, reason="TimedOut")

    assert take_jobs(session, 1, kind="fetch_file", now=NOW, limit=2) == []
    assert next_job_at(session) == LATER
    assert [again.tries for again in take_jobs(session, 1, kind="fetch_file", now=LATER, limit=2)] == [2]


def test_what_a_dead_run_had_taken_is_taken_again(session: Session) -> None:
    for number in range(2):
        add_job(session, "fetch_file", key=f"file:{number}", now=NOW, file=number)
    take_jobs(session, 1, kind="fetch_file", now=NOW, limit=2)
    put_back_jobs(session, 2)

    done, failed = take_jobs(session, 2, kind="fetch_file", now=NOW, limit=2)
    finish_job(session, done.id)
    fail_job(session, failed.id, reason="gone")
    put_back_jobs(session, 3)
    assert open_job_counts(session) == {"failed": 1}
