"""A request as the web server tells it, handed to a WSGI callable, and its answer handed back."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from granian._futures import _cbsched_aioschedule

from merkwerk.pages.front import handing
from merkwerk.pages.front.handing import Handing
from merkwerk.pages.front.loading import Loading
from merkwerk.pages.front.serving import FirstStepAtOnce


class Told(dict[str, str]):
    """The headers of a request."""


def scope(**told: Any) -> Any:
    usual = {
        "http_version": "1.1", "server": "127.0.0.1:8000", "client": "127.0.0.9:4711",
        "scheme": "http", "method": "GET", "path": "/one/", "query_string": "",
        "authority": None, "headers": Told(host="kade.example"),
    }  # fmt: skip
    return SimpleNamespace(**(usual | told))


class Asker:
    """Sends `parts` as a body, and hears the answer."""

    def __init__(self, *parts: bytes, gone: bool = False) -> None:
        self.parts = list(parts)
        self.heard: list[Any] = []
        self.gone = gone

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for part in self.parts:
            yield part

    def response_bytes(self, *told: Any) -> None:
        self.heard.append(told)

    def response_file(self, *told: Any) -> None:
        self.heard.append(("file", *told))

    def response_stream(self, status: int, headers: list[tuple[str, str]]) -> Any:
        self.heard.append((status, headers))
        return self

    async def send_bytes(self, part: bytes) -> None:
        if self.gone:
            raise ConnectionError
        self.heard.append(part)


Knock = Callable[..., list[Any]]


@pytest.fixture
def knock() -> Iterator[Knock]:
    """`knock(application, asker, path="/")`: what was heard."""
    ends: list[Callable[[], None]] = []

    def ask(application: Any, asker: Asker | None = None, **told: Any) -> list[Any]:
        asked = Handing(application, 1)
        ends.append(asked.end)
        asker = asker or Asker()
        asyncio.run(asked(scope(**told), asker))  # type: ignore[arg-type]
        return asker.heard

    yield ask
    for end in ends:
        end()


def environ_of(knock: Knock, **told: Any) -> dict[str, Any]:
    heard: dict[str, Any] = {}

    def note(environ: dict[str, Any], start: Callable[..., Any]) -> list[bytes]:
        heard.update(environ)
        start("200 OK", [])
        return []

    knock(note, **told)
    return heard


def reading(*sizes: int) -> Any:
    """An application that answers what it read, piece by piece."""

    def read(environ: dict[str, Any], start: Callable[..., Any]) -> list[bytes]:
        start("200 OK", [])
        return [b"|".join(environ["wsgi.input"].read(size) for size in sizes)]

    return read


def answering(response: Any) -> Any:
    def answer(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        start(f"{response.status_code} {response.reason_phrase}", list(response.items()))
        return response  # type: ignore[no-any-return]

    return answer


def test_who_asks_is_told(knock: Knock) -> None:
    assert environ_of(knock)["REMOTE_ADDR"] == "127.0.0.9"


def test_who_asks_is_told_with_the_new_addresses_too(knock: Knock) -> None:
    assert environ_of(knock, client="[fe80::1]:9")["REMOTE_ADDR"] == "fe80::1"


def test_other_letters_of_a_path_are_bytes(knock: Knock) -> None:
    assert environ_of(knock, path="/café/")["PATH_INFO"] == "/caf\u00c3\u00a9/"


def test_a_header_with_an_underscore_is_left_out(knock: Knock) -> None:
    told = environ_of(knock, headers=Told(x_forwarded_for="1.1.1.1"))
    assert "HTTP_X_FORWARDED_FOR" not in told


def test_headers_of_one_name_are_joined(knock: Knock) -> None:
    pairs = [("cookie", "a=1"), ("accept", "b"), ("cookie", "c=2"), ("accept", "d")]
    told = environ_of(knock, headers=SimpleNamespace(items=lambda: pairs))
    assert (told["HTTP_COOKIE"], told["HTTP_ACCEPT"]) == ("a=1; c=2", "b,d")


def test_a_host_may_stand_in_the_address(knock: Knock) -> None:
    assert environ_of(knock, authority="kade.example", headers=Told())["HTTP_HOST"] == (
        "kade.example"
    )


def test_a_body_is_read_in_any_pieces(knock: Knock) -> None:
    asker = Asker(b"abc", b"def", b"gh")
    heard = knock(reading(2, 3, -1, 5), asker, headers=Told({"content-length": "8"}))
    assert heard[0][2] == b"ab|cde|fgh|"


def test_without_a_length_nothing_is_read(knock: Knock) -> None:
    assert knock(reading(-1), Asker(b"abc"))[0][2] == b""


def test_half_a_body_is_no_body(knock: Knock) -> None:
    with pytest.raises(OSError, match="went away"):
        knock(reading(-1), Asker(b"abc"), headers=Told({"content-length": "8"}))


def test_nobody_keeps_a_thread_by_sending_a_byte_at_a_time(
    knock: Knock, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Slow(Asker):
        async def __aiter__(self) -> AsyncIterator[bytes]:
            for part in self.parts:
                await asyncio.sleep(0.02)
                yield part

    monkeypatch.setattr(handing, "PATIENCE", 0.1)
    with pytest.raises(OSError, match="stopped"):
        knock(reading(-1), Slow(*[b"a"] * 50), headers=Told({"content-length": "50"}))


def test_who_sends_enough_may_take_longer(knock: Knock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handing, "PACE", 1)
    monkeypatch.setattr(handing, "monotonic", iter(range(0, 9_000, 100)).__next__)
    heard = knock(reading(-1), Asker(*[b"a" * 100] * 9), headers=Told({"content-length": "900"}))
    assert heard[0][2] == b"a" * 900


def test_an_answer_goes_in_one(knock: Knock) -> None:
    status, headers, body = knock(answering(HttpResponse("ja", status=404)))[0]
    assert (status, dict(headers)["Content-Type"][:9], body) == (404, "text/html", b"ja")


def test_a_file_goes_by_its_name(knock: Knock, tmp_path: Path) -> None:
    file = tmp_path / "slides.pdf"
    file.write_bytes(b"pdf")
    assert knock(answering(FileResponse(file.open("rb"))))[0][-1] == str(file)


def test_what_is_made_bit_by_bit_goes_bit_by_bit(knock: Knock) -> None:
    heard = knock(answering(StreamingHttpResponse(iter([b"a", b"b"]))))
    assert heard[1:] == [b"a", b"b"]


def test_an_answer_is_closed(knock: Knock) -> None:
    answer = HttpResponse("ja")
    knock(answering(answer))
    assert answer.closed


def test_an_answer_nobody_waits_for_is_closed(knock: Knock) -> None:
    answer = StreamingHttpResponse(iter([b"a", b"b"]))
    with pytest.raises(ConnectionError):
        knock(answering(answer), Asker(gone=True))
    assert answer.closed


def test_a_request_that_ends_at_once_does_not_wake_the_loop() -> None:
    loop = FirstStepAtOnce()
    took: list[int] = []

    async def asked() -> None:
        took.append(threading.get_ident())

    loop.call_soon_threadsafe(loop.create_task, asked())
    assert took == [threading.get_ident()]
    loop.close()


def test_this_is_how_granian_hands_a_request_over() -> None:
    """Otherwise nothing goes wrong, but each page wakes the loop."""
    loop = FirstStepAtOnce()
    took: list[object] = []

    async def asked(watcher: object) -> None:
        took.append(watcher)

    _cbsched_aioschedule(loop, None, asked)("a request")  # type: ignore[no-untyped-call]
    assert took == ["a request"]
    loop.close()


def test_a_request_that_takes_longer_is_finished_by_the_loop() -> None:
    loop = FirstStepAtOnce()
    took: list[bool] = []

    async def asked() -> None:
        await asyncio.sleep(0)
        took.append(asyncio.get_running_loop() is loop)
        loop.stop()

    loop.call_soon_threadsafe(loop.create_task, asked())
    loop.run_forever()
    assert took == [True]
    loop.close()


def test_who_asks_too_early_waits() -> None:
    ready = threading.Event()

    def load() -> Any:
        ready.wait(5)
        return lambda _environ, _start: [b"ja"]

    loading = Loading(load, lambda: None)
    ready.set()
    assert loading({}, lambda *_told: None) == [b"ja"]


def test_it_is_loaded_at_once_for_who_asks_and_soon_when_nobody_does() -> None:
    begun = threading.Event()

    def load() -> Any:
        begun.set()
        return lambda _environ, _start: [b"ja"]

    asked = Loading(load, lambda: None, pause=600)
    assert not begun.wait(0.05)
    assert asked({}, lambda *_told: None) == [b"ja"]
    begun.clear()
    Loading(load, lambda: None, pause=0.01)
    assert begun.wait(5)


def test_when_it_can_not_be_loaded_all_is_ended() -> None:
    ended = threading.Event()

    def load() -> Any:
        raise ImportError("no such room")

    loading = Loading(load, ended.set)
    with pytest.raises(RuntimeError, match="could not be loaded"):
        loading({}, lambda *_told: None)
    assert ended.wait(5)
