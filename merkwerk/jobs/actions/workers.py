"""Who works: signs of life, and the jobs of those who give none any more."""

from __future__ import annotations

import os
import secrets
import socket
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from merkwerk.jobs.actions.claiming import Claim, policy_at, set_aside
from merkwerk.jobs.models import Attempt, Worker

LOST = "The worker was lost while it had this job: killed, out of memory, or cut off.\n"


@cache
def machine() -> str:
    """A word for the running system in which process numbers mean the same: its start and its
    process namespace. Two containers never share it, even with the same host name."""
    try:
        start = Path("/proc/sys/kernel/random/boot_id").read_text()[:8]
        return f"{start}.{Path('/proc/self/ns/pid').stat().st_ino}"
    except OSError:
        return secrets.token_hex(6)


def enter(kind: str = "") -> str:
    """A worker begins: its row, and the name it goes by, which ends in its kind: what takes jobs
    has none."""
    name = f"{machine()}.{os.getpid()}.{secrets.token_hex(4)}{kind}"
    live(name=name, doing="", now=timezone.now())
    return name


def live(*, name: str, doing: str, now: datetime) -> None:
    """The sign of life. A worker that was taken for dead (a sleeping laptop) is entered again."""
    fresh: dict[str, Any] = {"seen": now, "doing": doing[:200]}
    if not Worker.objects.filter(name=name).update(**fresh):
        whole = {"host": socket.gethostname()[:255], "process": os.getpid(), "started": now}
        Worker.objects.get_or_create(name=name, defaults=fresh | whole)


def leave(*, name: str) -> None:
    """A worker ends: what it still had in hands goes back, and its row goes."""
    release(worker=name)
    Worker.objects.filter(name=name).delete()


def reap(*, now: datetime) -> int:
    """Gives the jobs of dead workers back and returns how many. Dead is who gave no sign of life
    for 30 seconds, or whose process is gone from this very machine. The lost try counts; a job
    that lost its worker as often as its policy allows tries is set aside."""
    for worker in Worker.objects.all():
        if _dead(worker, now):
            Worker.objects.filter(pk=worker.pk, seen=worker.seen).delete()
    # In this order: whoever holds a job now entered before, so is missing only when gone.
    held = Attempt.objects.filter(state=Attempt.State.GOING).exclude(worker="")
    lost = set(held.values_list("worker", flat=True))
    lost -= set(Worker.objects.values_list("name", flat=True))
    return sum(release(worker=name) for name in lost)


def release(*, worker: str) -> int:
    """Puts back every job that `worker` has in hands, to be run again at once."""
    count = 0
    for attempt in Attempt.objects.filter(worker=worker, state=Attempt.State.GOING):
        count += _back(attempt, worker)
    return count


def _back(attempt: Attempt, worker: str) -> bool:
    if attempt.tries >= policy_at(attempt.task).tries:
        now = timezone.now()
        held = Claim(attempt.job, attempt.task, worker, attempt.tries, now, [], {})
        return set_aside(held, LOST)
    with transaction.atomic():
        mine = Attempt.objects.filter(pk=attempt.pk, worker=worker)
        if not mine.update(worker="", error=LOST, updated=timezone.now()):
            return False
        row = DBTaskResult.objects.filter(pk=attempt.job, status=TaskResultStatus.RUNNING)
        row.update(status=TaskResultStatus.READY, run_after=timezone.now())
    return True


def _dead(worker: Worker, now: datetime) -> bool:
    return worker.silent(now) or (worker.name.startswith(f"{machine()}.") and _gone(worker.process))


def _gone(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False
