"""Mail servers that misbehave, played on the loopback. Real ones are asked in tests/peers."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from typing import Any

import pytest

from merkwerk.connectors import errors
from merkwerk.connectors.http import Http, Way
from merkwerk.connectors.mail.client import Mailbox, collect
from merkwerk.connectors.mail.imap import open_mailbox
from merkwerk.connectors.tests.loopback import AGENT, Dialler, everywhere, loopback_way
from merkwerk.connectors.values import Bookmark

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
HELLO = b"* OK [CAPABILITY IMAP4rev1] hello\r\n"
Script = Callable[[socket.socket], None]


@contextmanager
def playing(script: Script) -> Iterator[int]:
    """A server that plays this with whoever comes; its port."""
    door = socket.create_server(("127.0.0.1", 0))

    def play() -> None:
        with suppress(OSError):
            while True:
                guest, _ = door.accept()
                with suppress(OSError), guest:
                    script(guest)

    thread = threading.Thread(target=play, daemon=True)
    thread.start()
    try:
        yield int(door.getsockname()[1])
    finally:
        door.shutdown(socket.SHUT_RDWR)
        door.close()
        thread.join(5)


def answering(answers: dict[bytes, bytes]) -> Script:
    """Greets, and answers each command by its first matching word; all else is OK."""

    def script(guest: socket.socket) -> None:
        guest.sendall(HELLO)
        for line in guest.makefile("rb"):
            tag, _, rest = line.partition(b" ")
            said = next(
                (told for word, told in answers.items() if rest.upper().startswith(word)), b""
            )
            guest.sendall(said.replace(b"TAG", tag) or tag + b" OK done\r\n")

    return script


def box(port: int, **changes: Any) -> Mailbox:
    told = {"address": "127.0.0.1", "port": port, "tls": False, "user": "a", "password": "b"}
    return Mailbox(**{**told, **changes})


def read(port: int, way: Way | None = None, **changes: Any) -> object:
    return collect(
        Http(way or loopback_way(total_seconds=5)), box(port, **changes), Bookmark(), now=NOW
    )


def test_a_server_that_is_none_is_unreadable() -> None:
    with (
        playing(lambda guest: guest.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")) as port,
        pytest.raises((errors.Unreadable, errors.Unreachable)),
    ):
        read(port)


def test_a_server_that_hangs_up_is_unreachable() -> None:
    with playing(lambda guest: None) as port, pytest.raises(errors.Unreachable):
        read(port)


def test_a_server_that_says_nothing_is_too_slow() -> None:
    with playing(lambda guest: time.sleep(2)) as port, pytest.raises(errors.TooSlow):
        read(port, loopback_way(total_seconds=0.3))


def test_a_server_that_drips_is_cut_off() -> None:
    def drip(guest: socket.socket) -> None:
        guest.sendall(HELLO)
        for _ in range(100):
            guest.sendall(b"*")
            time.sleep(0.05)

    began = time.monotonic()
    with (
        playing(drip) as port,
        pytest.raises(errors.TooSlow),
        open_mailbox(loopback_way(), box(port), most=1000, seconds=0.5),
    ):
        pass
    assert time.monotonic() - began < 4


def test_a_letter_larger_than_asked_for_is_not_read() -> None:
    told = {
        b"EXAMINE": b"* 1 EXISTS\r\n* OK [UIDVALIDITY 5] x\r\nTAG OK done\r\n",
        b"UID SEARCH": b"* SEARCH 1\r\nTAG OK done\r\n",
        b"UID FETCH": b"* 1 FETCH (UID 1 BODY[]<0> {9999999999}\r\n",
    }
    with playing(answering(told)) as port, pytest.raises(errors.TooLarge):
        read(port)


def test_a_letter_that_went_meanwhile_is_passed_over() -> None:
    told = {
        b"EXAMINE": b"* 1 EXISTS\r\n* OK [UIDVALIDITY 5] x\r\nTAG OK done\r\n",
        b"UID SEARCH": b"* SEARCH 7\r\nTAG OK done\r\n",
    }
    with playing(answering(told)) as port:
        page = collect(Http(loopback_way()), box(port), Bookmark(), now=NOW)
    assert (page.posts, page.bookmark.cursor) == ((), "5 7")


@pytest.mark.parametrize(
    "answer", [b"* SEARCH x -1 99999999999999\r\nTAG OK\r\n", b"TAG BAD no\r\n", b"TAG NO no\r\n"]
)
def test_an_odd_answer_is_no_crash(answer: bytes) -> None:
    told = {b"EXAMINE": b"* 3 EXISTS\r\nTAG OK done\r\n", b"UID SEARCH": answer}
    with playing(answering(told)) as port, suppress(errors.Unreadable, errors.Unreachable):
        assert collect(Http(loopback_way()), box(port), Bookmark(), now=NOW).posts == ()


def test_a_wrong_password_is_told() -> None:
    with (
        playing(answering({b"LOGIN": b"TAG NO [AUTHENTICATIONFAILED] no\r\n"})) as port,
        pytest.raises(errors.TokenRefused),
    ):
        read(port)


def test_a_password_is_not_sent_in_the_open() -> None:
    heard: list[bytes] = []

    def script(guest: socket.socket) -> None:
        guest.sendall(HELLO)
        for line in guest.makefile("rb"):
            heard.append(line)
            guest.sendall(line.partition(b" ")[0] + b" OK done\r\n")

    with playing(script) as port:
        way = Way(user_agent=AGENT, resolver=everywhere, dialler=Dialler(port))
        with pytest.raises(errors.Unreachable):
            read(143, way, address="mail.example")
    assert not any(b"LOGIN" in line for line in heard)


def test_a_private_address_is_not_called() -> None:
    with playing(lambda guest: None) as port, pytest.raises(errors.PrivateAddress):
        read(port, Way(user_agent=AGENT, dialler=Dialler(port)))


def test_an_odd_port_is_not_called() -> None:
    way = Way(user_agent=AGENT, resolver=everywhere, dialler=Dialler(1))
    with pytest.raises(errors.BadAddress):
        read(25, way, address="mail.example")


@pytest.mark.parametrize("change", [{"user": "a\r\nX LOGOUT"}, {"password": "a\nb"}])
def test_a_name_with_a_command_in_it_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(errors.BadAddress):
        read(1, **change)


def test_a_password_never_shows_in_a_log() -> None:
    assert "geheim" not in repr(box(1, password="geheim"))
