"""From RSGI to WSGI: a request that takes its time is handed to a WSGI callable, in a thread.

Written to the RSGI specification 1.5 and to PEP 3333, without its `write` callable, which nobody
here uses.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Callable, Generator, Iterable
from concurrent.futures import ThreadPoolExecutor
from io import BufferedReader, RawIOBase
from time import monotonic
from typing import Any, Protocol

from django.http import FileResponse, HttpResponse

Headers = list[tuple[str, str]]
Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
PATIENCE = 120
"""Seconds until somebody who stops in the midst of sending has gone away."""
PACE = 1024
"""Bytes that earn a second of it back, so that nobody keeps a thread with a byte now and then."""
PLAIN = {"content-type": "CONTENT_TYPE", "content-length": "CONTENT_LENGTH"}


class Named(Protocol):
    """The headers of a request, names in small letters. `get` gives the first of a name."""

    def get(self, key: str, default: Any = None) -> Any: ...
    def items(self) -> list[tuple[str, str]]: ...


class Scope(Protocol):
    """What a request says before its body."""

    http_version: str
    server: str
    client: str
    scheme: str
    method: str
    path: str
    query_string: str
    authority: str | None
    headers: Named


class Stream(Protocol):
    """Where an answer goes piece by piece."""

    async def send_bytes(self, data: bytes) -> None: ...


class Proto(Protocol):
    """The body of a request, and where its answer goes."""

    def __aiter__(self) -> AsyncIterator[bytes]: ...
    def response_empty(self, status: int, headers: Headers) -> None: ...
    def response_bytes(self, status: int, headers: Headers, body: bytes) -> None: ...
    def response_file(self, status: int, headers: Headers, file: str) -> None: ...
    def response_stream(self, status: int, headers: Headers) -> Stream: ...


class Later:
    """Awaited, it leaves the step at hand; what follows is done by the event loop."""

    def __await__(self) -> Generator[None, None, None]:
        yield


class Handing:
    """Asks `application` in one of so many threads. Whoever sends slowly, or answers slowly, keeps
    one of them and nothing else."""

    def __init__(self, application: Application, threads: int) -> None:
        self._application = application
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="page")

    async def __call__(self, scope: Scope, proto: Proto) -> None:
        await Later()
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(self._threads, self._answer, scope, proto, loop)

    def end(self) -> None:
        """No further request is taken; those that wait are given up."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _answer(self, scope: Scope, proto: Proto, loop: asyncio.AbstractEventLoop) -> None:
        heard: list[tuple[int, Headers]] = []

        def start(status: str, headers: Headers, failure: Any = None) -> None:
            heard[:] = [(int(status[:3]), headers)]

        parts = self._application(environ_of(scope, proto, loop), start)
        try:
            _send(parts, *heard[-1], proto, loop)
        finally:
            if hasattr(parts, "close"):
                parts.close()


def _send(
    parts: Iterable[bytes],
    status: int,
    headers: Headers,
    proto: Proto,
    loop: asyncio.AbstractEventLoop,
) -> None:
    """A file goes by its name, so that nothing of it is held here; what is made already goes in
    one; only the rest goes piece by piece."""
    file = getattr(parts, "file_to_stream", None) if isinstance(parts, FileResponse) else None
    if isinstance(file, BufferedReader) and isinstance(file.name, str) and not file.tell():
        proto.response_file(status, headers, file.name)
    elif isinstance(parts, list | HttpResponse):
        proto.response_bytes(status, headers, b"".join(parts))
    else:
        stream = proto.response_stream(status, headers)
        for part in parts:
            asyncio.run_coroutine_threadsafe(_one(stream, part), loop).result()


async def _one(stream: Stream, part: bytes) -> None:
    await stream.send_bytes(part)


def environ_of(scope: Scope, proto: Proto, loop: asyncio.AbstractEventLoop) -> dict[str, Any]:
    """The request as WSGI tells it. A header with an underscore in its name is left out, since it
    would be taken for another one."""
    address, _colon, port = scope.server.rpartition(":")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": scope.path.encode().decode("latin-1"),
        "QUERY_STRING": scope.query_string.encode().decode("latin-1"),
        "SERVER_NAME": address.strip("[]"),
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "REMOTE_ADDR": scope.client.rpartition(":")[0].strip("[]"),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    if scope.authority:
        environ["HTTP_HOST"] = scope.authority
    told: dict[str, list[str]] = {}
    for name, value in scope.headers.items():
        if "_" not in name:
            told.setdefault(name, []).append(value)
    for name, values in told.items():
        key = PLAIN.get(name) or "HTTP_" + name.upper().replace("-", "_")
        environ[key] = ("; " if name == "cookie" else ",").join(values)
    length = environ.get("CONTENT_LENGTH", "")
    body = Body(proto, loop, int(length) if length.isdecimal() else 0)
    environ["wsgi.input"] = BufferedReader(body)
    return environ


class Body(RawIOBase):
    """The body of a request as a file, read once, from a thread; only what is asked for is fetched.
    Raises OSError when whoever sends goes away before all of it came."""

    def __init__(self, proto: Proto, loop: asyncio.AbstractEventLoop, length: int) -> None:
        self._proto = proto
        self._loop = loop
        self._missing = length
        self._patience = float(PATIENCE)
        self._rest = memoryview(b"")
        self._parts: AsyncIterator[bytes] | None = None

    def readable(self) -> bool:
        return True

    def readinto(self, into: Any) -> int:
        """As of any file: how many bytes were put there, none at the end."""
        if not self._rest and self._missing > 0:
            self._rest = memoryview(self._part())
            if not self._rest:
                raise OSError("the sender went away")
            self._missing -= len(self._rest)
        count = min(len(into), len(self._rest))
        into[:count] = self._rest[:count]
        self._rest = self._rest[count:]
        return count

    def _part(self) -> bytes:
        coming = asyncio.run_coroutine_threadsafe(self._next(), self._loop)
        began = monotonic()
        try:
            part = coming.result(max(0.0, self._patience))
        except TimeoutError as error:
            coming.cancel()
            raise OSError("the sender stopped") from error
        left = self._patience - (monotonic() - began) + len(part) / PACE
        self._patience = min(PATIENCE, left)
        return part

    async def _next(self) -> bytes:
        if self._parts is None:
            self._parts = aiter(self._proto)
        return await anext(self._parts, b"")
