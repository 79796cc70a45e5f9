from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from merkwerk.jobs.actions import again, claiming, drop, prune
from merkwerk.jobs.models import Attempt, Effect, Recurrence
from merkwerk.jobs.tests import tasks

if TYPE_CHECKING:
    from merkwerk.accounts.models import Colleague

pytestmark = pytest.mark.django_db
SignIn = Callable[["Colleague"], Client]


@pytest.fixture
def aside() -> Attempt:
    tasks.note.enqueue(1)
    held = claiming.claim(worker="a")
    assert held is not None
    claiming.set_aside(held, "Traceback ...\nValueError\n")
    return Attempt.objects.get()


def test_again_gives_it_all_its_tries(aside: Attempt) -> None:
    assert again(attempt=aside)
    held = claiming.claim(worker="b")
    assert held is not None
    assert held.tries == 1


def test_again_works_once(aside: Attempt) -> None:
    again(attempt=aside)
    assert not again(attempt=aside)
    assert not drop(attempt=aside)


def test_what_is_dropped_is_gone(aside: Attempt) -> None:
    assert drop(attempt=aside)
    assert not DBTaskResult.objects.exists()
    assert not Attempt.objects.exists()


def test_an_administrator_sees_what_was_set_aside(
    aside: Attempt, administrator: Colleague, as_colleague: SignIn
) -> None:
    page = as_colleague(administrator).get("/jobs/").content.decode()
    assert "merkwerk.jobs.tests.tasks.note" in page
    assert "ValueError" in page


def test_it_refuses_who_is_no_administrator(
    aside: Attempt, sanne: Colleague, as_colleague: SignIn
) -> None:
    browser = as_colleague(sanne)
    assert browser.get("/jobs/").status_code == 403
    for verb in ("again", "drop", "stop"):
        assert browser.post(f"/jobs/{aside.pk}/{verb}/").status_code == 403
    assert Attempt.objects.get().state == Attempt.State.DEAD


@pytest.mark.parametrize(("verb", "left"), [("again", 1), ("drop", 0)])
def test_the_buttons_do_what_they_say(
    aside: Attempt, administrator: Colleague, as_colleague: SignIn, verb: str, left: int
) -> None:
    answer = as_colleague(administrator).post(f"/jobs/{aside.pk}/{verb}/")
    assert answer.status_code == 302
    assert DBTaskResult.objects.filter(status="READY").count() == left


def test_looking_changes_nothing(
    aside: Attempt, administrator: Colleague, as_colleague: SignIn
) -> None:
    assert as_colleague(administrator).get(f"/jobs/{aside.pk}/drop/").status_code == 405


def test_finished_jobs_go_after_a_week() -> None:
    tasks.note.enqueue(1)
    DBTaskResult.objects.update(status="SUCCESSFUL", finished_at=timezone.now())
    assert prune(now=timezone.now() + timedelta(days=6)) == 0
    assert prune(now=timezone.now() + timedelta(days=8)) == 1


def test_what_comes_again_goes_after_a_day_but_its_last_turn_is_remembered() -> None:
    now = timezone.now()
    job = DBTaskResult.objects.get(pk=tasks.tick.enqueue().id)
    for days in (0, 1):
        Recurrence.objects.create(name="tick", due=now - timedelta(days=days), job=job.pk)
    DBTaskResult.objects.update(status="SUCCESSFUL", finished_at=now)
    assert prune(now=now + timedelta(days=2)) == 1
    assert Recurrence.objects.get().due == now


def test_jobs_set_aside_wait_for_ninety_days(aside: Attempt) -> None:
    prune(now=timezone.now() + timedelta(days=89))
    assert Attempt.objects.exists()
    prune(now=timezone.now() + timedelta(days=91))
    assert not Attempt.objects.exists()


def test_the_ledger_has_no_end() -> None:
    Effect.objects.create(key="a")
    prune(now=timezone.now() + timedelta(days=4000))
    assert Effect.objects.exists()
