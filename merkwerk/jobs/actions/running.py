"""What a job may say and ask while it runs. Outside a job these do nothing."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from uuid import UUID

from merkwerk.jobs.models import Attempt

EVERY = 1.0


@dataclass(slots=True)
class Running:
    """The job this process is busy with."""

    job: UUID
    worker: str
    said: float = 0.0
    asked: float = 0.0
    stop: bool = False


_running: ContextVar[Running | None] = ContextVar("running", default=None)


@contextmanager
def running(job: UUID, worker: str) -> Iterator[Running]:
    """While inside, `progress` and `asked_to_stop` are about this job."""
    now = Running(job, worker)
    token = _running.set(now)
    try:
        yield now
    finally:
        _running.reset(token)


def progress(*, done: int, total: int, says: str = "") -> None:
    """Tells how far the job is; `says` is one short sentence without names of people. Written at
    most once a second, and when all is done. Costs one UPDATE; no-op outside a job."""
    now = _running.get()
    if now is None or (time.monotonic() - now.said < EVERY and done < total):
        return
    now.said = time.monotonic()
    mine = Attempt.objects.filter(job=now.job, worker=now.worker)
    mine.update(done=done, total=total, says=says[:200])


def asked_to_stop() -> bool:
    """Whether somebody pressed "stop" for the job that runs now: return as soon as is decent.
    Looks at most once a second; False outside a job."""
    now = _running.get()
    if now is None or now.stop:
        return bool(now and now.stop)
    if time.monotonic() - now.asked >= EVERY:
        now.asked = time.monotonic()
        now.stop = Attempt.objects.filter(job=now.job, cancel=True).exists()
    return now.stop
