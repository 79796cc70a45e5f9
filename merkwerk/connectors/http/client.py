"""Asking a server something: limits, redirects, and one type for each way it can fail."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import httpcore
import httpx

from merkwerk.connectors.errors import BadAddress, TooLarge, Unreachable, Unreadable
from merkwerk.connectors.http.addresses import target
from merkwerk.connectors.http.answer import Answer, Headers, Hop
from merkwerk.connectors.http.stream import Stream
from merkwerk.connectors.http.typed import typed
from merkwerk.connectors.http.unpack import read_body
from merkwerk.connectors.http.way import Way, certificates
from merkwerk.connectors.http.wire import Allowance, GuardedBackend, spending

HEADER_BYTES = 256 * 1024
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_OURS = frozenset(
    (
        *("host", "accept-encoding", "connection", "content-length", "transfer-encoding"),
        *("cookie", "proxy-authorization", "te", "upgrade", "expect"),
    )
)
_MAY_CROSS = frozenset(
    (
        *("accept", "accept-encoding", "accept-language", "user-agent"),
        *("if-none-match", "if-modified-since"),
    )
)


class Http:
    """The guarded client. Safe to share between threads; keeps connections alive; knows no
    cookies, no proxies and nothing of the environment."""

    def __init__(self, way: Way) -> None:
        self.way = way
        self._turns = _Turns(way.per_host)
        self._pool = httpcore.ConnectionPool(
            ssl_context=way.tls or certificates(),
            max_connections=100,
            max_keepalive_connections=20,
            keepalive_expiry=15.0,
            network_backend=GuardedBackend(way),
        )

    def get(
        self,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        params: Mapping[str, Any] | None = None,
        max_bytes: int | None = None,
        seconds: float | None = None,
        follow: bool = True,
    ) -> Answer:
        """Fetch one address. Promises, limits and errors as in `request`."""
        return self.request("GET", url, headers=headers, params=params, max_bytes=max_bytes,
                            seconds=seconds, follow=follow)  # fmt: skip

    def request(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        params: Mapping[str, Any] | None = None,
        json: Any = None,
        data: Mapping[str, Any] | None = None,
        content: bytes | None = None,
        files: Any = None,
        max_bytes: int | None = None,
        seconds: float | None = None,
        follow: bool = True,
    ) -> Answer:
        """Ask, and read the whole answer within `max_bytes` and `seconds` (of all redirects
        together). Any status is an answer; only GET and HEAD follow redirects. Raises BadAddress,
        PrivateAddress (nothing was sent), Unreachable, TooSlow, TooLarge, Unreadable; nothing
        of the libraries underneath gets out."""
        limit = self.way.max_bytes if max_bytes is None else max_bytes
        end = time.monotonic() + (self.way.total_seconds if seconds is None else seconds)
        try:
            request = httpx.Request(
                method.upper(), _with(target(url), params), headers=self._headers(headers),
                json=json, data=data, content=content, files=files,
            )  # fmt: skip
            request.read()
        except (httpx.InvalidURL, UnicodeError, ValueError, TypeError) as trouble:
            raise BadAddress("this request cannot be written down") from trouble
        return self._follow(request, limit, end, follow and request.method in ("GET", "HEAD"))

    def glance(
        self,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        most: int = 128 * 1024,
        seconds: float | None = None,
    ) -> Answer:
        """The head of the answer to one GET and at most the first `most` bytes of its body, however
        long that is: what comes after is never read. Redirects are not followed, and nothing of
        their bodies is read. A body packed although nobody asked is left out. Raises as
        `request`, but never TooLarge for a long body."""
        try:
            request = httpx.Request("GET", target(url), headers=self._headers(headers))
            request.headers["accept-encoding"] = "identity"
        except (httpx.InvalidURL, UnicodeError, ValueError, TypeError) as trouble:
            raise BadAddress("this request cannot be written down") from trouble
        end = time.monotonic() + (self.way.total_seconds if seconds is None else seconds)
        allowance = Allowance(deadline=end, left=most + HEADER_BYTES)
        with self._turns.of(request.url.host, allowance), spending(allowance), typed():
            response = self._pool.handle_request(_core(request, allowance))
            try:
                told = _read_headers(response.headers)
                body = _start(response, told, most)
            finally:
                response.close()
        return Answer(response.status, told, body, str(request.url))

    def stream(
        self,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        idle: float = 60.0,
    ) -> Stream:
        """Open an answer that never ends, by GET, without redirects. The head must come within the
        usual time; afterwards each `idle` seconds must bring something. Raises what its status
        means, and otherwise as `request`."""
        try:
            request = httpx.Request("GET", target(url), headers=self._headers(headers))
            request.headers["accept-encoding"] = "identity"
        except (httpx.InvalidURL, UnicodeError, ValueError, TypeError) as trouble:
            raise BadAddress("this request cannot be written down") from trouble
        end = time.monotonic() + self.way.total_seconds
        allowance = Allowance(deadline=end, left=HEADER_BYTES)
        with spending(allowance), typed():
            core = _core(request, allowance)
            core.extensions["timeout"]["read"] = idle
            response = self._pool.handle_request(core)
        if response.status == 200:
            return Stream(response)
        with spending(Allowance(deadline=end, left=HEADER_BYTES)), typed():
            told = _read_headers(response.headers)
            body = _read(request, response, told, HEADER_BYTES)
            response.close()
        answer = Answer(response.status, told, body, str(request.url))
        answer.raise_for_trouble(now=answer.server_time)
        raise Unreadable("the answer is no stream")

    def close(self) -> None:
        """Let go of all connections that were kept alive."""
        self._pool.close()

    def _headers(self, wanted: Mapping[str, str] | None) -> dict[str, str]:
        """Ours first: an honest name, and only packings that can be unpacked within a limit."""
        headers = {"user-agent": self.way.user_agent, "accept": "*/*", "accept-encoding": "gzip"}
        wanted = wanted or {}
        headers.update({k.lower(): v for k, v in wanted.items() if k.lower() not in _OURS})
        return headers

    def _follow(self, request: httpx.Request, limit: int, end: float, follow: bool) -> Answer:
        hops: list[Hop] = []
        while True:
            # A redirect's own body is of no interest and is not read.
            answer = self._send(request, limit, end, tuple(hops), skip_redirect=follow)
            place = answer.headers.get("location", "")
            if not follow or answer.status not in _REDIRECTS or not place:
                return answer
            if len(hops) >= self.way.max_redirects:
                raise Unreachable("too many redirects")
            request = _next(request, place)
            hops.append(Hop(answer.status, str(request.url)))

    def _send(
        self,
        request: httpx.Request,
        limit: int,
        end: float,
        hops: tuple[Hop, ...],
        skip_redirect: bool,
    ) -> Answer:
        allowance = Allowance(deadline=end, left=limit + HEADER_BYTES)
        with self._turns.of(request.url.host, allowance), spending(allowance):
            try:
                return self._once(request, limit, hops, allowance, skip_redirect)
            except Unreachable:
                # A connection kept alive may have been closed at the other end meanwhile.
                if allowance.dialled or allowance.received or request.method != "GET":
                    raise
                return self._once(request, limit, hops, allowance, skip_redirect)

    def _once(
        self,
        request: httpx.Request,
        limit: int,
        hops: tuple[Hop, ...],
        allowance: Allowance,
        skip_redirect: bool,
    ) -> Answer:
        with typed():
            response = self._pool.handle_request(_core(request, allowance))
            try:
                headers = _read_headers(response.headers)
                skip = skip_redirect and response.status in _REDIRECTS and "location" in headers
                body = b"" if skip else _read(request, response, headers, limit)
            finally:
                response.close()
        return Answer(response.status, headers, body, str(request.url), hops)


class _Turns:
    """At most so many requests at once to one host; the others wait for their turn."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._running: dict[str, int] = {}
        self._changed = threading.Condition()

    @contextmanager
    def of(self, host: str, allowance: Allowance) -> Iterator[None]:
        with self._changed:
            while self._running.get(host, 0) >= self._most:
                self._changed.wait(allowance.seconds())
            self._running[host] = self._running.get(host, 0) + 1
        try:
            yield
        finally:
            with self._changed:
                self._running[host] -= 1
                if not self._running[host]:
                    del self._running[host]
                self._changed.notify_all()


def _with(url: httpx.URL, params: Mapping[str, Any] | None) -> httpx.URL:
    return url.copy_merge_params(params) if params else url


def _core(request: httpx.Request, allowance: Allowance) -> httpcore.Request:
    url = request.url
    seconds = allowance.seconds()
    limits = {"connect": seconds, "read": seconds, "write": seconds, "pool": seconds}
    return httpcore.Request(
        request.method,
        httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
        headers=request.headers.raw,
        content=request.content,
        extensions={"timeout": limits},
    )


def _read_headers(raw: list[tuple[bytes, bytes]]) -> Headers:
    return Headers((name.decode("latin-1"), value.decode("latin-1")) for name, value in raw)


def _read(
    request: httpx.Request, response: httpcore.Response, headers: Headers, limit: int
) -> bytes:
    if request.method == "HEAD" or response.status in (204, 304):
        return b""
    length = headers.get("content-length", "")
    if length.isdecimal() and len(length) < 20 and int(length) > limit:
        raise TooLarge("the answer is announced larger than allowed")
    return read_body(response.iter_stream(), headers.get("content-encoding", ""), limit)


def _start(response: httpcore.Response, headers: Headers, most: int) -> bytes:
    packed = headers.get("content-encoding", "").strip().lower() not in ("", "identity")
    if packed or response.status in _REDIRECTS or response.status in (204, 304):
        return b""
    body = bytearray()
    for piece in response.iter_stream():
        body += piece
        if len(body) >= most:
            break
    return bytes(body[:most])


def _next(request: httpx.Request, place: str) -> httpx.Request:
    """The request a redirect asks for. Credentials stay with the host they were meant for, and
    never go from https down to http: elsewhere only a few harmless fields are sent along."""
    try:
        joined = str(request.url.join(place))
    except (httpx.InvalidURL, ValueError) as trouble:
        raise BadAddress("the redirect is misspelled") from trouble
    url = target(joined)
    keep = _same_place(request.url, url)
    headers = {
        name: value
        for name, value in request.headers.items()
        if name != "host" and (keep or name in _MAY_CROSS)
    }
    return httpx.Request(request.method, url, headers=headers)


def _same_place(old: httpx.URL, new: httpx.URL) -> bool:
    if old.host != new.host:
        return False
    if (old.scheme, old.port) == (new.scheme, new.port):
        return True
    return (old.scheme, old.port, new.scheme, new.port) == ("http", None, "https", None)
