"""Connections that stay open, through the same guard: a plain socket, or a websocket on it."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from types import TracebackType

import httpx
from websockets import exceptions as troubles
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

from merkwerk.connectors.errors import (
    BadAddress,
    ConnectorError,
    TooLarge,
    TooSlow,
    Unreachable,
    Unreadable,
)
from merkwerk.connectors.http.addresses import target
from merkwerk.connectors.http.answer import Answer, Headers
from merkwerk.connectors.http.way import Way, certificates
from merkwerk.connectors.http.wire import GuardedBackend

MAX_BYTES = 1024 * 1024
PING_SECONDS = 20.0
_TOO_BIG = 1009
_SCHEMES = {"wss": "https", "ws": "http", "https": "https", "http": "http"}


def open_socket(way: Way, host: str, port: int, *, ports: Sequence[int] = ()) -> socket.socket:
    """A TCP connection to a checked address of `host`; `ports` may be called besides the usual
    ones. Raises BadAddress, PrivateAddress (nothing was sent) or Unreachable."""
    wider = replace(way, allowed_ports=way.allowed_ports | frozenset(ports))
    checked = target(f"https://{f'[{host}]' if ':' in host else host}")
    stream = GuardedBackend(wider).connect_tcp(
        checked.raw_host.decode("ascii").strip("[]"), port, timeout=way.connect_seconds
    )
    found = stream.get_extra_info("socket")
    if not isinstance(found, socket.socket):
        raise Unreachable(f"no connection to {host}")
    return found


class WebSocket:
    """One open websocket; `receive` in one thread, `close` from any."""

    def __init__(self, connection: ClientConnection) -> None:
        self._connection = connection

    def receive(self, seconds: float) -> str | bytes | None:
        """The next whole message, text or binary, or None when none came in so many seconds.
        Raises TooLarge for one above the limit, Unreachable when the other side has hung up or
        does not answer pings any more."""
        with _typed():
            try:
                return self._connection.recv(timeout=seconds)
            except TimeoutError:
                return None

    def send(self, text: str) -> None:
        """One text message. Raises Unreachable when the other side has hung up."""
        with _typed():
            self._connection.send(text)

    def close(self) -> None:
        """Says goodbye, at most for a second, and lets go."""
        self._connection.close()

    def __enter__(self) -> WebSocket:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        trouble: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def open_websocket(
    way: Way,
    url: str,
    *,
    headers: Mapping[str, str] | None = None,
    subprotocols: Sequence[str] = (),
    max_bytes: int = MAX_BYTES,
) -> WebSocket:
    """A websocket to `wss://` (or `ws://`; `https://` and `http://` are understood) with our own
    name and no cookies. `max_bytes` holds for one message, unpacked. Redirects are not followed.

    Raises the ConnectorError types of `Http`; a refusal at the door is what its status means, and
    an answer that is no websocket is Unreadable.
    """
    scheme, mark, rest = url.strip().partition("://")
    plain = _SCHEMES.get(scheme.lower())
    if not mark or plain is None:
        raise BadAddress("only wss and ws addresses are listened to")
    place = target(f"{plain}://{rest}")
    secure = place.scheme == "https"
    host = place.raw_host.decode("ascii")
    opened = open_socket(way, host, place.port or (443 if secure else 80))
    with _typed():
        connection = connect(
            _address(place, secure=secure),
            sock=opened,
            ssl=_tls(way) if secure else None,
            server_hostname=host if secure else None,
            additional_headers=dict(headers or {}),
            user_agent_header=way.user_agent,
            subprotocols=[Subprotocol(name) for name in subprotocols] or None,
            proxy=None,
            open_timeout=way.connect_seconds,
            ping_interval=PING_SECONDS,
            ping_timeout=PING_SECONDS,
            close_timeout=1,
            max_size=max_bytes,
            max_queue=64,
            legacy=True,
        )
    return WebSocket(connection)


def _address(place: httpx.URL, *, secure: bool) -> str:
    return str(place.copy_with(scheme="wss" if secure else "ws"))


def _tls(way: Way) -> ssl.SSLContext:
    return way.tls or certificates()


@contextmanager
def _typed() -> Iterator[None]:
    """Every way a websocket can fail, as one of our own types."""
    try:
        yield
    except troubles.InvalidStatus as trouble:
        raise _refused(trouble) from trouble
    except troubles.ConnectionClosed as trouble:
        raise _hung_up(trouble) from trouble
    except troubles.InvalidURI as trouble:
        raise BadAddress("this address cannot be listened to") from trouble
    except (troubles.InvalidHandshake, troubles.InvalidMessage) as trouble:
        if isinstance(trouble.__cause__, EOFError | OSError):
            raise Unreachable("the other side hung up") from trouble
        raise Unreadable("the answer is no websocket") from trouble
    except troubles.WebSocketException as trouble:
        raise Unreadable("the answer is no websocket") from trouble
    except TimeoutError as trouble:
        raise TooSlow("the websocket did not open in time") from trouble
    except (OSError, EOFError) as trouble:
        raise Unreachable("no connection") from trouble
    except (UnicodeError, ValueError) as trouble:
        if isinstance(trouble.__cause__ or trouble.__context__, troubles.InvalidStatus):
            raise Unreadable("the server sends us elsewhere") from trouble
        raise BadAddress("this address cannot be listened to") from trouble


def _refused(trouble: troubles.InvalidStatus) -> ConnectorError:
    told = trouble.response
    answer = Answer(told.status_code, Headers(told.headers.raw_items()), bytes(told.body or b""))
    try:
        answer.raise_for_trouble(now=answer.server_time)
    except ConnectorError as known:
        return known
    return Unreadable("the answer is no websocket")


def _hung_up(trouble: troubles.ConnectionClosed) -> ConnectorError:
    sent, received = trouble.sent, trouble.rcvd
    if sent is not None and sent.code == _TOO_BIG:
        return TooLarge("one message was larger than allowed")
    if received is not None:
        return Unreachable(f"the other side hung up: {received.code} {received.reason}")
    return Unreachable("the connection broke")
