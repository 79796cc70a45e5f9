"""Fetching a calendar (iCalendar over HTTP), as seldom and as little as its server likes."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from merkwerk.connectors.errors import BadAddress, NothingThere, Unreadable
from merkwerk.connectors.feeds import client as feeds
from merkwerk.connectors.feeds import pace
from merkwerk.connectors.http import Http
from merkwerk.connectors.values import Bookmark

ACCEPT = "text/calendar, application/ics;q=0.9, text/plain;q=0.5, */*;q=0.3"
MOST = 20 * 1024 * 1024
SECONDS = 60.0
_WEBCAL = re.compile(r"webcals?://", re.IGNORECASE)
_SPACE = b"\xef\xbb\xbf \t\r\n"


@dataclass(frozen=True, slots=True)
class Subscription:
    """One visit. `body` is the calendar, empty when `unchanged`; keep `bookmark` for the next
    time; `moved_to` after permanent redirects; `wait` in seconds, when the server told."""

    bookmark: Bookmark
    body: bytes = field(default=b"", repr=False)
    unchanged: bool = False
    moved_to: str = ""
    wait: float | None = None


def spelled(address: str) -> str:
    """The address as it is fetched: `webcal://` and `webcals://` are https. Raises BadAddress for
    what is neither that nor http nor https."""
    told = _WEBCAL.sub("https://", address.strip(), count=1)
    if not told.lower().startswith(("https://", "http://")):
        raise BadAddress("a calendar has an address that begins with https or webcal")
    return told


def fetch(http: Http, address: str, bookmark: Bookmark, *, now: datetime) -> Subscription:
    """The calendar at `address` unless it is as it was at `bookmark` (ETag, Last-Modified, the
    body's hash), at most MOST bytes within SECONDS.

    An address of a calendar is as secret as a password: neither it nor a part of it is in any
    error. Raises NothingThere (a page, no calendar), Unreadable (neither), TooLarge, Gone,
    NotFound, Forbidden, TokenRefused and the others of `http`."""
    answer = http.get(
        spelled(address), headers=_asking(bookmark), max_bytes=MOST, seconds=SECONDS
    ).raise_for_trouble(now=now)
    wait = pace.wait(answer, now)
    if answer.status == 304:
        kept = feeds.validators(bookmark, answer, bookmark.body_hash)
        return Subscription(kept, unchanged=True, moved_to=answer.moved_to, wait=wait)
    _check(answer.body)
    own = feeds.mark(answer.body)
    kept = feeds.validators(Bookmark(), answer, own)
    same = own == bookmark.body_hash
    body = b"" if same else answer.body
    return Subscription(kept, body, unchanged=same, moved_to=answer.moved_to, wait=wait)


@contextmanager
def on_disk(body: bytes) -> Iterator[Path]:
    """The calendar as a file of nobody else, for `exports.calendar.read`; gone after the block."""
    with tempfile.TemporaryDirectory(prefix="merkwerk-") as folder:
        path = Path(folder) / "calendar.ics"
        path.write_bytes(body)
        yield path


def _asking(bookmark: Bookmark) -> dict[str, str]:
    return {**feeds.asking(bookmark), "Accept": ACCEPT}


def _check(body: bytes) -> None:
    opening = body[:4_000].lstrip(_SPACE).lower()
    if opening.startswith(b"begin:vcalendar"):
        return
    if opening.startswith((b"<!doctype", b"<html")):
        raise NothingThere("this is a page, no calendar")
    raise Unreadable("this is no calendar")
