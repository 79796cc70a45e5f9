"""What a Mastodon-like server tells as it happens: over a websocket where it has one, else as
server-sent events. Reconnecting is the caller's affair."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from typing import Protocol
from urllib.parse import quote, urlencode, urlsplit

from merkwerk.connectors.errors import (
    BadAddress,
    ConnectorError,
    Forbidden,
    NotFound,
    Rejected,
    ServerTrouble,
    TokenRefused,
    TooSlow,
    Unreachable,
    Unreadable,
)
from merkwerk.connectors.http import Http
from merkwerk.connectors.http.stream import Stream
from merkwerk.connectors.http.websocket import WebSocket, open_websocket
from merkwerk.connectors.mastodon.access import instance
from merkwerk.connectors.mastodon.calls import Server
from merkwerk.connectors.mastodon.client import domain_of, mentions_page, split_address
from merkwerk.connectors.mastodon.sse import Events
from merkwerk.connectors.mastodon.translate import Batch, Teller, batch
from merkwerk.connectors.shapes import Fields, fields, text, token
from merkwerk.connectors.values import Bookmark, Page, Refusal, SourceKind

BEAT_SECONDS = 15.0
IDLE_SECONDS = 90.0
_ELSEWHERE = (NotFound, Unreadable, Rejected, Forbidden, ServerTrouble)
_WHERE = {"public": "", "local": ":local", "remote": ":remote"}


class _Line(Protocol):
    """An open connection: (event, payload) pairs as they come, None for a while of silence."""

    def receive(self, seconds: float) -> list[tuple[str, str]] | None: ...

    def close(self) -> None: ...


def channel(kind: SourceKind, address: str) -> tuple[str, dict[str, str]]:
    """The stream that brings a source: its name and what it wants to know besides. A public
    timeline's address is `public@`, `local@` or `remote@` and the server (the server alone: all
    it knows). Raises BadAddress for sources no server streams."""
    if kind is SourceKind.MASTODON_HOME:
        return "user", {}
    if kind is SourceKind.MASTODON_MENTIONS:
        return "user:notification", {}
    if kind is SourceKind.MASTODON_PUBLIC:
        return f"public{_WHERE.get(address.partition('@')[0], '')}", {}
    name, _ = split_address(address)
    if kind is SourceKind.MASTODON_HASHTAG:
        return "hashtag", {"tag": name}
    if kind is SourceKind.MASTODON_LIST:
        return "list", {"list": name}
    raise BadAddress(f"not streamed: {kind}")


class Streaming:
    """One open stream of one source. `own` is the handle whose token it is: answers to it are
    told as such. Nothing is opened before `batches`."""

    def __init__(
        self,
        http: Http,
        *,
        server: str,
        kind: SourceKind,
        address: str,
        token: str = "",
        own: str = "",
        bookmark: Bookmark | None = None,
    ) -> None:
        self._asked = Server(http, server, token)
        self._kind, self._address = kind, address
        self._channel = channel(kind, address)
        self._own = own.lstrip("@")
        self._bookmark = bookmark or Bookmark()
        self._line: _Line | None = None
        self._ended = False

    def batches(
        self,
        *,
        most: int = 200,
        wait: float = 0.5,
        idle: float = IDLE_SECONDS,
        beat: float = BEAT_SECONDS,
    ) -> Iterator[Page]:
        """Pages of at most `most` events, or of what came in `wait` seconds; after each `beat`
        seconds of silence an empty one, so that the reader can look around.

        A stream has no cursor: the bookmark given is given back, and what was said while nobody
        listened is collected with it (`client.collect`). A changed post comes as a post with
        `edited`; a deleted one in `deleted_ids`. Ends when `close` is called. Raises Unreachable
        when the server hangs up, TooSlow when even its heartbeat is missing for `idle` seconds,
        TokenRefused, Forbidden, NotFound (this server streams nothing) and the others of `Http`.
        """
        try:
            self._line = self._open(idle)
            yield from self._pages(most, wait, beat)
        finally:
            self.close()

    def close(self) -> None:
        """Ends the stream; `batches` ends within half a second."""
        self._ended = True
        line, self._line = self._line, None
        if line is not None:
            line.close()

    def _open(self, idle: float) -> _Line:
        base = streaming_address(self._asked)
        name, besides = self._channel
        headers = {}
        if self._asked.token:
            headers["Authorization"] = f"Bearer {self._asked.token}"
        way = self._asked.http.way
        query = urlencode({"stream": name, **besides})
        try:
            return _OverWebSocket(
                open_websocket(way, f"{base}/api/v1/streaming?{query}", headers=headers)
            )
        except _ELSEWHERE as first:
            try:
                return self._open_events(base, headers, idle)
            except NotFound:
                raise first from None

    def _open_events(self, base: str, headers: dict[str, str], idle: float) -> _Line:
        name, besides = self._channel
        path = "/".join(quote(part, safe="") for part in name.split(":"))
        tail = f"?{urlencode(besides)}" if besides else ""
        plain = base.replace("ws", "http", 1)
        try:
            stream = self._asked.http.stream(
                f"{plain}/api/v1/streaming/{path}{tail}",
                headers={"Accept": "text/event-stream", **headers},
                idle=idle,
            )
        except TokenRefused as trouble:
            if self._asked.token:
                raise
            raise Forbidden(trouble.detail, wait=trouble.wait) from trouble
        return _OverEvents(stream)

    def _pages(self, most: int, wait: float, beat: float) -> Iterator[Page]:
        heard = time.monotonic()
        while not self._ended:
            events = self._gather(most, wait)
            now = time.monotonic()
            if events or now - heard > beat:
                heard = now
                yield self._page(events)

    def _gather(self, most: int, wait: float) -> list[tuple[str, str]]:
        end = time.monotonic() + wait
        events: list[tuple[str, str]] = []
        while len(events) < most and (line := self._line) is not None:
            left = end - time.monotonic()
            if left <= 0 and events:
                break
            try:
                told = line.receive(max(0.0, left))
            except (Unreachable, TooSlow):
                if self._ended or events:
                    break
                raise
            if told is None:
                break
            events += told
        return events

    def _page(self, events: list[tuple[str, str]]) -> Page:
        written: list[object] = []
        notices: list[object] = []
        gone: dict[str, None] = {}
        refused: list[Refusal] = []
        for name, payload in events:
            if name == "delete":
                gone[token(payload.strip().strip('"'), 100)] = None
            elif name in ("update", "status.update", "notification"):
                told = parsed(payload)
                if told:
                    (notices if name == "notification" else written).append(told)
                else:
                    refused.append(Refusal(code="unreadable", where=payload[:80]))
            elif not name:
                refused.append(Refusal(code="unreadable", where=payload[:80]))
        return self._told(written, notices, [uid for uid in gone if uid], refused)

    def _told(
        self, written: list[object], notices: list[object], gone: list[str], refused: list[Refusal]
    ) -> Page:
        teller = Teller(
            self._asked.base, domain_of(self._kind, self._address, self._asked, written)
        )
        lasting = {id_of(entry): entry for entry in written if id_of(entry) not in gone}
        read: Batch = batch(lasting.values(), teller)
        page = self._noticed(teller, notices) if notices else Page()
        posts = {post.uid: post for post in (*read.posts, *page.posts)}
        return Page(
            posts=tuple(posts.values()),
            deleted_ids=tuple(gone),
            notices=page.notices,
            refused=(*refused, *read.refused, *page.refused),
            skipped=read.skipped,
            bookmark=self._bookmark,
        )

    def _noticed(self, teller: Teller, notices: list[object]) -> Page:
        """A stream does not end because one question beside it finds no answer."""
        own = self._own or self._address
        try:
            return mentions_page(self._asked, teller, notices, own=own)
        except ConnectorError:
            return mentions_page(self._asked, teller, notices, own=own, look=False)


class _OverWebSocket:
    def __init__(self, socket: WebSocket) -> None:
        self._socket = socket
        self.close = socket.close

    def receive(self, seconds: float) -> list[tuple[str, str]] | None:
        told = self._socket.receive(seconds)
        if told is None:
            return None
        event = parsed(told)
        payload = event.get("payload")
        name = text(event.get("event"), 100)
        if isinstance(payload, dict):
            payload = json.dumps(payload)
        return [(name, payload if isinstance(payload, str) else str(payload or ""))]


class _OverEvents:
    def __init__(self, stream: Stream) -> None:
        self._stream, self._events = stream, Events()
        self.close = stream.close

    def receive(self, seconds: float) -> list[tuple[str, str]] | None:
        told = self._stream.receive(seconds)
        return None if told is None else self._events.feed(told)


def parsed(told: str | bytes) -> Fields:
    """The JSON object in a message, or an empty one."""
    try:
        return fields(json.loads(told))
    except (ValueError, RecursionError):
        return {}


def id_of(entry: object) -> str:
    """The server's own number of an entry, else empty."""
    return token(fields(entry).get("id"), 100)


def streaming_address(asked: Server) -> str:
    """Where a server streams, as `wss://host`: as its instance tells (v2, then v1), else itself.
    A server that is spoken with securely is not listened to in the open."""
    scheme = "wss" if asked.base.startswith("https://") else "ws"
    own = f"{scheme}://{asked.host}"
    try:
        told = instance(asked.http, asked.base)
    except ConnectorError:
        return own
    urls = fields(fields(told.get("configuration")).get("urls"))
    named = text(urls.get("streaming"), 300) or text(
        fields(told.get("urls")).get("streaming_api"), 300
    )
    try:
        parts = urlsplit(named)
        sound = bool(parts.hostname) and parts.scheme in ({"wss"} if scheme == "wss" else {"ws"})
    except ValueError:
        return own
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}" if sound else own
