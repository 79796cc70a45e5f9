"""How to go out: limits, and the two replaceable steps (asking for addresses, connecting)."""

from __future__ import annotations

import queue
import socket
import ssl
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from ipaddress import IPv4Network, IPv6Network

import certifi
import httpcore

Resolver = Callable[[str, int, float], Sequence[str]]
"""(name, port, seconds) -> addresses as text. Raises OSError when the name is unknown."""
Dialler = Callable[[str, int, float], httpcore.NetworkStream]
"""(checked address, port, seconds) -> an open stream. Raises httpcore's connection errors."""


def resolve(name: str, port: int, seconds: float) -> Sequence[str]:
    """The machine's own resolver, given up after `seconds` (TimeoutError): getaddrinfo itself
    knows no limit, so it runs in a thread of its own that is left behind when it hangs."""
    answers: queue.SimpleQueue[list[str] | OSError] = queue.SimpleQueue()

    def ask() -> None:
        try:
            found = socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)
            answers.put([str(entry[4][0]) for entry in found])
        except OSError as trouble:
            answers.put(trouble)
        except UnicodeError:
            answers.put(OSError("not a host name"))

    threading.Thread(target=ask, daemon=True, name="resolve").start()
    try:
        answer = answers.get(timeout=max(0.0, seconds))
    except queue.Empty:
        raise TimeoutError("no answer about the host name") from None
    if isinstance(answer, OSError):
        raise answer
    return answer


def dial(address: str, port: int, seconds: float) -> httpcore.NetworkStream:
    """Open a TCP connection to a numeric address; no name is resolved here."""
    no_delay = [(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)]
    return httpcore.SyncBackend().connect_tcp(
        address, port, timeout=seconds, socket_options=no_delay
    )


@cache
def certificates() -> ssl.SSLContext:
    """TLS as the machine trusts it, or certifi's list where the machine has none. Read once,
    for it takes a while."""
    context = ssl.create_default_context()
    if not context.get_ca_certs():
        context.load_verify_locations(certifi.where())
    return context


@dataclass(frozen=True, kw_only=True)
class Way:
    """Limits of every request. Seconds are seconds, bytes are bytes; `max_bytes` holds for the
    packed and for the unpacked body. An address in `allowed_networks` may be called though it is
    not public, at any port: for tests and development only."""

    user_agent: str
    allowed_networks: tuple[IPv4Network | IPv6Network, ...] = ()
    allowed_ports: frozenset[int] = frozenset({80, 443})
    connect_seconds: float = 10.0
    total_seconds: float = 30.0
    max_bytes: int = 8 * 1024 * 1024
    max_redirects: int = 3
    per_host: int = 4
    resolver: Resolver = resolve
    dialler: Dialler = dial
    tls: ssl.SSLContext | None = None
