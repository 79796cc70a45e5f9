"""From the bytes of a feed to a page of posts. Knows no network and no clock."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urljoin, urlsplit

from merkwerk.connectors import content
from merkwerk.connectors.errors import Unreadable
from merkwerk.connectors.feeds import forums, jsonfeed, seen, strict, tolerant
from merkwerk.connectors.feeds.dates import moment
from merkwerk.connectors.feeds.decode import is_utf8, to_utf8
from merkwerk.connectors.feeds.entries import Entry, Feed
from merkwerk.connectors.feeds.seen import By, Cut, Memory
from merkwerk.connectors.values import Bookmark, Network, Page, Person, Picture, Post, Refusal
from merkwerk.engine.text import without_tricks

MOST = 500
_LANGUAGE = re.compile(r"[a-z]{2,3}(?=[-_]|$)")
_SETTLED = timedelta(minutes=1)
_LONGEST_UID = 500
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_FIRST = re.compile(rb"<([A-Za-z][\w:.-]{0,40})")


@dataclass(frozen=True, slots=True)
class _Site:
    """What all entries of one feed share."""

    host: str
    address: str
    home: str
    title: str
    language: str
    feed: Feed
    by: By
    now: datetime


def page(
    body: bytes, *, address: str, now: datetime, content_type: str = "", cursor: str = ""
) -> Page:
    """The posts of a feed fetched from `address`, newest as the feed has them, at most MOST; with
    the `cursor` of the last page only those that are new or changed since. A post's `uid` is the
    entry's guid, else its link, else its content's hash, within the feed's own host; `revision`
    changes when its words do. Entries without a readable date are dated `now`, later ones too:
    keep the date a post first came with. Raises Unreadable when this is no feed."""
    memory = seen.remember(cursor)
    feed, cut = fresh(body, memory, content_type)
    site = _site(feed, address, memory, now)
    posts, refused = _posts(feed.entries, site)
    return Page(
        posts=tuple(posts),
        refused=tuple(refused),
        bookmark=Bookmark(cursor=seen.written(cut.memory(site.by, site.host))),
        unchanged=cut.unchanged,
        title=site.title,
    )


def fresh(body: bytes, memory: Memory, content_type: str = "") -> tuple[Feed, Cut]:
    """The feed with those of its entries that are not in the memory. Raises Unreadable."""
    cut = seen.since(body, memory)
    # Old entries were UTF-8: if the rest is, too, so is the whole, and nothing has to be guessed.
    if cut is not None and is_utf8(cut.left):
        clean = to_utf8(cut.left, content_type)
    else:
        cut = seen.cut(to_utf8(body, content_type), memory)
        clean = cut.left
    return _read(clean, lambda: to_utf8(body, content_type), cut.had_known), cut


def _read(fresh: bytes, all_of_it: Callable[[], bytes], is_cut: bool) -> Feed:
    """The quick parser first, the forgiving one when it refuses or finds fewer entries than the
    document has."""
    if fresh[:1] in (b"{", b"["):
        feed = jsonfeed.read(fresh)
        if feed is None:
            raise Unreadable("this is JSON, but no JSON Feed")
        return feed
    quick = strict.read(fresh)
    if quick is not None and (quick.entries or is_cut or not _has_entries(fresh)):
        return quick
    whole = all_of_it()
    forgiving = tolerant.read(whole)
    if forgiving is None or (not forgiving.entries and not _names_a_feed(whole)):
        if quick is not None:
            return quick
        raise Unreadable(_what_it_is(whole))
    return forgiving


def _has_entries(body: bytes) -> bool:
    return b"<item" in body or b"<entry" in body or b":entry" in body or b":item" in body


def _names_a_feed(body: bytes) -> bool:
    found = _FIRST.search(body)
    name = found.group(1).lower().rpartition(b":")[2] if found else b""
    return name in (b"rss", b"rdf", b"feed", b"channel")


def _what_it_is(body: bytes) -> str:
    """Why this is no feed, in the words a person can do something with."""
    head = body[:4096]
    if _HTML.search(head):
        return "this is a web page, not a feed"
    found = _FIRST.search(head)
    if found and head.lstrip()[:1] == b"<":
        name = found.group(1).decode("ascii", "replace")
        return f"this is a document of another kind (<{name}>), or a feed too broken to read"
    return "this is no feed"


def _site(feed: Feed, address: str, memory: Memory, now: datetime) -> _Site:
    base = urljoin(address, feed.base)
    home = content.safe_url(_joined(base, feed.link))
    host = memory.host or _host(address)
    return _Site(
        host=host,
        address=base,
        home=home or address,
        title=content.title(feed.title) or host,
        language=_language(feed.language),
        feed=feed,
        by=memory.by or _told_apart(feed.entries),
        now=now,
    )


def _host(address: str) -> str:
    return (urlsplit(address).hostname or "").removeprefix("www.")


def _joined(base: str, link: str) -> str:
    try:
        return urljoin(base, link.strip()) if link.strip() else ""
    except ValueError:
        return ""


def _language(text: str) -> str:
    found = _LANGUAGE.match(text.strip().lower())
    return found.group(0) if found else ""


def _told_apart(entries: Sequence[Entry]) -> By:
    """Guids (where there are none, links), unless most entries share theirs; then links; then
    content."""
    if not _shared([entry.guid or entry.link for entry in entries]):
        return By.GUID
    return By.CONTENT if _shared([entry.link for entry in entries]) else By.LINK


def _shared(marks: list[str]) -> bool:
    counts = Counter(mark for mark in marks if mark)
    doubled = sum(count for count in counts.values() if count > 1)
    return doubled * 2 > len(marks)


def _posts(entries: Sequence[Entry], site: _Site) -> tuple[list[Post], list[Refusal]]:
    posts: dict[str, Post] = {}
    refused: list[Refusal] = []
    undated = 0
    for entry in entries[:MOST]:
        if not (entry.title.strip() or entry.html.strip() or entry.link or entry.pictures):
            refused.append(Refusal(code="empty", where=entry.guid[:200]))
            continue
        post = _post(entry, site)
        undated += moment(entry.published) is None and moment(entry.updated) is None
        if post.uid in posts:
            refused.append(Refusal(code="repeated", where=post.uid))
        posts.setdefault(post.uid, post)
    if undated:
        refused.append(Refusal(code="undated", detail=f"{undated} without a readable date"))
    if len(entries) > MOST:
        refused.append(Refusal(code="too-many", detail=f"{len(entries) - MOST} left out"))
    return list(posts.values()), refused


def _post(entry: Entry, site: _Site) -> Post:
    base = _joined(site.address, entry.base) or site.address
    link = content.safe_url(_joined(base, entry.link))
    html, about = forums.words(entry.html, entry.guid, link)
    reading = content.read(html, near=base if entry.base or not link else link)
    title = content.title(entry.title)
    tags = content.tags(entry.tags)
    revision = _hash(title, reading.html, reading.text, link, *tags)
    written, edited = _when(entry, site)
    above, root = _answered(entry, link, site)
    return Post(
        network=Network.WEB,
        uid=_uid(entry, link, revision, site),
        url=link or site.home,
        author=_author(entry, site),
        text=reading.text,
        html=reading.html,
        title=title,
        language=_language(entry.language) or site.language,
        written=written,
        edited=edited,
        reply_to=above,
        root=root,
        links=_links(entry, base, link, (about, *reading.links)),
        tags=tags,
        pictures=_pictures(entry, base, reading.pictures),
        revision=revision,
    )


def _hash(*parts: str) -> str:
    joined = "\x00".join(parts).encode("utf-8", "surrogatepass")
    return hashlib.blake2b(joined, digest_size=16).hexdigest()


def _uid(entry: Entry, link: str, revision: str, site: _Site) -> str:
    """The entry's identity. What names another host than the feed's own is kept under the feed's
    host, so that no feed can overwrite the posts of another."""
    guid = " ".join(entry.guid.split()) if site.by is By.GUID else ""
    own = guid or (link if site.by is not By.CONTENT else "")
    if not own:
        return f"{site.host}#{revision}"
    if not (own.startswith(("http://", "https://")) and _safe_host(own) == site.host):
        own = f"{site.host} {own}"
    own = without_tricks(own)
    return own if len(own) <= _LONGEST_UID else f"{site.host}#{_hash(own)}"


def _answered(entry: Entry, link: str, site: _Site) -> tuple[str, str]:
    """(reply_to, root) as identities of this feed: what the entry says it answers, else the post
    that begins its forum's conversation."""
    root = forums.root(entry.guid, link)
    above = entry.answers or root
    if not above or site.by is not By.GUID:
        return "", ""
    other, first = Entry(guid=above), Entry(guid=root or above)
    return _uid(other, "", "", site), _uid(first, "", "", site) if root else ""


def _safe_host(url: str) -> str:
    try:
        return _host(url)
    except ValueError:
        return ""


def _when(entry: Entry, site: _Site) -> tuple[datetime, datetime | None]:
    """(written, edited): never in the future, edited only when clearly later than written."""
    published, updated = moment(entry.published), moment(entry.updated)
    written = min(published or updated or site.now, site.now)
    later = updated is not None and updated > written + _SETTLED
    return written, min(updated, site.now) if updated and later else None


def _author(entry: Entry, site: _Site) -> Person:
    """Who wrote it: the entry's author, else the feed's, else the site itself."""
    name, place = entry.author, entry.author_url
    if not name:
        name, place = site.feed.author, site.feed.author_url
    name = content.title(name)[:200]
    root = f"https://{site.host}/"
    return Person(
        network=Network.WEB,
        uid=f"{root}#{name}" if name else root,
        handle=f"{name} ({site.host})" if name else site.host,
        name=name or site.title,
        url=content.safe_url(_joined(site.address, place)) or site.home,
    )


def _links(entry: Entry, base: str, own: str, found: tuple[str, ...]) -> tuple[str, ...]:
    related = [content.safe_url(_joined(base, link)) for link in entry.related]
    places = [*related, *found]
    return content.few((link for link in places if link != own), content.LINKS)


def _pictures(entry: Entry, base: str, found: tuple[tuple[str, str], ...]) -> tuple[Picture, ...]:
    shown: dict[str, str] = {}
    for place, words in entry.pictures:
        safe = content.safe_url(_joined(base, place))
        if safe:
            shown.setdefault(safe, content.line(words, content.TITLE))
    for place, words in found:
        shown[place] = shown.get(place) or words
    return tuple(Picture(url=u, description=d) for u, d in list(shown.items())[: content.PICTURES])
