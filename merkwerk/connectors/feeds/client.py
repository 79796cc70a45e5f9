"""Fetching a feed, as seldom and as little as its server likes."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from xxhash import xxh3_128_hexdigest

from merkwerk.connectors.feeds import pace, translate
from merkwerk.connectors.http import Answer, Http
from merkwerk.connectors.values import Bookmark, Page

ACCEPT = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml,"
    " application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, */*;q=0.5"
)


def collect(http: Http, address: str, bookmark: Bookmark, *, now: datetime) -> Page:
    """The new and changed entries of the feed at `address` since `bookmark`.

    `unchanged` when the server says 304, or the body or all of its entries are those of last
    time. `wait` is in seconds; `moved_to` is set after permanent redirects. Keep the page's
    bookmark for the next time. Raises ConnectorError types: Gone for 410, NotFound, Unreadable
    (no feed), and those of `http`."""
    answer = http.get(address, headers=asking(bookmark))
    answer.raise_for_trouble(now=now)
    wait = pace.wait(answer, now)
    if answer.status == 304:
        kept = validators(bookmark, answer, bookmark.body_hash)
        return Page(unchanged=True, bookmark=kept, moved_to=answer.moved_to, wait=wait)
    own = mark(answer.body)
    kept = validators(Bookmark(cursor=bookmark.cursor), answer, own)
    if own == bookmark.body_hash:
        return Page(unchanged=True, bookmark=kept, moved_to=answer.moved_to, wait=wait)
    page = translate.page(
        answer.body,
        address=answer.url,
        now=now,
        content_type=answer.headers.get("content-type", ""),
        cursor=bookmark.cursor,
    )
    kept = replace(kept, cursor=page.bookmark.cursor)
    return replace(page, bookmark=kept, moved_to=answer.moved_to, wait=wait)


def mark(body: bytes) -> str:
    """What tells a body from another one (xxh3, 128 bits)."""
    return xxh3_128_hexdigest(body)


def asking(bookmark: Bookmark) -> dict[str, str]:
    """Ask only for what changed (RFC 9110, section 13)."""
    headers = {"Accept": ACCEPT}
    if bookmark.etag:
        headers["If-None-Match"] = bookmark.etag
    if bookmark.last_modified:
        headers["If-Modified-Since"] = bookmark.last_modified
    return headers


def validators(bookmark: Bookmark, answer: Answer, own: str) -> Bookmark:
    """The bookmark with what the server gave to ask with next time; what is absurd is left."""
    etag = answer.headers.get("etag", "") or bookmark.etag
    modified = answer.headers.get("last-modified", "") or bookmark.last_modified
    return replace(
        bookmark,
        etag=etag if len(etag) <= 300 and etag.isprintable() and etag.isascii() else "",
        last_modified=modified if len(modified) <= 60 and modified.isascii() else "",
        body_hash=own,
    )
