"""One job in one pair of hands: taking it, and how it ended.

A claim is the `worker` on the Attempt, written in the transaction that takes the job. Whoever has
lost it (presumed dead, and given to another) can't write an outcome any more.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import SuspiciousOperation
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks.base import DEFAULT_TASK_BACKEND_ALIAS, Task, TaskResultStatus
from django_tasks_db.models import DBTaskResult, DBTaskResultQuerySet

from merkwerk.jobs.actions.policy import Policy, policy_of
from merkwerk.jobs.actions.trouble import plain_traceback
from merkwerk.jobs.models import Attempt

LONGEST_PUT_OFF = timedelta(days=7)
LEAST = -100


@dataclass(frozen=True, slots=True)
class Claim:
    """A job that this worker has in hands."""

    job: UUID
    path: str
    worker: str
    tries: int
    asked_at: datetime
    args: list[Any]
    kwargs: dict[str, Any]


def task_at(path: str) -> Task[..., Any]:
    """The task with this dotted path. Raises ImportError when the code no longer has it."""
    found = import_string(path)
    if not isinstance(found, Task):
        raise SuspiciousOperation("A job may only name a task.")
    return found


def policy_at(path: str) -> Policy:
    """The policy of the task with this path; the usual one when the code no longer has it."""
    try:
        return policy_of(task_at(path))
    except (ImportError, SuspiciousOperation):
        return Policy()


def waiting(least: int = LEAST) -> DBTaskResultQuerySet:
    """Jobs that may run now, the most urgent first, from `least` hurry upwards."""
    ready = DBTaskResult.objects.ready()
    return ready.filter(backend_name=DEFAULT_TASK_BACKEND_ALIAS, priority__gte=least)


def claim(*, worker: str, least: int = LEAST) -> Claim | None:
    """Takes the most urgent job for `worker`, or None when there is none. Looks first without
    writing, so that an empty queue costs SQLite no lock; then takes it in one short transaction
    (SKIP LOCKED on PostgreSQL, an immediate transaction on SQLite), so nobody else has it."""
    if not waiting(least).exists():
        return None
    with transaction.atomic():
        row = waiting(least).select_for_update(skip_locked=True).first()
        if row is None:
            return None
        first = not row.worker_ids
        row.claim(worker)
        tries = _count_try(row, worker, first=first)
    given = row.args_kwargs
    return Claim(
        row.pk, row.task_path, worker, tries, row.enqueued_at, given["args"], given["kwargs"]
    )


def _count_try(row: DBTaskResult[..., Any], worker: str, *, first: bool) -> int:
    mine = Attempt.objects.filter(job=row.pk)
    going = {"worker": worker, "state": Attempt.State.GOING, "updated": timezone.now()}
    if not first and mine.update(tries=F("tries") + 1, **going):
        return mine.values_list("tries", flat=True).get()
    Attempt.objects.create(job=row.pk, task=row.task_path[:200], tries=1, worker=worker)
    return 1


def finish(held: Claim) -> bool:
    """The job is done, or returned early because somebody asked it to stop. False when the claim
    was lost meanwhile: then nothing is written, and another worker's outcome counts."""
    with transaction.atomic():
        attempt = Attempt.objects.select_for_update().filter(job=held.job, worker=held.worker)
        mine = attempt.first()
        if mine is None:
            return False
        if mine.cancel:
            attempt.update(state=Attempt.State.CANCELLED, worker="", updated=timezone.now())
        else:
            attempt.delete()
        _write(held.job, TaskResultStatus.SUCCESSFUL, finished_at=timezone.now(), traceback="")
    return True


def put_off(held: Claim, seconds: float) -> bool:
    """The job asked to run later: that is no failed try. False when the claim was lost."""
    now = timezone.now()
    if now - held.asked_at > LONGEST_PUT_OFF:
        return set_aside(held, "It was put off for more than a week.\n")
    with transaction.atomic():
        if not _let_go(held, tries=F("tries") - 1):
            return False
        _write(
            held.job, TaskResultStatus.READY, run_after=now + timedelta(seconds=max(0.0, seconds))
        )
    return True


def fail(held: Claim, error: BaseException) -> bool:
    """The try failed: again later by the task's policy, or set aside with its traceback after the
    last try. False when the claim was lost."""
    policy = policy_at(held.path)
    traceback = plain_traceback(error)
    if held.tries >= policy.tries:
        return set_aside(held, traceback)
    with transaction.atomic():
        if not _let_go(held, error=traceback):
            return False
        later = timezone.now() + policy.wait(held.tries)
        _write(held.job, TaskResultStatus.READY, run_after=later, traceback=traceback)
    return True


def set_aside(held: Claim, traceback: str) -> bool:
    """Not tried again until a person says so; it stands on the page of jobs with its traceback.
    False when the claim was lost."""
    with transaction.atomic():
        if not _let_go(held, error=traceback, state=Attempt.State.DEAD):
            return False
        _write(held.job, TaskResultStatus.FAILED, finished_at=timezone.now(), traceback=traceback)
    return True


def _let_go(held: Claim, **also: Any) -> bool:
    mine = Attempt.objects.filter(job=held.job, worker=held.worker)
    return bool(mine.update(worker="", updated=timezone.now(), **also))


def _write(job: UUID, status: TaskResultStatus, **also: Any) -> None:
    DBTaskResult.objects.filter(pk=job).update(status=status, **also)
