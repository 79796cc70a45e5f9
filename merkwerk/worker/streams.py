"""The process that keeps streams open: one thread for each, looked over every second.

Of several such processes only the oldest that lives listens; the others stand by. Whoever started
the process starts it again.
"""

from __future__ import annotations

import logging
import signal
import threading
import time
from dataclasses import dataclass, field
from functools import partial
from types import FrameType

from django.db import Error, close_old_connections, connection
from django.utils import timezone

from merkwerk.connectors.errors import ConnectorError
from merkwerk.jobs.actions import note_trouble, tried, workers
from merkwerk.jobs.models import HEARTBEAT, LISTENS, Worker
from merkwerk.networks import actions as networks
from merkwerk.networks.models import Source

log = logging.getLogger("merkwerk.streams")

LOOK = 1.0
MOST = 200
GRACE = 10.0
STACK = 512 * 1024
STEADY = 60.0
INDIGESTIBLE = 5
"""After so many mistakes of ours in a row it goes on from now, for the same would come again."""


class Unexpected(ConnectorError):
    """A mistake of ours; its traceback stands on the health page."""

    code = "unexpected"


@dataclass(slots=True)
class Ear:
    """One stream and its thread: opens it, hands over what comes, and opens it again when it
    broke, later and later, until it is told to stop."""

    wanted: networks.Wanted
    sieve: networks.Sieve
    stopping: threading.Event = field(default_factory=threading.Event)
    stream: networks.Stream | None = None
    thread: threading.Thread | None = None
    failures: int = 0

    def begin(self) -> None:
        """Starts to listen."""
        self.thread = threading.Thread(target=self._run, name=self.wanted.key, daemon=True)
        self.thread.start()

    def end(self) -> None:
        """Asks it to stop; returns at once."""
        self.stopping.set()
        stream = self.stream
        if stream is not None:
            stream.close()

    @property
    def ended(self) -> bool:
        return self.thread is not None and not self.thread.is_alive()

    def _run(self) -> None:
        try:
            while not self.stopping.is_set():
                began = time.monotonic()
                error = tried(self._listen)
                if self.stopping.is_set() or error is None:
                    break
                if time.monotonic() - began > STEADY:
                    self.failures = 0
                self.failures += 1
                self.stopping.wait(self._wait_after(error))
        finally:
            error = tried(partial(networks.let_go, self.wanted.source))
            if error is not None:
                log.warning("could not take leave: %s", type(error).__name__)
            connection.close()

    def _listen(self) -> None:
        """Listens until the stream breaks (raises), is closed, or nobody wants it (returns)."""
        close_old_connections()
        now = timezone.now()
        found = Source.objects.select_related("account__identity")
        source = found.filter(pk=self.wanted.source).first()
        if source is None:
            return
        source.errors_in_a_row = max(source.errors_in_a_row, self.failures)
        source.connected_since = source.last_check = None
        for page in networks.catch_up(source, sieve=self.sieve, now=now):
            if networks.hear(source, page, now=timezone.now()) is None or self.stopping.is_set():
                return
        self.stream = networks.open_stream(source, sieve=self.sieve, now=now)
        if self.stopping.is_set():
            return
        try:
            self._take(source, self.stream)
        finally:
            self.stream.close()
            self.stream = None

    def _take(self, source: Source, stream: networks.Stream) -> None:
        for page in stream.batches():
            close_old_connections()
            now = timezone.now()
            if self.wanted.bell:
                networks.ring(source, page, now=now)
                continue
            page = networks.streamed(source, page, sieve=self.sieve)
            if networks.hear(source, page, now=now) is None:
                self.stopping.set()
                return

    def _wait_after(self, error: Exception) -> float:
        """How long to wait, with the reason on the source where it is about the source."""
        if isinstance(error, Error):
            log.warning("the database is away (%s)", type(error).__name__)
            connection.close()
            return min(10.0, 0.5 * 2.0 ** min(self.failures, 5))
        trouble = error if isinstance(error, ConnectorError) else Unexpected()
        if not isinstance(error, ConnectorError):
            note_trouble(place="streams", error=error)
        log.info("%s: %s", self.wanted.key, trouble.code)
        if self.wanted.bell:
            return networks.wait_after(self.failures, trouble)
        source = Source.objects.filter(pk=self.wanted.source).first()
        if source is None or source.state != Source.State.ACTIVE:
            self.stopping.set()
            return 0.0
        if isinstance(trouble, Unexpected) and self.failures % INDIGESTIBLE == 0:
            networks.skip_ahead(source)
        source.errors_in_a_row = max(source.errors_in_a_row, self.failures - 1)
        return networks.broke(source, trouble, now=timezone.now())


class Streams:
    """Keeps open what should be open, until SIGTERM or SIGINT; a second signal ends it at once."""

    def __init__(self, sieve: networks.Sieve) -> None:
        self.sieve = sieve
        self.ears: dict[str, Ear] = {}
        self.leaving: list[Ear] = []
        self.stopping = threading.Event()
        self.name = ""
        self._beaten = 0.0

    def run(self) -> None:
        """Listens until it is told to stop. A database that is away is waited for."""
        threading.stack_size(STACK)
        for kind in (signal.SIGTERM, signal.SIGINT):
            signal.signal(kind, self.stop)
        try:
            while not self.stopping.wait(LOOK):
                try:
                    self.look()
                except Error as error:
                    log.warning("the database is away (%s)", type(error).__name__)
                    connection.close()
        finally:
            self.end()

    def stop(self, signum: int, frame: FrameType | None) -> None:
        """What a signal does."""
        if self.stopping.is_set():
            raise SystemExit(1)
        self.stopping.set()

    def look(self) -> None:
        """Opens what is new, closes what is not wanted, opens anew what changed or died."""
        close_old_connections()
        self._beat()
        wanted = networks.wanted_streams() if self._is_first() else {}
        for key, ear in list(self.ears.items()):
            if ear.ended or wanted.get(key) != ear.wanted:
                ear.end()
                self.leaving.append(self.ears.pop(key))
        self.leaving = [ear for ear in self.leaving if not ear.ended]
        leaving = {ear.wanted.key for ear in self.leaving}
        for key in wanted.keys() - self.ears.keys() - leaving:
            if len(self.ears) < MOST:
                self.ears[key] = Ear(wanted[key], self.sieve)
                self.ears[key].begin()

    def _beat(self) -> None:
        if self.name and time.monotonic() - self._beaten < HEARTBEAT.total_seconds() / 2:
            return
        self._beaten = time.monotonic()
        now = timezone.now()
        self.name = self.name or workers.enter(LISTENS)
        workers.live(name=self.name, doing=f"{len(self.ears)} streams", now=now)
        workers.reap(now=now)

    def _is_first(self) -> bool:
        alive = Worker.objects.alive(timezone.now()).listening().order_by("started", "name")
        return alive.values_list("name", flat=True).first() == self.name

    def end(self) -> None:
        """Closes everything in order: what was heard is stored, the sign of life goes."""
        ears = [*self.ears.values(), *self.leaving]
        for ear in ears:
            ear.end()
        until = time.monotonic() + GRACE
        for ear in ears:
            if ear.thread is not None:
                ear.thread.join(timeout=max(0.0, until - time.monotonic()))
        try:
            if self.name:
                workers.leave(name=self.name)
        except Error as error:
            log.warning("could not take leave: %s", type(error).__name__)
        connection.close()
