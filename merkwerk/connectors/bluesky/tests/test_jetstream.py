"""A connection to a Jetstream server, with a real websocket server on the loopback."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Timer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import zstandard
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response
from websockets.sync.server import ServerConnection

from merkwerk.connectors import errors
from merkwerk.connectors.bluesky import jetstream
from merkwerk.connectors.bluesky.jetstream import Jetstream
from merkwerk.connectors.http import Http
from merkwerk.connectors.tests.loopback import loopback_way, serving, way_to
from merkwerk.connectors.tests.sockets import Talk, Talking, linger, talking
from merkwerk.connectors.values import Page, Post

SAMPLES = Path(__file__).parents[1] / "samples"
LINES = (SAMPLES / "jetstream.jsonl").read_text(encoding="utf-8").splitlines()
NOW = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
POST = LINES[0]


def later(seconds: float, **changes: Any) -> str:
    """The first sample so many seconds later, as another post."""
    told = json.loads(POST)
    told["time_us"] += int(seconds * 1_000_000)
    key = changes.pop("rkey", f"3n2ty3atr{int(seconds * 10):04d}")
    told["commit"] |= {"rkey": key, "rev": f"3n2ty3bplu{int(seconds * 10):04d}"} | changes
    return json.dumps(told)


def saying(*messages: str | bytes) -> Talk:
    def talk(connection: ServerConnection) -> None:
        for message in messages:
            connection.send(message)
        linger(connection)

    return talk


def stream(server: Talking, **changes: Any) -> Jetstream:
    return Jetstream(Http(loopback_way()), address=server.address, now=NOW, **changes)


def asked(server: Talking, which: int = -1) -> dict[str, list[str]]:
    return parse_qs(urlsplit(server.paths[which]).query)


def first(listening: Jetstream, **changes: Any) -> Page:
    return next(iter(listening.batches(wait=0.3, **changes)))


def heard(talk: Talk, until: Callable[[list[Page]], bool], **changes: Any) -> list[Page]:
    with talking(talk) as server:
        listening = stream(server, **changes)
        pages: list[Page] = []
        for page in listening.batches(wait=0.05):
            pages.append(page)
            if until(pages):
                listening.close()
        return pages


def posts(pages: list[Page]) -> list[Post]:
    return [post for page in pages for post in page.posts]


def test_lines_come_as_pages_of_posts() -> None:
    with talking(saying(POST, later(1))) as server:
        page = first(stream(server))
    assert [post.text for post in page.posts] == ["#Lezen aan zee"] * 2
    assert page.bookmark.cursor == str(json.loads(POST)["time_us"] + 1_000_000)


def test_packed_messages_are_unpacked() -> None:
    packer = zstandard.ZstdCompressor(dict_data=jetstream.dictionary())
    with talking(saying(packer.compress(POST.encode()))) as server:
        page = first(stream(server))
    assert page.posts[0].text == "#Lezen aan zee"
    assert asked(server)["compress"] == ["true"]


def test_a_server_with_another_dictionary_is_asked_for_plain_words() -> None:
    words: list[Any] = [POST.encode()[n : n + 200] * 4 for n in range(0, 400, 3)]
    other = zstandard.train_dictionary(2000, words, dict_id=77)
    packed = zstandard.ZstdCompressor(dict_data=other).compress(POST.encode())

    def talk(connection: ServerConnection) -> None:
        assert connection.request is not None
        connection.send(packed if "compress=true" in connection.request.path else POST)
        linger(connection)

    with talking(talk) as server:
        page = first(stream(server))
        assert len(page.posts) == 1
        assert "compress" not in asked(server)


def test_a_packed_bomb_is_one_refused_line() -> None:
    bomb = zstandard.ZstdCompressor().compress(b"0" * 50_000_000)
    blind = zstandard.ZstdCompressor(write_content_size=False).compress(b"0" * 50_000_000)
    with talking(saying(bomb, blind, b"\x00\x01", POST)) as server:
        page = first(stream(server))
    assert len(page.posts) == 1
    assert [refusal.code for refusal in page.refused] == ["unreadable"] * 3


def test_it_begins_five_seconds_before_the_last_page() -> None:
    with talking(saying(POST)) as server:
        first(stream(server, cursor="1795253400085434"))
    assert asked(server)["cursor"] == ["1795253395085434"]


def test_without_a_cursor_it_begins_now() -> None:
    with talking(saying(POST)) as server:
        first(stream(server, cursor="not a number"))
    assert "cursor" not in asked(server)


def test_collections_and_accounts_are_asked_for() -> None:
    with talking(saying(POST)) as server:
        first(stream(server, dids=["did:plc:b", "did:plc:a"], collections=["x.y", "x.z"]))
    assert asked(server)["wantedDids"] == ["did:plc:a", "did:plc:b"]
    assert asked(server)["wantedCollections"] == ["x.y", "x.z"]


def test_many_accounts_are_sent_after_the_hello() -> None:
    told: list[Any] = []

    def talk(connection: ServerConnection) -> None:
        told.append(json.loads(connection.recv()))
        connection.send(POST)
        linger(connection)

    with talking(talk) as server:
        first(stream(server, dids=[f"did:plc:{n}" for n in range(5_000)]))
    assert told[0]["type"] == "options_update"
    assert len(told[0]["payload"]["wantedDids"]) == 5_000
    assert asked(server)["requireHello"] == ["true"]


def test_accounts_can_change_while_it_is_open() -> None:
    told: list[Any] = []

    def talk(connection: ServerConnection) -> None:
        connection.send(POST)
        told.append(json.loads(connection.recv()))
        connection.send(later(1))
        linger(connection)

    with talking(talk) as server:
        listening = stream(server, dids=["did:plc:a"])
        pages = listening.batches(wait=0.05)
        next(pages)
        listening.listen_to(["did:plc:c"])
        assert next(pages).posts
        listening.close()
    assert told[0]["payload"]["wantedDids"] == ["did:plc:c"]


def test_a_page_holds_at_most_so_many_lines() -> None:
    many = [later(n / 10) for n in range(25)]
    pages = heard(saying(*many), lambda told: len(posts(told)) == 25)
    assert len(posts(pages)) == 25
    with talking(saying(*many)) as server:
        assert len(first(stream(server), most=10).posts) == 10


def test_a_repeat_is_heard_once() -> None:
    pages = heard(saying(POST, POST, later(1), POST), lambda told: len(posts(told)) >= 2)
    assert len(posts(pages)) == 2


def test_a_stream_that_goes_backwards_does_not_move_the_cursor_back() -> None:
    pages = heard(saying(later(9), POST, later(3)), lambda told: len(posts(told)) == 3)
    assert pages[-1].bookmark.cursor == str(json.loads(later(9))["time_us"])


def test_a_time_far_ahead_is_not_believed() -> None:
    pages = heard(saying(later(10**9), POST), lambda told: len(posts(told)) == 2)
    assert pages[-1].bookmark.cursor == str(json.loads(POST)["time_us"])
    assert max(post.written for post in posts(pages)) < NOW + timedelta(minutes=6)


def test_half_a_message_is_a_refused_line() -> None:
    pages = heard(saying(POST[:200], "", "garbage", later(1)), lambda told: bool(posts(told)))
    assert sum(len(page.refused) for page in pages) == 3


def test_a_message_in_pieces_is_put_together() -> None:
    def talk(connection: ServerConnection) -> None:
        connection.send(iter([POST[:50], POST[50:300], POST[300:]]))
        linger(connection)

    assert posts(heard(talk, lambda told: bool(posts(told))))


def test_what_came_before_the_server_hung_up_is_handed_out() -> None:
    with talking(lambda connection: connection.send(POST)) as server:
        pages = stream(server).batches(wait=0.3)
        assert next(pages).posts
        with pytest.raises(errors.Unreachable):
            next(pages)


def test_a_broken_connection_is_told() -> None:
    def talk(connection: ServerConnection) -> None:
        connection.send(POST)
        connection.socket.close()

    with talking(talk) as server:
        pages = stream(server).batches(wait=0.3)
        with pytest.raises(errors.Unreachable):
            list(pages)


def test_silence_ends_it() -> None:
    with talking(linger) as server, pytest.raises(errors.TooSlow):
        list(stream(server).batches(wait=0.05, idle=0.3))


def test_silence_of_a_few_accounts_is_nothing_bad() -> None:
    with talking(linger) as server:
        page = first(stream(server, dids=["did:plc:a"], cursor="7"), beat=0.2)
    assert (page.posts, page.bookmark.cursor) == ((), "7")


def test_it_ends_when_it_is_closed() -> None:
    with talking(linger) as server:
        listening = stream(server)
        Timer(0.2, listening.close).start()
        began = time.monotonic()
        assert list(listening.batches()) == []
        assert time.monotonic() - began < 3


def test_a_message_too_large_ends_it() -> None:
    large = "0" * (jetstream.MESSAGE + 1)
    with talking(saying(large)) as server, pytest.raises(errors.TooLarge):
        list(stream(server).batches(wait=0.2))


def test_a_slow_reader_slows_the_server_down() -> None:
    sent = 0

    def talk(connection: ServerConnection) -> None:
        nonlocal sent
        try:
            for n in range(5_000):
                connection.send(later(n / 10, text="x" * 20_000))
                sent = n
        except ConnectionClosed:
            return

    with talking(talk) as server:
        pages = stream(server).batches(most=10, wait=1)
        assert len(next(pages).posts) <= 10
        time.sleep(0.5)
        assert sent < 4_000
        pages.close()  # type: ignore[attr-defined]


def test_only_what_the_sieve_wants_becomes_a_post() -> None:
    with talking(saying(POST, later(1, record={"text": "iets anders"}))) as server:
        page = first(stream(server), sieve=lambda written: ["Lezen" in w.text for w in written])
    assert (len(page.posts), page.skipped) == (1, 1)


@pytest.mark.parametrize(
    ("status", "kind"),
    [(403, errors.Forbidden), (404, errors.NotFound), (429, errors.RateLimited),
     (503, errors.ServerTrouble)],
)  # fmt: skip
def test_a_refusal_at_the_door_has_its_type(status: int, kind: type[Exception]) -> None:
    def door(connection: ServerConnection, request: Request) -> Response:
        return connection.respond(status, "no")

    with talking(linger, door=door) as server, pytest.raises(kind):
        first(stream(server))


def test_a_redirect_is_not_followed() -> None:
    def door(connection: ServerConnection, request: Request) -> Response:
        answer = connection.respond(302, "")
        answer.headers["Location"] = "ws://127.0.0.1:1/"
        return answer

    with talking(linger, door=door) as server, pytest.raises(errors.Unreadable):
        first(stream(server))


def test_a_private_address_is_not_called() -> None:
    with talking(linger) as server, serving(lambda told: None) as web:  # type: ignore[arg-type,return-value]
        listening = Jetstream(Http(way_to(web)), address=server.address, now=NOW)
        with pytest.raises(errors.PrivateAddress):
            first(listening)
    assert server.paths == []


def test_an_odd_port_is_not_called() -> None:
    with serving(lambda told: None) as web:  # type: ignore[arg-type,return-value]
        listening = Jetstream(Http(way_to(web)), address="ws://a.example:22/", now=NOW)
        with pytest.raises(errors.BadAddress):
            first(listening)


@pytest.mark.parametrize("address", ["", "file:///etc/passwd", "ws://", "ws://a b/", "a.example"])
def test_what_is_no_address_is_said(address: str) -> None:
    with pytest.raises(errors.BadAddress):
        first(Jetstream(Http(loopback_way()), address=address, now=NOW))


class Archive:
    """A server that keeps its lines, begins where it is asked to, and hangs up again and again:
    after some lines, in the middle of one, or having said some of them in another order."""

    def __init__(self, lines: list[str], seed: int) -> None:
        self.lines = lines
        self.dice = random.Random(seed)

    def __call__(self, connection: ServerConnection) -> None:
        assert connection.request is not None
        query = parse_qs(urlsplit(connection.request.path).query)
        begin = int(query.get("cursor", ["0"])[0])
        some = [line for line in self.lines if json.loads(line)["time_us"] >= begin]
        some = some[: self.dice.randint(20, 60)]
        for at in range(len(some) - 1):
            if self.dice.random() < 0.2:
                some[at], some[at + 1] = some[at + 1], some[at]
        for line in some:
            connection.send(line)
            if self.dice.random() < 0.1:
                connection.send(line)
        if self.dice.random() < 0.5:
            connection.send(some[-1][: self.dice.randint(1, 100)])
        if self.dice.random() < 0.3:
            connection.socket.close()


@pytest.mark.parametrize("seed", range(4))
def test_over_many_breaks_nothing_is_lost(seed: int) -> None:
    lines = [later(n / 2) for n in range(300)]
    wanted = {json.loads(line)["commit"]["rkey"] for line in lines}
    found: set[str] = set()
    cursor = "1795253400000000"
    with talking(Archive(lines, seed)) as server:
        for _ in range(60):
            listening = stream(server, cursor=cursor)
            with suppress(errors.Unreachable):
                for page in listening.batches(wait=0.02, most=25):
                    found |= {post.uid.rpartition("/")[2] for post in page.posts}
                    assert int(page.bookmark.cursor) >= int(cursor)
                    cursor = page.bookmark.cursor
            if found == wanted:
                return
    assert found == wanted


def test_after_a_day_it_goes_on_where_it_was() -> None:
    lines = [later(n * 600) for n in range(150)]
    with talking(saying(*lines)) as server:
        yesterday = str(json.loads(POST)["time_us"] - 86_400_000_000)
        listening = Jetstream(
            Http(loopback_way()), address=server.address, cursor=yesterday,
            now=NOW + timedelta(days=2),
        )  # fmt: skip
        page = first(listening)
    assert len(page.posts) == 150
    assert asked(server)["cursor"] == [str(int(yesterday) - 5_000_000)]


def test_several_threads_unpack_at_once() -> None:
    packer = zstandard.ZstdCompressor(dict_data=jetstream.dictionary())
    told = [line.encode() * n for n, line in enumerate(LINES[:20], start=5)]
    packed = [packer.compress(line) for line in told]
    with ThreadPoolExecutor(6) as threads:
        unpacked = list(threads.map(jetstream.unpack, packed * 100))
    assert unpacked == told * 100
