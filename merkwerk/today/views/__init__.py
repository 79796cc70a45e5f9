"""The pages of Today: the day itself, who rests, and the day by mail and in a calendar."""

from merkwerk.today.views.calendar import calendar, feed, make_calendar, stop_calendar
from merkwerk.today.views.day import day, drop, resting, take_back, wake
from merkwerk.today.views.mail import digest, stop_digest

__all__ = [
    "calendar",
    "day",
    "digest",
    "drop",
    "feed",
    "make_calendar",
    "resting",
    "stop_calendar",
    "stop_digest",
    "take_back",
    "wake",
]
