"""What others wrote, made safe: an allow-list for markup, plain text beside it, and caps.

Everything here is linear in its input, never raises, and cuts off what is absurdly long."""

from __future__ import annotations

import html as entities
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin

import nh3

from merkwerk.connectors.errors import BadAddress
from merkwerk.connectors.http import safe_target
from merkwerk.engine.text import without_tricks

TITLE = 500
TEXT = 20_000
LINKS = TAGS = MENTIONS = 50
PICTURES = 8
URL = 1_000
_MARKUP = 200_000
_DEPTH = 200


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_TAGS = _words(
    "a abbr b blockquote br cite code dd del dl dt em h1 h2 h3 h4 h5 h6 hr i ins kbd li ol p pre"
    " q s samp small strong sub sup table tbody td th thead tr u ul"
)
READ_TAGS = _TAGS | _words("img div section article figcaption")
_ATTRIBUTES = {"a": {"href"}, "abbr": {"title"}, "*": {"lang", "dir"}}
_DROPPED = _words(
    "script style template noscript iframe object embed svg math select textarea title"
)
_SCHEMES = frozenset(("http", "https", "mailto"))
_PARAGRAPHS = _words("p blockquote ul ol dl pre h1 h2 h3 h4 h5 h6 table hr div section article")
_LINES = frozenset(("br", "li", "tr", "dt", "dd", "figcaption"))
_SPACED = frozenset(("td", "th"))
# What closes itself or its like cannot be nested deeply (HTML standard, optional tags).
_FLAT = _words("br hr img wbr input meta link p li dt dd tr td th option col source area")
_STRAY = re.compile(r"&(?!(?:#[0-9A-Za-z]{1,8}|[A-Za-z][0-9A-Za-z]{1,31});)")
_RELATIVE = re.compile(r"(?:href|src)\s*=\s*[\"']?\s*(?!https?:|mailto:|[\"'\s])", re.IGNORECASE)
_OPENING = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")

_EMPTY_LINES = re.compile(r"\n{3,}")
_SHOWN_URL = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)


# An address that already is in its one spelling; parsing it would give itself.
_SPELLED = re.compile(
    r"https?://(?:[a-z0-9][a-z0-9-]{0,62}\.){1,8}[a-z][a-z0-9-]{1,62}"
    r"/(?:[A-Za-z0-9_~!$&()*+,;=:@/?-]|%[0-9A-F]{2}|(?<!/)\.){0,1000}"
)


@dataclass(frozen=True, slots=True)
class Reading:
    """One piece of foreign markup, taken apart: clean `html`, `text` with line breaks, the
    addresses it links to and the pictures it shows (address, description), each within its cap."""

    html: str
    text: str
    links: tuple[str, ...]
    pictures: tuple[tuple[str, str], ...]


def clean(html: str, *, near: str = "") -> str:
    """Only allowed tags and attributes, links to http, https and mailto with
    `rel="noopener nofollow"`, no pictures (they would tell the reader's address to strangers).
    Relative links are resolved against `near` or dropped. Cleaning twice changes nothing."""
    return _ordered(_FINAL, tamed(html), near)


def read(html: str, *, near: str = "") -> Reading:
    """Markup taken apart in one go, see `Reading`. `near` as in `clean`."""
    listener = _listen(html, near)
    links = few((safe_url(link) for link in listener.links), LINKS)
    pictures = ((safe_url(place), line(words, TITLE)) for place, words in listener.pictures)
    shown = tuple(dict.fromkeys(pair for pair in pictures if pair[0]))[:PICTURES]
    return Reading(clean(html, near=near), block("".join(listener.parts), TEXT), links, shown)


def plain(html: str) -> str:
    """The words with line breaks between blocks. A link whose words are an address, perhaps
    shortened as networks do, is written out in full; other links keep their words."""
    return block("".join(_listen(html, "").parts), TEXT)


def links_in(html: str) -> tuple[str, ...]:
    """The addresses the markup links to, each once, at most LINKS, only safe ones."""
    return few((safe_url(link) for link in _listen(html, "").links), LINKS)


def line(text: str, limit: int) -> str:
    """One clean line of at most `limit` signs; "…" ends it where it was cut."""
    return _cut(" ".join(without_tricks(text[: 8 * limit]).split()), limit)


def block(text: str, limit: int) -> str:
    """Clean lines, at most one empty line between them, at most `limit` signs in all."""
    rows = without_tricks(text[: 8 * limit].strip()).split("\n")
    lines = "\n".join(" ".join(row.split()) for row in rows)
    return _cut(_EMPTY_LINES.sub("\n\n", lines).strip(), limit)


def title(text: str) -> str:
    """A title as one line of plain text, whether it came with markup in it or not."""
    text = text[: 20 * TITLE]
    if "<" in text or "&" in text:
        text = "".join(_listen(text, "").parts)
    return line(text, TITLE)


def safe_url(url: str) -> str:
    """The address in its one spelling with its fragment, or "" when it is not a plain http or
    https address, or longer than URL signs."""
    if not url:
        return ""
    if len(url) <= URL and _SPELLED.fullmatch(url):
        return url
    place, mark, fragment = url.strip().partition("#")
    try:
        safe = safe_target(place)
    except BadAddress:
        return ""
    if mark and re.fullmatch(r"[!-~]*", fragment) and not re.search(r"[<>\"\\^`{|}]", fragment):
        safe = f"{safe}#{fragment}"
    return safe if len(safe) <= URL else ""


def few(items: Iterable[str], most: int) -> tuple[str, ...]:
    """The first `most` items, each once, empty ones left out; order kept."""
    kept: dict[str, None] = {}
    for item in items:
        if item:
            kept[item] = None
            if len(kept) >= most:
                break
    return tuple(kept)


def tags(names: Iterable[str]) -> tuple[str, ...]:
    """Subjects as short lines without "#", each once whatever its case, at most TAGS."""
    kept: dict[str, str] = {}
    for name in names:
        short = line(entities.unescape(name[:1000]).strip().lstrip("#"), 100)
        if short and len(kept) < TAGS:
            kept.setdefault(short.casefold(), short)
    return tuple(kept.values())


def _spaced(data: str) -> str:
    """Each run of white space as one space."""
    words = " ".join(data.split())
    if not words:
        return " " if data else ""
    return (" " if data[0].isspace() else "") + words + (" " if data[-1].isspace() else "")


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def _resolver(near: str) -> Callable[[str], str | None]:
    """Resolve a relative link; without a place to be relative to it is dropped."""
    base = safe_url(near)

    def resolve(link: str) -> str | None:
        try:
            return urljoin(base, link) if base else None
        except ValueError:
            return None

    return resolve


def tamed(html: str, most: int = _MARKUP) -> str:
    """Markup that no parser chokes on: no half signs, of bounded length (`most` signs) and depth.
    What is nested more than a few hundred deep was not written by a person; its tags are taken
    out."""
    html = html[:most]
    if not html.isascii():
        html = html.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if "&" in html:
        html = _STRAY.sub("&amp;", html)[:most]  # many of them take the parser quadratic time
    if html.count("<") <= _DEPTH:
        return html
    depth = deepest = 0
    for found in _OPENING.finditer(html):
        if found.group(2).lower() not in _FLAT:
            depth = max(0, depth - 1) if found.group(1) else depth + 1
            deepest = max(deepest, depth)
    return html if deepest <= _DEPTH else _OPENING.sub(r" \2", html)


class _Listener(HTMLParser):
    """Collects words, links and pictures from markup that nh3 has already put in order."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.links: list[str] = []
        self.pictures: list[tuple[str, str]] = []
        self._link: tuple[str, int] | None = None
        self._as_is = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        fields = {name: value or "" for name, value in attrs}
        self._break(tag)
        if tag == "a" and fields.get("href"):
            self._link = (fields["href"], len(self.parts))
            self.links.append(fields["href"])
        elif tag == "img" and fields.get("src"):
            if "1" not in (fields.get("width"), fields.get("height")):
                self.pictures.append((fields["src"], fields.get("alt", "")))
        elif tag == "pre":
            self._as_is += 1
        elif tag == "li":
            self.parts.append("- ")

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self._link is not None:
            self._end_link(*self._link)
            self._link = None
        elif tag == "pre":
            self._as_is = max(0, self._as_is - 1)
        if tag in _PARAGRAPHS:
            self._break(tag)

    def handle_data(self, data: str) -> None:
        self.parts.append(data if self._as_is else _spaced(data))

    def _break(self, tag: str) -> None:
        if tag in _PARAGRAPHS:
            self.parts.append("\n\n")
        elif tag in _LINES:
            self.parts.append("\n")
        elif tag in _SPACED:
            self.parts.append(" ")

    def _end_link(self, place: str, start: int) -> None:
        words = "".join(self.parts[start:]).strip()
        shortened = words.rstrip("…").rstrip(".")
        if _SHOWN_URL.fullmatch(words) and shortened and shortened in place:
            self.parts[start:] = [place]


def _listen(html: str, near: str) -> _Listener:
    listener = _Listener()
    listener.feed(_ordered(_FIRST, tamed(html), near))
    listener.close()
    return listener


_FINAL = {
    "tags": set(_TAGS),
    "attributes": {tag: set(names) for tag, names in _ATTRIBUTES.items()},
    "clean_content_tags": set(_DROPPED),
    "url_schemes": set(_SCHEMES),
    "link_rel": "noopener nofollow",
}
_FIRST = {
    "tags": set(READ_TAGS),
    "attributes": {"a": {"href"}, "img": {"src", "alt", "width", "height"}},
    "clean_content_tags": set(_DROPPED),
    "url_schemes": set(_SCHEMES),
    "link_rel": None,
}
# Made once: a cleaner that has no relative links to resolve is several times quicker.
_MADE = {id(rules): nh3.Cleaner(**rules, url_relative="deny") for rules in (_FINAL, _FIRST)}


def _may_link(html: str) -> bool:
    """A look that costs next to nothing, before the one that costs something."""
    if "=" not in html:
        return False
    lower = html.lower()
    return "href" in lower or "src" in lower


def _ordered(rules: dict[str, Any], html: str, near: str) -> str:
    if near and _may_link(html) and _RELATIVE.search(html):
        return nh3.clean(html, **rules, url_relative=_resolver(near))
    return _MADE[id(rules)].clean(html)
