"""Promises in working hours: Monday to Friday, nine to five, by the clock of who waits."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

OPENS, CLOSES = time(9), time(17)
SATURDAY = 5
IN_A_ROW = 60
"""So many days off in a row end the search: who has none but days off is asked all the same."""


def _no_day(_day: date) -> bool:
    return False


def after_working_hours(
    start: datetime, hours: int, zone: ZoneInfo, *, is_off: Callable[[date], bool] = _no_day
) -> datetime:
    """The moment when so many working hours have passed since `start`, in `zone`: asked on Monday
    at 15.00, eight hours end on Tuesday at 15.00; asked on Saturday, they begin on Monday at
    9.00. Days that `is_off` says are off count as a Sunday; sixty in a row at most. Refuses fewer
    than one hour, or a `start` without a zone."""
    if hours < 1:
        raise ValueError("A promise takes at least one hour.")
    if start.tzinfo is None:
        raise ValueError("When it starts has to have a time zone.")
    here = _open_hour(start.astimezone(zone), is_off)
    left = timedelta(hours=hours)
    while (today := _closing(here) - here) < left:
        left -= today
        here = _open_hour(_closing(here), is_off)
    return here + left


def _closing(here: datetime) -> datetime:
    return datetime.combine(here.date(), CLOSES, here.tzinfo)


def _open_hour(here: datetime, is_off: Callable[[date], bool]) -> datetime:
    """The same moment when it is a working hour, else the beginning of the next working day."""
    if here.time() < OPENS:
        here = datetime.combine(here.date(), OPENS, here.tzinfo)
    elif here.time() >= CLOSES:
        here = datetime.combine(here.date() + timedelta(days=1), OPENS, here.tzinfo)
    for _day in range(IN_A_ROW):
        if here.weekday() < SATURDAY and not is_off(here.date()):
            break
        here = datetime.combine(here.date() + timedelta(days=1), OPENS, here.tzinfo)
    return here
