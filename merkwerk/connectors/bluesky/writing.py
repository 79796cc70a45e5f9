"""Sending and taking away one message, under a record key chosen before the first try."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from merkwerk.connectors.bluesky import richtext, translate
from merkwerk.connectors.bluesky.calls import procedure, query
from merkwerk.connectors.bluesky.identity import resolve_handle
from merkwerk.connectors.bluesky.pictures import Shown, embed
from merkwerk.connectors.bluesky.session import Auth
from merkwerk.connectors.bluesky.tid import is_tid, new_tid
from merkwerk.connectors.errors import BadAddress, NotFound, Rejected, Unreadable
from merkwerk.connectors.http import Http
from merkwerk.connectors.shapes import Fields, fields, token, when
from merkwerk.connectors.values import Length, Post, Sent
from merkwerk.engine.text import grapheme_count

LIMIT = 300
BYTES = 3_000

__all__ = ["LIMIT", "delete", "length", "new_tid", "send"]


def length(text: str) -> Length:
    """As Bluesky counts (lexicon `app.bsky.feed.post`): at most `LIMIT` signs as a reader sees
    them, and at most `BYTES` bytes of UTF-8."""
    over = len(text.encode("utf-8", "surrogatepass")) - BYTES
    return Length(grapheme_count(text), LIMIT, max(0, over))


def send(
    http: Http,
    *,
    auth: Auth,
    text: str,
    key: str,
    now: datetime,
    reply_to: Post | None = None,
    language: str = "",
    pictures: Sequence[Shown] = (),
    quotes: Post | None = None,
) -> Sent:
    """Publishes one message as the record `key` (from `new_tid`, made once per message), with the
    pictures brought before (`pictures.bring`) and the post it quotes.

    A repeat finds the record that is already there and gives back where it stands, whether the
    first answer was lost or not. Raises `Rejected` for an empty or too long text, with the
    network's own reason when it refuses.
    """
    if not is_tid(key):
        raise Rejected("not a record key")
    record = _record(http, auth, text, now, language, empty=bool(pictures))
    if reply_to:
        record["reply"] = _reply(reply_to)
    if below := embed(pictures, quotes):
        record["embed"] = below
    body = {
        "repo": auth.session.did,
        "collection": translate.POST,
        "rkey": key,
        "record": record,
        "swapRecord": None,
    }
    try:
        told = procedure(http, auth.session.server, "com.atproto.repo.putRecord", body, auth=auth)
    except Rejected as trouble:
        if not trouble.detail.startswith("InvalidSwap"):
            raise
        return _standing(http, auth, key)
    return _sent(told, record)


def _record(
    http: Http, auth: Auth, text: str, now: datetime, language: str, *, empty: bool
) -> dict[str, object]:
    if not text.strip() and not empty:
        raise Rejected("the message is empty")
    long = length(text)
    if not long.fits:
        raise Rejected(f"the message has {long.used} characters, {LIMIT} are allowed")
    record: dict[str, object] = {
        "$type": translate.POST,
        "text": text,
        "createdAt": now.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
    }
    if language:
        record["langs"] = [language]
    marks = richtext.facets(text, lambda handle: _did_of(http, auth, handle))
    if marks:
        record["facets"] = marks
    return record


def _did_of(http: Http, auth: Auth, handle: str) -> str:
    try:
        return resolve_handle(http, handle=handle, server=auth.session.server)
    except (NotFound, BadAddress):
        return ""


def _reply(post: Post) -> dict[str, object]:
    parent = {"uri": post.uid, "cid": post.native.get("cid", "")}
    root = {
        "uri": post.native.get("root_uri") or parent["uri"],
        "cid": post.native.get("root_cid") or parent["cid"],
    }
    if not parent["cid"] or not root["cid"]:
        raise Rejected("the post that is answered is not known well enough")
    return {"root": root, "parent": parent}


def _standing(http: Http, auth: Auth, key: str) -> Sent:
    session = auth.session
    asked = [("repo", session.did), ("collection", translate.POST), ("rkey", key)]
    told, _ = query(http, session.server, "com.atproto.repo.getRecord", asked, auth=auth)
    return _sent(told, fields(told.get("value")))


def _sent(told: Fields, record: Fields) -> Sent:
    uid, cid = translate.at_uri(told.get("uri")), token(told.get("cid"), 100)
    if not uid or not cid:
        raise Unreadable("the server does not say where the message stands")
    root = fields(fields(record.get("reply")).get("root"))
    native = {
        "cid": cid,
        "root_uri": translate.at_uri(root.get("uri")) or uid,
        "root_cid": token(root.get("cid"), 100) or cid,
    }
    return Sent(
        uid=uid,
        url=translate.page_address(uid),
        written=when(record.get("createdAt")),
        revision=cid,
        native=native,
    )


def delete(http: Http, *, auth: Auth, uri: str) -> None:
    """Takes our own message away; one that is not there any more is fine.

    Raises `BadAddress` for a record of somebody else.
    """
    did, _, rest = translate.at_uri(uri).removeprefix("at://").partition("/")
    collection, _, key = rest.partition("/")
    if did != auth.session.did:
        raise BadAddress("not a message of this account")
    body = {"repo": did, "collection": collection, "rkey": key}
    procedure(http, auth.session.server, "com.atproto.repo.deleteRecord", body, auth=auth)
