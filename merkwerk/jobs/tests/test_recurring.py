from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django_tasks_db.models import DBTaskResult

from merkwerk.jobs.actions import Recurring
from merkwerk.jobs.actions.recurring import ring
from merkwerk.jobs.models import Recurrence
from merkwerk.jobs.tests import tasks

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
TABLE = [Recurring("tick", MINUTE, tasks.tick)]


def finish_all() -> None:
    DBTaskResult.objects.update(status="SUCCESSFUL")


def test_it_falls_due_on_round_moments() -> None:
    assert TABLE[0].due(NOON + timedelta(seconds=59)) == NOON
    assert Recurring("d", timedelta(days=1), tasks.tick, timedelta(hours=3)).due(NOON).hour == 3


def test_two_workers_do_not_ring_twice() -> None:
    assert ring(TABLE, now=NOON, rung={}) == 1
    finish_all()
    assert ring(TABLE, now=NOON + MINUTE / 2, rung={}) == 0


def test_it_rings_again_when_it_falls_due_again() -> None:
    rung: dict[str, datetime] = {}
    ring(TABLE, now=NOON, rung=rung)
    finish_all()
    assert ring(TABLE, now=NOON + MINUTE, rung=rung) == 1


def test_one_that_still_waits_is_not_piled_up() -> None:
    ring(TABLE, now=NOON, rung={})
    assert ring(TABLE, now=NOON + MINUTE, rung={}) == 0


def test_what_was_missed_is_done_once() -> None:
    ring(TABLE, now=NOON, rung={})
    finish_all()
    assert ring(TABLE, now=NOON + 60 * MINUTE, rung={}) == 1


def test_its_own_memory_saves_every_question(django_assert_num_queries: object) -> None:
    rung: dict[str, datetime] = {}
    ring(TABLE, now=NOON, rung=rung)
    with django_assert_num_queries(0):  # type: ignore[operator]
        ring(TABLE, now=NOON + MINUTE / 2, rung=rung)


def test_the_same_falling_due_cannot_be_written_twice() -> None:
    ring(TABLE, now=NOON, rung={})
    row = Recurrence.objects.get()
    assert (row.name, row.due) == ("tick", NOON)
    assert DBTaskResult.objects.get().pk == row.job


def test_without_anything_to_do_it_does_not_ring() -> None:
    idle = [Recurring("tick", MINUTE, tasks.tick, when=lambda now: False)]
    assert ring(idle, now=NOON, rung={}) == 0
    assert not Recurrence.objects.exists()
