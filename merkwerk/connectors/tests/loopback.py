"""Servers on the loopback, and a way out that can reach nothing but them: even a failing guard
would send nothing into the world."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_network
from typing import Any

import httpcore

from merkwerk.connectors.http import Http, Way
from merkwerk.connectors.http.way import dial

PUBLIC = "93.184.216.34"
AGENT = "Merkwerk-test/1.0 (+https://merkwerk.example)"
LOOPBACK = (ip_network("127.0.0.0/8"), ip_network("::1/128"))


@dataclass(frozen=True)
class Asked:
    """One request as it came in; header names in lower case."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class Reply:
    """What to answer; `raw` sends bytes of ours instead of a well-formed answer."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    raw: Iterator[bytes] | None = None


Handler = Callable[[Asked], Reply]


@dataclass
class Server:
    """A running server: its port, and everything it was asked so far."""

    port: int
    asked: list[Asked] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@contextmanager
def serving(handler: Handler, *, tls: Any = None) -> Iterator[Server]:
    """A server on a free loopback port, stopped at the end of the block."""
    server = Server(port=0)

    class Door(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            length = int(self.headers.get("content-length") or 0)
            fields = {k.lower(): v for k, v in self.headers.items()}
            asked = Asked(self.command, self.path, fields, self.rfile.read(length))
            server.asked.append(asked)
            try:
                _write(self, handler(asked))
            except OSError:
                self.close_connection = True

        do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = do_PATCH = answer  # noqa: N815

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    httpd = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    httpd.daemon_threads = True
    httpd.block_on_close = False
    httpd.handle_error = lambda request, client_address: None  # type: ignore[method-assign]
    if tls is not None:
        httpd.socket = tls.wrap_socket(httpd.socket, server_side=True)
    server.port = httpd.server_port
    thread = threading.Thread(target=httpd.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        httpd.shutdown()
        httpd.server_close()
        thread.join()


def _write(door: BaseHTTPRequestHandler, reply: Reply) -> None:
    if reply.raw is not None:
        door.close_connection = True
        for piece in reply.raw:
            door.wfile.write(piece)
            door.wfile.flush()
        return
    door.send_response(reply.status)
    for name, value in reply.headers.items():
        door.send_header(name, value)
    door.send_header("Content-Length", str(len(reply.body)))
    door.end_headers()
    if door.command != "HEAD":
        door.wfile.write(reply.body)


class Dialler:
    """Leads every address to one loopback port, and remembers what it was asked to connect to."""

    def __init__(self, port: int) -> None:
        self._port = port
        self.dialled: list[tuple[str, int]] = []

    def __call__(self, address: str, port: int, seconds: float) -> httpcore.NetworkStream:
        self.dialled.append((address, port))
        return dial("127.0.0.1", self._port, seconds)


def everywhere(name: str, port: int, seconds: float) -> Sequence[str]:
    """A resolver that knows every name at one public address."""
    return [PUBLIC]


def way_to(server: Server, **limits: Any) -> Way:
    """Every host name leads to this server; the guard is on as in real life."""
    chosen: dict[str, Any] = {
        "user_agent": AGENT,
        "resolver": everywhere,
        "dialler": Dialler(server.port),
        **limits,
    }
    return Way(**chosen)


def http_to(server: Server, **limits: Any) -> Http:
    """An `Http` for which `http://any.example/` is this server."""
    return Http(way_to(server, **limits))


def loopback_way(**limits: Any) -> Way:
    """A way that may call the loopback at any port, as in development."""
    return Way(user_agent=AGENT, allowed_networks=LOOPBACK, **limits)
