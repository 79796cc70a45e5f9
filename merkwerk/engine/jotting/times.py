"""When it was, as people say it in Dutch and English: a day, a part of it, an hour."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from merkwerk.engine.jotting.values import Exact

_DAYS = (
    ("maandag", "monday"), ("dinsdag", "tuesday"), ("woensdag", "wednesday"),
    ("donderdag", "thursday"), ("vrijdag", "friday"), ("zaterdag", "saturday"),
    ("zondag", "sunday"),
)  # fmt: skip
_SHORT_DAYS = (
    "ma mon", "di tue tues", "wo wed", "do thu thur thurs", "vr fri", "za sat", "zo sun",
)  # fmt: skip
_WEEKDAYS = {name: at for at, names in enumerate(_DAYS) for name in names}
_SHORT = {name: at for at, names in enumerate(_SHORT_DAYS) for name in names.split()}
_MONTHS = {
    name: at
    for at, names in enumerate(
        (
            "januari january jan", "februari february feb", "maart march mrt mar", "april apr",
            "mei may", "juni june jun", "juli july jul", "augustus august aug",
            "september sept sep", "oktober october okt oct", "november nov", "december dec",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_NUMBERS = {
    name: at
    for at, names in enumerate(
        (
            "een één a an one eén", "twee two", "drie three", "vier four", "vijf five", "zes six",
            "zeven seven", "acht eight", "negen nine", "tien ten", "elf eleven", "twaalf twelve",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_PARTS = {
    "ochtend": 9, "morgen": 9, "middag": 14, "avond": 20, "nacht": 23, "morning": 9,
    "afternoon": 14, "evening": 20, "night": 21, "ochtends": 9, "morgens": 9, "middags": 14,
    "avonds": 20, "nachts": 23,
}  # fmt: skip


def _any(words: object) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))  # type: ignore[call-overload]


_DAY, _MONTH, _NUMBER = _any(_WEEKDAYS), _any(_MONTHS), _any(_NUMBERS)
_PART = "ochtend|morgen|middag|avond|nacht|morning|afternoon|evening|night"
_LAST = r"(?:afgelopen|vorige|laatste|voorbije|verleden|last|this past|past)"
_HOUR = rf"(?:\d{{1,2}}|{_any(name for name in _NUMBERS if name not in ('een', 'a', 'an', 'one'))})"


@dataclass(frozen=True, slots=True)
class When:
    """A time that was found: its day, hour, how exact, and where it stands. `ahead`: it lies in
    the future and says nothing about when it was."""

    day: date | None
    clock: time | None
    exact: Exact
    start: int
    end: int
    ahead: bool = False


_Read = Callable[[re.Match[str], date], tuple[date | None, Exact] | None]


def _today(found: re.Match[str], today: date) -> tuple[date | None, Exact]:
    return today, Exact.DAY


def _yesterday(found: re.Match[str], today: date) -> tuple[date | None, Exact]:
    return today - timedelta(days=1), Exact.DAY


def _before(found: re.Match[str], today: date) -> tuple[date | None, Exact]:
    return today - timedelta(days=2), Exact.DAY


def _weekday(found: re.Match[str], today: date) -> tuple[date | None, Exact]:
    """The last such day: today's own name is today, "last tuesday" on a tuesday a week ago."""
    wanted = _WEEKDAYS[found["day"].lower()]
    back = (today.weekday() - wanted) % 7
    return today - timedelta(days=back or (7 if found["last"] else 0)), Exact.DAY


def _short_day(found: re.Match[str], today: date) -> tuple[date | None, Exact]:
    return today - timedelta(days=(today.weekday() - _SHORT[found["day"].lower()]) % 7), Exact.DAY


def _day_last_week(found: re.Match[str], today: date) -> tuple[date | None, Exact]:
    monday = today - timedelta(days=today.weekday() + 7)
    return monday + timedelta(days=_WEEKDAYS[found["day"].lower()]), Exact.DAY


def _last_week(found: re.Match[str], today: date) -> tuple[date | None, Exact]:
    """The middle of it, for want of better."""
    return today - timedelta(days=today.weekday() + 7 - 2), Exact.WEEK


def _weekend(found: re.Match[str], today: date) -> tuple[date | None, Exact]:
    """Saturday of the last weekend that is over, or of this one while it lasts."""
    back = (today.weekday() - 5) % 7
    return today - timedelta(days=back), Exact.DAY


def _last_month(found: re.Match[str], today: date) -> tuple[date | None, Exact]:
    first = today.replace(day=1) - timedelta(days=1)
    return first.replace(day=15), Exact.MONTH


def _ago(found: re.Match[str], today: date) -> tuple[date | None, Exact] | None:
    number, unit = _count(found["number"]), found["unit"].lower()
    if unit.startswith(("da", "dag")):
        return today - timedelta(days=number), Exact.DAY
    if unit.startswith("we"):
        return today - timedelta(weeks=number), Exact.WEEK
    return today - timedelta(days=30 * number), Exact.MONTH


def _count(word: str) -> int:
    return min(int(word), 400) if word.isdecimal() else _NUMBERS[word.lower()]


def _named(found: re.Match[str], today: date) -> tuple[date | None, Exact] | None:
    """A day and a month, the last time there was one; with a year in that year."""
    year = found["year"]
    return _dated(year, _MONTHS[found["month"].lower().rstrip(".")], int(found["date"]), today)


def _figures(found: re.Match[str], today: date) -> tuple[date | None, Exact] | None:
    day, month = int(found["date"]), int(found["number"])
    if month > 12 >= day:
        day, month = month, day
    return _dated(found["year"], month, day, today)


def _dated(year: str | None, month: int, day: int, today: date) -> tuple[date | None, Exact] | None:
    try:
        if year:
            whole = int(year) + (2000 if int(year) < 100 else 0)
            return (date(whole, month, day), Exact.DAY) if 1990 <= whole <= 2100 else None
        for whole in range(today.year, today.year - 9, -1):
            # The 29th of February is only there now and then.
            if day <= 28 or _exists(whole, month, day):
                found = date(whole, month, day)
                if found <= today:
                    return found, Exact.DAY
    except ValueError:
        return None
    return None


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _of_month(found: re.Match[str], today: date) -> tuple[date | None, Exact] | None:
    """ "the 3rd": of this month, or of the one before."""
    day = int(found["date"])
    for back in range(3):
        year, month = divmod(today.year * 12 + today.month - 1 - back, 12)
        if _exists(year, month + 1, day) and date(year, month + 1, day) <= today:
            return date(year, month + 1, day), Exact.DAY
    return None


def _month(found: re.Match[str], today: date) -> tuple[date | None, Exact] | None:
    made = _dated(found["year"], _MONTHS[found["month"].lower()], 1, today)
    if not made or made[0] is None:
        return None
    return min(made[0].replace(day=15), today), Exact.MONTH


def _ahead(found: re.Match[str], today: date) -> tuple[date | None, Exact]:
    return None, Exact.NONE


_YEAR = r"(?:,?\s+(?P<year>(?:19|20)\d\d))?"
_PATTERNS: tuple[tuple[re.Pattern[str], _Read], ...] = tuple(
    (re.compile(rf"(?<![\w-])(?:{pattern})(?![\w-])", re.IGNORECASE), read)
    for pattern, read in (
        (r"morgen(?=\s*(?:$|[,.;!?]|om\b))|overmorgen|morgen(?:ochtend|middag|avond)|tomorrow"
         r"|(?:volgende|komende|aanstaande|next|coming)\s+(?:week|maand|month|weekend|"
         rf"{_DAY})|(?:over|in)\s+(?:\d{{1,2}}|{_NUMBER})\s+(?:dag(?:en)?|weken|maanden|days?"
         r"|weeks?|months?)", _ahead),
        (r"(?P<year>20\d\d|19\d\d)-(?P<number>\d{1,2})-(?P<date>\d{1,2})", _figures),
        (r"(?:op\s+|on\s+)?(?P<date>\d{1,2})[-/](?P<number>\d{1,2})[-/](?P<year>\d{4}|\d\d)",
         _figures),
        (rf"(?:(?:op|on)\s+)?(?:(?:{_DAY}|{_any(_SHORT)})\.?,?\s+)?(?:the\s+)?(?P<date>\d{{1,2}})"
         rf"(?:e|ste|de|st|nd|rd|th)?\s+(?:of\s+|van\s+)?(?P<month>{_MONTH})\.?{_YEAR}", _named),
        (rf"(?:on\s+)?(?:(?:{_DAY}|{_any(_SHORT)})\.?,?\s+)?(?P<month>{_MONTH})\.?\s+"
         rf"(?P<date>\d{{1,2}})(?:st|nd|rd|th)?{_YEAR}", _named),
        (rf"(?:(?:op|on)\s+)?(?:(?:{_DAY}|{_any(_SHORT)})\.?\s+)?(?P<date>\d{{1,2}})"
         r"[-/](?P<number>\d{1,2})(?P<year>(?!))?", _figures),
        (r"eergister(?:en)?|(?:the\s+)?day\s+before\s+yesterday", _before),
        (r"gister(?:en)?|yesterday|last\s+night", _yesterday),
        (r"vandaag|zojuist|daarnet|net|today|just(?:\s+now)?|tonight|zonet|nu\s+net", _today),
        (rf"(?:op\s+|on\s+)?(?P<day>{_DAY})(?:{_PART})?\s+(?:in\s+|of\s+)?(?:de\s+)?"
         r"(?:vorige\s+week|last\s+week)", _day_last_week),
        (rf"(?:vorige\s+week|last\s+week)\s*,?\s*(?:op\s+|on\s+)?(?P<day>{_DAY})", _day_last_week),
        (rf"(?:(?:op|on)\s+)?(?P<last>{_LAST}\s+)?(?P<day>{_DAY})(?:\s+jl\.?)?", _weekday),
        (rf"(?:op|on|{_LAST})\s+(?P<day>{_any(_SHORT)})\.?", _short_day),
        (rf"(?<=[,;])\s*(?P<day>{_any(_SHORT)})\.?(?=\s*(?:$|[,.;]))", _short_day),
        (r"(?:in\s+het\s+|het\s+)?(?:afgelopen|vorig)\s+weekend|(?:last|this\s+past)\s+weekend|"
         r"(?:in|over|dit|this)\s+(?:het\s+|the\s+)?weekend", _weekend),
        (r"(?:de\s+)?(?:afgelopen|vorige)\s+week|last\s+week", _last_week),
        (r"(?:de\s+)?(?:afgelopen|vorige)\s+maand|last\s+month", _last_month),
        (rf"(?P<number>\d{{1,3}}|{_NUMBER})\s+(?P<unit>dag(?:en)?|week|weken|maand(?:en)?|days?"
         r"|weeks?|months?)\s+(?:geleden|terug|ago|back)", _ago),
        (r"(?:(?:op\s+)?de|on\s+the)\s+(?P<date>\d{1,2})(?:e|ste|de|st|nd|rd|th)", _of_month),
        (rf"(?:begin|eind|half|in|early|late|mid)\s+(?P<month>{_MONTH}){_YEAR}", _month),
    )
)  # fmt: skip

_GLUED = re.compile(
    rf"(?<!\w)(?:(?P<this>van|this\s+|deze\s+)|(?P<before>eergister(?:en)?)|"
    rf"(?P<yester>gister(?:en)?|yesterday\s+|last\s+(?=night))|(?P<last>{_LAST}\s+)?(?P<day>{_DAY})\s*)"
    rf"(?P<part>{_PART})(?!\w)",
    re.IGNORECASE,
)
_PART_OF = re.compile(
    r"(?<!\w)(?:['’`]?s[\s-](?P<part>ochtends|morgens|middags|avonds|nachts)"
    r"|in\s+the\s+(?P<english>morning|afternoon|evening)|at\s+(?P<at>night)"
    r"|in\s+de\s+(?P<dutch>ochtend|middag|avond))(?!\w)",
    re.IGNORECASE,
)
_CLOCKS = tuple(
    re.compile(rf"(?<![\w-])(?:{pattern})(?![\w:])", re.IGNORECASE)
    for pattern in (
        r"(?:om|at|rond|around|omstreeks)\s+(?P<hour>\d{1,2})[:.](?P<minute>\d\d)\s*"
        r"(?P<half>am|pm|a\.m\.|p\.m\.)?(?:\s*(?:uur|u|h))?",
        r"(?P<hour>\d{1,2})[:.](?P<minute>\d\d)\s*(?P<half>am|pm|uur|u|h)",
        r"(?P<hour>\d{1,2}):(?P<minute>\d\d)(?P<half>(?!))?",
        rf"(?:om|rond|omstreeks)\s+(?P<hour>{_HOUR})(?:\s+uur|\s*u)?(?P<minute>(?!))?"
        r"(?P<half>(?!))?",
        rf"(?P<hour>{_HOUR})\s+uur(?P<minute>(?!))?(?P<half>(?!))?",
        r"(?:(?:at|around)\s+)?(?P<hour>\d{1,2})\s*(?P<half>am|pm|a\.m\.|p\.m\.)(?P<minute>(?!))?",
        rf"at\s+(?P<hour>{_HOUR})(?:\s+o['’]clock)?(?P<minute>(?!))?(?P<half>(?!))?",
    )
)
_SPOKEN = re.compile(
    rf"(?<!\w)(?:(?:om|rond|at|around)\s+)?(?:(?P<to>half|kwart\s+voor|quarter\s+to)|"
    rf"(?P<past>kwart\s+over|half\s+past|quarter\s+past))\s+(?P<hour>{_HOUR})(?!\w)",
    re.IGNORECASE,
)
_NOON = re.compile(r"(?<!\w)(?:at\s+noon|at\s+midday|tussen\s+de\s+middag)(?!\w)", re.IGNORECASE)


def times(text: str, today: date) -> Iterator[When]:
    """The times a sentence names, none overlapping: days, parts of days and hours. Days in the
    future are `ahead`."""
    taken: list[tuple[int, int]] = []
    for when in _all(text, today):
        if all(when.end <= start or when.start >= end for start, end in taken):
            taken.append((when.start, when.end))
            yield when


def _all(text: str, today: date) -> Iterator[When]:
    for found in _GLUED.finditer(text):
        yield _glued(found, today)
    for pattern, read in _PATTERNS:
        for found in pattern.finditer(text):
            told = read(found, today)
            if told:
                day, exact = told
                ahead = day is None or day > today
                yield When(None if ahead else day, None, exact, found.start(), found.end(), ahead)
    for found in _PART_OF.finditer(text):
        part = next(filter(None, found.groups())).lower()
        yield When(None, time(_PARTS[part]), Exact.PART, found.start(), found.end())
    yield from _hours(text)


def _glued(found: re.Match[str], today: date) -> When:
    """A day and a part of it in one: vanmiddag, gisteravond, dinsdagochtend, this morning."""
    if found["day"]:
        day = _weekday(found, today)[0]
    else:
        day = today - timedelta(days=2 if found["before"] else 1 if found["yester"] else 0)
    clock = time(_PARTS[found["part"].lower()])
    return When(day, clock, Exact.PART, found.start(), found.end())


def _hours(text: str) -> Iterator[When]:
    for found in _SPOKEN.finditer(text):
        word = (found["to"] or found["past"]).lower()
        hour = _count(found["hour"])
        english = "past" in word
        minutes = hour * 60 + (
            30 if english and "half" in word else
            -30 if word == "half" else -15 if found["to"] else 15
        )  # fmt: skip
        if 0 < hour <= 24:
            yield _hour(minutes // 60, minutes % 60, "", found)
    for pattern in _CLOCKS:
        for found in pattern.finditer(text):
            told = _hour(_count(found["hour"]), int(found["minute"] or 0), found["half"], found)
            if told:
                yield told
    for found in _NOON.finditer(text):
        yield When(None, time(12), Exact.MINUTE, found.start(), found.end())


def _hour(hour: int, minute: int, half: str | None, found: re.Match[str]) -> When:
    sure = (half or "").lower().replace(".", "")
    if sure == "pm" and hour < 12:
        hour += 12
    elif sure == "am" and hour == 12:
        hour = 0
    elif not sure and found.re.pattern and 1 <= hour <= 6:
        # Nobody has coffee at three in the night.
        hour += 12
    fits = hour < 24 and minute < 60
    clock = time(hour, minute) if fits else None
    return When(None, clock, Exact.MINUTE if fits else Exact.NONE, found.start(), found.end())


def settled(found: list[When], now: datetime) -> tuple[datetime, Exact]:
    """One moment of all that was said, in the zone of `now` and never later: the day's noon when
    only the day is told, this moment when nothing is."""
    day = next((one.day for one in found if one.day), None)
    clock = next((one for one in found if one.clock and one.exact is Exact.MINUTE), None)
    clock = clock or next((one for one in found if one.clock), None)
    if day is None and clock is None:
        return now, Exact.NONE
    exact = clock.exact if clock else next(one.exact for one in found if one.day)
    hour = clock.clock if clock and clock.clock else time(12)
    part = next((one.clock for one in found if one.clock and one.exact is Exact.PART), time(0))
    if hour.hour < 12 <= part.hour and exact is Exact.MINUTE:
        # "om 8 uur 's avonds"
        hour = hour.replace(hour=hour.hour + 12)
    return min(datetime.combine(day or now.date(), hour, tzinfo=now.tzinfo), now), exact
