"""Times, stretches of time and warmth in plain words; how long a text is, and how places in it
are marked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from merkwerk.engine.text import grapheme_count

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
LINK = re.compile(r"https?://\S+")


def ago(moment: datetime, now: datetime) -> str:
    """`moment` as people say it, in the reader's time zone: "38 minutes ago", "today 9.12",
    "yesterday 9.12", "14 September", with the year when it isn't this one. Times to come too."""
    there, here = timezone.localtime(moment), timezone.localtime(now)
    passed = here - there
    if abs(passed) < MINUTE:
        return _("just now")
    if abs(passed) < HOUR:
        return _minutes(passed)
    days = (here.date() - there.date()).days
    clock = f"{there.hour}.{there:%M}"
    if days in _NEAR:
        return _NEAR[days](clock)
    return date_format(there, "j F" if there.year == here.year else "j F Y")


def _minutes(passed: timedelta) -> str:
    minutes = int(abs(passed) / MINUTE)
    if passed > timedelta():
        return ngettext("%(n)s minute ago", "%(n)s minutes ago", minutes) % {"n": minutes}
    return ngettext("in %(n)s minute", "in %(n)s minutes", minutes) % {"n": minutes}


_NEAR = {
    0: lambda clock: _("today %(clock)s") % {"clock": clock},
    1: lambda clock: _("yesterday %(clock)s") % {"clock": clock},
    -1: lambda clock: _("tomorrow %(clock)s") % {"clock": clock},
}


def span(length: timedelta) -> str:
    """A stretch of time in the largest plain unit: "38 minutes", "5 hours", "13 days", "3 weeks",
    "2 months", "a year". Less than a minute counts as one."""
    minutes = max(1, length // MINUTE)
    if minutes < 60:
        return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}
    if minutes < 24 * 60:
        hours = minutes // 60
        return ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours}
    days = minutes // (24 * 60)
    if days < 14:
        return ngettext("%(n)s day", "%(n)s days", days) % {"n": days}
    if days < 61:
        return ngettext("%(n)s week", "%(n)s weeks", days // 7) % {"n": days // 7}
    if days < 350:
        return ngettext("%(n)s month", "%(n)s months", _months(days)) % {"n": _months(days)}
    years = max(1, round(days / 365))
    return ngettext("a year", "%(n)s years", years) % {"n": years}


def every(days: int) -> str:
    """A rhythm of so many days: "every day", "every 3 weeks", "every month"."""
    if days < 14:
        return ngettext("every day", "every %(n)s days", days) % {"n": days}
    if days < 61:
        return ngettext("every week", "every %(n)s weeks", days // 7) % {"n": days // 7}
    return ngettext("every month", "every %(n)s months", _months(days)) % {"n": _months(days)}


def _months(days: int) -> int:
    return round(days / 30.4)


def warmth(value: float) -> str:
    """How warm a relationship is, in words; `value` runs from 0 to 100."""
    if value >= 75:
        return _("very warm")
    if value >= 45:
        return _("warm")
    return _("a little warm") if value >= 20 else _("still cool")


def length(text: str, link_length: int | None = None) -> int:
    """Characters as a reader counts them: an accent, a skin tone or a family of emoji adds nothing.
    With `link_length` every web address counts for that many, as Mastodon servers do."""
    if link_length is not None:
        text = LINK.sub("x" * link_length, text)
    return grapheme_count(text)


def marked(text: str, places: Iterable[Any]) -> SafeString:
    """`text` escaped, with <mark> around each place. A place has a start and an end in characters
    (as attributes, keys or a pair); places that overlap become one, those outside are left out."""
    pieces, at = [], 0
    for start, end in _joined(places, len(text)):
        pieces += [conditional_escape(text[at:start]), "<mark>"]
        pieces += [conditional_escape(text[start:end]), "</mark>"]
        at = end
    return mark_safe("".join([*pieces, conditional_escape(text[at:])]))  # noqa: S308


def _joined(places: Iterable[Any], size: int) -> list[tuple[int, int]]:
    found = sorted(place for place in map(_span, places) if place)
    joined: list[tuple[int, int]] = []
    for start, end in found:
        start, end = max(start, 0), min(end, size)
        if start >= end:
            continue
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _span(place: Any) -> tuple[int, int] | None:
    if getattr(place, "field", "text") != "text":
        return None  # A place in the title counts the title's characters.
    if isinstance(place, Mapping):
        start, end = place.get("start"), place.get("end")
    elif isinstance(place, (tuple, list)):
        start, end = place[0], place[1]
    else:
        start, end = getattr(place, "start", None), getattr(place, "end", None)
    return (start, end) if isinstance(start, int) and isinstance(end, int) else None


_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS", "Firefox"),
    ("Chrome/", "Chrome"),
    ("CriOS", "Chrome"),
    ("Safari/", "Safari"),
)
_DEVICES = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "Mac"),
    ("CrOS", "Chromebook"),
    ("Linux", "Linux"),
)


def browser(user_agent: str) -> str:
    """ "Firefox, Windows" from the line a browser says about itself; that line, cut short, when
    neither is known. The first that fits counts: Edge and Opera call themselves Chrome too."""
    known = [
        next((name for sign, name in signs if sign in user_agent), "")
        for signs in (_BROWSERS, _DEVICES)
    ]
    return ", ".join(filter(None, known)) or user_agent[:80]
