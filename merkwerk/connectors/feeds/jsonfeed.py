"""JSON Feed 1.0 and 1.1 (jsonfeed.org)."""

from __future__ import annotations

import html
import json
from typing import Any

from merkwerk.connectors.feeds.entries import Entry, Feed


def read(body: bytes) -> Feed | None:
    """The feed in a JSON document, or None when it is broken or something else."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(found, dict) or "jsonfeed.org" not in str(found.get("version", "")):
        return None
    feed = Feed(
        title=html.escape(_text(found, "title"), quote=False),
        link=_text(found, "home_page_url"),
        language=_text(found, "language"),
    )
    feed.author, feed.author_url = _author(found)
    feed.entries = [_entry(item) for item in _list(found, "items") if isinstance(item, dict)]
    return feed


def _list(source: dict[str, Any], name: str) -> list[Any]:
    value = source.get(name)
    return value if isinstance(value, list) else []


def _text(source: dict[str, Any], name: str) -> str:
    """A string, or a number that was meant to be one (ids of 1.0 were often numbers)."""
    value = source.get(name)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)[:100]
    return value if isinstance(value, str) else ""


def _entry(item: dict[str, Any]) -> Entry:
    enclosed = [part for part in _list(item, "attachments") if isinstance(part, dict)]
    pictures = [(_text(item, "image") or _text(item, "banner_image"), "")]
    pictures += [
        (_text(part, "url"), _text(part, "title"))
        for part in enclosed[:50]
        if _text(part, "mime_type").startswith("image/")
    ]
    entry = Entry(
        guid=_text(item, "id"),
        link=_text(item, "url") or _text(item, "external_url"),
        title=html.escape(_text(item, "title"), quote=False),
        html=_text(item, "content_html") or _escaped(item),
        published=_text(item, "date_published"),
        updated=_text(item, "date_modified"),
        language=_text(item, "language"),
        tags=[tag for tag in _list(item, "tags") if isinstance(tag, str)][:200],
        pictures=[picture for picture in pictures if picture[0]],
        related=[_text(item, "external_url")] if _text(item, "url") else [],
    )
    entry.author, entry.author_url = _author(item)
    return entry


def _escaped(item: dict[str, Any]) -> str:
    text = _text(item, "content_text") or _text(item, "summary")
    return html.escape(text, quote=False).replace("\n", "<br>")


def _author(source: dict[str, Any]) -> tuple[str, str]:
    """The first of `authors` (1.1), or `author` (1.0)."""
    for author in [*_list(source, "authors"), source.get("author")]:
        if isinstance(author, dict) and _text(author, "name"):
            return _text(author, "name"), _text(author, "url")
    return "", ""
