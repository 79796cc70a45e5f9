"""A repository as a real data server hands it out, read as somebody's own file."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from atproto import Client

from merkwerk.connectors.bluesky.session import Auth
from merkwerk.connectors.exports.reading import read
from merkwerk.connectors.exports.recognise import recognise
from merkwerk.connectors.exports.values import Card, Event, Format, Owner, Trouble
from merkwerk.connectors.http import Http
from tests.peers.servers import PASSWORD, Atproto

pytestmark = pytest.mark.peer


def now() -> datetime:
    return datetime.now(UTC)


def signed_in(auth: Auth) -> Client:
    client = Client(base_url=f"{auth.session.server}/xrpc")
    client.login(auth.session.handle, PASSWORD, fetch_bsky_profile=False)
    return client


def record(client: Client, did: str, collection: str, **told: object) -> dict[str, str]:
    made = client.com.atproto.repo.create_record(
        {
            "repo": did,
            "collection": collection,
            "record": {"$type": collection, "createdAt": "2024-05-01T10:00:00.000Z", **told},
        }
    )
    return {"uri": made.uri, "cid": made.cid}


def test_a_repository_of_a_real_server_is_read(
    http: Http, atproto: Atproto, tmp_path: Path
) -> None:
    anna, bram = atproto.account(http, "anna"), atproto.account(http, "bram")
    mine, theirs = signed_in(anna), signed_in(bram)
    did, other = anna.session.did, bram.session.did
    post = record(theirs, other, "app.bsky.feed.post", text="Goedemorgen")
    lists = record(
        mine, did, "app.bsky.graph.list", name="Water", purpose="app.bsky.graph.defs#curatelist"
    )
    record(mine, did, "app.bsky.graph.follow", subject=other)
    record(mine, did, "app.bsky.graph.listitem", subject=other, list=lists["uri"])
    record(mine, did, "app.bsky.feed.like", subject=post)
    for number in range(60):
        reply = {"parent": post, "root": post}
        record(mine, did, "app.bsky.feed.post", text=f"Antwoord {number}", reply=reply)
    file = tmp_path / "upload"
    file.write_bytes(mine.com.atproto.sync.get_repo({"did": did}))

    assert recognise(file, "repo.car") == Format.BLUESKY
    found = list(read(file, Format.BLUESKY, now=now()))
    assert not [one for one in found if isinstance(one, Trouble)]
    assert isinstance(found[0], Owner)
    assert found[0].reaches[0].uid == did
    (card,) = [one for one in found if isinstance(one, Card)]
    assert (card.key, card.groups, card.following) == (other, ("Water",), "ours")
    kinds = [one.kind for one in found if isinstance(one, Event)]
    assert (kinds.count("answered"), kinds.count("reacted"), kinds.count("followed")) == (60, 1, 1)
