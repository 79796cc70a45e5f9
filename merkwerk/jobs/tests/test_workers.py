from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from merkwerk.jobs.actions import claiming, workers
from merkwerk.jobs.models import Attempt, Worker
from merkwerk.jobs.tests import tasks

pytestmark = pytest.mark.django_db
LATER = timedelta(minutes=1)


def elsewhere(name: str = "far.1.x", process: int = 1) -> str:
    now = timezone.now()
    Worker.objects.create(name=name, host="far", process=process, started=now, seen=now)
    return name


def test_a_living_worker_keeps_its_job() -> None:
    tasks.note.enqueue(1)
    claiming.claim(worker=elsewhere())
    assert workers.reap(now=timezone.now()) == 0


def test_a_silent_worker_loses_its_job_to_others() -> None:
    tasks.note.enqueue(1)
    claiming.claim(worker=elsewhere())
    assert workers.reap(now=timezone.now() + LATER) == 1
    assert not Worker.objects.exists()
    held = claiming.claim(worker="b")
    assert held is not None
    assert held.tries == 2


def test_a_process_that_is_gone_from_this_machine_is_dead_at_once() -> None:
    name = elsewhere(f"{workers.machine()}.4194305.x", process=4194305)
    tasks.note.enqueue(1)
    claiming.claim(worker=name)
    assert workers.reap(now=timezone.now()) == 1


def test_the_same_process_number_elsewhere_says_nothing() -> None:
    elsewhere("far.4194305.x", process=4194305)
    workers.reap(now=timezone.now())
    assert Worker.objects.exists()


def test_a_job_that_kills_its_workers_is_set_aside() -> None:
    tasks.stumble.enqueue(1)
    for _ in range(2):
        claiming.claim(worker=elsewhere())
        workers.reap(now=timezone.now() + LATER)
    assert DBTaskResult.objects.get().status == "FAILED"
    assert "lost" in Attempt.objects.get().error


def test_one_taken_for_dead_enters_again() -> None:
    name = workers.enter()
    Worker.objects.all().delete()
    workers.live(name=name, doing="x", now=timezone.now())
    assert Worker.objects.get().doing == "x"


def test_leaving_gives_back_what_it_had() -> None:
    name = workers.enter()
    tasks.note.enqueue(1)
    claiming.claim(worker=name)
    workers.leave(name=name)
    assert DBTaskResult.objects.get().status == "READY"
    assert not Worker.objects.exists()
