"""Websockets with TLS, and event streams with TLS: the guard stays on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from merkwerk.connectors import errors
from merkwerk.connectors.http import Http, Way
from merkwerk.connectors.http.stream import Stream
from merkwerk.connectors.http.websocket import open_socket, open_websocket
from merkwerk.connectors.tests.certificate import make
from merkwerk.connectors.tests.loopback import (
    AGENT,
    PUBLIC,
    Dialler,
    Reply,
    everywhere,
    http_to,
    loopback_way,
    serving,
)
from merkwerk.connectors.tests.sockets import linger, talking


def way(port: int, **changes: object) -> Way:
    """Every name leads to this port, under a public address."""
    return Way(user_agent=AGENT, resolver=everywhere, dialler=Dialler(port), **changes)  # type: ignore[arg-type]


def test_it_speaks_tls_with_the_name_asked_for(tmp_path: Path) -> None:
    ours, trusting = make(tmp_path, "safe.example")
    names: list[str | None] = []
    ours.sni_callback = lambda sock, name, context: names.append(name)
    with talking(lambda connection: connection.send("dag"), tls=ours) as server:
        out = way(server.port, tls=trusting)
        with open_websocket(out, "wss://safe.example/x", headers={"X-A": "b"}) as opened:
            assert opened.receive(5) == "dag"
    assert names == ["safe.example"]
    assert server.heads[0]["host"] == "safe.example"
    assert server.heads[0]["user-agent"] == AGENT
    assert server.heads[0]["x-a"] == "b"


def test_a_certificate_of_another_name_is_refused(tmp_path: Path) -> None:
    ours, trusting = make(tmp_path, "safe.example")
    with talking(linger, tls=ours) as server, pytest.raises(errors.Unreachable):
        open_websocket(way(server.port, tls=trusting), "wss://other.example/")


def test_a_server_that_is_no_websocket_is_unreadable() -> None:
    with serving(lambda asked: Reply(body=b"hello")) as server, pytest.raises(errors.Unreadable):
        open_websocket(loopback_way(), f"ws://127.0.0.1:{server.port}/")


def test_nobody_there_is_unreachable() -> None:
    with talking(linger) as server:
        port = server.port
    with pytest.raises(errors.Unreachable):
        open_websocket(loopback_way(), f"ws://127.0.0.1:{port}/")


def test_the_checked_address_is_the_one_called() -> None:
    with talking(linger) as server:
        out = way(server.port)
        open_socket(out, "Any.Example.", 443).close()
    assert out.dialler.dialled == [(PUBLIC, 443)]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("host", "kind"),
    [
        ("127.0.0.1", errors.PrivateAddress),
        ("::1", errors.PrivateAddress),
        ("169.254.169.254", errors.PrivateAddress),
        ("0x7f.1", errors.BadAddress),
        ("a b", errors.BadAddress),
        ("a@b", errors.BadAddress),
        ("", errors.BadAddress),
    ],
)
def test_odd_and_private_hosts_are_not_called(host: str, kind: type[Exception]) -> None:
    out = way(1)
    with pytest.raises(kind):
        open_socket(out, host, 443)
    assert out.dialler.dialled == []  # type: ignore[attr-defined]


def raw() -> Iterator[bytes]:
    yield b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n"
    yield b"een"
    yield b"twee"


def listen(stream: Stream, told: list[bytes]) -> None:
    while True:
        told.append(stream.receive(5) or b"")


def test_an_open_answer_is_read_as_it_comes() -> None:
    with serving(lambda asked: Reply(raw=raw())) as server:
        stream = http_to(server).stream("http://a.example/")
        told: list[bytes] = []
        with pytest.raises(errors.Unreachable):
            listen(stream, told)
    assert b"".join(told) == b"eentwee"
    assert server.asked[0].headers["accept-encoding"] == "identity"


def test_an_open_answer_with_tls_can_be_closed(tmp_path: Path) -> None:
    ours, trusting = make(tmp_path, "safe.example")
    with serving(lambda asked: Reply(raw=raw()), tls=ours) as server:
        stream = http_to(server, tls=trusting).stream("https://safe.example/")
        assert stream.receive(5) == b"een"
        stream.close()


@pytest.mark.parametrize(
    ("status", "kind"),
    [(401, errors.TokenRefused), (302, errors.Unreadable), (204, errors.Unreadable)],
)
def test_a_refused_stream_has_its_type(status: int, kind: type[Exception]) -> None:
    reply = Reply(status, headers={"Location": "http://b.example/"})
    with serving(lambda asked: reply) as server, pytest.raises(kind):
        http_to(server).stream("http://a.example/")


def test_a_private_address_is_not_streamed() -> None:
    with pytest.raises(errors.PrivateAddress):
        Http(way(1)).stream("http://10.0.0.1/")
