"""Made pages in the memory of one process, ready to be sent, within a bound."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Sequence

from django.utils.http import http_date

from merkwerk.pages.models import MadePage

RAW, GZIP, BROTLI = 0, 1, 2
NAMES = ("", "gzip", "br")
COLUMNS = (("raw", "gzip"), ("raw", "gzip"), ("raw", "brotli"))
OVERHEAD = 4_000
"""About what a page takes besides its bytes: headers, lists, places in the tables."""

Headers = list[tuple[str, str]]
Sent = tuple[tuple[Headers, Headers], list[bytes], tuple[Headers, Headers]]
"""Headers for a plain and for an encrypted line, the body, and the headers when nothing is new."""
AGAIN = {"cache-control", "vary"}
"""What whoever has the page already is told again, beside the tag; the rest it kept with it."""


class Page:
    """One page: `sent` for each way of packing, None when it was not asked for in that way yet."""

    __slots__ = ("date", "path", "sent", "size", "tag")

    def __init__(self, path: str, tag: str, date: str) -> None:
        self.path = path
        self.tag = tag
        self.date = date
        self.sent: list[Sent | None] = [None, None, None]
        self.size = OVERHEAD

    def is_known(self, seen: str | None, since: str | None) -> bool:
        """Whether whoever asks has this very page, by the tags it has `seen` or else the date."""
        return self.tag in seen if seen is not None else since == self.date


class Memory:
    """`known` is all that is held; `fresh`, which the door looks into, only what was found valid
    since the last change anywhere. Turning it over costs nothing, and each page is asked after
    once when somebody wants it: one short query, never an old page."""

    def __init__(self, *, most: int, secure: Sequence[tuple[str, str]] = ()) -> None:
        self.fresh: dict[str, Page] = {}
        self.known: dict[str, Page] = {}
        self.held = 0
        self._most = most
        self._secure = list(secure)
        self._lock = threading.Lock()

    def turn(self) -> None:
        """Something changed: whatever is held has to be found valid anew."""
        self.fresh = {}

    def find(self, path: str, way: int) -> Page | None:
        """The page at `path`, packed in this `way`, as it stands in the database now, or None when
        none is made. One query when it is held already, and one that reads it otherwise. Raises
        what the database raises."""
        fresh = self.fresh  # The one of before the query: a change meanwhile puts it aside.
        page = self.known.get(path)
        rows = MadePage.objects.made().filter(path=told(path))
        held = page is not None and page.sent[way] is not None
        if page is not None and held and rows.filter(tag=page.tag).exists():
            fresh[path] = page
            return page
        row = rows.defer(*({"raw", "gzip", "brotli"} - set(COLUMNS[way]))).first()
        if row is None:
            self._forget(path)
            return None
        if page is None or page.tag != row.tag:
            page = Page(path, row.tag, _date(row))
        self._take(page, row, way)
        fresh[path] = page
        return page

    def _take(self, page: Page, row: MadePage, way: int) -> None:
        body, way_sent = _body(row, way)
        whole, again = self._headers(row, way_sent, len(body))
        sent = (self._on_lines(whole), [body], self._on_lines(again))
        with self._lock:
            self._let_go(page.path)
            page.sent[way] = sent
            page.size += len(body)
            self.held += page.size
            self.known[page.path] = page
            while self.held > self._most and len(self.known) > 1:
                oldest = next(iter(self.known))
                self._let_go(oldest)

    def _forget(self, path: str) -> None:
        with self._lock:
            self._let_go(path)

    def _let_go(self, path: str) -> None:
        gone = self.known.pop(path, None)
        if gone is not None:
            self.held -= gone.size
            self.fresh.pop(path, None)

    def _headers(self, row: MadePage, way: int, length: int) -> tuple[Headers, Headers]:
        """As Django sent them, and what belongs to this way of packing; beside them those that say
        that nothing is new."""
        kept = [(name, value) for name, value in row.headers]
        tag = ("ETag", f'"{row.tag}{("", "-g", "-b")[way]}"')
        again = [*(one for one in kept if one[0].lower() in AGAIN), tag]
        kept.append(("Content-Length", str(length)))
        if way:
            kept.append(("Content-Encoding", NAMES[way]))
        return [*kept, tag, ("Last-Modified", _date(row))], again

    def _on_lines(self, headers: Headers) -> tuple[Headers, Headers]:
        return headers, [*headers, *self._secure]


def told(path: str) -> str:
    """A path as it stands in the database; one that is no UTF-8 stands nowhere."""
    return path.encode("latin-1").decode("utf-8", "replace")


def _date(row: MadePage) -> str:
    return http_date(row.changed_at.timestamp() if row.changed_at else 0)


def _body(row: MadePage, way: int) -> tuple[bytes, int]:
    if row.raw is not None:
        return bytes(row.raw), RAW
    if way == BROTLI:
        return bytes(row.brotli or b""), BROTLI
    zipped = bytes(row.gzip or b"")
    return (zipped, GZIP) if way == GZIP else (gzip.decompress(zipped), RAW)
