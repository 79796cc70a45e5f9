"""An answer that never ends."""

from __future__ import annotations

import queue
import socket
import threading
from contextlib import suppress
from types import TracebackType

import httpcore

from merkwerk.connectors.errors import ConnectorError, Unreachable
from merkwerk.connectors.http.typed import typed

_MOST_WAITING = 64


class Stream:
    """The bytes of an open answer as they come. They are read in a thread of its own, so that
    `receive` can wait for a while and `close` can end it; what nobody receives is not read."""

    def __init__(self, response: httpcore.Response) -> None:
        self._response = response
        self._told: queue.Queue[bytes | ConnectorError] = queue.Queue(_MOST_WAITING)
        self._ended = threading.Event()
        threading.Thread(target=self._read, daemon=True, name="stream").start()

    def receive(self, seconds: float) -> bytes | None:
        """The next bytes, or None when none came in so many seconds. Raises Unreachable when the
        other side has hung up, TooSlow when it was silent for too long, Unreadable."""
        try:
            told = self._told.get(timeout=seconds) if seconds > 0 else self._told.get_nowait()
        except queue.Empty:
            return None
        if isinstance(told, ConnectorError):
            self._put(told)  # whoever asks again hears it again
            raise told
        return told

    def close(self) -> None:
        """Lets go of the connection; a waiting `receive` ends."""
        self._ended.set()
        stream = self._response.extensions.get("network_stream")
        raw = stream.get_extra_info("socket") if stream is not None else None
        if isinstance(raw, socket.socket):
            with suppress(OSError):
                # Not the TLS layer's own: a reader in the other thread still needs that one.
                socket.socket.shutdown(raw, socket.SHUT_RDWR)

    def __enter__(self) -> Stream:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        trouble: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _read(self) -> None:
        try:
            with typed():
                for piece in self._response.iter_stream():
                    self._put(piece)
                    if self._ended.is_set():
                        break
                self._response.close()
            self._put(Unreachable("the other side hung up"))
        except ConnectorError as trouble:
            self._put(trouble)

    def _put(self, told: bytes | ConnectorError) -> None:
        while not self._ended.is_set():
            with suppress(queue.Full):
                self._told.put(told, timeout=0.5)
                return
