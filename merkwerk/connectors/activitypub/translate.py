"""What our actors and stories look like to other servers. Plain JSON-LD in its usual, compacted
form (ActivityStreams 2.0, ActivityPub, and Mastodon's additions)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html import escape
from typing import Any

PUBLIC = "https://www.w3.org/ns/activitystreams#Public"
STREAMS = "https://www.w3.org/ns/activitystreams"
CONTEXT: list[Any] = [
    STREAMS,
    "https://w3id.org/security/v1",
    {
        "toot": "http://joinmastodon.org/ns#",
        "schema": "http://schema.org#",
        "discoverable": "toot:discoverable",
        "indexable": "toot:indexable",
        "focalPoint": {"@container": "@list", "@id": "toot:focalPoint"},
        "manuallyApprovesFollowers": "as:manuallyApprovesFollowers",
        "alsoKnownAs": {"@id": "as:alsoKnownAs", "@type": "@id"},
        "movedTo": {"@id": "as:movedTo", "@type": "@id"},
        "attributionDomains": {"@id": "toot:attributionDomains", "@type": "@id"},
        "PropertyValue": "schema:PropertyValue",
        "value": "schema:value",
    },
]
Document = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """A shown picture: its address, sort, size in pixels, what is to be seen, and the focus as
    ActivityPub's -1 to 1 (right and up are positive)."""

    address: str
    kind: str = "image/jpeg"
    width: int = 0
    height: int = 0
    description: str = ""
    focus: tuple[float, float] = (0.0, 0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """One of our actors, as everybody may see it. `links` are (label, address)."""

    address: str
    handle: str
    name: str
    page: str
    key: str
    public: str
    shared_inbox: str
    host: str
    summary: str = ""
    is_house: bool = False
    indexable: bool = True
    links: Sequence[tuple[str, str]] = ()
    icon: Image | None = None
    since: datetime | None = None
    moved_to: str = ""
    also_known_as: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A story as it stands on the site; `content` is clean HTML without pictures."""

    address: str
    actor: str
    page: str
    title: str
    opening: str
    content: str
    language: str
    published: datetime
    changed: datetime
    images: Sequence[Image] = field(default=())
    tags: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """An author's answer in plain words to what stands at `answers`, said by the actor `to`
    (`handle` is name@host; all three are empty when that actor is no more)."""

    address: str
    actor: str
    page: str
    answers: str
    words: str
    language: str
    published: datetime
    changed: datetime | None = None
    to: str = ""
    handle: str = ""
    to_page: str = ""


def stamp(at: datetime) -> str:
    """A moment as ActivityStreams writes it, in whole seconds UTC."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def actor(own: Own) -> Document:
    """The actor's document."""
    made: Document = {
        "@context": CONTEXT,
        "id": own.address,
        "type": "Organization" if own.is_house else "Person",
        "preferredUsername": own.handle,
        "name": own.name,
        "summary": _paragraphs(own.summary),
        "url": own.page,
        "inbox": f"{own.address}/inbox",
        "outbox": f"{own.address}/outbox",
        "followers": f"{own.address}/followers",
        "following": f"{own.address}/following",
        "endpoints": {"sharedInbox": own.shared_inbox},
        "manuallyApprovesFollowers": False,
        "discoverable": True,
        "indexable": own.indexable,
        "attributionDomains": [own.host],
        "alsoKnownAs": list(own.also_known_as),
        "attachment": [_property(label, address) for label, address in own.links],
        "publicKey": {"id": own.key, "owner": own.address, "publicKeyPem": own.public},
    }
    if own.icon is not None:
        made["icon"] = _image(own.icon)
    if own.since is not None:
        made["published"] = stamp(own.since)
    if own.moved_to:
        made["movedTo"] = own.moved_to
    return made


def story(told: Told) -> Document:
    """A story as an Article: Mastodon shows title, opening, picture and a link to the page, others
    the whole text."""
    made: Document = {
        "@context": CONTEXT,
        "id": told.address,
        "type": "Article",
        "attributedTo": told.actor,
        "name": told.title,
        "content": told.content,
        "contentMap": {told.language: told.content},
        "mediaType": "text/html",
        "url": told.page,
        "published": stamp(told.published),
        "to": [PUBLIC],
        "cc": [f"{told.actor}/followers"],
        "attachment": [_image(image) for image in told.images],
        "tag": [{"type": "Hashtag", "name": name, "href": href} for name, href in told.tags],
    }
    if told.opening:
        made["summary"] = escape(told.opening)
        made["summaryMap"] = {told.language: made["summary"]}
    if told.images:
        made["image"] = _image(told.images[0])
    if told.changed > told.published:
        made["updated"] = stamp(told.changed)
    return made


def answer(told: Answered) -> Document:
    """An answer as a public Note that mentions whom it answers, as other servers expect it."""
    content = _paragraphs(told.words)
    made: Document = {
        "@context": CONTEXT,
        "id": told.address,
        "type": "Note",
        "attributedTo": told.actor,
        "inReplyTo": told.answers,
        "mediaType": "text/html",
        "url": told.page,
        "published": stamp(told.published),
        "to": [PUBLIC],
        "cc": [told.to] if told.to else [],
        "tag": [],
    }
    if told.to:
        name, place = f"@{told.handle}", escape(told.to_page or told.to, quote=True)
        link = f'<a href="{place}" class="u-url mention">{escape(name)}</a>'
        content = content.replace("<p>", f"<p>{link} ", 1)
        made["tag"] = [{"type": "Mention", "href": told.to, "name": name}]
    made["content"] = content
    made["contentMap"] = {told.language: content}
    if told.changed is not None and told.changed > told.published:
        made["updated"] = stamp(told.changed)
    return made


def says(
    kind: str, *, address: str, by: str, about: Any, at: datetime, open_: bool = True
) -> Document:
    """An activity about an address or a whole document; `open_` is for everybody and the
    followers."""
    made: Document = {"@context": CONTEXT, "id": address, "type": kind, "actor": by}
    made["published"] = stamp(at)
    if open_:
        made["to"], made["cc"] = [PUBLIC], [f"{by}/followers"]
    if isinstance(about, dict):
        about = {name: value for name, value in about.items() if name != "@context"}
    made["object"] = about
    return made


def tombstone(address: str, at: datetime | None = None) -> Document:
    """What stands where something was."""
    made: Document = {"@context": STREAMS, "id": address, "type": "Tombstone"}
    if at is not None:
        made["deleted"] = stamp(at)
    return made


def collection(address: str, total: int, items: Sequence[Any] | None = None) -> Document:
    """An ordered collection; without items only how many there are."""
    made: Document = {
        "@context": CONTEXT,
        "id": address,
        "type": "OrderedCollection",
        "totalItems": total,
    }
    if items is not None:
        made["orderedItems"] = list(items)
    return made


def webfinger(own: Own) -> Document:
    """RFC 7033: who `acct:handle@host` is."""
    profile = "http://webfinger.net/rel/profile-page"
    return {
        "subject": f"acct:{own.handle}@{own.host}",
        "aliases": [own.address, own.page],
        "links": [
            {"rel": "self", "type": "application/activity+json", "href": own.address},
            {"rel": profile, "type": "text/html", "href": own.page},
        ],
    }


def nodeinfo(*, version: str, users: int, posts: int, name: str) -> Document:
    """NodeInfo 2.1: what this server is."""
    return {
        "version": "2.1",
        "software": {"name": "merkwerk", "version": version},
        "protocols": ["activitypub"],
        "services": {"inbound": [], "outbound": ["atom1.0", "rss2.0"]},
        "openRegistrations": False,
        "usage": {"users": {"total": users}, "localPosts": posts},
        "metadata": {"nodeName": name},
    }


def _image(image: Image) -> Document:
    made: Document = {"type": "Image", "mediaType": image.kind, "url": image.address}
    if image.description:
        made["name"] = image.description
    if image.width and image.height:
        made["width"], made["height"] = image.width, image.height
        made["focalPoint"] = [round(image.focus[0], 2), round(image.focus[1], 2)]
    return made


def _property(label: str, address: str) -> Document:
    place = escape(address, quote=True)
    link = f'<a href="{place}" rel="me nofollow noopener">{escape(address)}</a>'
    return {"type": "PropertyValue", "name": label, "value": link}


def _paragraphs(text: str) -> str:
    parts = (part.strip() for part in text.replace("\r", "").split("\n\n"))
    return "".join(f"<p>{escape(part)}</p>".replace("\n", "<br>") for part in parts if part)
