from __future__ import annotations

from datetime import timedelta

from merkwerk.jobs.actions import Policy
from merkwerk.jobs.actions.policy import policy_of
from merkwerk.jobs.tests import tasks


def test_it_waits_twice_as_long_each_time() -> None:
    policy = Policy(first_wait=10, most_wait=1000)
    assert [policy.wait(n, chance=1).total_seconds() for n in (1, 2, 3)] == [10, 20, 40]


def test_it_never_waits_longer_than_its_longest() -> None:
    assert Policy(first_wait=10, most_wait=15).wait(500, chance=1) == timedelta(seconds=15)


def test_chance_takes_off_at_most_half() -> None:
    policy = Policy(first_wait=10)
    assert all(5 <= policy.wait(1).total_seconds() <= 10 for _ in range(200))


def test_two_that_failed_together_do_not_come_back_together() -> None:
    assert len({Policy().wait(1) for _ in range(20)}) > 1


def test_a_task_carries_its_policy() -> None:
    assert policy_of(tasks.note) == Policy(tries=3, first_wait=10, most_wait=100, seconds=5)


def test_a_task_asked_for_later_still_carries_it() -> None:
    assert policy_of(tasks.note.using(priority=5)).tries == 3
