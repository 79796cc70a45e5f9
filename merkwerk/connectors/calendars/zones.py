"""Time zones as calendars name and define them (RFC 5545, 3.6.5): IANA names, those with a
program's prefix, the names of Windows (CLDR), offsets, and the calendar's own definitions."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from merkwerk.connectors.calendars.lines import Block, Field, Fields, fields
from merkwerk.connectors.calendars.rules import Effort, OddRule, TooMuch, occurrences, rule

_OFFSET = re.compile(r"(?:\(?(?:UTC|GMT)\s*)?([+-])(\d{1,2}):?(\d\d)?\)?(?![\d:])", re.IGNORECASE)
_MOMENT = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)(?:T(\d\d):?(\d\d):?(\d\d)?(?:\.\d+)?(Z?))?", re.I)
_PLACE = re.compile(r"[A-Za-z_]{1,30}(?:/[A-Za-z0-9_+-]{1,30}){0,2}")
YEARS = 90
OBSERVANCES = 200


class Told(tzinfo):
    """A zone by a calendar's own definition: what is added to UTC from each local moment on."""

    def __init__(self, name: str, turns: list[tuple[datetime, timedelta]]) -> None:
        self._name = name[:60]
        self._turns = sorted(turns)
        self._when = [when for when, _ in self._turns]

    def utcoffset(self, moment: datetime | None) -> timedelta:
        if moment is None:
            return timedelta(0)
        place = bisect_right(self._when, moment.replace(tzinfo=None)) - 1
        return self._turns[max(place, 0)][1]

    def dst(self, moment: datetime | None) -> timedelta:
        return timedelta(0)

    def tzname(self, moment: datetime | None) -> str:
        return self._name


def zone(name: str, told: Mapping[str, tzinfo]) -> tzinfo | None:
    """The zone that a calendar means by a name: a known one, else as it defines it itself (`told`),
    else by an offset in its name; None when nothing tells."""
    name = name.strip().strip('"')[:200]
    return _known(name) or told.get(name) or _by_offset(name)


@lru_cache(maxsize=1024)
def _known(name: str) -> tzinfo | None:
    if name.upper() in ("UTC", "GMT", "Z", "ETC/UTC", "TZONE://MICROSOFT/UTC"):
        return UTC
    windows = WINDOWS_TO_OLSON.get(name)
    parts = [part for part in name.split("/") if part]
    tails = ["/".join(parts[-size:]) for size in (3, 2) if len(parts) >= size]
    for one in filter(None, (windows, name, *tails)):
        if _PLACE.fullmatch(one):
            try:
                return ZoneInfo(one)
            except (ZoneInfoNotFoundError, ValueError, OSError):
                continue
    return None


def _by_offset(name: str) -> tzinfo | None:
    found = _OFFSET.match(name)
    if found is None or int(found[2]) > 14:
        return None
    offset = timedelta(hours=int(found[2]), minutes=min(int(found[3] or 0), 59))
    return timezone(-offset if found[1] == "-" else offset)


def defined(block: Block, *, now: datetime, effort: Effort) -> tuple[str, tzinfo] | None:
    """A VTIMEZONE as its name and a zone, exact for YEARS before `now` and a few after it; None
    where it defines nothing that can be used."""
    name = _first(fields(block.lines), "TZID").value.strip()
    turns: list[tuple[datetime, timedelta]] = []
    for inner in block.inner[:OBSERVANCES]:
        turns += _turns(fields(inner.lines), now.replace(tzinfo=None), effort)
    return (name, Told(name, turns)) if name and turns else None


def _turns(told: Fields, now: datetime, effort: Effort) -> list[tuple[datetime, timedelta]]:
    """When one observance begins, and its offset."""
    offset = _offset(_first(told, "TZOFFSETTO").value)
    start = local(_first(told, "DTSTART").value)
    if offset is None or start is None:
        return []
    more = [local(one) for field in told.get("RDATE", ()) for one in field.value.split(",")[:200]]
    found = [start, *(one for one in more if one)]
    try:
        for field in told.get("RRULE", ())[:1]:
            how = rule(field.value)
            low = max(start, now - timedelta(days=365 * YEARS))
            high = now + timedelta(days=365 * 3)
            until = local(how.until)
            found += occurrences(how, start, low=low, high=high, until=until, effort=effort)
    except (OddRule, TooMuch, OverflowError):
        pass
    return [(one, offset) for one in found]


def _first(told: Fields, name: str) -> Field:
    return next(iter(told.get(name, ())), Field({}, ""))


def _offset(text: str) -> timedelta | None:
    found = re.fullmatch(r"([+-]?)(\d\d):?(\d\d)(?:\d\d)?", text.strip(), re.ASCII)
    if found is None:
        return None
    offset = timedelta(hours=int(found[2]), minutes=int(found[3]))
    return None if offset >= timedelta(hours=24) else -offset if found[1] == "-" else offset


def local(text: str) -> datetime | None:
    """A date or moment as it is written, without its zone (a `Z` is dropped); None when it is
    none, or lies before 1600 or after 2400."""
    found = _MOMENT.fullmatch(text.strip().partition("/")[0])
    if found is None or not text.isascii():
        return None
    year, month, day, hour, minute, second = (int(part or 0) for part in found.groups()[:6])
    try:
        made = datetime(year, month, day, hour, minute, min(second, 59))  # noqa: DTZ001
    except ValueError:
        return None
    return made if 1600 <= year <= 2400 else None


def is_day(field: Field) -> bool:
    """Whether a property tells a whole day."""
    return "T" not in field.value.upper()


def moment(field: Field, told: Mapping[str, tzinfo], floating: tzinfo) -> datetime | None:
    """A property's first moment as an aware time: a day as its noon, so that it stays the same day
    nearby; what floats, in the zone `floating`."""
    found = local(field.value.split(",")[0])
    if found is None:
        return None
    if is_day(field):
        return found.replace(hour=12, tzinfo=floating)
    if field.value.strip().upper().endswith("Z"):
        return found.replace(tzinfo=UTC)
    return found.replace(tzinfo=zone(field.params.get("TZID", ""), told) or floating)
