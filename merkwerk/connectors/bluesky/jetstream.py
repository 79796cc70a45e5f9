"""One open connection to a Jetstream server (version 1: JSON lines over a websocket).

Messages come packed with zstd and Jetstream's own dictionary (less than half the bytes), plain
when the server does not know that, or uses another dictionary.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from urllib.parse import urlencode

import zstandard

from merkwerk.connectors.bluesky.events import Reader, Sieve, everything
from merkwerk.connectors.bluesky.translate import POST
from merkwerk.connectors.errors import TooSlow, Unreachable, Unreadable
from merkwerk.connectors.http import Http
from merkwerk.connectors.http.websocket import WebSocket, open_websocket
from merkwerk.connectors.values import Page

PUBLIC = "wss://jetstream2.us-east.bsky.network/subscribe"
BACK = timedelta(seconds=5)
AHEAD = timedelta(minutes=5)
MESSAGE = 1024 * 1024
WANTED_MESSAGE = 256 * 1024
IDLE_SECONDS = 120.0
BEAT_SECONDS = 15.0
MOST_DIDS = 10_000
_IN_THE_ADDRESS = 20
_NO_SIZE = (zstandard.CONTENTSIZE_UNKNOWN, zstandard.CONTENTSIZE_ERROR)
_DICTIONARY = Path(__file__).with_name("jetstream.dictionary")


class OtherDictionary(Unreadable):
    """The server packs with a dictionary that is not ours."""

    lasting = False


@cache
def dictionary() -> zstandard.ZstdCompressionDict:
    """Jetstream's dictionary, read once."""
    return zstandard.ZstdCompressionDict(_DICTIONARY.read_bytes())


def unpack(message: bytes) -> bytes:
    """One packed message. Raises OtherDictionary, or Unreadable for what is none or is larger than
    MESSAGE unpacked."""
    try:
        told = zstandard.get_frame_parameters(message)
        if told.dict_id not in (0, dictionary().dict_id()):
            raise OtherDictionary(f"packed with dictionary {told.dict_id}")
        if told.content_size > MESSAGE and told.content_size not in _NO_SIZE:
            raise Unreadable("a message was larger than allowed")
        return _unpacking.decompressor.decompress(message, max_output_size=MESSAGE)
    except zstandard.ZstdError as trouble:
        raise Unreadable("a message could not be unpacked") from trouble


class _Unpacking(threading.local):
    """One for each thread: zstandard's own falls over when two threads use it."""

    def __init__(self) -> None:
        self.decompressor = zstandard.ZstdDecompressor(dict_data=dictionary())


_unpacking = _Unpacking()


class Jetstream:
    """One connection. `batches` in one thread; `close` and `listen_to` from any.

    `cursor` is that of the last page kept (empty: from now on): reading begins five seconds
    before it, repeats are harmless. `dids` listens to these accounts only (at most MOST_DIDS),
    none means everybody. `own` are our own accounts' DIDs: what others do with them comes as
    notices, as far as `collections` and `dids` let it through. `now` bounds what the stream says
    about time. Nothing is sent or opened before `batches`.
    """

    def __init__(
        self,
        http: Http,
        *,
        address: str = PUBLIC,
        cursor: str = "",
        collections: Sequence[str] = (POST,),
        dids: Collection[str] = (),
        own: Collection[str] = (),
        now: datetime,
        packed: bool = True,
    ) -> None:
        self._http = http
        self._address = address
        self._collections = tuple(collections)
        self._dids = tuple(sorted(dids))[:MOST_DIDS]
        self._packed = packed
        self._reader = Reader(own=own, cursor=number(cursor))
        self._now, self._started = now, time.monotonic()
        self._socket: WebSocket | None = None
        self._ended = False

    def batches(
        self,
        *,
        most: int = 500,
        wait: float = 0.5,
        sieve: Sieve = everything,
        idle: float | None = None,
        beat: float = BEAT_SECONDS,
    ) -> Iterator[Page]:
        """Pages of at most `most` lines, or of what came in `wait` seconds, for as long as the
        connection lasts; after each `beat` seconds of silence an empty page, so that the reader
        can look around. Keep a page and its `bookmark.cursor` together, then ask for the next:
        a slow reader slows the server down.

        Ends when `close` is called. Raises Unreachable when the server hangs up, TooSlow after
        `idle` seconds without a word (two minutes; not when only some accounts are listened to),
        TooLarge, Forbidden and the other types of `Http`. A new connection is the caller's
        affair: make a new Jetstream with the cursor of the last page.
        """
        if idle is None and not self._dids:
            idle = IDLE_SECONDS
        try:
            self._open()
            yield from self._pages(most, wait, sieve, idle, beat)
        finally:
            self.close()

    def close(self) -> None:
        """Ends the connection; `batches` ends within half a second."""
        self._ended = True
        socket, self._socket = self._socket, None
        if socket is not None:
            socket.close()

    def listen_to(self, dids: Collection[str], *, own: Collection[str] = ()) -> None:
        """Changes to other accounts on the open connection. Raises Unreachable."""
        self._dids = tuple(sorted(dids))[:MOST_DIDS]
        self._reader.own = frozenset(own)
        socket = self._socket
        if socket is not None:
            socket.send(self._wishes())

    def _open(self) -> None:
        socket = open_websocket(self._http.way, self._url(), max_bytes=MESSAGE)
        self._socket = socket
        if len(self._dids) > _IN_THE_ADDRESS:
            socket.send(self._wishes())

    def _url(self) -> str:
        asked = [("wantedCollections", name) for name in self._collections]
        asked.append(("maxMessageSizeBytes", str(WANTED_MESSAGE)))
        if len(self._dids) > _IN_THE_ADDRESS:
            asked.append(("requireHello", "true"))
        else:
            asked += [("wantedDids", did) for did in self._dids]
        if self._reader.cursor:
            back = int(BACK.total_seconds() * 1_000_000)
            asked.append(("cursor", str(max(1, self._reader.cursor - back))))
        if self._packed:
            asked.append(("compress", "true"))
        mark = "&" if "?" in self._address else "?"
        return f"{self._address}{mark}{urlencode(asked)}"

    def _wishes(self) -> str:
        told = {
            "wantedCollections": self._collections,
            "wantedDids": self._dids,
            "maxMessageSizeBytes": WANTED_MESSAGE,
        }
        return json.dumps({"type": "options_update", "payload": told})

    def _pages(
        self, most: int, wait: float, sieve: Sieve, idle: float | None, beat: float
    ) -> Iterator[Page]:
        heard = beaten = time.monotonic()
        while not self._ended:
            self._gather(most, wait)
            now = time.monotonic()
            if len(self._reader):
                heard = beaten = now
                yield self._reader.page(sieve)
            elif idle is not None and now - heard > idle:
                raise TooSlow("the stream was silent for too long")
            elif now - beaten > beat:
                beaten = now
                yield self._reader.page(sieve)

    def _gather(self, most: int, wait: float) -> None:
        """Reads until so many lines or seconds have gone by. What came before the connection broke
        is handed out first: the next call meets the trouble again."""
        self._reader.latest = self._latest()
        end = time.monotonic() + wait
        while len(self._reader) < most:
            left = end - time.monotonic()
            if left <= 0 and len(self._reader):
                return
            socket = self._socket
            if socket is None:
                return
            message = self._next(socket, max(0.0, left))
            if message is None:
                return
            self._reader.read(message)

    def _next(self, socket: WebSocket, seconds: float) -> str | bytes | None:
        try:
            message = socket.receive(seconds)
            return unpack(message) if isinstance(message, bytes) else message
        except OtherDictionary:
            self._packed = False
            socket.close()
            self._open()
            return None
        except Unreachable:
            if self._ended or len(self._reader):
                return None
            raise
        except Unreadable:
            return b""

    def _latest(self) -> int:
        """The latest `time_us` that can be true, by our clock and a little more."""
        passed = timedelta(seconds=time.monotonic() - self._started)
        return int((self._now + passed + AHEAD).timestamp() * 1_000_000)


def number(cursor: str) -> int:
    """A cursor of our own making as microseconds; 0 for anything else."""
    return int(cursor) if cursor.isascii() and cursor.isdecimal() and len(cursor) < 18 else 0
