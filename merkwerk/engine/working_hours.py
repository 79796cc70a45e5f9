"""Promises in working hours: Monday to Friday, nine to five, by the clock of who waits."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

OPENS, CLOSES = time(9), time(17)
SATURDAY = 5


def after_working_hours(start: datetime, hours: int, zone: ZoneInfo) -> datetime:
    """The moment when so many working hours have passed since `start`, in `zone`: asked on Monday
    at 15.00, eight hours end on Tuesday at 15.00; asked on Saturday, they begin on Monday at
    9.00. Holidays are not known. Refuses fewer than one hour, or a `start` without a zone."""
    if hours < 1:
        raise ValueError("A promise takes at least one hour.")
    if start.tzinfo is None:
        raise ValueError("When it starts has to have a time zone.")
    here = _open_hour(start.astimezone(zone))
    left = timedelta(hours=hours)
    while (today := _closing(here) - here) < left:
        left -= today
        here = _open_hour(_closing(here))
    return here + left


def _closing(here: datetime) -> datetime:
    return datetime.combine(here.date(), CLOSES, here.tzinfo)


def _open_hour(here: datetime) -> datetime:
    """The same moment when it is a working hour, else the beginning of the next working day."""
    if here.time() < OPENS:
        here = datetime.combine(here.date(), OPENS, here.tzinfo)
    elif here.time() >= CLOSES:
        here = datetime.combine(here.date() + timedelta(days=1), OPENS, here.tzinfo)
    while here.weekday() >= SATURDAY:
        here = datetime.combine(here.date() + timedelta(days=1), OPENS, here.tzinfo)
    return here
