"""Jobs for the tests of this room."""

from __future__ import annotations

import time

from merkwerk.jobs.actions import asked_to_stop, job, progress
from merkwerk.jobs.errors import TryLater

done: list[int] = []


@job(tries=3, first_wait=10, most_wait=100, seconds=5)
def note(number: int) -> None:
    done.append(number)


@job(tries=2, first_wait=10)
def stumble(number: int) -> None:
    raise ValueError(f"about {number}")


@job()
def not_now() -> None:
    raise TryLater(40)


@job(seconds=0.05)
def dawdle() -> None:
    time.sleep(2)


@job()
def count_to(total: int) -> None:
    for number in range(total):
        progress(done=number, total=total, says="counting")
        if asked_to_stop():
            return
    progress(done=total, total=total)
    done.append(total)


@job()
def tick() -> None:
    done.append(0)
