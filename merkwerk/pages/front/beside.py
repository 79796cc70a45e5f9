"""What a web process does beside its requests: keep what was answered live, and look now and then
whether another machine changed something."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from queue import Full, Queue

from django.db import Error, close_old_connections, connection

from merkwerk.pages.actions.changes import State, state
from merkwerk.pages.actions.keeping import Answer, keep

log = logging.getLogger("merkwerk.pages")

MOST_WAITING = 100
EVERY = 0.25
SELDOM = 2.0
"""Seconds between two looks; with SQLite everybody is on this machine and sees the stamp, so there
it is only for whoever died between its change and telling of it."""


class Keeper:
    """Writes live answers down in a thread of its own: no visitor waits for the database."""

    def __init__(self) -> None:
        self._waiting: Queue[tuple[Answer, State]] = Queue(MOST_WAITING)
        self._thread = threading.Thread(target=self._work, name="keeper of pages", daemon=True)

    def begin(self) -> None:
        self._thread.start()

    def put(self, answer: Answer, before: State) -> None:
        """To be kept soon; when too much waits already it is left out, and made another time."""
        try:
            self._waiting.put_nowait((answer, before))
        except Full:
            log.info("too many pages wait to be kept")

    def _work(self) -> None:
        while True:
            answer, before = self._waiting.get()
            try:
                close_old_connections()
                keep(answer, before=before)
            except Error as error:
                log.warning("a page could not be kept: %s", type(error).__name__)


class Watch:
    """Calls `changed` when the database tells of a change."""

    def __init__(self, changed: Callable[[], None]) -> None:
        self._changed = changed
        self._last: State | None = None
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._work, name="watch for changes", daemon=True)

    def begin(self) -> None:
        self._thread.start()

    def look(self) -> None:
        """One look. Whether nothing changed can't be known while the database is away: then
        everything held has to be found valid anew, which it can't, so Django answers."""
        try:
            close_old_connections()
            now: State | None = state()
        except Error:
            connection.close()
            now = None
        if now is None or now != self._last:
            self._changed()
        self._last = now

    def _work(self) -> None:
        pause = SELDOM if connection.vendor == "sqlite" else EVERY
        while not self._ended.wait(pause):
            self.look()
