from __future__ import annotations

from uuid import uuid4

import pytest

from merkwerk.jobs.actions import asked_to_stop, progress
from merkwerk.jobs.actions.running import running
from merkwerk.jobs.models import Attempt

pytestmark = pytest.mark.django_db


@pytest.fixture
def attempt() -> Attempt:
    return Attempt.objects.create(job=uuid4(), task="x", worker="w", tries=1)


def test_outside_a_job_nobody_asks_to_stop() -> None:
    progress(done=1, total=2)
    assert not asked_to_stop()


def test_progress_stands_on_the_attempt(attempt: Attempt) -> None:
    with running(attempt.job, "w"):
        progress(done=2, total=5, says="reading")
    attempt.refresh_from_db()
    assert (attempt.done, attempt.total, attempt.says) == (2, 5, "reading")


def test_progress_is_written_at_most_once_a_second(attempt: Attempt) -> None:
    with running(attempt.job, "w"):
        for number in range(4):
            progress(done=number, total=5)
    attempt.refresh_from_db()
    assert attempt.done == 0


def test_the_end_is_always_written(attempt: Attempt) -> None:
    with running(attempt.job, "w"):
        progress(done=0, total=5)
        progress(done=5, total=5)
    attempt.refresh_from_db()
    assert attempt.done == 5


def test_who_lost_the_job_writes_no_progress(attempt: Attempt) -> None:
    with running(attempt.job, "another"):
        progress(done=2, total=5)
    attempt.refresh_from_db()
    assert attempt.done == 0


def test_a_job_hears_that_it_should_stop(attempt: Attempt) -> None:
    Attempt.objects.update(cancel=True)
    with running(attempt.job, "w"):
        assert asked_to_stop()
    assert not asked_to_stop()
