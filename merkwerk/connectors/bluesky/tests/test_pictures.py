"""A picture goes before its record, and the record shows it with its proportions."""

from __future__ import annotations

import json

import pytest

from merkwerk.connectors.bluesky import pictures
from merkwerk.connectors.bluesky.pictures import Shown
from merkwerk.connectors.bluesky.session import Auth, Session
from merkwerk.connectors.bluesky.tests.test_writing import AUTH, question, send, stands
from merkwerk.connectors.errors import Rejected, TokenRefused, Unreadable
from merkwerk.connectors.tests.loopback import Asked, Reply, http_to, serving

BLOB = {"$type": "blob", "ref": {"$link": "bafkrei"}, "mimeType": "image/png", "size": 3}
SHOWN = Shown(BLOB, "Een kat", 40, 30)


def reply(told: object, status: int = 200) -> Reply:
    return Reply(status, json.dumps(told).encode(), {"Content-Type": "application/json"})


def test_the_bytes_go_as_they_are() -> None:
    with serving(lambda asked: reply({"blob": BLOB})) as server:
        blob = pictures.bring(http_to(server), auth=AUTH, data=b"\x89PNG", kind="image/png")
        (asked,) = server.asked
    assert blob == BLOB
    assert (asked.path, asked.body) == ("/xrpc/com.atproto.repo.uploadBlob", b"\x89PNG")
    assert (asked.headers["content-type"], asked.headers["authorization"]) == (
        "image/png", "Bearer a",
    )  # fmt: skip


def test_more_than_the_network_takes_is_not_sent() -> None:
    with serving(stands) as server, pytest.raises(Rejected):
        pictures.bring(http_to(server), auth=AUTH, data=b"x" * 1_000_001, kind="image/png")
    assert server.asked == []


def test_the_bytes_go_again_after_the_session_was_renewed() -> None:
    kept: list[Session] = []
    auth = Auth(AUTH.session, keep=kept.append)

    def once(asked: Asked) -> Reply:
        if asked.path.endswith("refreshSession"):
            did = AUTH.session.did
            return reply({"accessJwt": "new", "refreshJwt": "new", "did": did})
        if asked.headers["authorization"] == "Bearer new":
            return reply({"blob": BLOB})
        return reply({"error": "ExpiredToken"}, 400)

    with serving(once) as server:
        pictures.bring(http_to(server), auth=auth, data=b"abc", kind="image/png")
    assert (server.asked[-1].body, len(kept)) == (b"abc", 1)


def test_a_withdrawn_session_is_told() -> None:
    with (
        serving(lambda asked: reply({"error": "InvalidToken"}, 401)) as server,
        pytest.raises(TokenRefused),
    ):
        pictures.bring(http_to(server), auth=AUTH, data=b"abc", kind="image/png")


def test_an_answer_without_a_name_is_unreadable() -> None:
    with serving(lambda asked: reply({"blob": {}})) as server, pytest.raises(Unreadable):
        pictures.bring(http_to(server), auth=AUTH, data=b"abc", kind="image/png")


def test_a_record_shows_its_pictures() -> None:
    _, body = send(stands, pictures=[SHOWN])
    assert body["record"]["embed"] == {
        "$type": "app.bsky.embed.images",
        "images": [
            {"image": BLOB, "alt": "Een kat", "aspectRatio": {"width": 40, "height": 30}}
        ],
    }  # fmt: skip


def test_pictures_may_stand_without_words() -> None:
    assert send(stands, text="", pictures=[SHOWN])[1]["record"]["text"] == ""


def test_a_record_quotes() -> None:
    post = question(cid="c1")
    _, body = send(stands, quotes=post)
    assert body["record"]["embed"] == {
        "$type": "app.bsky.embed.record", "record": {"uri": post.uid, "cid": "c1"},
    }  # fmt: skip


def test_a_record_quotes_and_shows() -> None:
    embed = send(stands, quotes=question(cid="c1"), pictures=[SHOWN])[1]["record"]["embed"]
    assert embed["$type"] == "app.bsky.embed.recordWithMedia"
    assert embed["record"]["record"]["cid"] == "c1"
    assert embed["media"]["images"][0]["alt"] == "Een kat"


def test_what_is_not_known_well_enough_is_not_quoted() -> None:
    with pytest.raises(Rejected):
        send(stands, quotes=question())
