"""A long JSON list, one element after another, without holding the whole of it."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from typing import IO

from merkwerk.connectors.exports.archives import DamagedMember, TooLargeMember

MOST = 16 * 1024 * 1024
_BLOCK = 1 << 20
_HEAD = 4 * 1024 * 1024
_BETWEEN = re.compile(r"[\s,]*")
_DECODER = json.JSONDecoder()


def elements(stream: IO[bytes], after: str) -> Iterator[object]:
    """The elements of the list that begins after the first `after`: `=` in X's scripts,
    `"orderedItems"` in ActivityStreams. Each is decoded once it is there as a whole; the rest of
    the file is never read. Raises DamagedMember where the list breaks off or makes no sense (what
    came before it has been given by then), TooLargeMember for one element of more than MOST."""
    text = _Text(stream)
    at = text.list_after(after)
    while True:
        at = text.skip(at)
        if text.kept[at : at + 1] == "]":
            return
        try:
            element, end = _DECODER.raw_decode(text.kept, at)
        except RecursionError as error:
            raise DamagedMember("nested too deep") from error
        except ValueError as error:
            at = text.more(at, str(error))
            continue
        if end == len(text.kept) and not isinstance(element, (dict, list, str)):
            at = text.more(at, "a number that goes on, or the end")
            continue
        yield element
        at = end


class _Text:
    """The part of a file that is looked at, in characters."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder("utf-8-sig")("replace")
        self.kept = ""

    def more(self, at: int, why: str) -> int:
        """Reads on and forgets what lies before `at`; says where `at` is now. Raises
        DamagedMember, for the reason `why`, when there is no more."""
        if len(self.kept) - at > MOST:
            raise TooLargeMember(MOST)
        block = self._stream.read(max(_BLOCK, len(self.kept) - at))
        if not block:
            raise DamagedMember(why)
        self.kept = self.kept[at:] + self._decoder.decode(block)
        return 0

    def list_after(self, word: str) -> int:
        """Where the first element of the list after `word` may begin."""
        while True:
            at = self.kept.find(word)
            begin = self.kept.find("[", at + len(word)) if at >= 0 else -1
            if begin >= 0:
                return begin + 1
            if len(self.kept) > _HEAD:
                raise DamagedMember(f"no list after {word}")
            self.more(0, f"no list after {word}")

    def skip(self, at: int) -> int:
        """Past what stands between elements."""
        found = _BETWEEN.match(self.kept, at)
        at = found.end() if found else at
        while at == len(self.kept):
            at = self.more(at, "a list without an end")
            found = _BETWEEN.match(self.kept, at)
            at = found.end() if found else at
        return at
