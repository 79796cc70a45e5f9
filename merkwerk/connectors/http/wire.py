"""The guard at the connection itself: resolve once, check every answer, connect to the checked
address, and watch time and bytes of whatever comes back."""

from __future__ import annotations

import ssl
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any

import httpcore

from merkwerk.connectors.errors import (
    BadAddress,
    PrivateAddress,
    TooLarge,
    TooSlow,
    Unreachable,
)
from merkwerk.connectors.http.addresses import Address, is_public, lies_in, literal
from merkwerk.connectors.http.way import Way

MOST_ADDRESSES = 4
PIECE = 64 * 1024


@dataclass
class Allowance:
    """What one request may still use up: time until `deadline` (monotonic seconds) and bytes."""

    deadline: float
    left: int
    dialled: bool = False
    received: int = 0

    def seconds(self, wish: float | None = None) -> float:
        """The time left, at most `wish`. Raises TooSlow when there is none."""
        rest = self.deadline - time.monotonic()
        if rest <= 0:
            raise TooSlow("the time limit for the whole answer passed")
        return rest if wish is None else min(rest, wish)

    def take(self, count: int) -> None:
        """Count bytes that came in. Raises TooLarge when they are more than allowed."""
        self.received += count
        if self.received > self.left:
            raise TooLarge("more bytes than allowed, headers included")


_current: ContextVar[Allowance | None] = ContextVar("allowance", default=None)


@contextmanager
def spending(allowance: Allowance) -> Iterator[None]:
    """All reading and writing of this thread is counted against the allowance."""
    token = _current.set(allowance)
    try:
        yield
    finally:
        _current.reset(token)


class WatchedStream(httpcore.NetworkStream):
    """A connection whose every step is clamped to the current request's allowance, so that a
    server that drips one byte a second cannot hold a worker."""

    def __init__(self, inner: httpcore.NetworkStream) -> None:
        self._inner = inner

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        allowance = _current.get()
        if allowance is None:
            return self._inner.read(max_bytes, timeout)
        data = self._inner.read(max_bytes, allowance.seconds(timeout))
        allowance.take(len(data))
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        allowance = _current.get()
        for start in range(0, len(buffer), PIECE):
            seconds = timeout if allowance is None else allowance.seconds(timeout)
            self._inner.write(buffer[start : start + PIECE], seconds)

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        allowance = _current.get()
        seconds = timeout if allowance is None else allowance.seconds(timeout)
        return WatchedStream(self._inner.start_tls(ssl_context, server_hostname, seconds))

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


class GuardedBackend(httpcore.NetworkBackend):
    """Connects names to checked addresses only. One answer that is not public refuses the whole
    name: a mixed answer is how rebinding begins."""

    def __init__(self, way: Way) -> None:
        self._way = way

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        allowance = _current.get()
        seconds = min(timeout or self._way.connect_seconds, self._way.connect_seconds)
        if allowance is not None:
            seconds = allowance.seconds(seconds)
            allowance.dialled = True
        addresses = self._checked(host, port, seconds)[:MOST_ADDRESSES]
        share = max(1.0, seconds / len(addresses))
        trouble: Exception | None = None
        for address in addresses:
            try:
                return WatchedStream(self._way.dialler(str(address), port, share))
            except (httpcore.ConnectError, httpcore.ConnectTimeout, OSError) as failed:
                trouble = failed
        raise Unreachable(f"no connection to {host}") from trouble

    def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        raise BadAddress("local sockets are not fetched")

    def _checked(self, host: str, port: int, seconds: float) -> list[Address]:
        """All addresses of the host, each of them checked; order as the resolver gave it."""
        addresses = self._addresses(host, port, seconds)
        for address in addresses:
            if lies_in(address, self._way.allowed_networks):
                continue
            if not is_public(address):
                raise PrivateAddress(f"{host} leads to an address that is not public")
            if port not in self._way.allowed_ports:
                raise BadAddress(f"port {port} is not fetched")
        return list(dict.fromkeys(addresses))

    def _addresses(self, host: str, port: int, seconds: float) -> list[Address]:
        spelled = literal(host)
        if spelled is not None:
            return [spelled]
        # The trailing dot keeps the resolver from trying the internal search domains.
        name = host if self._way.allowed_networks else f"{host}."
        try:
            found = self._way.resolver(name, port, seconds)
            addresses = [ip_address(text) for text in found]
        except TimeoutError as trouble:
            raise Unreachable(f"nobody says where {host} is") from trouble
        except (OSError, ValueError) as trouble:
            raise Unreachable(f"the name {host} is unknown") from trouble
        if not addresses:
            raise Unreachable(f"the name {host} is unknown")
        return addresses
