"""The page that says it links to ours: whether it does (section 3.2.2), and what it says about who
wrote it and what they did, by microformats (h-entry)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from html.parser import HTMLParser
from typing import Any, Literal
from urllib.parse import urldefrag, urljoin, urlsplit

import mf2py
import nh3

from merkwerk.connectors import content, pages
from merkwerk.connectors.errors import ConnectorError, Unreadable
from merkwerk.connectors.http import Answer, Http

MOST_BYTES = 1024 * 1024
MOST_SIGNS = 500_000
"""So much of a page is looked at; a link further down is not found."""
SECONDS = 15.0
_LINKING = {"a": "href", "area": "href", "img": "src", "video": "src", "audio": "src"}
_CLEANER = nh3.Cleaner(
    tags=content.READ_TAGS
    | {"header", "footer", "main", "nav", "aside", "figure", "address"}
    | {"span", "time", "data", "area", "video", "audio"},
    attributes={
        "*": {"class", "lang"},
        "a": {"href"},
        "area": {"href"},
        "img": {"src", "alt"},
        "video": {"src"},
        "audio": {"src"},
        "time": {"datetime"},
        "data": {"value"},
    },
    url_schemes={"http", "https"},
    link_rel=None,
)
Kind = Literal["reply", "mention", "like", "share"]


class NoLink(ConnectorError):
    """The page is there, but doesn't link to ours (any more)."""

    code = "no-link"
    lasting = True


@dataclass(frozen=True, slots=True)
class Mention:
    """What the page says: who (name and own page), what they did, in which words (clean HTML, maybe
    empty), when. `url` is where it is read best."""

    kind: Kind
    name: str
    address: str
    words_html: str
    url: str
    published: datetime | None


def read_source(http: Http, *, source: str, target: str, now: datetime) -> Mention:
    """Fetches `source` through the guard and reads it. Raises Gone for 410, NoLink when it doesn't
    link to `target`, Unreadable for what is no page or text, and what else kept it from being read.
    At most 1 MB and 15 seconds, redirects included."""
    answer = http.get(
        source,
        headers={"accept": "text/html, text/plain;q=0.5"},
        max_bytes=MOST_BYTES,
        seconds=SECONDS,
    ).raise_for_trouble(now=now)
    if not pages.is_page(answer):
        return _plain(answer, target)
    page = _ordered(pages.text_of(answer), answer.url)
    if _plain_address(target) not in page.links:
        raise NoLink("the page does not link to ours")
    return _told(page, answer.url, target)


@dataclass(frozen=True, slots=True)
class _Page:
    """A page whose markup is in order: without scripts, closed, of bounded depth."""

    raw: str
    html: str
    links: frozenset[str]


def _ordered(text: str, address: str) -> _Page:
    """Hostile markup is put in order by nh3 first, so that what reads it takes linear time."""
    fields = next((fields for name, fields in pages.tags(text) if name == "base"), {})
    base = _joined(address, fields.get("href", "")) if fields.get("href") else address
    html = _CLEANER.clean(content.tamed(_without_drawings(text), MOST_SIGNS))
    listener = _Links(base)
    listener.feed(html)
    listener.close()
    return _Page(text, html, frozenset(listener.found))


def _without_drawings(text: str) -> str:
    """Drawings hold no links to us, and hundreds of tags that look nested."""
    kept, at = [], 0
    low = text.lower()
    while (start := low.find("<svg", at)) >= 0 and (end := low.find("</svg>", start)) >= 0:
        kept.append(text[at:start])
        at = end + 6
    return "".join(kept) + text[at:]


class _Links(HTMLParser):
    """Collects the addresses a page links to or shows."""

    def __init__(self, base: str) -> None:
        super().__init__(convert_charrefs=True)
        self.base = base
        self.found: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        place = dict(attrs).get(_LINKING.get(tag, ""))
        if place is not None:
            self.found.add(_plain_address(_joined(self.base, place)))


def _joined(base: str, place: str) -> str:
    try:
        return urljoin(base, place.strip())
    except ValueError:
        return ""


def _plain_address(address: str) -> str:
    return urldefrag(address)[0].rstrip("/")


def _plain(answer: Answer, target: str) -> Mention:
    if "text/plain" not in answer.headers.get("content-type", "").lower():
        raise Unreadable("neither a page nor text")
    if target not in answer.text():
        raise NoLink("the text does not name our page")
    return Mention("mention", "", "", "", answer.url, None)


def _told(page: _Page, address: str, target: str) -> Mention:
    entry = _entry(page.html, address, target)
    if entry is None:
        head = pages.head(page.raw, address)
        words = content.line(head.description or head.title, 500)
        return Mention("mention", head.author, "", _escaped(words), address, None)
    properties: dict[str, Any] = entry["properties"]
    author = _author(properties)
    kind = _kind(properties, target)
    words = "" if kind in {"like", "share"} else _words(properties)
    return Mention(
        kind=kind,
        name=content.line(author[0], 200),
        address=content.safe_url(author[1]),
        words_html=words,
        url=_own(content.safe_url(_text(properties.get("url"))), address) or address,
        published=_moment(_text(properties.get("published"))),
    )


def _own(url: str, address: str) -> str:
    """The address a page gives itself, when it is of the site that was asked: nobody speaks in the
    name of another."""
    return url if url and urlsplit(url).netloc == urlsplit(address).netloc else ""


def _entry(text: str, address: str, target: str) -> dict[str, Any] | None:
    """The h-entry that speaks of our page; else the first one."""
    try:
        parsed = mf2py.parse(doc=text, url=address, html_parser="html.parser")
        found = list(_entries(parsed.get("items", []), 0))
    except (RecursionError, ValueError, AttributeError, KeyError, TypeError, IndexError):
        return None
    for one in found:
        if _kind(one["properties"], target) != "mention":
            return one
    return found[0] if found else None


def _entries(items: Any, depth: int) -> Iterator[dict[str, Any]]:
    for item in items if isinstance(items, list) and depth < 10 else []:
        if not isinstance(item, dict):
            continue
        if "h-entry" in item.get("type", []):
            yield item
        yield from _entries(item.get("children", []), depth + 1)


def _kind(properties: dict[str, Any], target: str) -> Kind:
    names: tuple[tuple[str, Kind], ...] = (
        ("in-reply-to", "reply"),
        ("like-of", "like"),
        ("repost-of", "share"),
    )
    for name, kind in names:
        if any(
            _plain_address(place) == _plain_address(target)
            for place in _addresses(properties.get(name))
        ):
            return kind
    return "mention"


def _addresses(values: Any) -> Iterator[str]:
    for value in values or []:
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            yield from (
                one for one in value.get("properties", {}).get("url", []) if isinstance(one, str)
            )
            if isinstance(value.get("value"), str):
                yield value["value"]


def _author(properties: dict[str, Any]) -> tuple[str, str]:
    for value in properties.get("author") or []:
        if isinstance(value, str):
            return ("", value) if value.startswith("http") else (value, "")
        if isinstance(value, dict):
            told = value.get("properties", {})
            return _text(told.get("name")) or _text([value.get("value")]), _text(told.get("url"))
    return "", ""


def _words(properties: dict[str, Any]) -> str:
    for value in properties.get("content") or []:
        if isinstance(value, dict) and isinstance(value.get("html"), str):
            return content.clean(value["html"])
        if isinstance(value, str):
            return _escaped(value)
    said = _text(properties.get("summary")) or _text(properties.get("name"))
    return _escaped(said)


def _text(values: Any) -> str:
    for value in values or []:
        if isinstance(value, str):
            return value
        if isinstance(value, dict) and isinstance(value.get("value"), str):
            return str(value["value"])
    return ""


def _escaped(words: str) -> str:
    return f"<p>{escape(words[:10_000])}</p>" if words else ""


def _moment(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text.strip()[:40])
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
