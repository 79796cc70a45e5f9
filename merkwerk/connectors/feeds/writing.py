"""Feeds as we write them ourselves: values in, bytes out.

One feed, three spellings that say the same: RSS 2.0 (https://www.rssboard.org/rss-specification,
with content:encoded, dc:creator and atom:link as in the RSS Best Practices Profile), Atom
(RFC 4287, with RFC 5005's `next`), JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/). A hub is
named as in WebSub, section 4. Addresses must be whole; times must know their zone.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from typing import Any
from xml.sax.saxutils import escape, quoteattr

RSS = "application/rss+xml; charset=utf-8"
ATOM = "application/atom+xml; charset=utf-8"
JSON = "application/feed+json; charset=utf-8"
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_START = '<?xml version="1.0" encoding="utf-8"?>\n'


@dataclass(frozen=True, slots=True)
class Author:
    """Who tells it, by name; `address` is their page."""

    name: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that belongs to an entry: a picture. `size` in bytes, 0 when nobody knows."""

    address: str
    type: str
    size: int = 0
    title: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """An entry. `key` is a whole URI that stays the same whatever the address becomes
    (RFC 4287, section 4.2.6); `content` is clean HTML with whole addresses."""

    key: str
    address: str
    title: str
    content: str
    published: datetime
    updated: datetime
    summary: str = ""
    language: str = ""
    authors: Sequence[Author] = ()
    subjects: Sequence[str] = ()
    pictures: Sequence[Attachment] = ()


@dataclass(frozen=True, slots=True)
class Channel:
    """A feed: `address` is the page it belongs to, `self_at` where each spelling of it stands, and
    `next_at` where its older entries do. `updated` counts when there are no entries."""

    key: str
    title: str
    address: str
    self_at: str
    updated: datetime
    description: str = ""
    language: str = ""
    authors: Sequence[Author] = ()
    entries: Sequence[Told] = ()
    hubs: Sequence[str] = ()
    next_at: str = ""

    def newest(self) -> datetime:
        """When any of it changed last."""
        return max((entry.updated for entry in self.entries), default=self.updated)


def rss(channel: Channel) -> bytes:
    """The feed as RSS 2.0. `channel.self_at` must be the address of this spelling."""
    inner = [
        _tag("title", channel.title),
        _tag("link", channel.address),
        _tag("description", channel.description or channel.title),
        _tag("language", channel.language) if channel.language else "",
        _tag("lastBuildDate", format_datetime(channel.newest())),
        _tag("docs", "https://www.rssboard.org/rss-specification"),
        _tag("ttl", "60"),
        *_links(channel, "application/rss+xml", "atom:link"),
        *(_item(entry) for entry in channel.entries),
    ]
    spaces = (
        'xmlns:atom="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    )
    body = "".join(inner)
    return f'{_START}<rss version="2.0" {spaces}><channel>{body}</channel></rss>\n'.encode()


def atom(channel: Channel) -> bytes:
    """The feed as Atom. `channel.self_at` must be the address of this spelling."""
    inner = [
        _tag("id", channel.key),
        _tag("title", channel.title),
        _tag("subtitle", channel.description) if channel.description else "",
        _tag("updated", _iso(channel.newest())),
        _empty("link", rel="alternate", type="text/html", href=channel.address),
        *_links(channel, "application/atom+xml", "link"),
        *(_author(author) for author in channel.authors or _nobody(channel)),
        *(_entry(entry) for entry in channel.entries),
    ]
    spoken = f" xml:lang={quoteattr(channel.language)}" if channel.language else ""
    body = "".join(inner)
    return f'{_START}<feed xmlns="http://www.w3.org/2005/Atom"{spoken}>{body}</feed>\n'.encode()


def json_feed(channel: Channel) -> bytes:
    """The feed as JSON Feed 1.1. `channel.self_at` must be the address of this spelling."""
    told = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": channel.title,
        "home_page_url": channel.address,
        "feed_url": channel.self_at,
        "description": channel.description,
        "language": channel.language,
        "next_url": channel.next_at,
        "authors": _json_authors(channel.authors),
        "hubs": [{"type": "WebSub", "url": hub} for hub in channel.hubs],
    }
    items = [_filled(_json_item(entry)) for entry in channel.entries]
    whole = {**_filled(told), "items": items}
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def _item(entry: Told) -> str:
    first = entry.pictures[:1]  # RSS has room for one: Best Practices Profile, "enclosure"
    inner = [
        _tag("title", entry.title),
        _tag("link", entry.address),
        _tag("guid", entry.key, isPermaLink="false"),
        _tag("pubDate", format_datetime(entry.published)),
        _tag("atom:updated", _iso(entry.updated)),
        *(_tag("dc:creator", author.name) for author in entry.authors),
        _tag("dc:language", entry.language) if entry.language else "",
        *(_tag("category", subject) for subject in entry.subjects),
        _tag("description", entry.summary) if entry.summary else "",
        _tag("content:encoded", entry.content),
        *(_empty("enclosure", url=p.address, length=str(p.size), type=p.type) for p in first),
    ]
    return f"<item>{''.join(inner)}</item>"


def _entry(entry: Told) -> str:
    spoken = f" xml:lang={quoteattr(entry.language)}" if entry.language else ""
    alternate = {"hreflang": entry.language} if entry.language else {}
    inner = [
        _tag("id", entry.key),
        _tag("title", entry.title),
        _tag("published", _iso(entry.published)),
        _tag("updated", _iso(entry.updated)),
        _empty("link", rel="alternate", type="text/html", **alternate, href=entry.address),
        *(_author(author) for author in entry.authors),
        *(_empty("category", term=subject) for subject in entry.subjects),
        *map(_enclosure, entry.pictures),
        _tag("summary", entry.summary) if entry.summary else "",
        _tag("content", entry.content, type="html"),
    ]
    return f"<entry{spoken}>{''.join(inner)}</entry>"


def _json_item(entry: Told) -> dict[str, Any]:
    return {
        "id": entry.key,
        "url": entry.address,
        "title": entry.title,
        "content_html": entry.content or "<p></p>",
        "summary": entry.summary,
        "image": entry.pictures[0].address if entry.pictures else "",
        "date_published": _iso(entry.published),
        "date_modified": _iso(entry.updated),
        "authors": _json_authors(entry.authors),
        "tags": list(entry.subjects),
        "language": entry.language,
        "attachments": [
            _filled(
                {"url": p.address, "mime_type": p.type, "title": p.title, "size_in_bytes": p.size}
            )
            for p in entry.pictures
        ],
    }


def _json_authors(authors: Sequence[Author]) -> list[dict[str, Any]]:
    return [_filled({"name": author.name, "url": author.address}) for author in authors]


def _filled(told: dict[str, Any]) -> dict[str, Any]:
    """Empty fields are left out: an empty string is no address and no language."""
    return {name: value for name, value in told.items() if value}


def _links(channel: Channel, kind: str, name: str) -> Iterator[str]:
    yield _empty(name, rel="self", type=kind, href=channel.self_at)
    if channel.next_at:
        yield _empty(name, rel="next", type=kind, href=channel.next_at)
    for hub in channel.hubs:
        yield _empty(name, rel="hub", href=hub)


def _enclosure(picture: Attachment) -> str:
    told = {"title": picture.title} if picture.title else {}
    size = {"length": str(picture.size)} if picture.size else {}
    return _empty("link", rel="enclosure", type=picture.type, **size, **told, href=picture.address)


def _author(author: Author) -> str:
    page = _tag("uri", author.address) if author.address else ""
    return f"<author>{_tag('name', author.name)}{page}</author>"


def _nobody(channel: Channel) -> list[Author]:
    """A feed needs an author unless each of its entries has one (RFC 4287, section 4.1.1)."""
    return [Author(channel.title, channel.address)]


def _tag(name: str, text: str, **told: str) -> str:
    return f"<{name}{_told(told)}>{escape(_clean(text))}</{name}>"


def _empty(name: str, **told: str) -> str:
    return f"<{name}{_told(told)}/>"


def _told(told: dict[str, str]) -> str:
    return "".join(f" {name}={quoteattr(_clean(value))}" for name, value in told.items())


def _clean(text: str) -> str:
    """Without the signs that XML 1.0 has no room for (section 2.2)."""
    return _FORBIDDEN.sub("", text)


def _iso(moment: datetime) -> str:
    """RFC 3339, to the second."""
    return moment.isoformat(timespec="seconds")
