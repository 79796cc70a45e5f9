"""What a Mastodon-like server says, as values; plain functions of the JSON and who said it.

Times come from the servers. Nothing raises: an entry that cannot be read becomes a `Refusal`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlsplit

from merkwerk.connectors import content
from merkwerk.connectors.shapes import (
    Fields,
    fields,
    language,
    objects,
    rows,
    text,
    token,
    unique,
    web_address,
    when,
)
from merkwerk.connectors.values import (
    Audience,
    Network,
    Notice,
    NoticeKind,
    Person,
    Picture,
    Post,
    Refusal,
    Sent,
)

PUBLIC = {"public", "unlisted"}
ROW_CAP = 200
PICTURES = 16
BIO = 2_000
PROVEN = 8
HTML = 100_000
NOTICES = {
    "mention": NoticeKind.MENTION,
    "favourite": NoticeKind.FAVOURITE,
    "reblog": NoticeKind.BOOST,
    "follow": NoticeKind.FOLLOW,
    "quote": NoticeKind.QUOTE,
}
_OF_ACTOR = re.compile(r"((https?://[^/]+/)users/[^/]+)/statuses/")
# What stands behind an @ in an answer: nothing that could name anybody else besides.
_HANDLE = re.compile(r"@?[\w.+~%-]+(?:@[\w.-]+(?::\d{1,5})?)?")
_PICTURE_KINDS = {"image": "image", "gifv": "video", "video": "video", "audio": "audio"}


@dataclass(frozen=True, slots=True)
class Teller:
    """Who told it: local names are completed with its domain, ids are only good there."""

    server: str
    domain: str

    def handle(self, acct: str) -> str:
        return acct if "@" in acct or not acct else f"{acct}@{self.domain}"


@dataclass(frozen=True, slots=True)
class Batch:
    """One answer's worth: posts oldest first."""

    posts: tuple[Post, ...] = ()
    refused: tuple[Refusal, ...] = ()
    skipped: int = 0


@dataclass(frozen=True, slots=True)
class Webfinger:
    """Where an account lives: the base address of its server, its actor and its profile page."""

    server: str
    actor: str
    profile: str


def webfinger(links: Iterable[Fields]) -> Webfinger | None:
    """The links of a WebFinger answer, or None when none of them is an ActivityPub actor."""
    actor = profile = ""
    for link in links:
        if link.get("rel") == "self" and "json" in text(link.get("type"), 200):
            actor = actor or web_address(link.get("href"))
        if link.get("rel") == "http://webfinger.net/rel/profile-page":
            profile = profile or web_address(link.get("href"))
    if not actor:
        return None
    parts = urlsplit(actor)
    return Webfinger(f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}", actor, profile)


def person(data: object, teller: Teller) -> Person | None:
    """The account, or None without an address that stays and a name to show."""
    account = fields(data)
    url = web_address(account.get("url"))
    uid = web_address(account.get("uri")) or url
    handle = teller.handle(token(account.get("acct"), 300))
    if not uid or not _HANDLE.fullmatch(handle):
        return None
    hidden = account.get("noindex") is True or account.get("indexable") is False
    return Person(
        network=Network.MASTODON,
        uid=uid,
        handle=handle.lstrip("@"),
        name=content.line(text(account.get("display_name"), 2_000), 200),
        url=url or uid,
        avatar_url=web_address(account.get("avatar_static")) or web_address(account.get("avatar")),
        bio=content.block(content.plain(text(account.get("note"), HTML)), BIO),
        bot=account.get("bot") is True,
        indexable=not hidden,
        discoverable=account.get("discoverable") is not False,
        links=_proven(account),
    )


def _proven(account: Fields) -> tuple[str, ...]:
    """Pages that link back to the profile (rel="me"), as the server found when it looked."""
    proven = (
        content.links_in(text(row.get("value"), HTML))
        for row in objects(account.get("fields"), 20)
        if row.get("verified_at")
    )
    return unique((link for links in proven for link in links), PROVEN)


def pictures(data: object) -> tuple[Picture, ...]:
    """Attachments with an address of their own; kinds unknown to us are "file"."""
    found = []
    for entry in objects(data, PICTURES):
        url = web_address(entry.get("url")) or web_address(entry.get("remote_url"))
        kind = _PICTURE_KINDS.get(text(entry.get("type"), 20), "file")
        if url:
            described = content.block(text(entry.get("description"), 10_000), 1_500)
            found.append(Picture(url=url, description=described, kind=kind))
    return tuple(found)


def _links(status: Fields, html: str) -> tuple[str, ...]:
    own = {text(entry.get("url"), 2_000) for entry in objects(status.get("mentions"), ROW_CAP)}
    own |= {text(entry.get("url"), 2_000) for entry in objects(status.get("tags"), ROW_CAP)}
    card = web_address(fields(status.get("card")).get("url"))
    written = (link for link in content.links_in(html) if not _is_inner(link, own))
    return unique([*written, card], content.LINKS)


def _is_inner(link: str, own: set[str]) -> bool:
    """Mentions and hashtags are links too, but lead to no page somebody wanted to show."""
    return link in own or "/tags/" in link or "/tag/" in link


def _mentions(status: Fields, teller: Teller) -> tuple[str, ...]:
    entries = objects(status.get("mentions"), ROW_CAP)
    return unique(
        (teller.handle(token(entry.get("acct"), 300)) for entry in entries), content.MENTIONS
    )


def _tags(status: Fields) -> tuple[str, ...]:
    entries = objects(status.get("tags"), ROW_CAP)
    return unique((token(entry.get("name"), 200).lower() for entry in entries), content.TAGS)


def _native(status: Fields, teller: Teller) -> dict[str, str]:
    native = {
        "server": teller.server,
        "id": token(status.get("id"), 100),
        "reply_to_id": token(status.get("in_reply_to_id"), 100),
        "visibility": token(status.get("visibility"), 20),
    }
    return {key: value for key, value in native.items() if value}


def _with_actor(status: Fields) -> Fields:
    """The account, with its actor's address where only the post's own address tells it
    (GoToSocial): the same person must be the same on every server."""
    account = fields(status.get("account"))
    found = _OF_ACTOR.match(web_address(status.get("uri")))
    known = web_address(account.get("uri"))
    if known or not found or not text(account.get("url"), 2_000).startswith(found[2]):
        return account
    return {**account, "uri": found[1]}


def post(data: object, teller: Teller) -> Post | Refusal:
    """The status itself; a boost must have been taken out before."""
    status = fields(data)
    where = token(status.get("uri"), 500) or token(status.get("id"), 100)
    url = web_address(status.get("url"))
    uid = web_address(status.get("uri")) or url
    if not uid or not token(status.get("id"), 100):
        return Refusal(code="no-identity", where=where)
    author = person(_with_actor(status), teller)
    if author is None:
        return Refusal(code="no-author", where=where)
    written = when(status.get("created_at"))
    if written is None:
        return Refusal(code="no-date", where=where)
    return _made(status, teller, uid=uid, url=url or uid, author=author, written=written)


def _made(
    status: Fields, teller: Teller, *, uid: str, url: str, author: Person, written: datetime
) -> Post:
    html = text(status.get("content"), HTML)
    edited = when(status.get("edited_at"))
    public = text(status.get("visibility"), 20) in PUBLIC
    return Post(
        network=Network.MASTODON,
        uid=uid,
        url=url,
        author=author,
        text=content.block(content.plain(html), content.TEXT),
        html=content.clean(html),
        language=language(status.get("language")),
        written=written,
        edited=edited,
        warning=content.line(text(status.get("spoiler_text"), 2_000), content.TITLE),
        audience=Audience.PUBLIC if public else Audience.LIMITED,
        links=_links(status, html),
        tags=_tags(status),
        mentions=_mentions(status, teller),
        pictures=pictures(status.get("media_attachments")),
        revision=edited.isoformat() if edited else "",
        native={**_native(status, teller), "handle": author.handle},
    )


def knit(posts: Iterable[Post]) -> tuple[Post, ...]:
    """Fills `reply_to` and `root` where the answered post is among them (the API only tells
    the answering server's own number of it)."""
    known = tuple(posts)
    by_id = {post.native["id"]: post for post in known}
    parents = {
        post.uid: by_id[post.native["reply_to_id"]].uid
        for post in known
        if post.native.get("reply_to_id") in by_id
    }
    return tuple(
        replace(post, reply_to=parents[post.uid], root=_root(post.uid, parents))
        if post.uid in parents
        else post
        for post in known
    )


def _root(uid: str, parents: dict[str, str]) -> str:
    seen = {uid}
    while (above := parents.get(uid)) and above not in seen:
        seen.add(above)
        uid = above
    return uid


def batch(entries: Iterable[object], teller: Teller) -> Batch:
    """The statuses of one answer, oldest first; boosts are only counted."""
    posts: list[Post] = []
    refused: list[Refusal] = []
    skipped = 0
    for entry in rows(list(entries), ROW_CAP):
        if fields(entry).get("reblog"):
            skipped += 1
            continue
        read = post(entry, teller)
        if isinstance(read, Post):
            posts.append(read)
        else:
            refused.append(read)
    posts.sort(key=lambda found: found.written)
    return Batch(posts=knit(posts), refused=tuple(refused), skipped=skipped)


def notice(data: object, teller: Teller) -> Notice | Refusal | None:
    """What a notification tells; None for kinds that are no act of a person towards us."""
    entry = fields(data)
    kind = NOTICES.get(text(entry.get("type"), 40))
    if kind is None:
        return None
    number = token(entry.get("id"), 100)
    who = person(entry.get("account"), teller)
    written = when(entry.get("created_at"))
    if who is None or written is None or not number:
        return Refusal(code="no-author" if who is None else "no-date", where=f"notice {number}")
    status = fields(entry.get("status"))
    return Notice(
        kind=kind,
        network=Network.MASTODON,
        uid=f"{teller.server}/notifications/{number}",
        person=who,
        about=web_address(status.get("uri")) or web_address(status.get("url")),
        written=written,
    )


def sent(data: object, teller: Teller) -> Sent | None:
    """Where our own message stands, or None when the answer does not say so."""
    status = fields(data)
    uid = web_address(status.get("uri")) or web_address(status.get("url"))
    number = token(status.get("id"), 100)
    if not uid or not number:
        return None
    return Sent(
        uid=uid,
        url=web_address(status.get("url")) or uid,
        written=when(status.get("created_at")),
        native={"server": teller.server, "id": number, **_media(status)},
    )


def _media(status: Fields) -> dict[str, str]:
    """The numbers of its pictures, which a change has to name so that they stay."""
    shown = objects(status.get("media_attachments"), PICTURES)
    numbers = [number for one in shown if (number := token(one.get("id"), 100))]
    return {"media": ",".join(numbers)} if numbers else {}
