"""What work leaves behind goes after a while."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from merkwerk.jobs.models import Attempt, Recurrence, Trouble

KEEP = timedelta(days=7)
KEEP_RECURRING = timedelta(days=1)
KEEP_ASIDE = timedelta(days=90)
BATCH = 1000


def prune(*, now: datetime) -> int:
    """Deletes finished jobs after a week (those of the timetable after a day), jobs set aside and
    settled trouble after ninety days. The ledger stays: its promise has no end. Works in short
    batches, so that others can write in between; returns how many jobs went. Safe to repeat."""
    recurring = Recurrence.objects.filter(due__lt=now - KEEP_RECURRING).values("job")
    done = DBTaskResult.objects.filter(status=TaskResultStatus.SUCCESSFUL)
    count = _in_batches(done.filter(finished_at__lt=now - KEEP_RECURRING, pk__in=recurring))
    count += _in_batches(done.filter(finished_at__lt=now - KEEP))
    newer = Recurrence.objects.filter(name=OuterRef("name"), due__gt=OuterRef("due"))
    old = Recurrence.objects.filter(due__lt=now - KEEP_RECURRING).filter(Exists(newer))
    _in_batches(old)
    _in_batches(Attempt.objects.filter(state=Attempt.State.CANCELLED, updated__lt=now - KEEP))
    _forget_aside(now)
    _in_batches(Trouble.objects.filter(settled_at__lt=now - KEEP_ASIDE))
    return count


def _forget_aside(now: datetime) -> None:
    aside = Attempt.objects.filter(state=Attempt.State.DEAD, updated__lt=now - KEEP_ASIDE)
    DBTaskResult.objects.filter(pk__in=aside.values("job")).delete()
    aside.delete()


def _in_batches(rows: QuerySet[Any]) -> int:
    count = 0
    while some := list(rows.values_list("pk", flat=True)[:BATCH]):
        rows.model._default_manager.filter(pk__in=some).delete()
        count += len(some)
    return count
