"""Days and times as address books, exports and spreadsheets write them. No clock: what is missing
stays missing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, tzinfo
from functools import lru_cache

from merkwerk.connectors import shapes
from merkwerk.connectors.exports.values import YEARLESS
from merkwerk.connectors.feeds import dates as written

_NUMBERS = re.compile(r"(\d{1,4})([-/.])(\d{1,2})\2(\d{1,4})(?=$|[ ,T])")
_CLOCK = re.compile(
    r"(\d{1,2})[:.](\d\d)(?::(\d\d)(?:\.\d+)?)?\s*([ap])?\.?(?:m\b)?", re.IGNORECASE
)
_NO_YEAR = re.compile(r"--(\d\d)-?(\d\d)")
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T|$|\s)")
_EARLIEST_DAY = date(1850, 1, 1)
_UNDATED = (1604, 1600)


def day_first(texts: Iterable[str], *, default: bool = True) -> bool:
    """Whether `3/4/2024` has its day first, by the first of the texts that leaves no doubt
    (a number over twelve, or dots and dashes as in Dutch and German); else `default`."""
    for text in texts:
        found = _NUMBERS.match(text.strip())
        if not found or len(found[1]) == 4:
            continue
        first, second = int(found[1]), int(found[3])
        if first > 12 or found[2] in "-.":
            return True
        if second > 12:
            return False
    return default


@lru_cache(maxsize=4096)
def day(text: str, *, first: bool = True) -> date | None:
    """The day a text means (ISO, compact, `--0412`, `12-4-1970`, `12 april 1970`), None when it
    means none or one before 1850. Without a year it is one in YEARLESS."""
    text = text.strip()[:60]
    if found := _NO_YEAR.match(text):
        return _made(YEARLESS, int(found[1]), int(found[2]))
    if found := _COMPACT.match(text):
        return _made(int(found[1]), int(found[2]), int(found[3]))
    if numbers := _NUMBERS.match(text):
        return _of_numbers(numbers, first)
    moment = written.moment(text) if len(text) > 7 else None
    return moment.date() if moment else _named(text)


def moment(text: str, *, first: bool = True, zone: tzinfo = UTC) -> datetime | None:
    """The moment in UTC a text means; without a zone of its own it is in `zone`, without a time
    at noon there. None when it means none or one before 1990."""
    text = text.strip()[:80]
    if re.match(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d", text):
        iso = text.removesuffix(" UTC") + ("Z" if text.endswith(" UTC") else "")
        return shapes.when(iso if _has_zone(iso) else "") or _local(text, zone)
    numbers = _NUMBERS.match(text)
    if not numbers:
        named = written.moment(text) if ":" in text else None
        on = None if named else day(text)
        return named or (_at(on, 12, 0, 0, zone) if on else None)
    on = _of_numbers(numbers, first)
    return _clocked(on, text[numbers.end() :], zone) if on else None


def _has_zone(iso: str) -> bool:
    return bool(re.search(r"(Z|[+-]\d\d:?\d\d)$", iso))


def _local(text: str, zone: tzinfo) -> datetime | None:
    try:
        read = datetime.fromisoformat(text[:19])
    except ValueError:
        return None
    return _at(read.date(), read.hour, read.minute, read.second, zone)


def _clocked(on: date, rest: str, zone: tzinfo) -> datetime | None:
    clock = _CLOCK.search(rest)
    if not clock:
        return _at(on, 12, 0, 0, zone)
    hour = int(clock[1])
    half = (clock[4] or "").lower()
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    return _at(on, hour, int(clock[2]), int(clock[3] or 0), zone)


def _at(on: date, hour: int, minute: int, second: int, zone: tzinfo) -> datetime | None:
    try:
        local = datetime(on.year, on.month, on.day, hour, minute, min(second, 59), tzinfo=zone)
        found = local.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return found if found >= shapes.EARLIEST else None


def _of_numbers(found: re.Match[str], first: bool) -> date | None:
    one, two, three = found[1], int(found[3]), found[4]
    if len(one) == 4:
        return _made(int(one), two, int(three))
    if len(one) > 2 or len(three) not in (2, 4):
        return None
    year = int(three) if len(three) == 4 else _full(int(three))
    dayed, month = (int(one), two) if first else (two, int(one))
    return _made(year, month, dayed) or _made(year, dayed, month)


def _full(year: int) -> int:
    return year + (2000 if year < 30 else 1900)


def _named(text: str) -> date | None:
    """A day in words before the web: what feeds know no longer."""
    found = re.fullmatch(r"(\D*?)(\d{1,2})?(\D+?)(\d{1,2})?,? ?(1[89]\d\d)", text)
    moved = found and written.moment(text[: -len(found[5])] + "2000")
    return _made(int(found[5]), moved.month, moved.day) if found and moved else None


def _made(year: int, month: int, dayed: int) -> date | None:
    if year in _UNDATED:
        year = YEARLESS
    try:
        found = date(year, month, dayed)
    except ValueError:
        return None
    return found if found >= _EARLIEST_DAY or year == YEARLESS else None
