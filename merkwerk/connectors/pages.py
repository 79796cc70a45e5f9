"""What a web page says about itself. Linear on hostile input: tags are found by a bounded
pattern, never by a parser that repairs."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

from merkwerk.connectors import content
from merkwerk.connectors.http import Answer
from merkwerk.connectors.http.charset import known_charset

_HEAD = 512 * 1024
_TAG = re.compile(r"<(html|base|link|meta|a)\s([^<>]{1,4000})>", re.IGNORECASE)
_FIELD = re.compile(r"([a-zA-Z][a-zA-Z0-9:-]{0,40})\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
_TITLE = re.compile(r"<title[^<>]{0,200}>([^<]{0,2000})", re.IGNORECASE)
_HIDDEN = re.compile(r"<!--|-->|</?(?:script|style|template|noscript)\b", re.IGNORECASE)
_META_CHARSET = re.compile(rb"<meta[^<>]{0,200}?charset\s*=\s*[\"']?([A-Za-z0-9_.:-]{1,40})", re.I)
_MAIN = ("article", "main", "body")
FEED_TYPES = frozenset(
    ("application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml")
)
_NOSCRIPT = re.compile(r"</?noscript\b[^<>]{0,200}>", re.IGNORECASE)
_REFRESH = re.compile(
    r"\s*(\d{0,6})(?:\.[\d.]*)?\s*[;,\s]\s*(?:url\s*=\s*)?[\"']?([^\"']{1,2000})", re.IGNORECASE
)
SOON = 5
MOST_LINKS = 2000


@dataclass(slots=True)
class Head:
    """A page's own words; addresses are absolute and safe, in the order they stand."""

    title: str = ""
    description: str = ""
    language: str = ""
    canonical: str = ""
    author: str = ""
    site: str = ""
    published: str = ""
    modified: str = ""
    robots: str = ""
    image: str = ""
    feeds: list[tuple[str, str]] = field(default_factory=list)
    links: list[str] = field(default_factory=list)


def text_of(answer: Answer) -> str:
    """The page as text: by its byte order mark, the server's charset, its own meta, else UTF-8."""
    body = answer.body
    if body[:3] == b"\xef\xbb\xbf":
        return body[3:].decode("utf-8", "replace")
    if body[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return body.decode("utf-16", "replace")
    if "charset" in answer.headers.get("content-type", "").lower():
        return answer.text()
    found = _META_CHARSET.search(body[:4096])
    name = known_charset(found.group(1).decode("ascii")) if found else ""
    return body.decode(name or "utf-8", "replace")


def is_page(answer: Answer) -> bool:
    """Whether this is a web page, by what it says or by how it starts."""
    kind = answer.headers.get("content-type", "").lower()
    start = answer.body[:1024].lstrip().lower()
    return "html" in kind or start.startswith((b"<!doctype html", b"<html", b"<head"))


def head(text: str, address: str) -> Head:
    """Everything `Head` holds, from a page that was fetched from `address`."""
    text = _seen(text[:_HEAD])
    found = Head()
    metas: dict[str, str] = {}
    base = address
    for name, fields in _tags(text):
        if name == "html":
            found.language = found.language or fields.get("lang", "")
        elif name == "base" and base == address:
            base = _absolute(address, fields.get("href", "")) or address
        elif name == "link":
            _link(found, fields, base)
        elif name == "a" and len(found.links) < MOST_LINKS and fields.get("href"):
            found.links.append(fields["href"])
        elif name == "meta":
            key = (fields.get("name") or fields.get("property") or "").lower()
            metas.setdefault(key, fields.get("content", ""))
    found.links = [link for link in (_absolute(base, href) for href in found.links) if link]
    title = _TITLE.search(text)
    _describe(found, metas, title.group(1) if title else "", base)
    return found


def leads_on(text: str, address: str) -> str:
    """Where a page leads its reader within five seconds by `<meta http-equiv="refresh">` (HTML,
    4.2.5.3), else "". For readers without script (`noscript`) only when that is another host: many
    pages have a variant of themselves there."""
    for hidden in (False, True):
        seen = _seen(_NOSCRIPT.sub("", text[:_HEAD]) if hidden else text[:_HEAD])
        for name, fields in _tags(seen):
            if name != "meta" or fields.get("http-equiv", "").lower() != "refresh":
                continue
            found = _REFRESH.match(fields.get("content", ""))
            if found is None or int(found[1] or 0) > SOON:
                continue
            place = _absolute(address, found[2].strip())
            other = urlsplit(place).hostname != urlsplit(address).hostname
            if place and (other or not hidden):
                return place
    return ""


def tags(text: str) -> Iterator[tuple[str, dict[str, str]]]:
    """The `html`, `base`, `link`, `meta` and `a` tags of a page in their order, with their fields;
    what stands in comments, scripts and templates is none of the page."""
    return _tags(_seen(text[:_HEAD]))


def main_part(text: str) -> str:
    """The markup of the part that is read: the article, else the main part, else the body."""
    for name in _MAIN:
        start = re.search(rf"<{name}[\s>]", text, re.IGNORECASE)
        if start:
            ends = [found.start() for found in re.finditer(f"</{name}", text, re.IGNORECASE)]
            return text[start.start() : max([*ends, start.start()]) if ends else len(text)]
    return text


def _seen(text: str) -> str:
    """The text without comments, scripts and styles, whose words are not the page's."""
    parts: list[str] = []
    at, closing = 0, ""
    for found in _HIDDEN.finditer(text):
        mark = found.group(0).lower()
        if not closing and not mark.startswith(("</", "--")):
            parts.append(text[at : found.start()])
            closing = "-->" if mark == "<!--" else f"</{mark[1:]}"
        elif mark == closing:
            at, closing = found.end(), ""
    return "".join(parts) + ("" if closing else text[at:])


def _tags(text: str) -> Iterator[tuple[str, dict[str, str]]]:
    for found in _TAG.finditer(text):
        fields: dict[str, str] = {}
        for field_ in _FIELD.finditer(found.group(2)):
            value = field_.group(2) or field_.group(3) or field_.group(4) or ""
            fields.setdefault(field_.group(1).lower(), html.unescape(value).strip())
        yield found.group(1).lower(), fields


def _absolute(base: str, href: str) -> str:
    try:
        return content.safe_url(urljoin(base, href)) if href else ""
    except ValueError:
        return ""


def _link(found: Head, fields: dict[str, str], base: str) -> None:
    rels = fields.get("rel", "").lower().split()
    place = _absolute(base, fields.get("href", ""))
    kind = fields.get("type", "").lower().partition(";")[0].strip()
    if "canonical" in rels and not found.canonical:
        found.canonical = place
    elif place and ("feed" in rels or ("alternate" in rels and _is_feed(kind, place))):
        found.feeds.append((place, content.line(fields.get("title", ""), content.TITLE)))


def _is_feed(kind: str, place: str) -> bool:
    """JSON Feed 1.0 used the plain JSON type; so do WordPress pages for their own interface."""
    plain_json = kind == "application/json" and "feed" in place and "wp-json" not in place
    return kind in FEED_TYPES or plain_json


def _describe(found: Head, metas: dict[str, str], title: str, base: str) -> None:
    def first(*names: str) -> str:
        return next((metas[name] for name in names if metas.get(name)), "")

    found.title = content.line(first("og:title", "twitter:title") or html.unescape(title), 500)
    found.description = content.line(
        first("og:description", "description", "twitter:description", "dc.description"), 2000
    )
    found.language = found.language or first("og:locale", "dc.language", "language")
    found.author = content.line(first("author", "article:author", "dc.creator"), 200)
    found.site = content.line(first("og:site_name", "application-name"), 200)
    found.published = first("article:published_time", "dc.date", "date", "dcterms.created")
    found.modified = first("article:modified_time", "dcterms.modified")
    found.robots = first("robots").lower()
    found.image = _absolute(base, first("og:image:secure_url", "og:image", "twitter:image"))
