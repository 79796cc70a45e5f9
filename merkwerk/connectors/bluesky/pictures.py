"""Bringing a picture to a data server, before the record that shows it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from merkwerk.connectors.bluesky.calls import checked
from merkwerk.connectors.bluesky.session import Auth, File
from merkwerk.connectors.errors import Rejected, Unreadable
from merkwerk.connectors.http import Http
from merkwerk.connectors.shapes import fields, object_of, token
from merkwerk.connectors.values import Post

MOST = 4
BYTES = 1_000_000
DESCRIPTION = 2_000
"""A message shows up to `MOST` pictures of up to `BYTES` bytes (lexicon `app.bsky.embed.images`);
how long a description may be is Bluesky's own custom."""
IMAGES = "app.bsky.embed.images"
RECORD = "app.bsky.embed.record"


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture that was brought: the server's name for it, what it shows, and its proportions."""

    blob: Mapping[str, object]
    description: str
    width: int
    height: int


def bring(http: Http, *, auth: Auth, data: bytes, kind: str) -> dict[str, object]:
    """Brings one picture, which no record shows yet; a server forgets it after some hours. The same
    bytes twice are one. Gives the name (`blob`) by which a record shows it.

    Raises `Rejected` for more than `BYTES`.
    """
    if len(data) > BYTES:
        raise Rejected(f"the picture has {len(data)} bytes, {BYTES} are allowed")
    name = "com.atproto.repo.uploadBlob"
    url = f"{auth.session.server}/xrpc/{name}"
    answer = auth.send(http, "POST", url, json=None, file=File(data, kind))
    blob = fields(object_of(checked(answer, name).json(), name).get("blob"))
    if not token(fields(blob.get("ref")).get("$link"), 100):
        raise Unreadable("the server does not say which picture it has")
    return blob


def embed(pictures: Sequence[Shown], quotes: Post | None) -> dict[str, object] | None:
    """What a record shows below its words: pictures, another post, or both."""
    images: dict[str, object] = {
        "$type": IMAGES,
        "images": [
            {
                "image": dict(one.blob),
                "alt": one.description,
                "aspectRatio": {"width": one.width, "height": one.height},
            }
            for one in pictures
        ],
    }
    if quotes is None:
        return images if pictures else None
    cid = quotes.native.get("cid", "")
    if not cid:
        raise Rejected("the post that is quoted is not known well enough")
    record: dict[str, object] = {"$type": RECORD, "record": {"uri": quotes.uid, "cid": cid}}
    if not pictures:
        return record
    return {"$type": f"{RECORD}WithMedia", "record": record, "media": images}
