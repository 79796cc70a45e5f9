"""A real websocket server on the loopback that does what a test tells it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response
from websockets.sync.server import ServerConnection, serve

Talk = Callable[[ServerConnection], None]
Door = Callable[[ServerConnection, Request], Response | None]


@dataclass
class Talking:
    """A running server: its port, and the paths and heads of those who came."""

    port: int
    paths: list[str] = field(default_factory=list)
    heads: list[dict[str, str]] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"ws://127.0.0.1:{self.port}/subscribe"


@contextmanager
def talking(talk: Talk, *, door: Door | None = None, tls: object = None) -> Iterator[Talking]:
    """A websocket server that talks like this with everybody who comes; stopped at the end."""
    told = Talking(port=0)

    def welcome(connection: ServerConnection) -> None:
        assert connection.request is not None
        told.paths.append(connection.request.path)
        told.heads.append({k.lower(): v for k, v in connection.request.headers.raw_items()})
        try:
            talk(connection)
        except ConnectionClosed:
            return

    server = serve(
        welcome, "127.0.0.1", 0, process_request=door, ssl=tls,  # type: ignore[arg-type]
        close_timeout=0.2,
    )  # fmt: skip
    told.port = server.socket.getsockname()[1]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield told
    finally:
        server.shutdown()
        thread.join()


def linger(connection: ServerConnection) -> None:
    """Stay until the other side goes."""
    for _ in connection:
        pass
