"""Streams, with a real websocket server and a real event stream on the loopback."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Timer
from typing import Any

import pytest
from websockets.http11 import Request, Response
from websockets.sync.server import ServerConnection

from merkwerk.connectors import errors
from merkwerk.connectors.http import Http
from merkwerk.connectors.mastodon.calls import Server
from merkwerk.connectors.mastodon.client import mentions_page
from merkwerk.connectors.mastodon.sse import LONGEST, Events
from merkwerk.connectors.mastodon.streaming import Streaming, channel, streaming_address
from merkwerk.connectors.mastodon.translate import Teller
from merkwerk.connectors.tests import pairs
from merkwerk.connectors.tests.loopback import Asked, Reply, loopback_way, serving
from merkwerk.connectors.tests.loopback import Server as Web
from merkwerk.connectors.tests.sockets import Talk, linger, talking
from merkwerk.connectors.values import Bookmark, NoticeKind, Page, SourceKind

SAMPLES = Path(__file__).parents[1] / "samples"
STATUS = pairs.sample(SAMPLES, "status")
NOTICES = pairs.sample(SAMPLES, "notifications")
HOME = SourceKind.MASTODON_HOME


def message(event: str, payload: object) -> str:
    told = payload if isinstance(payload, str) else json.dumps(payload)
    return json.dumps({"stream": ["user"], "event": event, "payload": told})


def status(**changes: Any) -> dict[str, Any]:
    told: dict[str, Any] = {**STATUS, **changes}
    return told


def saying(*messages: str) -> Talk:
    def talk(connection: ServerConnection) -> None:
        for one in messages:
            connection.send(one)
        linger(connection)

    return talk


def streaming(server: str, **changes: Any) -> Streaming:
    chosen: dict[str, Any] = {"kind": HOME, "address": "me@social.example", "token": "t", **changes}
    return Streaming(Http(loopback_way(total_seconds=5)), server=server, **chosen)


def first(stream: Streaming, **changes: Any) -> Page:
    """The first page that has something in it."""
    pages = stream.batches(wait=0.3, **changes)
    return next(page for page in pages if page.posts or page.deleted_ids or page.refused)


def over_websocket(*messages: str, **changes: Any) -> Page:
    with talking(saying(*messages)) as server:
        return first(streaming(f"http://127.0.0.1:{server.port}", **changes))


def test_a_new_post_is_told() -> None:
    page = over_websocket(message("update", STATUS))
    assert [post.uid for post in page.posts] == [STATUS["uri"]]


def test_the_token_goes_in_a_header_never_in_the_address() -> None:
    with talking(saying(message("update", STATUS))) as server:
        first(streaming(f"http://127.0.0.1:{server.port}", token="geheim"))
    assert server.heads[0]["authorization"] == "Bearer geheim"
    assert "geheim" not in server.paths[0]


def test_a_changed_post_is_told_with_its_time() -> None:
    edited = status(edited_at="2026-11-21T10:00:00.000Z")
    assert over_websocket(message("status.update", edited)).posts[0].edited


def test_a_deleted_post_is_told_by_its_number() -> None:
    page = over_websocket(message("delete", "114"), message("delete", '"115"'))
    assert page.deleted_ids == ("114", "115")


def test_a_post_deleted_at_once_is_not_told() -> None:
    page = over_websocket(message("update", STATUS), message("delete", str(STATUS["id"])))
    assert page.posts == ()


def test_a_notice_brings_its_post() -> None:
    mention = next(told for told in NOTICES if told["type"] == "mention")
    page = over_websocket(message("notification", mention))
    assert page.notices[0].kind is NoticeKind.MENTION
    assert len(page.posts) == 1


def test_a_boost_is_only_counted() -> None:
    page = over_websocket(message("update", status(reblog=STATUS)), message("delete", "1"))
    assert (page.posts, page.skipped) == ((), 1)


def test_other_events_are_nothing() -> None:
    noise = [message(name, "") for name in ("filters_changed", "announcement", "conversation")]
    page = over_websocket(*noise, message("delete", "1"))
    assert (page.posts, page.refused) == ((), ())


@pytest.mark.parametrize(
    "garbage",
    ["", "{", "3", "[]", '{"event": null}', message("update", "half {"), message("update", "[]")],
)
def test_garbage_is_refused_and_the_stream_goes_on(garbage: str) -> None:
    page = over_websocket(garbage, message("update", STATUS))
    assert len(page.posts) == len(page.refused) == 1


def test_the_bookmark_comes_back_as_it_was() -> None:
    page = over_websocket(message("delete", "1"), bookmark=Bookmark(cursor="x"))
    assert page.bookmark == Bookmark(cursor="x")


def test_silence_brings_empty_pages() -> None:
    with talking(linger) as server:
        stream = streaming(f"http://127.0.0.1:{server.port}")
        assert next(stream.batches(wait=0.05, beat=0.1)) == Page()


def test_it_ends_when_it_is_closed() -> None:
    with talking(linger) as server:
        stream = streaming(f"http://127.0.0.1:{server.port}")
        Timer(0.2, stream.close).start()
        assert list(stream.batches()) == []


def test_hanging_up_is_told() -> None:
    with (
        talking(lambda connection: None) as server,
        pytest.raises(errors.Unreachable),
    ):
        list(streaming(f"http://127.0.0.1:{server.port}").batches(wait=0.1))


def test_a_refused_token_is_told() -> None:
    def door(connection: ServerConnection, request: Request) -> Response:
        return connection.respond(401, "no")

    with talking(linger, door=door) as server, pytest.raises(errors.TokenRefused):
        first(streaming(f"http://127.0.0.1:{server.port}"))


@pytest.mark.parametrize(
    ("kind", "address", "asked"),
    [
        (SourceKind.MASTODON_HOME, "me@a.example", ("user", {})),
        (SourceKind.MASTODON_MENTIONS, "me@a.example", ("user:notification", {})),
        (SourceKind.MASTODON_PUBLIC, "public@a.example", ("public", {})),
        (SourceKind.MASTODON_PUBLIC, "a.example", ("public", {})),
        (SourceKind.MASTODON_PUBLIC, "local@a.example", ("public:local", {})),
        (SourceKind.MASTODON_PUBLIC, "remote@a.example", ("public:remote", {})),
        (SourceKind.MASTODON_HASHTAG, "zee@a.example", ("hashtag", {"tag": "zee"})),
        (SourceKind.MASTODON_LIST, "7@a.example", ("list", {"list": "7"})),
    ],
)
def test_each_source_has_its_stream(
    kind: SourceKind, address: str, asked: tuple[str, dict[str, str]]
) -> None:
    assert channel(kind, address) == asked


def test_an_account_is_not_streamed() -> None:
    with pytest.raises(errors.BadAddress):
        channel(SourceKind.MASTODON_ACCOUNT, "me@a.example")


def events(*pieces: bytes, linger: float = 0.0, status: int = 200) -> Any:
    """A server without websockets, that sends these pieces as an event stream."""

    def raw() -> Iterator[bytes]:
        yield b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n"
        yield from pieces
        time.sleep(linger)

    def answer(asked: Asked) -> Reply:
        if "upgrade" in asked.headers or not asked.path.startswith("/api/v1/streaming/"):
            return Reply(404)
        return Reply(raw=raw()) if status == 200 else Reply(status)

    return serving(answer)


def over_events(web: Web, **changes: Any) -> Page:
    return first(streaming(web.address, **changes))


def test_without_websockets_events_are_read() -> None:
    told = f"event: update\ndata: {json.dumps(STATUS)}\n\n".encode()
    with events(b":)\n\n", told[:100], told[100:], linger=1) as web:
        assert len(over_events(web).posts) == 1
    assert web.asked[-1].path == "/api/v1/streaming/user"
    assert web.asked[-1].headers["authorization"] == "Bearer t"


def test_a_tag_is_asked_for_by_name() -> None:
    with events(b"event: delete\ndata: 7\n\n", linger=1) as web:
        page = over_events(web, kind=SourceKind.MASTODON_HASHTAG, address="zee@a.example")
    assert page.deleted_ids == ("7",)
    assert web.asked[-1].path == "/api/v1/streaming/hashtag?tag=zee"


def test_events_that_end_are_told() -> None:
    with events(b":)\n\n") as web, pytest.raises(errors.Unreachable):
        list(streaming(web.address).batches(wait=0.1))


def test_events_without_a_heartbeat_are_too_slow() -> None:
    with events(b":)\n\n", linger=3) as web, pytest.raises(errors.TooSlow):
        list(streaming(web.address).batches(wait=0.1, idle=0.3))


def test_an_event_stream_can_be_closed() -> None:
    with events(b":)\n\n", linger=3) as web:
        stream = streaming(web.address)
        Timer(0.2, stream.close).start()
        began = time.monotonic()
        assert list(stream.batches()) == []
        assert time.monotonic() - began < 2


def test_a_server_that_streams_nothing_says_so() -> None:
    with events(status=404) as web, pytest.raises(errors.NotFound):
        over_events(web)


def test_a_token_refused_at_the_events_is_told() -> None:
    with events(status=401) as web, pytest.raises(errors.TokenRefused):
        over_events(web)


def test_as_nobody_a_refusal_is_forbidden() -> None:
    with events(status=401) as web, pytest.raises(errors.Forbidden):
        over_events(web, token="")


def instance(**urls: object) -> dict[str, bytes]:
    return {"/api/v2/instance": json.dumps({"configuration": {"urls": urls}}).encode()}


@pytest.mark.parametrize(
    ("named", "used"),
    [
        ("ws://127.0.0.1:7", "ws://127.0.0.1:7"),
        ("ws://u:p@127.0.0.1:7/path", "ws://127.0.0.1:7"),
        ("http://127.0.0.1:7", ""),
        ("ws://[", ""),
        (None, ""),
    ],
)
def test_the_instance_says_where_it_streams(named: object, used: str) -> None:
    bodies = instance(streaming=named)
    with serving(lambda asked: Reply(body=bodies.get(asked.path, b""))) as web:
        found = streaming_address(Server(Http(loopback_way()), web.address))
    assert found == (used or web.address.replace("http", "ws"))


@pytest.mark.parametrize("cut", range(1, 60, 7))
def test_events_may_be_cut_anywhere(cut: int) -> None:
    told = "event: update\r\ndata: één\r\ndata: twee\r\n\r\n:x\n\ndata:3\n\n".encode()
    reader = Events()
    found = [one for n in range(0, len(told), cut) for one in reader.feed(told[n : n + cut])]
    assert found == [("update", "één\ntwee"), ("message", "3")]


@pytest.mark.parametrize(
    "piece", [b"data: " + b"x" * (LONGEST + 9), b"data: xxxxxxxxx\n" * 200_000]
)
def test_an_endless_event_is_too_large(piece: bytes) -> None:
    with pytest.raises(errors.TooLarge):
        Events().feed(piece)


@pytest.mark.parametrize("kind", [["mention"], {}, None, 7])
def test_a_notification_of_no_kind_breaks_nothing(kind: object) -> None:
    asked = Server(Http(loopback_way()), "https://s.example")
    told: list[object] = [{**NOTICES[0], "type": kind}]
    page = mentions_page(asked, Teller(asked.base, "s.example"), told, own="a@s.example")
    assert page.posts == ()
