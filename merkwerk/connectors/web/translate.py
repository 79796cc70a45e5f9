"""From a web page to a post. Knows no network and no clock."""

from __future__ import annotations

import hashlib
import re
from datetime import datetime
from urllib.parse import urlsplit

import nh3

from merkwerk.connectors import content, pages
from merkwerk.connectors.feeds.dates import moment
from merkwerk.connectors.pages import Head
from merkwerk.connectors.values import Network, Person, Picture, Post

_ASIDE = frozenset(
    ("nav", "header", "footer", "aside", "form", "script", "style", "noscript", "button", "dialog")
)
_LANGUAGE = re.compile(r"[a-z]{2,3}(?=[-_]|$)")
_MARKUP = 600_000


def post(text: str, *, address: str, now: datetime, robots: str = "") -> Post:
    """The page as one post: its canonical address when that lies on the same site, its title,
    author and date as it tells them (never later than `now`), and the words of its main part
    without menus. `robots` is the server's X-Robots-Tag; a wish not to be indexed is kept on the
    author as `indexable=False`. Raises nothing."""
    head = pages.head(text, address)
    place = _place(head, address)
    reading = content.read(_main(text), near=address)
    written = min(moment(head.published) or now, now)
    modified = moment(head.modified)
    words = reading.text or head.description
    return Post(
        network=Network.WEB,
        uid=place,
        url=place,
        author=_author(head, place, robots),
        text=words,
        html=reading.html,
        title=head.title or content.line(words, 120),
        language=_language(head.language),
        written=written,
        edited=min(modified, now) if modified and modified > written else None,
        links=content.few((link for link in reading.links if link != place), content.LINKS),
        pictures=(Picture(url=head.image),) if head.image else (),
        revision=_revision(head.title, words),
        native={"description": head.description} if head.description else {},
    )


def _main(text: str) -> str:
    part = pages.main_part(text[:_MARKUP])
    return nh3.clean(
        content.tamed(part),
        tags=set(content.READ_TAGS),
        attributes={"a": {"href"}, "img": {"src", "alt", "width", "height"}},
        clean_content_tags=set(_ASIDE),
        link_rel=None,
        url_relative="pass_through",
    )


def _place(head: Head, address: str) -> str:
    """A page may say where it really lives, but only on its own site."""
    own = content.safe_url(address.partition("#")[0]) or address
    same = urlsplit(head.canonical).hostname == urlsplit(own).hostname
    return head.canonical if head.canonical and same else own


def _author(head: Head, place: str, robots: str) -> Person:
    host = (urlsplit(place).hostname or "").removeprefix("www.")
    name = "" if head.author.startswith(("http://", "https://")) else head.author
    root = f"https://{host}/"
    return Person(
        network=Network.WEB,
        uid=f"{root}#{name}" if name else root,
        handle=f"{name} ({host})" if name else host,
        name=name or head.site or host,
        url=root,
        indexable="noindex" not in f"{head.robots} {robots.lower()}",
    )


def _language(text: str) -> str:
    found = _LANGUAGE.match(text.strip().lower())
    return found.group(0) if found else ""


def _revision(*parts: str) -> str:
    return hashlib.blake2b("\x00".join(parts).encode(), digest_size=16).hexdigest()
