"""Server-sent events (HTML standard, section 9.2), as far as streaming servers use them."""

from __future__ import annotations

import codecs

from merkwerk.connectors.errors import TooLarge

LONGEST = 1024 * 1024


class Events:
    """Bytes in, whole events out, wherever the pieces were cut. Raises TooLarge for an event
    above LONGEST characters."""

    def __init__(self) -> None:
        self._decode = codecs.getincrementaldecoder("utf-8")("replace").decode
        self._rest = ""
        self._name = ""
        self._data: list[str] = []
        self._size = 0

    def feed(self, piece: bytes) -> list[tuple[str, str]]:
        """The (name, data) of the events that ended with this piece; comments are heartbeats."""
        text = (self._rest + self._decode(piece)).replace("\r\n", "\n")
        *lines, self._rest = text.split("\n")
        if len(self._rest) > LONGEST:
            raise TooLarge("one event was larger than allowed")
        found = []
        for line in lines:
            if line:
                self._field(line)
            elif self._data or self._name:
                found.append((self._name or "message", "\n".join(self._data)))
                self._name, self._data, self._size = "", [], 0
        return found

    def _field(self, line: str) -> None:
        name, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if name == "event":
            self._name = value[:100]
        elif name == "data":
            self._size += len(value)
            if self._size > LONGEST:
                raise TooLarge("one event was larger than allowed")
            self._data.append(value)
