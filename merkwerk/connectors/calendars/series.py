"""A meeting and when it takes place: once, or again and again, with what was added, left out and
moved (RFC 5545, 3.8.5)."""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo

from merkwerk.connectors.calendars.lines import Field, Fields
from merkwerk.connectors.calendars.rules import Effort, OddRule, Rule, TooMuch, occurrences, rule
from merkwerk.connectors.calendars.zones import is_day, local, moment

SERIES = 500
DATES = 5_000
_A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Span:
    """From when to when, both included."""

    low: datetime
    high: datetime

    def holds(self, at: datetime) -> bool:
        return self.low <= at <= self.high


@dataclass(frozen=True, slots=True)
class Meeting:
    """One component: its properties, its first moment, and the zones it is meant in."""

    told: Fields
    first: datetime
    zones: Mapping[str, tzinfo]
    floating: tzinfo

    @property
    def uid(self) -> str:
        return next((one.value.strip() for one in self.told.get("UID", ())), "")[:300]

    @property
    def planned(self) -> Field | None:
        """Which occurrence of a series this component stands for (RECURRENCE-ID)."""
        return next(iter(self.told.get("RECURRENCE-ID", ())), None)

    def at(self, field: Field) -> datetime | None:
        return moment(field, self.zones, self.floating)

    def key(self, at: datetime) -> str:
        """The UID with when the occurrence was planned; the same each time the file is read."""
        planned = self.planned
        when = (self.at(planned) if planned else None) or at
        uid = self.uid or "digest:" + _digest(
            *(one.value for name in ("SUMMARY", "ORGANIZER") for one in self.told.get(name, ()))
        )
        return f"{uid} {when.astimezone(UTC):%Y%m%dT%H%M%SZ}"

    def moved(self) -> str:
        """The mark of the occurrence this component stands for, or ""."""
        planned = self.planned
        at = self.at(planned) if planned else None
        if planned is None or at is None:
            return ""
        return self.mark(at.date() if is_day(planned) else at)

    def mark(self, at: date) -> str:
        """A short mark of one occurrence, by its moment or (where only that is told) its day."""
        told = at.astimezone(UTC) if isinstance(at, datetime) else at
        return _digest(self.uid, told.isoformat())


def _digest(*words: str) -> str:
    whole = "\x00".join(words).encode("utf-8", "replace")
    return hashlib.blake2b(whole, digest_size=12).hexdigest()


@dataclass(frozen=True, slots=True)
class Found:
    """When a meeting takes place, in UTC and in order. `odd`: its rule could not be followed, so
    that only its first day is there."""

    moments: list[datetime]
    odd: bool = False


def starts(meeting: Meeting, span: Span, effort: Effort, moved: Container[str] = ()) -> Found:
    """The occurrences within `span`, at most the last SERIES of them; those of which `moved` holds
    the mark are told by components of their own."""
    told, first = meeting.told, meeting.first
    repeats = "RRULE" in told or "RDATE" in told
    if not repeats or meeting.planned is not None:
        at = first.astimezone(UTC)
        return Found([at] if span.holds(at) else [])
    odd = False
    found: set[datetime] = set()
    try:
        found.update(deque(_ruled(meeting, span, effort), maxlen=SERIES))
    except (OddRule, TooMuch, OverflowError):
        odd, found = True, {first}
    found.update(_dates(meeting, "RDATE"))
    if "RRULE" not in told:
        found.add(first)
    gone = _left_out(meeting)
    kept = [
        at.astimezone(UTC)
        for at in found
        if span.holds(at) and gone.isdisjoint((at.astimezone(UTC), at.date()))
    ]
    return Found(sorted(one for one in kept if not _is_moved(meeting, one, moved))[-SERIES:], odd)


def _is_moved(meeting: Meeting, at: datetime, moved: Container[str]) -> bool:
    day = at.astimezone(meeting.first.tzinfo).date()
    return meeting.mark(at) in moved or meeting.mark(day) in moved


def _ruled(meeting: Meeting, span: Span, effort: Effort) -> Iterator[datetime]:
    zone = meeting.first.tzinfo
    start = meeting.first.replace(tzinfo=None)
    for field in meeting.told.get("RRULE", ())[:3]:
        how = rule(field.value)
        found = occurrences(
            how, start, effort=effort, until=_until(how, meeting),
            low=span.low.astimezone(zone).replace(tzinfo=None) - _A_DAY,
            high=span.high.astimezone(zone).replace(tzinfo=None) + _A_DAY,
        )  # fmt: skip
        for at in found:
            if span.holds(aware := at.replace(tzinfo=zone)):
                yield aware


def _until(how: Rule, meeting: Meeting) -> datetime | None:
    """The last moment of a rule, local; of a day its end."""
    end = local(how.until)
    if end is None:
        return None
    if "T" not in how.until:
        return end + _A_DAY - timedelta(seconds=1)
    if how.until.endswith("Z"):
        return end.replace(tzinfo=UTC).astimezone(meeting.first.tzinfo).replace(tzinfo=None)
    return end


def _dates(meeting: Meeting, name: str) -> Iterator[datetime]:
    left = DATES
    for field in meeting.told.get(name, ()):
        for one in field.value.split(",")[:left]:
            left -= 1
            at = meeting.at(Field(field.params, one))
            if at is not None:
                yield at
        if left <= 0:
            return


def _left_out(meeting: Meeting) -> set[date]:
    """What was taken out of a series: moments in UTC, and days."""
    gone: set[date] = set()
    for field in meeting.told.get("EXDATE", ()):
        for one in field.value.split(",")[:DATES]:
            at = meeting.at(Field(field.params, one))
            if at is not None and len(gone) < DATES:
                gone.add(at.date() if is_day(Field({}, one)) else at.astimezone(UTC))
    return gone
