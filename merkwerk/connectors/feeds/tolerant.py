"""The forgiving way: feedparser, for documents that are no well-formed XML. It is given bytes and
never an address, and what it returns is read into the same shape as the quick way's."""

from __future__ import annotations

import html
import io
from collections.abc import Mapping, Sequence
from typing import Any

import feedparser

from merkwerk.connectors.feeds.decode import without_controls
from merkwerk.connectors.feeds.entries import Entry, Feed
from merkwerk.connectors.feeds.strict import person

MOST_TAGS = 100_000
"""Above so many tags it would take longer than a worker's patience (30 microseconds each)."""
_FAILURES = (ArithmeticError, AssertionError, AttributeError, LookupError, RuntimeError, TypeError,
             ValueError)  # fmt: skip


def read(body: bytes) -> Feed | None:
    """Whatever can be made of a clean UTF-8 document, or None when nothing can."""
    if body.count(b"<") > MOST_TAGS:
        return None
    try:
        # The header only says that the encoding has been dealt with already.
        found = feedparser.parse(
            io.BytesIO(without_controls(body)),
            response_headers={"content-type": "application/xml; charset=utf-8"},
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except _FAILURES:
        return None
    if not found.get("version") and not found.entries:
        return None
    about = found.feed
    feed = Feed(
        title=_titled(about),
        link=_text(about, "link"),
        language=_text(about, "language"),
        updated=_updated(about) or _text(about, "published"),
    )
    feed.author, feed.author_url = _author(about)
    feed.entries = [_entry(entry) for entry in found.entries]
    return feed


def _text(source: Mapping[str, Any], name: str) -> str:
    value = source.get(name)
    return value.strip() if isinstance(value, str) else ""


def _updated(source: Mapping[str, Any]) -> str:
    """Only what the feed says itself: feedparser would answer with `published` instead."""
    return _text(dict(source), "updated")


def _list(source: Mapping[str, Any], name: str) -> Sequence[Mapping[str, Any]]:
    value = source.get(name)
    return [item for item in value if isinstance(item, Mapping)] if isinstance(value, list) else []


def _entry(source: Mapping[str, Any]) -> Entry:
    body = _body(source)
    entry = Entry(
        guid=_text(source, "id"),
        link=_text(source, "feedburner_origlink") or _text(source, "link"),
        title=_titled(source),
        html=_markup(body),
        published=_text(source, "published") or _text(source, "created"),
        updated=_updated(source),
        language=_text(body, "language"),
        base=_text(body, "base"),
        tags=[_text(tag, "label") or _text(tag, "term") for tag in _list(source, "tags")][:200],
        pictures=_pictures(source),
    )
    entry.author, entry.author_url = _author(source)
    links = _list(source, "links")
    entry.related = [_text(link, "href") for link in links if link.get("rel") == "related"][:20]
    return entry


def _body(source: Mapping[str, Any]) -> Mapping[str, Any]:
    """The fullest account, preferring HTML among several contents."""
    contents = _list(source, "content")
    rich = [part for part in contents if "html" in _text(part, "type")]
    for part in [*rich, *contents]:
        if _text(part, "value"):
            return part
    summary = source.get("summary_detail")
    return summary if isinstance(summary, Mapping) else {}


def _markup(part: Mapping[str, Any]) -> str:
    text = _text(part, "value")
    if _text(part, "type") == "text/plain":
        return html.escape(text, quote=False).replace("\n", "<br>")
    return text


def _titled(source: Mapping[str, Any]) -> str:
    return _text(source, "title")


def _author(source: Mapping[str, Any]) -> tuple[str, str]:
    detail = source.get("author_detail")
    detail = detail if isinstance(detail, Mapping) else {}
    name = _text(detail, "name") or _text(source, "author")
    return person(name), _text(detail, "href")


def _pictures(source: Mapping[str, Any]) -> list[tuple[str, str]]:
    enclosed = [
        (_text(item, "href"), "")
        for item in _list(source, "enclosures")
        if _text(item, "type").startswith("image/")
    ]
    media = [
        (_text(item, "url"), "")
        for item in _list(source, "media_content")
        if _text(item, "medium") == "image" or _text(item, "type").startswith("image/")
    ]
    thumbnails = [(_text(item, "url"), "") for item in _list(source, "media_thumbnail")]
    return (enclosed + (media or thumbnails[:1]))[:20]
