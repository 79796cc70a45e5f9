"""Sitemaps: values in, bytes out (https://www.sitemaps.org/protocol.html, with Google's extensions
for news and for pictures: developers.google.com/search/docs/crawling-indexing/sitemaps).

A file holds at most MOST addresses and an index at most MOST files; addresses must be whole."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from xml.sax.saxutils import escape

MOST = 50_000
MOST_NEWS = 1_000
MOST_PICTURES = 1_000
TYPE = "application/xml; charset=utf-8"
_START = '<?xml version="1.0" encoding="utf-8"?>\n'
_SPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_NEWS = "http://www.google.com/schemas/sitemap-news/0.9"
_PICTURES = "http://www.google.com/schemas/sitemap-image/1.1"


@dataclass(frozen=True, slots=True)
class Place:
    """One address, when it changed, and what there is of news and pictures."""

    address: str
    changed: datetime | None = None
    pictures: Sequence[str] = ()
    paper: str = ""
    language: str = ""
    title: str = ""
    published: datetime | None = None


def index(files: Iterable[tuple[str, datetime | None]]) -> bytes:
    """The file that names the others, each with when it changed last."""
    inner = "".join(
        f"<sitemap>{_tag('loc', address)}{_changed(moment)}</sitemap>" for address, moment in files
    )
    return f'{_START}<sitemapindex xmlns="{_SPACE}">{inner}</sitemapindex>\n'.encode()


def sitemap(places: Iterable[Place]) -> bytes:
    """A file of addresses. A place with `published` is told as news (at most two days old and
    MOST_NEWS in a file, says Google: the caller chooses), pictures as pictures."""
    inner = "".join(map(_place, places))
    spaces = f'xmlns="{_SPACE}" xmlns:news="{_NEWS}" xmlns:image="{_PICTURES}"'
    return f"{_START}<urlset {spaces}>{inner}</urlset>\n".encode()


def _place(place: Place) -> str:
    pictures = "".join(
        f"<image:image>{_tag('image:loc', one)}</image:image>"
        for one in place.pictures[:MOST_PICTURES]
    )
    news = _news(place) if place.published else ""
    return f"<url>{_tag('loc', place.address)}{_changed(place.changed)}{news}{pictures}</url>"


def _news(place: Place) -> str:
    paper = _tag("news:name", place.paper) + _tag("news:language", place.language)
    when = _tag("news:publication_date", place.published.isoformat(timespec="seconds"))  # type: ignore[union-attr]
    told = f"<news:publication>{paper}</news:publication>{when}{_tag('news:title', place.title)}"
    return f"<news:news>{told}</news:news>"


def _changed(moment: datetime | None) -> str:
    return _tag("lastmod", moment.isoformat(timespec="seconds")) if moment else ""


def _tag(name: str, text: str) -> str:
    return f"<{name}>{escape(text)}</{name}>"
