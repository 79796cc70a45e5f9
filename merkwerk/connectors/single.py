"""One post by its address, as it stands in a browser's bar: on Bluesky, on a Mastodon-like
server, or any page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import unquote, urlsplit

from merkwerk.connectors.bluesky import client as bluesky
from merkwerk.connectors.bluesky import identity
from merkwerk.connectors.bluesky.calls import APPVIEW, PLC
from merkwerk.connectors.errors import (
    BadAddress,
    ConnectorError,
    Forbidden,
    Gone,
    NotFound,
    Rejected,
    TokenRefused,
    Unreadable,
)
from merkwerk.connectors.http import Http, safe_target
from merkwerk.connectors.mastodon import client as mastodon
from merkwerk.connectors.values import Post
from merkwerk.connectors.web import client as web

_BLUESKY_SITES = frozenset({"bsky.app", "www.bsky.app", "staging.bsky.app"})
_POST = "app.bsky.feed.post"
_RKEY = re.compile(r"[A-Za-z0-9._~:-]{1,512}")
_FEDIVERSE = re.compile(
    r"/(?:@[\w.-]+(?:@[^/]+)?/(?:statuses/)?|users/[\w.-]+/statuses/|[\w.-]+/p/|notice/|objects/"
    r"|notes/)(?P<id>[\w.-]{4,100})/?"
)
_SHUT = (Forbidden, NotFound, Gone, Unreadable, TokenRefused, Rejected, BadAddress)


@dataclass(frozen=True, slots=True, kw_only=True)
class Doors:
    """Everything such an address may be asked at; `server` and `token` are a Mastodon-like account
    of who asks, which finds posts of other servers too."""

    http: Http
    now: datetime
    server: str = ""
    token: str = ""
    appview: str = APPVIEW
    plc: str = PLC


def read(doors: Doors, address: str) -> Post:
    """The post at `address` as its network tells it, else the page that is there.

    Raises Gone when its network says that it was taken away, BadAddress, and what kept the page
    from being read.
    """
    if uri := bluesky_uri(address):
        return _on_bluesky(doors, uri)
    place = safe_target(address)
    number = fediverse_id(place)
    if number:
        found = _on_own_server(doors, place) or _on_its_server(doors, place, number)
        if found is not None:
            return found
    return web.read(doors.http, place, doors.now)


def bluesky_uri(address: str) -> str:
    """`at://…/app.bsky.feed.post/…` for the address of a post on Bluesky's own site, or for such
    an address itself; else empty. A handle stays a handle."""
    word = address.strip()
    if word.startswith("at://"):
        steps = word.removeprefix("at://").split("/")
        return word if len(steps) == 3 and steps[1] == _POST and _sound(steps[0], steps[2]) else ""
    try:
        parts = urlsplit(word)
    except ValueError:
        return ""
    if (parts.hostname or "") not in _BLUESKY_SITES:
        return ""
    match [unquote(step) for step in parts.path.strip("/").split("/")]:
        case ["profile", who, "post", key] if _sound(who, key):
            return f"at://{who}/{_POST}/{key}"
    return ""


def _sound(who: str, key: str) -> bool:
    known = identity.is_did(who) or identity.is_handle(who)
    return known and _RKEY.fullmatch(key) is not None


def fediverse_id(address: str) -> str:
    """The post's number in an address that looks like a Mastodon-like server's, else empty."""
    found = _FEDIVERSE.fullmatch(urlsplit(address).path)
    return found["id"] if found else ""


def _on_bluesky(doors: Doors, uri: str) -> Post:
    who, _, rest = uri.removeprefix("at://").partition("/")
    did = who if identity.is_did(who) else identity.resolve_handle(
        doors.http, handle=who, server=doors.appview
    )  # fmt: skip
    found = bluesky.post(
        doors.http, uri=f"at://{did}/{rest}", now=doors.now, plc=doors.plc, resolver=doors.appview
    )
    if found is None:
        raise Gone("the post is not there any more")
    return found


def _on_own_server(doors: Doors, place: str) -> Post | None:
    """Through the account of who asks: their server knows the post, or fetches it."""
    if not doors.server or not doors.token:
        return None
    own = {"server": doors.server, "token": doors.token}
    try:
        number = mastodon.local_id(doors.http, url=place, **own)
        return mastodon.post(doors.http, id=number, **own)
    except ConnectorError:
        return None


def _on_its_server(doors: Doors, place: str, number: str) -> Post | None:
    """From the server itself, as a stranger; None where it shows strangers nothing, or speaks
    another language."""
    parts = urlsplit(place)
    server = f"{parts.scheme}://{parts.netloc}"
    try:
        found = mastodon.post(doors.http, server=server, id=number)
    except _SHUT:
        return None
    return found if found is not None and place in {found.url, found.uid} else None
