"""The list of confidences, compiled once for each process and again when it changed."""

from __future__ import annotations

from threading import Lock, Thread
from typing import Any

from django.db.models import Count, Max

from merkwerk.engine import confidences as engine
from merkwerk.writing.models import Confidence

SMALL = 1_500
"""So many are compiled while somebody waits, in less than half a second; a longer list that changed
is compiled beside it, and until then the one before it looks along."""

Stamp = tuple[Any, ...]


class CompiledList:
    """What stands in the register, ready to hold texts against. Nothing of it is stored readable;
    it lives in the memory of this process alone."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._stamp: Stamp | None = None
        self._working: Thread | None = None
        self.found = engine.Confidences(())
        self.entries: dict[int, engine.Confidence] = {}
        self.instead: dict[int, str] = {}

    def fresh(self) -> CompiledList:
        """The list as it stands now; one query when nothing changed."""
        stamp = _stamp()
        if stamp == self._stamp:
            return self
        with self._lock:
            if stamp == self._stamp or (self._working and self._working.is_alive()):
                return self
            rows = list(Confidence.objects.all())
            beside = len(rows) > SMALL and bool(self.entries)
            self.entries = {row.pk: _value(row) for row in rows}
            self.instead = {row.pk: row.instead for row in rows}
            if beside:
                self._working = Thread(target=self._compile, args=(stamp,), daemon=True)
                self._working.start()
            else:
                self._compile(stamp)
        return self

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
