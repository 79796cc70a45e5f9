"""A message under a key of its own: once, whatever happens to the answer."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from merkwerk.connectors.bluesky import writing
from merkwerk.connectors.bluesky.session import Auth, Session
from merkwerk.connectors.errors import BadAddress, Rejected, Unreadable
from merkwerk.connectors.tests.loopback import Asked, Handler, Reply, http_to, serving
from merkwerk.connectors.values import Network, Person, Post, Sent

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
DID = "did:plc:l43phxojkypah3r2wqrhq76w"
KEY = writing.new_tid(NOW)
URI = f"at://{DID}/app.bsky.feed.post/{KEY}"
AUTH = Auth(
    Session(did=DID, handle="anna.example", server="http://pds.example", access="a", refresh="r"),
    keep=lambda new: None,
)
AUTHOR = Person(network=Network.BLUESKY, uid="did:plc:x", handle="b.example")


def reply(told: object, status: int = 200) -> Reply:
    return Reply(status, json.dumps(told).encode(), {"Content-Type": "application/json"})


def question(**native: str) -> Post:
    return Post(
        network=Network.BLUESKY, uid="at://did:plc:x/app.bsky.feed.post/1", url="", author=AUTHOR,
        text="Wie?", written=NOW, native=native,
    )  # fmt: skip


def test_a_message_may_have_300_signs() -> None:
    assert writing.length("a" * 301).left == -1
    assert writing.length("https://voorbeeld.example").used == 25


def test_a_message_may_have_3000_bytes() -> None:
    length = writing.length("👨‍👩‍👧" * 200)
    assert (length.used, length.bytes_over, length.fits) == (200, 600, False)


def send(handler: Handler, text: str = "Ja!", **asked: Any) -> tuple[Sent, dict[str, Any]]:
    with serving(handler) as server:
        sent = writing.send(
            http_to(server), auth=AUTH, text=text, now=NOW, **({"key": KEY} | asked)
        )
        return sent, json.loads(server.asked[-1].body or b"{}")


def stands(asked: Asked) -> Reply:
    return reply({"uri": URI, "cid": "bafy"})


def test_a_record_is_written_under_our_key_and_only_if_new() -> None:
    sent, body = send(stands, language="nl")
    assert (body["rkey"], body["swapRecord"], body["repo"]) == (KEY, None, DID)
    assert body["record"] == {
        "$type": "app.bsky.feed.post", "text": "Ja!", "createdAt": "2026-11-21T12:00:00.000Z",
        "langs": ["nl"],
    }  # fmt: skip
    assert (sent.uid, sent.revision, sent.url) == (
        URI,
        "bafy",
        f"https://bsky.app/profile/{DID}/post/{KEY}",
    )


def test_a_record_that_stands_already_is_found() -> None:
    def there(asked: Asked) -> Reply:
        if asked.method == "POST":
            return reply({"error": "InvalidSwap", "message": "Record was at bafy"}, 400)
        return reply({"uri": URI, "cid": "bafy", "value": {"createdAt": "2026-11-21T09:00:00Z"}})

    sent, _ = send(there)
    assert sent.written == datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


def test_another_refusal_is_told() -> None:
    with pytest.raises(Rejected, match="InvalidRequest: Record/text too long"):
        send(
            lambda asked: reply({"error": "InvalidRequest", "message": "Record/text too long"}, 400)
        )


def test_an_answer_names_whom_it_answers_and_where_that_began() -> None:
    post = question(cid="c1", root_uri="at://did:plc:y/app.bsky.feed.post/0", root_cid="c0")
    _, body = send(stands, reply_to=post)
    assert body["record"]["reply"] == {
        "root": {"uri": "at://did:plc:y/app.bsky.feed.post/0", "cid": "c0"},
        "parent": {"uri": post.uid, "cid": "c1"},
    }


def test_the_first_post_is_its_own_root() -> None:
    _, body = send(stands, reply_to=question(cid="c1"))
    assert body["record"]["reply"]["root"] == body["record"]["reply"]["parent"]


def test_a_post_not_known_well_enough_cannot_be_answered() -> None:
    with pytest.raises(Rejected):
        send(stands, reply_to=question())


@pytest.mark.parametrize("text", ["", " \n", "x" * 301, "👩‍👩‍👧" * 301, "\U0001f469\u200d" * 500])
def test_a_text_that_cannot_be_sent_is_refused(text: str) -> None:
    with pytest.raises(Rejected):
        send(stands, text)


def test_three_hundred_characters_as_a_reader_sees_them_fit() -> None:
    assert send(stands, "é" * 300)[0].uid == URI


@pytest.mark.parametrize("key", ["", "self", "../x", "z" * 13])
def test_a_key_that_is_none_is_refused(key: str) -> None:
    with pytest.raises(Rejected):
        send(stands, key=key)


@pytest.mark.parametrize("told", [{}, {"uri": "x", "cid": "c"}, {"uri": URI}, {"uri": 3}])
def test_an_answer_that_does_not_say_where_it_stands_is_unreadable(told: object) -> None:
    with pytest.raises(Unreadable):
        send(lambda asked: reply(told))


@pytest.mark.parametrize("uri", ["", "at://did:plc:x/app.bsky.feed.post/1", "https://bsky.app"])
def test_only_our_own_message_can_be_taken_away(uri: str) -> None:
    with serving(stands) as server, pytest.raises(BadAddress):
        writing.delete(http_to(server), auth=AUTH, uri=uri)
