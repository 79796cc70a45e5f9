"""Jobs that were set aside after their last try, and jobs that somebody stops."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from merkwerk.jobs.models import Attempt


def again(*, attempt: Attempt) -> bool:
    """Runs a job that was set aside once more, with all its tries. False when it isn't aside (any
    more), or when its row is gone."""
    with transaction.atomic():
        aside = Attempt.objects.filter(pk=attempt.pk, state=Attempt.State.DEAD)
        if not aside.update(state=Attempt.State.GOING, tries=0, updated=timezone.now()):
            return False
        row = DBTaskResult.objects.filter(pk=attempt.job, status=TaskResultStatus.FAILED)
        fresh = {"run_after": timezone.now(), "finished_at": None, "traceback": ""}
        return bool(row.update(status=TaskResultStatus.READY, **fresh))


def drop(*, attempt: Attempt) -> bool:
    """Forgets a job that was set aside: it is never run again. False when it isn't aside."""
    with transaction.atomic():
        aside = Attempt.objects.filter(pk=attempt.pk, state=Attempt.State.DEAD)
        if not aside.delete()[0]:
            return False
        DBTaskResult.objects.filter(pk=attempt.job, status=TaskResultStatus.FAILED).delete()
    return True


def stop(*, attempt: Attempt) -> bool:
    """Asks a running job to stop; it does when it next looks (`asked_to_stop`)."""
    going = Attempt.objects.filter(pk=attempt.pk, state=Attempt.State.GOING)
    return bool(going.update(cancel=True, updated=timezone.now()))
