from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from merkwerk.jobs.actions.recurring import ring
from merkwerk.networks.tests.people import post
from merkwerk.worker.timetable import TIMETABLE

pytestmark = pytest.mark.django_db


def rung() -> set[str]:
    DBTaskResult.objects.all().delete()
    ring(TIMETABLE, now=timezone.now(), rung={})
    return {
        path.rpartition(".")[2] for path in DBTaskResult.objects.values_list("task_path", flat=True)
    }


def test_every_entry_has_its_own_name() -> None:
    assert len({entry.name for entry in TIMETABLE}) == len(TIMETABLE)


def test_nothing_to_read_makes_no_job() -> None:
    assert "read_posts" not in rung()


def test_a_new_post_is_read_soon() -> None:
    post("a")
    assert "read_posts" in rung()
    entry = next(entry for entry in TIMETABLE if entry.name == "read new posts")
    assert entry.every <= timedelta(seconds=5)


def test_letters_are_looked_after_whatever_happens() -> None:
    assert {"post_letters", "pick_up", "disconnect_leavers"} <= rung()
