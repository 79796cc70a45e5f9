"""Dates as feeds write them. No clock: what is missing is for the caller to fill in."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache

_ISO = re.compile(
    r"\s*(\d{4})-?(\d\d)(?:-?(\d\d))?(?:[T ]+(\d\d):?(\d\d)(?::?(\d\d)(?:[.,]\d+)?)?)?"
    r"\s*([A-Za-z]{1,5}|[+-]\d\d:?\d\d)?"
)
_NAMED = re.compile(
    r"(\d{1,2})[ .-]+([A-Za-zäéû]{3,10})\.?[ ,.-]+(\d{4}|\d\d)\b"
    r"(?:[ ,T]+(?:\w{1,3} )?(\d{1,2}):(\d\d)(?::(\d\d))?)?"
    r"\s*([A-Za-z]{1,5}|[+-]\d\d:?\d\d)?"
)
_MONTH_FIRST = re.compile(
    r"([A-Za-z]{3,9})\.? (\d{1,2}),? (\d{4})"
    r"(?:[ ,]+(\d{1,2}):(\d\d)(?::(\d\d))?)?\s*([A-Za-z]{2,5}|[+-]\d\d:?\d\d)?"
)
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan gen ene", "feb fév fev", "mar mrt mär maa", "apr avr abr", "may mei mai mag",
            "jun juin giu", "jul juil lug", "aug août aou ago", "sep set", "oct okt out ott",
            "nov", "dec dez déc dic",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_ZONES = {
    "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7,
    "cet": 1, "cest": 2, "met": 1, "mest": 2, "bst": 1, "eet": 2, "eest": 3, "msk": 3, "jst": 9,
}  # fmt: skip
EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)


@lru_cache(maxsize=2048)
def moment(text: str) -> datetime | None:
    """The moment in UTC that a date of RFC 822, ISO 8601, or in words of English, Dutch or a
    neighbour's language means; None when it means none, or lies before the web. An unknown zone
    is UTC."""
    text = text.strip()[:80]
    if not text:
        return None
    found = _ISO.match(text)
    if found:
        year, month, day, *rest = found.groups()
        return _made(int(year), int(month), int(day or 1), rest)
    found = _NAMED.search(text)
    if found:
        day, name, year, *rest = found.groups()
        return _made(_full(int(year)), _month(name), int(day), rest)
    found = _MONTH_FIRST.search(text)
    if found:
        name, day, year, *rest = found.groups()
        return _made(int(year), _month(name), int(day), rest)
    return None


def _made(year: int, month: int, day: int, rest: list[str]) -> datetime | None:
    hour, minute, second = (int(part or 0) for part in rest[:3])
    try:
        local = datetime(year, month, day, hour, minute, min(second, 59), tzinfo=_zone(rest[3]))
        found = local.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return found if found >= EARLIEST else None


def _full(year: int) -> int:
    return year if year > 99 else year + (2000 if year < 70 else 1900)


def _month(name: str) -> int:
    lower = name.lower()
    return _MONTHS.get(lower[:4]) or _MONTHS.get(lower[:3]) or 0


def _zone(text: str | None) -> timezone:
    if text and text[0] in "+-":
        digits = text[1:].replace(":", "")
        offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
        return timezone(-offset if text[0] == "-" else offset)
    return timezone(timedelta(hours=_ZONES.get((text or "").lower(), 0)))
