"""An actor elsewhere, as its own server's document says; nothing else is believed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from merkwerk.connectors.activitypub.signatures import is_usable
from merkwerk.connectors.errors import BadAddress, Unreadable
from merkwerk.connectors.http import safe_target

KINDS = frozenset(("Person", "Service", "Group", "Organization", "Application"))
LONGEST_ADDRESS = 500
MOST_KEYS = 5


@dataclass(frozen=True, slots=True)
class Found:
    """`keys` are (address of the key, PEM); `handle` is `name@host`. Inboxes, page and
    keys are on the actor's own server."""

    address: str
    inbox: str
    shared_inbox: str
    handle: str
    name: str
    page: str
    keys: tuple[tuple[str, str], ...]
    moved_to: str = ""
    also_known_as: tuple[str, ...] = ()


def host_of(address: str) -> str:
    """The server of an address, with its port when it has one; "" when it has none."""
    try:
        return urlsplit(address).netloc.lower()
    except ValueError:
        return ""


def plain_address(text: object) -> str:
    """An address that can be kept and called, else ""; what stands behind # is kept."""
    if not isinstance(text, str) or not 0 < len(text) <= LONGEST_ADDRESS:
        return ""
    try:
        safe_target(text)
    except BadAddress:
        return ""
    return text.strip()


def read_actor(document: object) -> Found:
    """Raises Unreadable when the document is no actor with an inbox and a key of its own: who says
    to be on one server and wants mail or keys of another is refused."""
    if not isinstance(document, dict) or document.get("type") not in KINDS:
        raise Unreadable("the document is no actor")
    address = plain_address(document.get("id"))
    inbox = plain_address(document.get("inbox"))
    host = host_of(address)
    if not address or not inbox or host_of(inbox) != host:
        raise Unreadable("the actor has no inbox of its own")
    endpoints = document.get("endpoints")
    shared = plain_address(endpoints.get("sharedInbox")) if isinstance(endpoints, dict) else ""
    name = _words(document.get("preferredUsername"), 100)
    return Found(
        address=address,
        inbox=inbox,
        shared_inbox=shared if host_of(shared) == host else "",
        handle=f"{name}@{host}" if name else host,
        name=_words(document.get("name"), 200) or name,
        page=_page(document.get("url"), host) or address,
        keys=tuple(_keys(document.get("publicKey"), address)),
        moved_to=plain_address(document.get("movedTo")),
        also_known_as=tuple(filter(None, map(plain_address, _many(document.get("alsoKnownAs"))))),
    )


def _keys(told: object, owner: str) -> Iterator[tuple[str, str]]:
    for key in _many(told)[:MOST_KEYS]:
        if not isinstance(key, dict) or key.get("owner", owner) != owner:
            continue
        place, pem = plain_address(key.get("id")), key.get("publicKeyPem")
        if host_of(place) == host_of(owner) and isinstance(pem, str) and is_usable(pem):
            yield place, pem


def _many(told: object) -> list[Any]:
    if told is None:
        return []
    return told[:20] if isinstance(told, list) else [told]


def _words(told: object, most: int) -> str:
    if not isinstance(told, str):
        return ""
    return " ".join("".join(c if c.isprintable() else " " for c in told[: most * 2]).split())[:most]


def _page(told: object, host: str) -> str:
    for one in _many(told):
        place = plain_address(one.get("href") if isinstance(one, dict) else one)
        if place and host_of(place) == host:
            return place
    return ""
