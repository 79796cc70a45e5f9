"""A hostile server costs neither time nor memory."""

from __future__ import annotations

import gzip
import threading
import time
import zlib
from collections.abc import Callable, Iterator

import pytest

from merkwerk.connectors import errors
from merkwerk.connectors.http import Way
from merkwerk.connectors.http.way import resolve
from merkwerk.connectors.tests.loopback import AGENT, Asked, Handler, Reply, http_to, serving

HEAD = b"HTTP/1.1 200 OK\r\n"


def raw(pieces: Callable[[], Iterator[bytes]]) -> Handler:
    return lambda asked: Reply(raw=pieces())


def packed(body: bytes, encoding: str) -> Handler:
    return lambda asked: Reply(body=body, headers={"Content-Encoding": encoding})


def drip(first: bytes, piece: bytes = b"x", seconds: float = 0.05) -> Iterator[bytes]:
    yield first
    for _ in range(400):
        time.sleep(seconds)
        yield piece


@pytest.mark.parametrize(
    "first",
    [
        HEAD + b"Content-Length: 4000\r\n\r\n",
        HEAD + b"X-Endless: ",
        b"HTTP/1.",
        HEAD + b"Transfer-Encoding: chunked\r\n\r\n1;",
    ],
)
def test_a_slow_drip_ends_in_time(first: bytes) -> None:
    started = time.monotonic()
    with (
        serving(raw(lambda: drip(first))) as server,
        pytest.raises((errors.TooSlow, errors.Unreadable)),
    ):
        http_to(server, total_seconds=0.5).get("http://a.example/")
    assert time.monotonic() - started < 2


def test_interim_answers_do_not_prolong_it() -> None:
    interim = b"HTTP/1.1 103 Early Hints\r\n\r\n"
    with (
        serving(raw(lambda: drip(interim, interim))) as server,
        pytest.raises(errors.TooSlow),
    ):
        http_to(server).get("http://a.example/", seconds=0.4)


def test_all_redirects_share_one_time_limit() -> None:
    def slow(asked: Asked) -> Reply:
        time.sleep(0.3)
        return Reply(302, headers={"Location": "/again"})

    with serving(slow) as server, pytest.raises(errors.TooSlow):
        http_to(server, total_seconds=0.5).get("http://a.example/")


def test_a_server_that_says_nothing_ends_in_time() -> None:
    def silent() -> Iterator[bytes]:
        time.sleep(1)
        yield b""

    with serving(raw(silent)) as server, pytest.raises(errors.TooSlow):
        http_to(server, total_seconds=0.3).get("http://a.example/")


def test_an_endless_body_ends() -> None:
    def endless() -> Iterator[bytes]:
        yield HEAD + b"Connection: close\r\n\r\n"
        while True:
            yield b"x" * 65536

    with serving(raw(endless)) as server, pytest.raises(errors.TooLarge):
        http_to(server).get("http://a.example/", max_bytes=100_000)


def test_endless_interim_answers_end() -> None:
    def endless() -> Iterator[bytes]:
        while True:
            yield b"HTTP/1.1 103 Early Hints\r\n\r\n" * 1000

    with serving(raw(endless)) as server, pytest.raises(errors.TooLarge):
        http_to(server).get("http://a.example/", max_bytes=1000)


def test_a_body_announced_too_large_is_not_read() -> None:
    with (
        serving(raw(lambda: iter([HEAD + b"Content-Length: 999999999\r\n\r\n"]))) as server,
        pytest.raises(errors.TooLarge),
    ):
        http_to(server).get("http://a.example/")


def test_the_limit_itself_is_allowed() -> None:
    with serving(lambda asked: Reply(body=b"x" * 1000)) as server:
        assert len(http_to(server, max_bytes=1000).get("http://a.example/").body) == 1000
        with pytest.raises(errors.TooLarge):
            http_to(server, max_bytes=999).get("http://a.example/")


@pytest.mark.parametrize(
    "head",
    [
        b"".join(b"X-%d: %s\r\n" % (n, b"a" * 90) for n in range(20_000)),
        b"X: " + b"a" * 2_000_000 + b"\r\n",
    ],
)
def test_a_header_bomb_is_refused(head: bytes) -> None:
    with (
        serving(raw(lambda: iter([HEAD + head + b"\r\n"]))) as server,
        pytest.raises((errors.Unreadable, errors.TooLarge)),
    ):
        http_to(server).get("http://a.example/")


def test_gzip_is_unpacked() -> None:
    with serving(packed(gzip.compress(b"hello"), "gzip")) as server:
        assert http_to(server).get("http://a.example/").body == b"hello"


def test_several_gzip_members_are_one_body() -> None:
    body = gzip.compress(b"hello ") + gzip.compress(b"world") + b"\0\0"
    with serving(packed(body, "GZIP")) as server:
        assert http_to(server).get("http://a.example/").body == b"hello world"


@pytest.mark.parametrize("window", [zlib.MAX_WBITS, -zlib.MAX_WBITS])
def test_deflate_is_unpacked_with_and_without_its_header(window: int) -> None:
    worker = zlib.compressobj(wbits=window)
    with serving(packed(worker.compress(b"hello") + worker.flush(), "deflate")) as server:
        assert http_to(server).get("http://a.example/").body == b"hello"


def test_a_gzip_bomb_is_too_large() -> None:
    bomb = gzip.compress(b"\0" * 50_000_000)
    with serving(packed(bomb, "gzip")) as server, pytest.raises(errors.TooLarge):
        http_to(server, max_bytes=1_000_000).get("http://a.example/")


def test_a_bomb_of_many_members_is_too_large() -> None:
    with (
        serving(packed(gzip.compress(b"\0" * 400_000) * 20, "gzip")) as server,
        pytest.raises(errors.TooLarge),
    ):
        http_to(server, max_bytes=1_000_000).get("http://a.example/")


@pytest.mark.parametrize("encoding", ["gzip, gzip", "br", "zstd", "nonsense", "gzip,deflate"])
def test_a_packing_nobody_asked_for_is_refused(encoding: str) -> None:
    with serving(packed(gzip.compress(b"x"), encoding)) as server, pytest.raises(errors.Unreadable):
        http_to(server).get("http://a.example/")


def test_broken_gzip_is_unreadable() -> None:
    with serving(packed(b"not gzip at all", "gzip")) as server, pytest.raises(errors.Unreadable):
        http_to(server).get("http://a.example/")


def test_gzip_cut_short_may_be_tried_again() -> None:
    with (
        serving(packed(gzip.compress(b"hello" * 100)[:-12], "gzip")) as server,
        pytest.raises(errors.Unreachable),
    ):
        http_to(server).get("http://a.example/")


@pytest.mark.parametrize(
    ("pieces", "kind"),
    [
        ([b"SSH-2.0-OpenSSH_9\r\n\r\n"], errors.Unreadable),
        ([b"\0" * 200], errors.Unreadable),
        ([b""], errors.Unreachable),
        ([HEAD + b"Content-Length: 50\r\n\r\nshort"], errors.Unreachable),
        ([HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n"], errors.Unreadable),
        ([HEAD + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello"], errors.Unreadable),
    ],
)
def test_what_is_not_http_has_its_own_error(
    pieces: list[bytes], kind: type[errors.ConnectorError]
) -> None:
    with serving(raw(lambda: iter(pieces))) as server, pytest.raises(kind):
        http_to(server).get("http://a.example/")


def test_many_threads_share_one_client() -> None:
    with serving(lambda asked: Reply(body=asked.path.encode())) as server:
        http = http_to(server, per_host=3)
        wrong: list[int] = []

        def ask(number: int) -> None:
            for _ in range(5):
                if http.get(f"http://h{number % 4}.example/{number}").body != b"/%d" % number:
                    wrong.append(number)

        threads = [threading.Thread(target=ask, args=(n,)) for n in range(16)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert (wrong, len(server.asked)) == ([], 80)


def test_one_host_gets_only_so_many_at_once() -> None:
    running, most, lock = [0], [0], threading.Lock()

    def count(asked: Asked) -> Reply:
        with lock:
            running[0] += 1
            most[0] = max(most[0], running[0])
        time.sleep(0.03)
        with lock:
            running[0] -= 1
        return Reply()

    with serving(count) as server:
        http = http_to(server, per_host=2)
        threads = [threading.Thread(target=http.get, args=("http://a.example/",)) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert most[0] == 2


def test_a_connection_closed_meanwhile_is_opened_again() -> None:
    """The server answers once per connection, but does not say so."""

    def once() -> Iterator[bytes]:
        yield HEAD + b"Content-Length: 2\r\n\r\nok"

    with serving(raw(once)) as server:
        http = http_to(server)
        assert [http.get("http://a.example/").body for _ in range(3)] == [b"ok"] * 3


def test_a_resolver_that_hangs_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    def hang(*asked: object, **how: object) -> list[object]:
        time.sleep(0.5)
        return []

    monkeypatch.setattr("socket.getaddrinfo", hang)
    with pytest.raises(TimeoutError):
        resolve("a.example", 80, 0.1)


def test_limits_are_told_in_one_place() -> None:
    way = Way(user_agent=AGENT)
    assert (way.total_seconds, way.max_redirects, way.max_bytes) == (30.0, 3, 8 * 1024 * 1024)
