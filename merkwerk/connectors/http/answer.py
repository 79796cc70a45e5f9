"""What came back, and what its status means for the one who asked."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from merkwerk.connectors.errors import (
    ConnectorError,
    Forbidden,
    Gone,
    NotFound,
    RateLimited,
    Rejected,
    ServerTrouble,
    TokenRefused,
    Unreadable,
)
from merkwerk.connectors.http.charset import known_charset

LONGEST_WAIT = 7 * 24 * 3600.0
AN_HOUR = 3600.0
_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
_EPOCH = 1_000_000_000
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_SECRET = re.compile(r"[A-Za-z0-9_\-.~+/=]{30,}")
_MARKUP = re.compile(r"<[^<>]*>")
_TYPES: dict[int, type[ConnectorError]] = {
    401: TokenRefused,
    403: Forbidden,
    404: NotFound,
    408: ServerTrouble,
    410: Gone,
    429: RateLimited,
    451: Forbidden,
}


class Headers(Mapping[str, str]):
    """Header fields by name in any case; a field sent several times is joined with a comma."""

    def __init__(self, pairs: Iterable[tuple[str, str]] = ()) -> None:
        self._fields: dict[str, str] = {}
        for name, value in pairs:
            key = name.lower()
            self._fields[key] = f"{self._fields[key]}, {value}" if key in self._fields else value

    def __getitem__(self, name: str) -> str:
        return self._fields[name.lower()]

    def __iter__(self) -> Iterator[str]:
        return iter(self._fields)

    def __len__(self) -> int:
        return len(self._fields)

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and name.lower() in self._fields

    def __repr__(self) -> str:
        return f"Headers({sorted(self._fields)})"


@dataclass(frozen=True, slots=True)
class Hop:
    """One redirect: its status, and the address it led to."""

    status: int
    url: str


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer, already read and unpacked. `url` is the last address after redirects."""

    status: int
    headers: Headers = field(default_factory=Headers)
    body: bytes = b""
    url: str = ""
    hops: tuple[Hop, ...] = ()

    def json(self) -> Any:
        """The body as JSON. Raises Unreadable when it is none, or nested absurdly deep."""
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError) as trouble:
            raise Unreadable("the answer is not JSON") from trouble

    def text(self) -> str:
        """The body as text by its declared charset, else UTF-8; wrong bytes become U+FFFD."""
        found = _CHARSET.search(self.headers.get("content-type", ""))
        name = known_charset(found.group(1)) if found else ""
        return self.body.decode(name or "utf-8", "replace")

    @property
    def moved_to(self) -> str:
        """Where the address lives from now on: the end of an unbroken start of permanent
        redirects (301, 308), else empty."""
        place = ""
        for hop in self.hops:
            if hop.status not in (301, 308):
                break
            place = hop.url
        return place

    @property
    def server_time(self) -> datetime:
        """The server's own clock (`Date`), against which a reset of its limits is meant; long ago
        when it tells none."""
        return _moment(self.headers.get("date", "")) or _LONG_AGO

    def wait_within_an_hour(self) -> float | None:
        """Seconds until we may ask again by the server's own clock, at most an hour whatever it
        says; None when it asks nothing."""
        wait = self.wait(self.server_time)
        return None if wait is None else min(wait, AN_HOUR)

    def wait(self, now: datetime) -> float | None:
        """Seconds the server asks to wait, at most a week, or None. Reads Retry-After (RFC 9110,
        seconds or date) and, once nothing remains, the reset of X-RateLimit-* (Mastodon: date;
        others: epoch) and RateLimit-* (Bluesky: epoch; IETF draft: seconds)."""
        asked = _seconds(self.headers.get("retry-after", ""), now)
        if asked is None and (self.status in (429, 503) or self._nothing_remains()):
            resets = (self.headers.get(f"{p}ratelimit-reset", "") for p in ("x-", ""))
            asked = next((s for s in (_seconds(r, now) for r in resets) if s is not None), None)
        return asked

    def raise_for_trouble(self, *, now: datetime) -> Answer:
        """This very answer when it is 2xx or 304; else the ConnectorError its status stands for,
        with the server's own short reason (never a token) and its wish to wait."""
        if 200 <= self.status < 300 or self.status == 304:
            return self
        wait = self.wait(now)
        kind = _TYPES.get(self.status)
        if kind is Forbidden and "retry-after" in self.headers:
            kind = RateLimited
        if kind is None:
            kind = _kind_of(self.status)
        raise kind(self._reason(), wait=wait)

    def _nothing_remains(self) -> bool:
        names = ("x-ratelimit-remaining", "ratelimit-remaining")
        return any(self.headers.get(name, "").strip() == "0" for name in names)

    def _reason(self) -> str:
        told = _told(self)
        return f"{self.status}: {told}" if told else str(self.status)


def _kind_of(status: int) -> type[ConnectorError]:
    if 400 <= status < 500:
        return Rejected
    return ServerTrouble if status >= 500 else Unreadable


def _told(answer: Answer) -> str:
    """The server's own words in a JSON or short text answer, without markup and long tokens."""
    body = answer.body[:4000]
    told = ""
    if body.lstrip()[:1] == b"{":
        try:
            found = json.loads(answer.body)
        except (ValueError, RecursionError):
            found = {}
        keys = ("error_description", "message", "error")
        told = next((found[k] for k in keys if isinstance(found.get(k), str) and found[k]), "")
    elif "text/plain" in answer.headers.get("content-type", ""):
        told = body.decode("utf-8", "replace")
    words = " ".join(_MARKUP.sub(" ", told[:600]).split())
    return _SECRET.sub("…", words)[:280]


def _seconds(text: str, now: datetime) -> float | None:
    """Seconds from `now` that a header names: a number of seconds, an epoch, or a date."""
    text = text.partition(",")[0] if text[:1].isdigit() and "T" not in text else text
    text = text.strip()
    if not text or len(text) > 60:
        return None
    try:
        number = float(text)
    except ValueError:
        moment = _moment(text)
        number = float("nan") if moment is None else (moment - now).total_seconds()
    else:
        number = number - now.timestamp() if number > _EPOCH else number
    if number != number:  # nan
        return None
    return min(max(number, 0.0), LONGEST_WAIT)


def _moment(text: str) -> datetime | None:
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            moment = read(text)
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return None
