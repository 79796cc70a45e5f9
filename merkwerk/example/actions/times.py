"""The times of the texts, counted back from now, so that the example always ends today."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

HERE = ZoneInfo("Europe/Amsterdam")
AFTER = timedelta(minutes=4)
_UNITS = {"m": "minutes", "h": "hours", "d": "days"}
_SINCE = re.compile(r"(\+?)(\d+)([mhd])$")
_CLOCK = re.compile(r"(\d+)d(\d+)\.(\d\d)$")


@dataclass(frozen=True, slots=True)
class Clock:
    """Reads times against one `now`."""

    now: datetime

    def at(self, written: str, above: datetime | None = None) -> datetime:
        """`38m`, `5h` and `62d` ago; `9d8.50` is nine days ago at ten to nine in Arnhem; `+25m` is
        after what it answers. An answer comes after what it answers, and nothing after now."""
        if found := _CLOCK.match(written):
            moment = self.day(int(found[1]), int(found[2]), int(found[3]))
        elif found := _SINCE.match(written):
            span = timedelta(**{_UNITS[found[3]]: int(found[2])})
            moment = above + span if found[1] and above else self.now - span
            if not found[1] and found[3] == "d":
                moment = self.day(int(found[2]), 14, 20)
        else:
            raise ValueError(f"{written!r} is no time.")
        return self.not_yet(max(moment, above + AFTER) if above else moment)

    def day(self, days: int, hour: int, minute: int) -> datetime:
        """So many days ago, at a time of the clock in Arnhem."""
        there = self.now.astimezone(HERE).date() - timedelta(days=days)
        return datetime.combine(there, time(hour, minute), HERE)

    def not_yet(self, moment: datetime) -> datetime:
        """Nothing happens after now."""
        return min(moment, self.now)

    def last_evening(self) -> datetime:
        """The end of what lies behind us: yesterday's last second, or eight hours ago."""
        midnight = self.day(0, 0, 0) - timedelta(seconds=1)
        return min(midnight, self.now - timedelta(hours=8))
