"""A worker that is told to stop finishes what it has in hands; told twice, it gives it back."""

from __future__ import annotations

import signal
from collections.abc import Iterator

import pytest

from tests.kill.losses import ask, numbers
from tests.kill.stage import Stage, stage, wait_until

pytestmark = pytest.mark.kill


@pytest.fixture
def busy() -> Iterator[Stage]:
    """A worker in the middle of a job of three seconds."""
    with stage("sqlite") as set_up:
        set_up.run("-m", "tests.kill.order", "slow", "1", "0")
        set_up.start()
        assert wait_until(lambda: len(ask(set_up, "SELECT * FROM kill_orders")) == 2, 90, 0.05)
        yield set_up


def states(set_up: Stage) -> list[object]:
    rows = ask(set_up, "SELECT status FROM django_tasks_database_dbtaskresult")
    return [row[0] for row in rows]


def test_told_once_it_finishes_its_job(busy: Stage) -> None:
    worker = busy.workers[0]
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(timeout=60) == 0
    assert numbers(busy) == [0]
    assert states(busy) == ["SUCCESSFUL"]


def test_told_twice_it_gives_its_job_back(busy: Stage) -> None:
    worker = busy.workers[0]
    worker.send_signal(signal.SIGTERM)
    wait_until(lambda: False, 0.3)
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(timeout=60) == 1
    assert numbers(busy) == []
    assert states(busy) == ["READY"]


def test_leaving_takes_its_sign_of_life_along(busy: Stage) -> None:
    busy.workers[0].send_signal(signal.SIGTERM)
    busy.workers[0].wait(timeout=60)
    assert ask(busy, "SELECT * FROM jobs_worker") == []
