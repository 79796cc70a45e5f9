"""When something that repeats takes place (RFC 5545, 3.3.10), within a window and within bounds.

Libraries walk from the first day on, for ever if a rule never holds: a rule that meets each 30th
of February keeps them busy for minutes. Here only the periods that touch the window are looked
at, and each look is counted."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
LOOKS = 60_000
_DAY = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)")
_FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
_BY = (
    ("BYMONTH", 1, 12), ("BYMONTHDAY", -31, 31), ("BYYEARDAY", -366, 366), ("BYWEEKNO", -53, 53),
    ("BYSETPOS", -366, 366), ("BYHOUR", 0, 23), ("BYMINUTE", 0, 59),
)  # fmt: skip


class OddRule(ValueError):
    """A rule that cannot be read, or repeats within a day."""


class TooMuch(ValueError):
    """More looking than was allowed."""


@dataclass(slots=True)
class Effort:
    """How many days may still be looked at, for a whole file."""

    left: int = 5_000_000

    def spend(self, days: int) -> None:
        self.left -= days
        if self.left < 0:
            raise TooMuch("this calendar repeats too much")


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule that was read; empty sets mean "any". `days` are (which one or 0, weekday)."""

    freq: str
    interval: int = 1
    count: int = 0
    until: str = ""
    weekstart: int = 0
    days: tuple[tuple[int, int], ...] = ()
    by: dict[str, frozenset[int]] = field(default_factory=dict)

    def on(self, name: str) -> frozenset[int]:
        return self.by.get(name, frozenset())


def rule(text: str) -> Rule:
    """Reads a rule. Raises OddRule for what is none, and for what repeats by the hour or faster:
    nobody meets anybody that often."""
    parts = dict(part.strip().upper().partition("=")[::2] for part in text[:2_000].split(";"))
    if parts.get("FREQ", "") not in _FREQUENCIES:
        raise OddRule("a rule of no known frequency")
    days = tuple(_weekday(one) for one in parts.get("BYDAY", "").split(",") if one)
    start = parts.get("WKST", "MO")
    return Rule(
        freq=parts["FREQ"],
        interval=max(_number(parts.get("INTERVAL", "1"), 1, 10_000), 1),
        count=_number(parts.get("COUNT", "0"), 0, 10**9),
        until=parts.get("UNTIL", ""),
        weekstart=WEEKDAYS.index(start) if start in WEEKDAYS else 0,
        days=days,
        by={name: _numbers(parts[name], low, high) for name, low, high in _BY if parts.get(name)},
    )


def _weekday(word: str) -> tuple[int, int]:
    found = _DAY.fullmatch(word.strip())
    if found is None:
        raise OddRule("an odd day in a rule")
    return int(found[1] or 0), WEEKDAYS.index(found[2])


def _number(word: str, low: int, high: int) -> int:
    if not re.fullmatch(r"[+-]?[0-9]{1,12}", word.strip()):
        raise OddRule("an odd number in a rule")
    return min(max(int(word), low), high)


def _numbers(words: str, low: int, high: int) -> frozenset[int]:
    return frozenset(_number(word, low, high) for word in words.split(",")[:400])


def occurrences(
    told: Rule,
    start: datetime,
    *,
    low: datetime,
    high: datetime,
    until: datetime | None,
    effort: Effort,
) -> Iterator[datetime]:
    """When it takes place from `low` to `high` (and to `until`), in order; all times are local and
    without a zone. Raises TooMuch when `effort`, or LOOKS for this one rule, is spent."""
    end = min(high, until) if until else high
    times = _times(told, start)
    looks = counted = 0
    first = 0 if told.count else _skipped(told, start.date(), low.date())
    for days in _periods(told, start.date(), first, end.date()):
        looks += len(days)
        effort.spend(len(days))
        if looks > LOOKS:
            raise TooMuch("this rule repeats too much")
        for moment in _picked(told, start.date(), days, times):
            if moment < start:
                continue
            counted += 1
            if moment > end or (told.count and counted > told.count):
                return
            if moment >= low:
                yield moment


def _times(told: Rule, start: datetime) -> list[time]:
    hours = sorted(told.on("BYHOUR") or {start.hour})
    minutes = sorted(told.on("BYMINUTE") or {start.minute})
    return [time(hour, minute, start.second) for hour in hours for minute in minutes][:24]


def _skipped(told: Rule, start: date, low: date) -> int:
    """How many periods lie wholly before the window."""
    days = max((low - start).days, 0)
    lengths = {"DAILY": 1, "WEEKLY": 7, "MONTHLY": 31, "YEARLY": 366}
    return max(days // (lengths[told.freq] * told.interval) - 1, 0)


def _periods(told: Rule, start: date, first: int, end: date) -> Iterator[list[date]]:
    """The days of each period (day, week, month, year), from the so-manieth on."""
    step = first * told.interval
    while True:
        begin, length = _period(told, start, step)
        if begin is None or begin > end:
            return
        months = told.on("BYMONTH")
        idle = months and told.freq == "MONTHLY" and begin.month not in months
        last = date.max.toordinal() - begin.toordinal() + 1
        yield (
            [begin] if idle else [begin + timedelta(days=day) for day in range(min(length, last))]
        )
        step += told.interval


def _period(told: Rule, start: date, step: int) -> tuple[date | None, int]:
    try:
        if told.freq == "DAILY":
            return start + timedelta(days=step), 1
        if told.freq == "WEEKLY":
            back = (start.weekday() - told.weekstart) % 7
            return start - timedelta(days=back) + timedelta(weeks=step), 7
        if told.freq == "MONTHLY":
            year, month = divmod(start.year * 12 + start.month - 1 + step, 12)
            return date(year, month + 1, 1), monthrange(year, month + 1)[1]
        year = start.year + step
        return date(year, 1, 1), 366 if monthrange(year, 2)[1] == 29 else 365
    except (ValueError, OverflowError):
        return None, 0


def _picked(told: Rule, start: date, days: list[date], times: list[time]) -> list[datetime]:
    """The moments of one period at which it takes place, BYSETPOS applied."""
    holds = [day for day in days if _holds(told, start, day)]
    moments = [datetime.combine(day, at) for day in holds for at in times]
    places = told.on("BYSETPOS")
    if not places:
        return moments
    count = len(moments)
    chosen = {place - 1 if place > 0 else count + place for place in places if place}
    return [moments[at] for at in sorted(chosen) if 0 <= at < count]


def _holds(told: Rule, start: date, day: date) -> bool:
    by = told.by
    if not (told.days or by.keys() & {"BYWEEKNO", "BYYEARDAY", "BYMONTHDAY"}):
        if not _by_default(told, start, day):
            return False
    elif told.days and not any(_is_day(told, one, day) for one in told.days):
        return False
    if "BYMONTH" in by and day.month not in by["BYMONTH"]:
        return False
    if "BYMONTHDAY" in by:
        length = monthrange(day.year, day.month)[1]
        if by["BYMONTHDAY"].isdisjoint((day.day, day.day - length - 1)):
            return False
    if "BYYEARDAY" in by:
        number, length = day.timetuple().tm_yday, date(day.year, 12, 31).timetuple().tm_yday
        if by["BYYEARDAY"].isdisjoint((number, number - length - 1)):
            return False
    return "BYWEEKNO" not in by or not by["BYWEEKNO"].isdisjoint(_week(day, told.weekstart))


def _by_default(told: Rule, start: date, day: date) -> bool:
    """What a rule means that names no days: the first one's."""
    if told.freq == "DAILY":
        return True
    if told.freq == "WEEKLY":
        return day.weekday() == start.weekday()
    months = told.on("BYMONTH") or {start.month}
    return day.day == start.day and (told.freq == "MONTHLY" or day.month in months)


def _is_day(told: Rule, wanted: tuple[int, int], day: date) -> bool:
    which, weekday = wanted
    if day.weekday() != weekday:
        return False
    if not which or told.freq in ("DAILY", "WEEKLY") or "BYWEEKNO" in told.by:
        return True
    if told.freq == "MONTHLY" or "BYMONTH" in told.by:
        place, length = day.day, monthrange(day.year, day.month)[1]
    else:
        place = day.timetuple().tm_yday
        length = date(day.year, 12, 31).timetuple().tm_yday
    return which in ((place - 1) // 7 + 1, -((length - place) // 7 + 1))


def _week(day: date, weekstart: int) -> tuple[int, int]:
    """A day's week from the year's first and from its last (-1); a week belongs to the year in
    which most of it lies."""
    middle = day + timedelta(days=3 - (day.weekday() - weekstart) % 7)
    number = middle.timetuple().tm_yday
    length = date(middle.year, 12, 31).timetuple().tm_yday
    return (number - 1) // 7 + 1, -((length - number) // 7 + 1)
