from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from merkwerk.jobs.actions import claiming
from merkwerk.jobs.models import Attempt
from merkwerk.jobs.tests import tasks

pytestmark = pytest.mark.django_db


def take(worker: str = "a", least: int = -100) -> claiming.Claim:
    held = claiming.claim(worker=worker, least=least)
    assert held is not None
    return held


def row() -> DBTaskResult[..., object]:
    return DBTaskResult.objects.get()


def test_there_is_nothing_to_take_from_an_empty_queue() -> None:
    assert claiming.claim(worker="a") is None


def test_a_job_is_in_one_pair_of_hands() -> None:
    tasks.note.enqueue(1)
    assert take("a").args == [1]
    assert claiming.claim(worker="b") is None


def test_the_one_in_a_hurry_goes_first() -> None:
    tasks.note.enqueue(1)
    tasks.note.using(priority=9).enqueue(2)
    assert take().args == [2]


def test_a_worker_may_leave_unhurried_work_to_others() -> None:
    tasks.note.using(priority=-1).enqueue(1)
    assert claiming.claim(worker="a", least=0) is None
    assert take(least=-1)


def test_a_job_for_later_waits() -> None:
    tasks.note.using(run_after=timezone.now() + timedelta(minutes=1)).enqueue(1)
    assert claiming.claim(worker="a") is None


def test_a_finished_job_leaves_only_its_result() -> None:
    tasks.note.enqueue(1)
    assert claiming.finish(take())
    assert row().status == "SUCCESSFUL"
    assert not Attempt.objects.exists()


def test_a_failed_try_comes_back_later_with_its_reason() -> None:
    tasks.note.enqueue(1)
    assert claiming.fail(take(), ValueError("secret"))
    assert row().status == "READY"
    assert timedelta(seconds=4) < row().run_after - timezone.now() <= timedelta(seconds=10)
    assert "ValueError" in Attempt.objects.get().error
    assert "secret" not in Attempt.objects.get().error + row().traceback


def test_after_the_last_try_it_is_set_aside() -> None:
    tasks.stumble.enqueue(1)
    for _ in range(2):
        DBTaskResult.objects.update(run_after=timezone.now())
        claiming.fail(take(), ValueError("x"))
    assert row().status == "FAILED"
    attempt = Attempt.objects.get()
    assert (attempt.state, attempt.tries, attempt.worker) == (Attempt.State.DEAD, 2, "")


def test_putting_off_is_no_failed_try() -> None:
    tasks.not_now.enqueue()
    claiming.put_off(take(), 40)
    assert timedelta(seconds=35) < row().run_after - timezone.now() < timedelta(seconds=41)
    assert Attempt.objects.get().tries == 0


def test_nothing_is_put_off_for_more_than_a_week() -> None:
    tasks.not_now.enqueue()
    DBTaskResult.objects.update(enqueued_at=timezone.now() - timedelta(days=8))
    claiming.put_off(take(), 40)
    assert Attempt.objects.get().state == Attempt.State.DEAD


@pytest.mark.parametrize("how", ["finish", "fail", "put_off"])
def test_who_lost_the_claim_writes_nothing(how: str) -> None:
    tasks.note.enqueue(1)
    held = take("a")
    Attempt.objects.update(worker="b")
    late = {
        "finish": lambda: claiming.finish(held),
        "fail": lambda: claiming.fail(held, ValueError()),
        "put_off": lambda: claiming.put_off(held, 1),
    }
    assert late[how]() is False
    assert row().status == "RUNNING"
    assert Attempt.objects.get().worker == "b"


def test_a_job_whose_code_is_gone_has_the_usual_policy() -> None:
    assert claiming.policy_at("merkwerk.nowhere.task").tries == 5
    assert claiming.policy_at("merkwerk.jobs.errors.TryLater").tries == 5
