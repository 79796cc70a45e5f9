"""When a source is looked at again: as often as it writes, and never against its server's wish."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

from merkwerk.connectors.values import SourceKind
from merkwerk.networks.models import Post, Source

SHORTEST, LONGEST = timedelta(minutes=5), timedelta(hours=24)
PERSONAL = timedelta(seconds=90)
LETTERS = timedelta(minutes=10)
FIRST_WAIT = timedelta(minutes=2)
LOOKED_AT = 20
CLOSE = {
    SourceKind.MASTODON_HOME,
    SourceKind.MASTODON_MENTIONS,
    SourceKind.BLUESKY_HOME,
    SourceKind.BLUESKY_MENTIONS,
}
GIVES_UP_AFTER = {
    "gone": 1,
    "token-refused": 1,
    "not-found": 3,
    "private-address": 3,
    "bad-address": 3,
    "forbidden": 10,
    "unreadable": 10,
    "nothing-there": 10,
}
"""After how many of these in a row a person has to do something; other errors pass by."""


def rhythm_of(source: Source, now: datetime) -> timedelta:
    """A third of the usual time between its last twenty posts (or of its silence, when that is
    longer), from five minutes to a day. What is meant for one colleague comes within minutes, a
    letter within ten."""
    if source.kind in CLOSE:
        return PERSONAL
    if source.kind == SourceKind.MAILBOX:
        return LETTERS
    seen = Post.objects.filter(sightings__source=source).order_by("-written")
    times = list(seen.values_list("written", flat=True)[:LOOKED_AT])
    if not times:
        return LONGEST / 4
    usual = (times[0] - times[-1]) / max(len(times) - 1, 1)
    silent = (now - times[0]) / 4
    return min(max(usual / 3, silent / 3, SHORTEST), LONGEST)


def after_success(rhythm: timedelta, wait: float | None) -> timedelta:
    """The server's wish when it is longer than our rhythm, but no longer than a day; a tenth of
    chance keeps sources from coming all at once."""
    wish = timedelta(seconds=max(0.0, wait or 0.0))
    longest = min(max(rhythm, wish), LONGEST)
    return min(max(_about(longest), wish), LONGEST)


def after_trouble(in_a_row: int, wait: float | None) -> timedelta:
    """Later and later: two minutes, four, eight … to a day; never before the server's wish."""
    step = min(FIRST_WAIT * 2.0 ** min(max(in_a_row - 1, 0), 12), LONGEST)
    wish = timedelta(seconds=max(0.0, wait or 0.0))
    return min(max(_about(step), wish), LONGEST * 7)


def _about(span: timedelta) -> timedelta:
    return span * (0.95 + 0.1 * random.random())  # noqa: S311


def gives_up(code: str, in_a_row: int) -> bool:
    """Whether trying again by itself has lost its sense."""
    return in_a_row >= GIVES_UP_AFTER.get(code, 1_000_000)
