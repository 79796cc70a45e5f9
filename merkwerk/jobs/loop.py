"""The process that does background work: one job at a time, for as long as it is wanted.

A thread beside it gives signs of life, takes back the jobs of dead workers, and ends the process
when a job ignores its time limit. Whoever started the loop starts it again.
"""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from types import FrameType

from django.db import Error, close_old_connections, connection
from django.utils import timezone

from merkwerk.jobs.actions import claiming, recurring, workers
from merkwerk.jobs.actions.running import running
from merkwerk.jobs.actions.trying import tried
from merkwerk.jobs.errors import OutOfTime, TryLater
from merkwerk.jobs.models import HEARTBEAT

log = logging.getLogger("merkwerk.jobs")

SHORTEST_SLEEP, LONGEST_SLEEP = 0.2, 1.0
LONGEST_WAIT_FOR_DATABASE = 10.0
GRACE = 30.0
OVERTIME = 70
"""Exit code of a worker that ended itself because a job ignored its time limit."""


class Loop:
    """Takes jobs until it is told to stop. `timetable`: what comes again. `least`: only jobs in
    at least this hurry. Several may run side by side on one database."""

    def __init__(self, timetable: Iterable[recurring.Recurring] = (), least: int = -100) -> None:
        self.timetable = tuple(timetable)
        self.least = least
        self.name = ""
        self.stopping = False
        self.unsure = False
        self.heart = Heart()
        self._rung: dict[str, datetime] = {}

    def run(self) -> None:
        """Works until SIGTERM or SIGINT, then finishes the job in hand; a second signal ends it
        at once, and the job goes back. A database that is locked or away is waited for."""
        for kind in (signal.SIGTERM, signal.SIGINT):
            signal.signal(kind, self.stop)
        sleep, away = SHORTEST_SLEEP, 0.0
        try:
            while not self.stopping:
                try:
                    worked = self.turn()
                except Error as error:
                    away = min(LONGEST_WAIT_FOR_DATABASE, away * 2 or 0.5)
                    self._lost_database(error, away)
                    continue
                away = 0.0
                sleep = SHORTEST_SLEEP if worked else min(LONGEST_SLEEP, sleep * 1.5)
                if not worked:
                    self.rest(sleep)
        finally:
            self.end()

    def turn(self) -> bool:
        """One look at the timetable and at most one job; whether there was one."""
        close_old_connections()
        if not self.name:
            self.name = workers.enter()
            self.heart.begin(self.name)
        if not self.heart.beats:
            log.error("the heart of this worker stopped; it ends, to be started again")
            self.stopping = True
            return False
        if self.unsure:
            workers.release(worker=self.name)
            self.unsure = False
        recurring.ring(self.timetable, now=timezone.now(), rung=self._rung)
        held = claiming.claim(worker=self.name, least=self.least)
        if held is None:
            return False
        self.unsure = True
        self.work(held)
        self.unsure = False
        return True

    def work(self, held: claiming.Claim) -> None:
        """Runs one job and writes down how it ended."""
        limit = claiming.policy_at(held.path).seconds
        self.heart.busy(held.path, limit)
        try:
            error = tried(partial(_call, held, limit))
        finally:
            self.heart.idle()
        if error is None:
            kept = claiming.finish(held)
        elif isinstance(error, TryLater):
            kept = claiming.put_off(held, error.seconds)
        else:
            log.warning("%s failed (try %s): %s", held.path, held.tries, type(error).__name__)
            kept = claiming.fail(held, error)
        if not kept:
            log.warning("%s was given to another worker meanwhile", held.path)

    def stop(self, signum: int, frame: FrameType | None) -> None:
        """What a signal does."""
        if self.stopping:
            sys.exit(1)
        self.stopping = True

    def rest(self, seconds: float) -> None:
        """Sleeps, but wakes within a fifth of a second when it is told to stop."""
        until = time.monotonic() + seconds
        while not self.stopping and (left := until - time.monotonic()) > 0:
            time.sleep(min(left, SHORTEST_SLEEP))

    def end(self) -> None:
        """Leaves in order: jobs in hand go back, the sign of life goes."""
        self.heart.end()
        if not self.name:
            return
        try:
            workers.leave(name=self.name)
        except Error as error:
            log.warning("could not take leave: %s", type(error).__name__)
        connection.close()

    def _lost_database(self, error: Error, seconds: float) -> None:
        log.warning("the database is away (%s); next try in %.1f s", type(error).__name__, seconds)
        try:
            connection.close()
        except Error:
            connection.connection = None
        self.rest(seconds)


def _call(held: claiming.Claim, limit: float) -> None:
    with running(held.job, held.worker), time_limit(limit):
        claiming.task_at(held.path).call(*held.args, **held.kwargs)


class Heart:
    """The thread beside the loop."""

    def __init__(self) -> None:
        self.name = ""
        self.doing = ""
        self.until = 0.0
        self.ended = threading.Event()
        self.thread = threading.Thread(target=self._beat, name="heart", daemon=True)

    def begin(self, name: str) -> None:
        """Starts to beat for the worker of this name."""
        self.name = name
        self.thread.start()

    def busy(self, path: str, limit: float) -> None:
        """A job begins that may take `limit` seconds."""
        self.doing = path.removeprefix("merkwerk.")
        self.until = time.monotonic() + limit + GRACE

    def idle(self) -> None:
        """The job ended."""
        self.doing, self.until = "", 0.0

    @property
    def beats(self) -> bool:
        """Whether the thread lives, once it was begun."""
        return not self.name or self.thread.is_alive()

    def end(self) -> None:
        """Stops beating; returns when a beat under way is over."""
        self.ended.set()
        if self.thread.is_alive():
            self.thread.join(timeout=2)

    def _beat(self) -> None:
        while not self.ended.wait(HEARTBEAT.total_seconds() / 2):
            if self.until and time.monotonic() > self.until:
                log.error("%s ignored its time limit; this worker ends", self.doing)
                os._exit(OVERTIME)
            try:
                now = timezone.now()
                workers.live(name=self.name, doing=self.doing, now=now)
                workers.reap(now=now)
            except Error as error:
                log.warning("no sign of life could be given: %s", type(error).__name__)
            finally:
                close_old_connections()
        connection.close()


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raises OutOfTime in the main thread when the inside takes longer."""

    def over(signum: int, frame: FrameType | None) -> None:
        raise OutOfTime(f"longer than {seconds:.0f} seconds")

    before = signal.signal(signal.SIGALRM, over)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
