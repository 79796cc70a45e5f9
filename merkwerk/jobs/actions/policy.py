"""The decorator for `tasks.py`, and how a task is tried again."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import ParamSpec, TypeVar

from django_tasks import task
from django_tasks.base import Task

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Policy:
    """How often and how long a job is tried; times in seconds."""

    tries: int = 5
    first_wait: float = 30
    most_wait: float = 3600
    seconds: float = 600

    def wait(self, tries: int, chance: float | None = None) -> timedelta:
        """How long to wait after the failed try number `tries`: doubling from `first_wait` up to
        `most_wait`, of which a random half is taken off so that many that failed together don't
        come back together. `chance` (0 to 1) replaces the die in tests."""
        longest = min(self.most_wait, self.first_wait * 2.0 ** min(max(tries - 1, 0), 30))
        die = random.random() if chance is None else chance  # noqa: S311
        return timedelta(seconds=longest * (0.5 + 0.5 * die))


def job(
    *,
    tries: int = 5,
    first_wait: float = 30,
    most_wait: float = 3600,
    seconds: float = 600,
    hurry: int = 0,
) -> Callable[[Callable[P, T]], Task[P, T]]:
    """Makes a background task of a function at module level, for `tasks.py`.

    `task.enqueue(...)` writes a row in the caller's transaction: rolled back means never run.
    Arguments are ids and other plain JSON, never data about people. A job may run more than once
    (a killed worker's job is run again), so its action must be safe to repeat: see `once`.

    `tries`, `first_wait`, `most_wait`: after a failure it is tried again, later and later; after
    `tries` failures it is set aside on the page of jobs. `seconds`: its time limit for one try.
    `hurry` (-100 to 100) decides who goes first; below zero is work nobody waits for, which
    leaves one process free for the rest when there are several.
    """
    policy = Policy(tries=tries, first_wait=first_wait, most_wait=most_wait, seconds=seconds)

    def made(function: Callable[P, T]) -> Task[P, T]:
        vars(function)["policy"] = policy
        return task(priority=hurry)(function)

    return made


def policy_of(made: Task[P, T]) -> Policy:
    """The policy the task was made with; a task of another maker gets the usual one."""
    found = vars(made.func).get("policy")
    return found if isinstance(found, Policy) else Policy()
