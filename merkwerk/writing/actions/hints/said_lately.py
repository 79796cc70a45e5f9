"""What colleagues said in public these thirty days, kept in memory to be held against a draft."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from threading import Lock

from django.db.models import QuerySet

from merkwerk.engine.echoes import Echo, Index
from merkwerk.networks.models import Message

LATELY = timedelta(days=30)
MOST = 20_000
"""So many of the newest messages are held: some 15 MB for each process. In a house that says more
in thirty days the oldest are left out."""
CHUNK, LOOKED_AT = 500, 5_000
OVERLAP = timedelta(minutes=1)
"""What was written down just before the last look may have come to stand only after it."""
AT_ONCE = 0.12
"""Seconds that one asking spends on reading what is new; the next one goes on from there."""


@dataclass
class SaidLately:
    """The index of one process. Each asking first takes in what changed since the last one, for a
    tenth of a second at most, newest messages first at the very beginning; two askings at a time
    don't wait for each other: the second does with what is there."""

    clock: Callable[[], float] = time.monotonic
    _index: Index = field(default_factory=lambda: Index(MOST, compiled=False))
    _numbers: dict[int, int] = field(default_factory=dict)
    """Message to its number in the index, which wants them to grow."""
    _messages: dict[int, int] = field(default_factory=dict)
    _read: dict[int, datetime] = field(default_factory=dict)
    _next: int = 0
    _until: datetime | None = None
    _older: datetime | None = None
    _lock: Lock = field(default_factory=Lock)

    def like(self, text: str, *, now: datetime, most: int = 20) -> tuple[Echo, ...]:
        """Messages (`key` is the message's number) that say nearly the same or similar. The caller
        asks the database whether they still stand, and whose they are."""
        if not self._lock.acquire(timeout=AT_ONCE):
            return ()
        try:
            self._catch_up(now)
            return tuple(
                replace(echo, key=self._messages[echo.key])
                for echo in self._index.like(text, most=most)
                if echo.key in self._messages
            )
        finally:
            self._lock.release()

    def begin_anew(self, now: datetime | None = None) -> None:
        """Forgets everything, and reads again from `now` on when it is asked next."""
        self._index = Index(MOST, compiled=False)
        self._numbers, self._messages, self._read, self._next = {}, {}, {}, 0
        self._until = self._older = now

    def _catch_up(self, now: datetime) -> None:
        stop_at = self.clock() + AT_ONCE
        if self._until is None or self._until > now + OVERLAP:
            self.begin_anew(now)
        self._index.forget((now - LATELY).timestamp())
        while self.clock() < stop_at and (self._newer(now) or self._back(now)):
            continue

    def _newer(self, now: datetime) -> bool:
        """Takes in what was told or changed since, and lets go of what was taken away; False when
        there was nothing."""
        until = self._until or now
        changed = Message.objects.filter(sent_at__gt=now - LATELY, changed__gt=until - OVERLAP)
        times = changed.order_by("changed").values_list("pk", "changed")[:LOOKED_AT]
        fresh = [pk for pk, when in times if self._read.get(pk) != when][:CHUNK]
        if not fresh:
            return False
        rows = list(_kept(Message.objects.filter(pk__in=fresh).order_by("changed")))
        among = Message.objects.published().filter(pk__in=fresh)
        standing = set(among.values_list("pk", flat=True))
        for row in rows:
            self._read[row.pk] = row.changed
            if (number := self._numbers.pop(row.pk, None)) is not None:
                self._index.remove(number)
                self._messages.pop(number, None)
        self._take([row for row in rows if row.pk in standing])
        self._until = max(until, min(now, max((row.changed for row in rows), default=now)))
        return bool(rows)

    def _back(self, now: datetime) -> bool:
        """Takes in some that were told before this process began; False when all are there."""
        if self._older is None or len(self._index) >= MOST:
            return False
        told = Message.objects.published().filter(sent_at__lte=self._older)
        rows = list(_kept(told.filter(sent_at__gt=now - LATELY).order_by("-sent_at"))[:CHUNK])
        fresh = [row for row in reversed(rows) if row.pk not in self._read]
        self._take(fresh)
        self._older = rows[-1].sent_at if fresh else None
        return bool(fresh)

    def _take(self, rows: Iterable[Message]) -> None:
        posts = []
        for row in rows:
            self._read[row.pk] = row.changed
            if row.text.strip():
                self._numbers[row.pk], self._messages[self._next] = self._next, row.pk
                posts.append((self._next, row.text, (row.sent_at or row.changed).timestamp(), ()))
                self._next += 1
        self._index.add_many(posts)


def _kept(rows: QuerySet[Message]) -> QuerySet[Message]:
    return rows.only("pk", "text", "sent_at", "changed")


SAID_LATELY = SaidLately()
"""The one of this process. It holds nothing but what stands outside for everybody."""
