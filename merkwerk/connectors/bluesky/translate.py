"""What the AT Protocol says, as values: records, AppView's views, notices.

Nothing raises: an entry that cannot be read becomes a `Refusal`. A record says its own time of
writing; where a server tells when it saw it, or the reader's `now` is given, the earlier counts.
"""

from __future__ import annotations

from datetime import datetime

from merkwerk.connectors import content
from merkwerk.connectors.bluesky import richtext
from merkwerk.connectors.bluesky.names import is_handle
from merkwerk.connectors.shapes import (
    Fields,
    fields,
    language,
    objects,
    text,
    texts,
    token,
    unique,
    web_address,
    when,
)
from merkwerk.connectors.values import (
    Network,
    Notice,
    NoticeKind,
    Person,
    Picture,
    Post,
    Refusal,
)

POST = "app.bsky.feed.post"
HIDDEN = "!no-unauthenticated"
SITE = "https://bsky.app"
PICTURES = 8
BIO = 2_000
_WARNINGS = {
    "porn": "porn",
    "sexual": "sexual",
    "nudity": "nudity",
    "graphic-media": "graphic media",
}
NOTICES = {
    "mention": NoticeKind.MENTION,
    "reply": NoticeKind.REPLY,
    "quote": NoticeKind.QUOTE,
    "like": NoticeKind.FAVOURITE,
    "repost": NoticeKind.BOOST,
    "follow": NoticeKind.FOLLOW,
}


def labels(*holders: object) -> frozenset[str]:
    """The labels in force on a view or record: AppView's lists and the author's own."""
    found: set[str] = set()
    for holder in holders:
        rows = holder if isinstance(holder, list) else fields(holder).get("values")
        for label in objects(rows, 50):
            if label.get("neg") is not True:
                found.add(text(label.get("val"), 128))
    return frozenset(found)


def person(data: object) -> Person | None:
    """An AppView profile (basic, full or detailed), or None without DID."""
    profile = fields(data)
    did = token(profile.get("did"), 300)
    if not did.startswith("did:"):
        return None
    handle = token(profile.get("handle"), 253)
    marks = labels(profile.get("labels"))
    return Person(
        network=Network.BLUESKY,
        uid=did,
        handle=handle if handle and handle != "handle.invalid" else did,
        name=content.line(text(profile.get("displayName"), 2_000), 200),
        url=f"{SITE}/profile/{did}",
        avatar_url=web_address(profile.get("avatar")),
        bio=content.block(text(profile.get("description"), 10_000), BIO),
        bot="bot" in marks,
        indexable=HIDDEN not in marks,
        discoverable=HIDDEN not in marks,
        links=_proven(handle),
    )


def _proven(handle: str) -> tuple[str, ...]:
    """A handle is a domain that its owner proved to hold, unless a server gave it out."""
    own = is_handle(handle) and handle.count(".") == 1
    return (f"https://{handle}",) if own and handle != "handle.invalid" else ()


def person_of_record(data: object, did: str, handle: str, server: str) -> Person:
    """Somebody, by their own profile record (which may be missing) on their data server."""
    profile = fields(data)
    marks = labels(profile.get("labels"))
    return Person(
        network=Network.BLUESKY,
        uid=did,
        handle=handle,
        name=content.line(text(profile.get("displayName"), 2_000), 200),
        url=f"{SITE}/profile/{did}",
        avatar_url=blob_address(profile.get("avatar"), did, server),
        bio=content.block(text(profile.get("description"), 10_000), BIO),
        bot="bot" in marks,
        indexable=HIDDEN not in marks,
        discoverable=HIDDEN not in marks,
        links=_proven(handle),
    )


def blob_address(blob: object, did: str, server: str) -> str:
    """Where a picture in a record can be had: at the data server itself."""
    cid = token(fields(fields(blob).get("ref")).get("$link"), 100)
    if not cid.isalnum() or not server:
        return ""
    return f"{server}/xrpc/com.atproto.sync.getBlob?did={did}&cid={cid}"


def _pictures(record: Fields, view: Fields, did: str, server: str) -> tuple[Picture, ...]:
    """From the view where there is one (ready addresses), else from the record's blobs."""
    found: list[Picture] = []
    for holder in _media(view) + _media(fields(record.get("embed"))):
        for image in objects(holder.get("images"), PICTURES):
            url = web_address(image.get("fullsize")) or blob_address(
                image.get("image"), did, server
            )
            found += _picture(url, image, "image")
        video = web_address(holder.get("playlist")) or blob_address(
            holder.get("video"), did, server
        )
        found += _picture(video, holder, "video")
        if found:
            break
    return tuple(found[:PICTURES])


def _picture(url: str, told: Fields, kind: str) -> list[Picture]:
    described = content.block(text(told.get("alt"), 10_000), 1_500)
    return [Picture(url=url, description=described, kind=kind)] if url else []


def _media(embed: Fields) -> list[Fields]:
    """The embed itself and, for a quote with media, the media inside it."""
    return [embed, fields(embed.get("media"))]


def _links(record: Fields, spans: list[richtext.Span]) -> tuple[str, ...]:
    cards = [
        web_address(fields(holder.get("external")).get("uri"))
        for holder in _media(fields(record.get("embed")))
    ]
    return unique([span.link for span in spans if span.link] + cards, content.LINKS)


def _tags(record: Fields, spans: list[richtext.Span]) -> tuple[str, ...]:
    loose = texts(record.get("tags"), content.TAGS, 640)
    return unique([tag.lower() for span in spans if (tag := span.tag)] + [*loose], content.TAGS)


def _thread(record: Fields, uid: str, cid: str) -> tuple[str, str, dict[str, str]]:
    """`reply_to`, `root`, and what it takes to answer: the root's address and hash."""
    reply = fields(record.get("reply"))
    parent, root = fields(reply.get("parent")), fields(reply.get("root"))
    above, top = at_uri(parent.get("uri")), at_uri(root.get("uri"))
    top_cid = token(root.get("cid"), 100)
    if not above or not top or not top_cid:
        return "", "", {"cid": cid, "root_uri": uid, "root_cid": cid}
    return above, top, {"cid": cid, "root_uri": top, "root_cid": top_cid}


def at_uri(value: object) -> str:
    """An `at://` address of one record, else empty."""
    word = token(value, 1_000)
    parts = word.removeprefix("at://").split("/")
    return word if word.startswith("at://did:") and len(parts) == 3 and all(parts) else ""


def page_address(uid: str) -> str:
    """Where people read a post: Bluesky's own site, by DID so that it stays true."""
    did, _, key = uid.removeprefix("at://").split("/")
    return f"{SITE}/profile/{did}/post/{key}"


def _language(record: Fields) -> str:
    """The first language the author names."""
    return next(filter(None, map(language, texts(record.get("langs"), 3, 36))), "")


def record_post(
    *, uri: object, cid: object, record: object, author: Person | None, now: datetime,
    server: str = "", view: object = None, marks: object = None,
) -> Post | Refusal:  # fmt: skip
    """A post record by `author`; `now` (or when a server saw it) is the latest it can be from."""
    uid, digest, told = at_uri(uri), token(cid, 100), fields(record)
    where = text(uri, 500)
    if not uid or not digest:
        return Refusal(code="no-identity", where=where)
    if author is None or uid.split("/")[2] != author.uid:
        return Refusal(code="no-author", where=where)
    written = when(told.get("createdAt"))
    if written is None:
        return Refusal(code="no-date", where=where)
    body = text(told.get("text"), content.TEXT)
    spans = richtext.spans(body, told.get("facets"))
    reply_to, root, native = _thread(told, uid, digest)
    warnings = sorted(labels(told.get("labels"), marks) & _WARNINGS.keys())
    return Post(
        network=Network.BLUESKY,
        uid=uid,
        url=page_address(uid),
        author=author,
        text=content.block(body, content.TEXT),
        html=content.clean(richtext.html(spans)),
        language=_language(told),
        written=min(written, now),
        warning=", ".join(_WARNINGS[name] for name in warnings),
        reply_to=reply_to,
        root=root,
        links=_links(told, spans),
        tags=_tags(told, spans),
        mentions=unique((span.did for span in spans), content.MENTIONS),
        pictures=_pictures(told, fields(view), author.uid, server),
        revision=digest,
        native=native,
    )  # fmt: skip


def post_view(data: object, *, now: datetime) -> Post | Refusal:
    """AppView's `postView`; also the shape of search results."""
    view = fields(data)
    seen = when(view.get("indexedAt")) or now
    return record_post(
        uri=view.get("uri"),
        cid=view.get("cid"),
        record=view.get("record"),
        author=person(view.get("author")),
        now=min(seen, now),
        view=view.get("embed"),
        marks=view.get("labels"),
    )


def repo_record(data: object, *, author: Person, now: datetime, server: str) -> Post | Refusal:
    """An entry of `com.atproto.repo.listRecords` or the answer of `getRecord`."""
    told = fields(data)
    return record_post(
        uri=told.get("uri"), cid=told.get("cid"), record=told.get("value"),
        author=author, now=now, server=server,
    )  # fmt: skip


def notice(data: object, *, now: datetime) -> tuple[Notice | Refusal | None, Post | None]:
    """What a notification tells, and the post it brings along (mention, reply, quote)."""
    told = fields(data)
    kind = NOTICES.get(text(told.get("reason"), 60))
    if kind is None:
        return None, None
    uid, who = at_uri(told.get("uri")), person(told.get("author"))
    seen = when(told.get("indexedAt"))
    if not uid or who is None or seen is None:
        return Refusal(code="no-author", where=text(told.get("uri"), 500)), None
    seen = min(seen, now)
    brought = None
    if kind in {NoticeKind.MENTION, NoticeKind.REPLY, NoticeKind.QUOTE}:
        read = record_post(
            uri=uid, cid=told.get("cid"), record=told.get("record"), author=who, now=seen
        )
        if isinstance(read, Refusal):
            return read, None
        brought = read
    about = uid if brought else at_uri(told.get("reasonSubject"))
    made = Notice(
        kind=kind, network=Network.BLUESKY, uid=uid, person=who, about=about, written=seen
    )
    return made, brought
