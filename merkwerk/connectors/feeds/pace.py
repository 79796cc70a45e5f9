"""How often a feed wants to be asked: the server's word, and the feed's own."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from merkwerk.connectors.http import Answer

LONGEST = 24 * 3600.0
_MAX_AGE = re.compile(r"\bmax-age\s*=\s*\"?(\d{1,9})")
_TTL = re.compile(rb"<ttl>\s*(\d{1,6})\s*</ttl>")
_SKIP = re.compile(rb"<skipHours>(.{0,2000}?)</skipHours>", re.DOTALL)
_HOUR = re.compile(rb"<hour>\s*(\d{1,2})\s*</hour>")
_PERIOD = re.compile(rb"<sy:updatePeriod>\s*(hourly|daily|weekly|monthly|yearly)\s*<")
_FREQUENCY = re.compile(rb"<sy:updateFrequency>\s*(\d{1,4})\s*<")
_SECONDS = {b"hourly": 3600.0, b"daily": 86400.0}
_HEAD = 16 * 1024


def wait(answer: Answer, now: datetime) -> float | None:
    """Seconds until the next visit makes sense, at most a day, or None when nobody said. The
    longest of Retry-After, Cache-Control's max-age, RSS's ttl and the syndication module; then on
    to the end of skipHours (UTC)."""
    head = _head(answer.body)
    asked = [answer.wait(now), _max_age(answer), _ttl(head), _period(head)]
    named = [seconds for seconds in asked if seconds is not None]
    seconds = min(max(named), LONGEST) if named else None
    return _skipped(head, now, seconds)


def _head(body: bytes) -> bytes:
    """What stands before the first entry."""
    head = body[:_HEAD]
    cuts = [at for at in (head.find(b"<item"), head.find(b"<entry")) if at >= 0]
    return head[: min(cuts)] if cuts else head


def _max_age(answer: Answer) -> float | None:
    control = answer.headers.get("cache-control", "").lower()
    found = _MAX_AGE.search(control)
    if found is None or "no-cache" in control or "no-store" in control or found.group(1) == "0":
        return None
    return float(found.group(1))


def _ttl(head: bytes) -> float | None:
    found = _TTL.search(head)
    return int(found.group(1)) * 60.0 if found and int(found.group(1)) else None


def _period(head: bytes) -> float | None:
    """Only hourly and daily say something about the next visit; weekly feeds still surprise."""
    found = _PERIOD.search(head)
    seconds = _SECONDS.get(found.group(1)) if found else None
    if seconds is None:
        return None
    times = _FREQUENCY.search(head)
    return seconds / max(1, int(times.group(1))) if times else seconds


def _skipped(head: bytes, now: datetime, seconds: float | None) -> float | None:
    found = _SKIP.search(head)
    hours = {int(hour) % 24 for hour in _HOUR.findall(found.group(1))} if found else set()
    if not hours or len(hours) == 24:
        return seconds
    due = now + timedelta(seconds=seconds or 0)
    if due.hour not in hours:
        return seconds
    while due.hour in hours:
        due = due.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    return (due - now).total_seconds()
