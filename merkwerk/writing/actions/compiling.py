"""The list of confidences, compiled once for each process and again when it changed."""

from __future__ import annotations

from threading import Lock, Thread
from typing import Any

from django.db.models import Count, Max

from merkwerk.engine import confidences as engine
from merkwerk.writing.models import Confidence

SMALL = 1_500
"""So many are compiled while somebody waits, in less than half a second; a longer list that changed
is compiled beside it, and until then the one before it looks along. One that this process has not
read yet is begun when somebody opens the desk."""

Stamp = tuple[Any, ...]


class CompiledList:
    """What stands in the register, ready to hold texts against. Nothing of it is stored readable;
    it lives in the memory of this process alone."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._stamp: Stamp | None = None
        self._working: Thread | None = None
        self._begun = False
        self.found = engine.Confidences(())
        self.entries: dict[int, engine.Confidence] = {}
        self.instead: dict[int, str] = {}

    def begin(self) -> None:
        """Compiles a long list beside the request, when this process has none yet: whoever opens
        the desk is going to write, and the first text should not wait seconds for it. Asks the
        database once, and is in nobody's way."""
        if self._begun or not self._lock.acquire(blocking=False):
            return
        try:
            self._begun = True
            stamp = _stamp()
            if self._stamp is None and stamp[0] > SMALL:
                self._read()
                self._work(stamp)
        finally:
            self._lock.release()

    def fresh(self) -> CompiledList:
        """The list as it stands now; one query when nothing changed."""
        stamp = _stamp()
        if stamp == self._stamp:
            return self
        with self._lock:
            if self._working and self._working.is_alive():
                if self._stamp is not None:
                    return self
                self._working.join()  # nothing looks along yet
            if stamp == self._stamp:
                return self
            beside = bool(self.entries)
            self._read()
            if beside and len(self.entries) > SMALL:
                self._work(stamp)
            else:
                self._compile(stamp)
        return self

    def _read(self) -> None:
        rows = list(Confidence.objects.all())
        self.entries = {row.pk: _value(row) for row in rows}
        self.instead = {row.pk: row.instead for row in rows}

    def _work(self, stamp: Stamp) -> None:
        self._working = Thread(target=self._compile, args=(stamp,), daemon=True)
        self._working.start()

    def _compile(self, stamp: Stamp) -> None:
        self.found = engine.Confidences(self.entries.values())
        self._stamp = stamp


def _stamp() -> Stamp:
    told = Confidence.objects.aggregate(Count("pk"), Max("pk"), Max("changed"))
    return tuple(told.values())


def _value(row: Confidence) -> engine.Confidence:
    return engine.Confidence(
        key=row.pk,
        kind=engine.Kind(row.kind),
        name=row.name,
        aliases=tuple(row.aliases),
        may_be_named=row.may_be_named,
        named_from=row.named_from,
        named_until=row.named_until,
    )


LIST = CompiledList()
