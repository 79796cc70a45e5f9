from __future__ import annotations

import signal
import time
from collections.abc import Iterator

import pytest
from django.db import InterfaceError, OperationalError, connection
from django_tasks_db.models import DBTaskResult

from merkwerk.jobs import loop
from merkwerk.jobs.errors import OutOfTime
from merkwerk.jobs.models import Attempt, Worker
from merkwerk.jobs.tests import tasks

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker(monkeypatch: pytest.MonkeyPatch) -> Iterator[loop.Loop]:
    monkeypatch.setattr(loop, "close_old_connections", lambda: None)
    monkeypatch.setattr(loop.Heart, "begin", lambda self, name: None)
    tasks.done.clear()
    yield loop.Loop()
    tasks.done.clear()


def test_it_does_what_is_asked(worker: loop.Loop) -> None:
    tasks.note.enqueue(7)
    assert worker.turn()
    assert tasks.done == [7]
    assert not worker.turn()


def test_a_failing_job_does_not_end_it(worker: loop.Loop) -> None:
    tasks.stumble.enqueue(1)
    assert worker.turn()
    assert "ValueError" in Attempt.objects.get().error


def test_a_job_may_ask_for_later(worker: loop.Loop) -> None:
    tasks.not_now.enqueue()
    worker.turn()
    assert Attempt.objects.get().tries == 0


def test_a_job_that_takes_too_long_fails(worker: loop.Loop) -> None:
    tasks.dawdle.enqueue()
    begin = time.monotonic()
    worker.turn()
    assert time.monotonic() - begin < 1
    assert "OutOfTime" in Attempt.objects.get().error


def test_a_job_that_names_no_task_fails(worker: loop.Loop) -> None:
    tasks.note.enqueue(1)
    DBTaskResult.objects.update(task_path="os.system")
    worker.turn()
    assert "SuspiciousOperation" in Attempt.objects.get().error


def test_a_job_that_is_asked_to_stop_stops(worker: loop.Loop) -> None:
    tasks.count_to.enqueue(5)
    Attempt.objects.create(job=DBTaskResult.objects.get().pk, task="x", cancel=True)
    DBTaskResult.objects.update(worker_ids=["before"])
    worker.turn()
    assert tasks.done == []
    assert Attempt.objects.get().state == Attempt.State.CANCELLED


def test_after_losing_the_database_it_gives_back_what_it_had(worker: loop.Loop) -> None:
    tasks.note.enqueue(1)
    worker.turn()
    tasks.note.enqueue(2)
    Attempt.objects.create(
        job=DBTaskResult.objects.latest("enqueued_at").pk,
        task=tasks.note.module_path,
        worker=worker.name,
        tries=1,
    )
    DBTaskResult.objects.filter(status="READY").update(status="RUNNING", worker_ids=[worker.name])
    worker.unsure = True
    worker.turn()
    assert tasks.done == [1, 2]


def test_told_to_stop_it_takes_no_more(worker: loop.Loop) -> None:
    tasks.note.enqueue(1)
    worker.stop(15, None)
    worker.run()
    assert tasks.done == []
    assert not Worker.objects.exists()


def test_told_twice_it_ends_at_once(worker: loop.Loop) -> None:
    worker.stop(15, None)
    with pytest.raises(SystemExit):
        worker.stop(15, None)


def test_the_time_limit_is_lifted_afterwards() -> None:
    with loop.time_limit(0.05):
        pass
    time.sleep(0.1)
    with pytest.raises(OutOfTime), loop.time_limit(0.05):
        time.sleep(1)


def test_it_waits_for_a_database_that_is_away(
    worker: loop.Loop, monkeypatch: pytest.MonkeyPatch
) -> None:
    rests: list[float] = []
    turns = iter([OperationalError("away"), InterfaceError("away"), True])

    def turn() -> bool:
        told = next(turns)
        worker.stopping = told is True
        if isinstance(told, Exception):
            raise told
        return True

    monkeypatch.setattr(worker, "turn", turn)
    monkeypatch.setattr(worker, "rest", rests.append)
    monkeypatch.setattr(connection, "close", lambda: None)
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    worker.run()
    assert rests == [0.5, 1.0]


def test_without_a_heart_it_ends(worker: loop.Loop) -> None:
    tasks.note.enqueue(1)
    worker.turn()
    worker.heart.name = "a"
    assert not worker.turn()
    assert worker.stopping
