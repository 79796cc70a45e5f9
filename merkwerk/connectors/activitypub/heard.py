"""What other servers say, as values; only what its speaker may say is believed."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from merkwerk.connectors.activitypub.actors import host_of, plain_address
from merkwerk.connectors.activitypub.request import Refused
from merkwerk.connectors.activitypub.translate import PUBLIC
from merkwerk.connectors.content import clean, plain

MOST_BYTES = 256 * 1024
DEEPEST = 40
REPLIES = frozenset(("Note", "Article", "Page", "Question"))
_EVERYBODY = frozenset((PUBLIC, "as:Public", "Public"))


@dataclass(frozen=True, slots=True)
class Said:
    """One activity. `about` is the address of its object, `inner` the object itself when it was
    sent along; `mark` is the same for the same activity, however often it comes."""

    kind: str
    address: str
    actor: str
    about: str
    inner: dict[str, Any]
    target: str
    mark: str


@dataclass(frozen=True, slots=True)
class Reply:
    """A public answer to something; `html` has been through the allow-list, `text` is the same in
    plain words."""

    address: str
    page: str
    answers: str
    html: str
    text: str
    written: datetime | None


def read(body: bytes) -> Said:
    """Raises Refused when the body is no activity, or of an actor on one server about an activity
    of another."""
    if len(body) > MOST_BYTES:
        raise Refused("too-large")
    try:
        told = json.loads(body.decode("utf-8"))
        again = json.dumps(told, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        raise Refused("unreadable") from None
    if b"\\u0000" in again:
        raise Refused("unreadable")
    if not isinstance(told, dict) or _depth(told) > DEEPEST:
        raise Refused("unreadable")
    kind, actor = told.get("type"), _address_of(told.get("actor"))
    if not isinstance(kind, str) or not actor:
        raise Refused("unreadable")
    address = plain_address(told.get("id"))
    if address and host_of(address) != host_of(actor):
        raise Refused("other-server")
    inner = told.get("object")
    mark = hashlib.sha256((f"{actor}\n{address}" if address else f"{actor}\n").encode())
    if not address:
        mark.update(body)
    return Said(
        kind=kind[:40],
        address=address,
        actor=actor,
        about=_address_of(inner),
        inner=inner if isinstance(inner, dict) else {},
        target=_address_of(told.get("target")),
        mark=mark.hexdigest(),
    )


def reply(said: Said) -> Reply | None:
    """What a Create or Update brings, when it is a public answer; None for anything else. Raises
    Refused when the words are not the actor's own, or stand on another server."""
    note = said.inner
    if note.get("type") not in REPLIES:
        return None
    if _address_of(note.get("attributedTo")) != said.actor:
        raise Refused("other-actor")
    if not said.about or host_of(said.about) != host_of(said.actor):
        raise Refused("other-server")
    answers = _address_of(note.get("inReplyTo"))
    if not answers or not _is_public(note):
        return None
    html = clean(str(note.get("content") or "")[:100_000])
    return Reply(
        address=said.about,
        page=_page(note.get("url"), host_of(said.actor)) or said.about,
        answers=answers,
        html=html,
        text=plain(html),
        written=_moment(note.get("published")),
    )


def _is_public(note: dict[str, Any]) -> bool:
    for name in ("to", "cc"):
        told = note.get(name)
        if any(one in _EVERYBODY for one in (told if isinstance(told, list) else [told])
               if isinstance(one, str)):  # fmt: skip
            return True
    return False


def _address_of(told: object) -> str:
    if isinstance(told, list) and len(told) == 1:
        told = told[0]
    return plain_address(told.get("id") if isinstance(told, dict) else told)


def _page(told: object, host: str) -> str:
    for one in told if isinstance(told, list) else [told]:
        place = plain_address(one.get("href") if isinstance(one, dict) else one)
        if place and host_of(place) == host:
            return place
    return ""


def _moment(told: object) -> datetime | None:
    try:
        at = datetime.fromisoformat(told) if isinstance(told, str) else None
    except ValueError:
        return None
    return at.replace(tzinfo=UTC) if at is not None and at.tzinfo is None else at


def _depth(told: object) -> int:
    """How deep lists and dictionaries lie in each other, counted level by level."""
    depth, level = 0, [told]
    while level and depth <= DEEPEST:
        depth += 1
        inner: list[object] = []
        for one in level:
            inner += one.values() if isinstance(one, dict) else one if isinstance(one, list) else []
        level = inner
    return depth
