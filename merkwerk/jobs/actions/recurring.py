"""Jobs that come again: each falling due is a row that only one worker can make."""

from __future__ import annotations

from collections.abc import Callable, Iterable, MutableMapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db import IntegrityError, transaction
from django_tasks.base import Task, TaskResultStatus
from django_tasks_db.models import DBTaskResult

from merkwerk.jobs.models import Recurrence

START = datetime(2000, 1, 1, tzinfo=UTC)
OPEN = [TaskResultStatus.READY, TaskResultStatus.RUNNING]


@dataclass(frozen=True, slots=True)
class Recurring:
    """`task` (without arguments) every so often, counted from midnight UTC plus `at`; only when
    `when` says that there is something to do, if it is given."""

    name: str
    every: timedelta
    task: Task[[], None]
    at: timedelta = timedelta()
    when: Callable[[datetime], bool] | None = None

    def due(self, now: datetime) -> datetime:
        """The last moment, at or before `now`, on which it fell due."""
        begin = START + self.at
        return begin + (now - begin) // self.every * self.every


def ring(
    timetable: Iterable[Recurring], *, now: datetime, rung: MutableMapping[str, datetime]
) -> int:
    """Enqueues what has fallen due, each time once however many workers look, and returns how
    many. What was missed while nothing ran is done once, not caught up. A job whose last turn is
    still waiting or running isn't enqueued again. `rung` is this worker's memory between calls:
    it saves a query for each entry that is not due."""
    count = 0
    for entry in timetable:
        due = entry.due(now)
        if rung.get(entry.name) != due:
            count += (entry.when is None or entry.when(now)) and _ring_one(entry, due)
            rung[entry.name] = due
    return count


def _ring_one(entry: Recurring, due: datetime) -> bool:
    before = Recurrence.objects.filter(name=entry.name).order_by("-due").first()
    if before and (before.due >= due or _open(before)):
        return False
    try:
        with transaction.atomic():
            row = Recurrence.objects.create(name=entry.name, due=due)
            row.job = entry.task.enqueue().id
            row.save(update_fields=["job"])
    except IntegrityError:
        return False
    return True


def _open(row: Recurrence) -> bool:
    """Whether the job of an earlier turn still waits or runs."""
    return row.job is not None and DBTaskResult.objects.filter(pk=row.job, status__in=OPEN).exists()
