"""Asking other servers for actors and keys, and bringing them what is said. Always signed, always
through the guarded client."""

from __future__ import annotations

import json
import re
from datetime import datetime
from typing import Any
from urllib.parse import urldefrag, urlsplit

from merkwerk.connectors.activitypub.actors import Found, host_of, read_actor
from merkwerk.connectors.activitypub.request import Dialect
from merkwerk.connectors.activitypub.signing import Signer, headers_for
from merkwerk.connectors.errors import (
    BadAddress,
    NotFound,
    TokenRefused,
    Unreadable,
)
from merkwerk.connectors.http import Answer, Http

TYPE = "application/activity+json"
ACCEPT = 'application/activity+json, application/ld+json; profile="https://www.w3.org/ns/activitystreams"'
MOST_BYTES = 256 * 1024
ANSWER_BYTES = 16 * 1024
FETCH_SECONDS = 10.0
DELIVER_SECONDS = 10.0
_HANDLE = re.compile(r"@?([\w.-]{1,100})@([A-Za-z0-9.:-]{1,255})", re.ASCII)


def fetch(http: Http, url: str, *, signer: Signer, now: datetime) -> Answer:
    """A document by a signed GET, at most 256 kB in ten seconds. Nobody signs a redirect anew, so
    the address must be the document's own. Raises ConnectorError."""
    fields = headers_for("GET", url, signer=signer, now=now)
    answer = http.get(
        url, headers={**fields, "accept": ACCEPT}, max_bytes=MOST_BYTES, seconds=FETCH_SECONDS
    )
    return answer.raise_for_trouble(now=now)


def fetch_document(http: Http, address: str, *, signer: Signer, now: datetime) -> dict[str, Any]:
    """What stands at an address. It must be of the server that was asked and call itself by this
    very address; raises Unreadable when not, and as `fetch`."""
    answer = fetch(http, urldefrag(address).url, signer=signer, now=now)
    told = answer.json()
    if not isinstance(told, dict) or told.get("id") != address:
        raise Unreadable("the document has another address")
    if host_of(answer.url) != host_of(address):
        raise Unreadable("the document is another server's")
    return told


def fetch_actor(http: Http, address: str, *, signer: Signer, now: datetime) -> Found:
    """The actor at an address. What is answered must be of the server that was asked, and call
    itself by an address there; raises Unreadable when not, and as `fetch`."""
    answer = fetch(http, urldefrag(address).url, signer=signer, now=now)
    found = read_actor(answer.json())
    if not host_of(address) == host_of(answer.url) == host_of(found.address):
        raise Unreadable("the document is another server's")
    return found


def fetch_owner(http: Http, key: str, *, signer: Signer, now: datetime) -> tuple[Found, str]:
    """Whose key this is, and the key itself (PEM), by the owner's own document: a document that
    only says whose key it is leads to that owner, who has to name the key as well. Raises
    Unreadable when nobody on the key's own server does, and as `fetch`."""
    answer = fetch(http, urldefrag(key).url, signer=signer, now=now)
    told = answer.json()
    if isinstance(told, dict) and "inbox" not in told and isinstance(told.get("owner"), str):
        if host_of(told["owner"]) != host_of(key):
            raise Unreadable("the key is another server's")
        found = fetch_actor(http, told["owner"], signer=signer, now=now)
    else:
        found = read_actor(told)
    if not host_of(key) == host_of(answer.url) == host_of(found.address):
        raise Unreadable("the document is another server's")
    public = dict(found.keys).get(key)
    if public is None:
        raise Unreadable("the actor has no such key")
    return found, public


def is_handle(text: str) -> bool:
    """Whether this is written as `@name@host`."""
    return _HANDLE.fullmatch(text.strip()) is not None


def look_up(http: Http, handle: str, *, scheme: str = "https") -> str:
    """The actor's address behind `@name@host`, by WebFinger (RFC 7033). Raises NotFound,
    BadAddress for what is no handle, and as the client does."""
    parts = _HANDLE.fullmatch(handle.strip())
    if parts is None:
        raise BadAddress("no handle")
    answer = http.get(
        f"{scheme}://{parts[2]}/.well-known/webfinger",
        params={"resource": f"acct:{parts[1]}@{parts[2]}"},
        max_bytes=64 * 1024,
        seconds=FETCH_SECONDS,
    )
    told = answer.json() if answer.status == 200 else {}
    for link in told.get("links", []) if isinstance(told, dict) else []:
        if isinstance(link, dict) and link.get("rel") == "self" and link.get("href"):
            return str(link["href"])
    raise NotFound("nobody by this name")


def deliver(
    http: Http,
    inbox: str,
    body: bytes,
    *,
    signer: Signer,
    now: datetime,
    dialect: Dialect = Dialect.CAVAGE,
) -> Dialect:
    """Brings one activity to one inbox. Refused with 401 it is signed once more in the other
    dialect; returns the one that was taken. Raises what the server's answer means, at most ten
    seconds after it began. A server that answers 2xx counts as having it."""
    try:
        _post(http, inbox, body, signer, now, dialect)
    except TokenRefused:
        other = Dialect.RFC9421 if dialect is Dialect.CAVAGE else Dialect.CAVAGE
        _post(http, inbox, body, signer, now, other)
        return other
    return dialect


def _post(
    http: Http, inbox: str, body: bytes, signer: Signer, now: datetime, dialect: Dialect
) -> None:
    fields = headers_for("POST", inbox, signer=signer, now=now, body=body, dialect=dialect)
    answer = http.request(
        "POST", inbox, content=body, headers={**fields, "content-type": TYPE},
        max_bytes=ANSWER_BYTES, seconds=DELIVER_SECONDS,
    )  # fmt: skip
    if 300 <= answer.status < 400:
        raise Unreadable("an inbox that leads elsewhere")
    answer.raise_for_trouble(now=now)


def packed(document: object) -> bytes:
    """JSON as it is sent and signed."""
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def is_of(address: str, origin: str) -> bool:
    """Whether an address lies on this server of ours."""
    there, here = urlsplit(address), urlsplit(origin)
    return (there.scheme, there.netloc.lower()) == (here.scheme, here.netloc.lower())
