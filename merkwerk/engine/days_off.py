"""Public holidays of the Netherlands: what most people here have off.

Easter after Meeus, Jones and Butcher (Jean Meeus, Astronomical Algorithms, 1991, chapter 8)."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

SUNDAY = 6
AFTER_EASTER = (0, 1, 39, 49, 50)
"""Easter Sunday and Monday, Ascension Day, Whit Sunday and Monday."""


@lru_cache(maxsize=16)
def dutch_days_off(year: int) -> frozenset[date]:
    """New Year's Day, Easter, King's Day (the 26th when the 27th of April is a Sunday), Ascension
    Day, Whitsun, Christmas, and once in five years Liberation Day. Good Friday is none: most people
    work then."""
    kings_day = date(year, 4, 27)
    kings_day -= timedelta(days=1) if kings_day.weekday() == SUNDAY else timedelta()
    found = {date(year, 1, 1), kings_day, date(year, 12, 25), date(year, 12, 26)}
    found |= {easter(year) + timedelta(days=days) for days in AFTER_EASTER}
    return frozenset(found | ({date(year, 5, 5)} if year % 5 == 0 else set()))


def easter(year: int) -> date:
    """Easter Sunday in the Gregorian calendar."""
    golden, (century, rest) = year % 19, divmod(year, 100)
    leaps, left = divmod(century, 4)
    moon = (19 * golden + century - leaps - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    week = (32 + 2 * left + 2 * (rest // 4) - moon - rest % 4) % 7
    late = (golden + 11 * moon + 22 * week) // 451
    month, day = divmod(moon + week - 7 * late + 114, 31)
    return date(year, month, day + 1)
