"""Bringing a picture to a Mastodon-like server, before the message that shows it."""

from __future__ import annotations

from dataclasses import dataclass

from merkwerk.connectors.errors import Forbidden, NotFound, Unreadable
from merkwerk.connectors.http import Http
from merkwerk.connectors.mastodon.calls import Server, part
from merkwerk.connectors.shapes import object_of, token

SECONDS = 80.0
STILL_WORKING = 206


class NoPictures(Forbidden):
    """The connection is older than pictures: its owner agreed to words only."""

    code = "no-pictures"


@dataclass(frozen=True, slots=True)
class Brought:
    """A picture on the server, by the number it goes by there; `ready` once it can be shown."""

    id: str
    ready: bool


def bring(
    http: Http, *, server: str, as_token: str, data: bytes, kind: str, description: str = ""
) -> Brought:
    """Brings one picture (JPEG or PNG), which no message shows yet; a server forgets it after a
    day. Large ones are still worked on afterwards: ask `is_ready`. Servers without the newer door
    (v2) get it through the older one. Raises `NoPictures` when the connection may not."""
    asked = Server(http, server, as_token)
    file = (f"picture.{'png' if kind == 'image/png' else 'jpg'}", data, kind)
    told = {"description": description} if description else {}
    try:
        try:
            answer = asked.bring("/api/v2/media", file, told, seconds=SECONDS)
        except NotFound:
            answer = asked.bring("/api/v1/media", file, told, seconds=SECONDS)
    except Forbidden as trouble:
        raise NoPictures(trouble.detail) from trouble
    brought = object_of(answer.json(), "picture")
    number = token(brought.get("id"), 100)
    if not number:
        raise Unreadable("the server does not say which picture it has")
    return Brought(number, answer.status != 202 or bool(brought.get("url")))


def is_ready(http: Http, *, server: str, as_token: str, id: str) -> bool:
    """Whether the server is done with a picture. Raises `NotFound` when it has forgotten it, and
    `Rejected` when it could not read it."""
    answer = Server(http, server, as_token).get(f"/api/v1/media/{part(id)}")
    return answer.status != STILL_WORKING
