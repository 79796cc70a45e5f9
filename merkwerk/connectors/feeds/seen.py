"""What was already read, so that the usual visit parses one new entry and not a hundred old ones:
raw entries are cut out of the document, compared by hash, and the known ones left out.

The memory travels in the bookmark's cursor, together with the two things that must not change
while a feed is followed: how its entries are told apart, and whose entries they are."""

from __future__ import annotations

import binascii
import hashlib
import re
from base64 import b64decode, b64encode
from dataclasses import dataclass
from enum import StrEnum

_VERSION = "1"
_SIZE = 8
MOST = 1000
_OPENING = re.compile(rb"<(?:item|entry)(?=[\s>])")
_CLOSING = re.compile(rb"</(?:item|entry)\s*>")


class By(StrEnum):
    """What tells the entries of a feed apart: the best of these that is not used twice."""

    GUID = "g"
    LINK = "l"
    CONTENT = "c"


@dataclass(frozen=True, slots=True)
class Memory:
    """`by` and `host` are settled at the first visit; `hashes` are those of the last one."""

    by: By | None = None
    host: str = ""
    hashes: frozenset[bytes] = frozenset()


def remember(cursor: str) -> Memory:
    """The memory in a cursor; an empty one when there is none, or it is of an older kind."""
    version, _, rest = cursor.partition(" ")
    parts = rest.split(" ")
    if version != _VERSION or len(parts) != 3:
        return Memory()
    try:
        packed = b64decode(parts[2], validate=True)
        by = By(parts[0])
    except (binascii.Error, ValueError):
        return Memory()
    hashes = frozenset(packed[at : at + _SIZE] for at in range(0, len(packed), _SIZE))
    return Memory(by, parts[1], hashes)


def written(memory: Memory) -> str:
    """The memory as a cursor."""
    packed = b"".join(sorted(memory.hashes))
    return f"{_VERSION} {memory.by or By.GUID} {memory.host} {b64encode(packed).decode()}"


def cut(body: bytes, known: frozenset[bytes]) -> tuple[bytes, frozenset[bytes]]:
    """(the document without entries whose hash is known, the hashes of all its entries). A
    document whose entries do not simply follow each other is given back whole, with no hashes."""
    spans = _spans(body)
    if not spans or len(spans) > MOST:
        return body, frozenset()
    hashes = [hashlib.blake2b(body[start:end], digest_size=_SIZE).digest() for start, end in spans]
    if not known or known.isdisjoint(hashes):
        return body, frozenset(hashes)
    kept: list[bytes] = []
    last = 0
    for (start, end), mark in zip(spans, hashes, strict=True):
        if mark in known:
            kept.append(body[last:start])
            last = end
    kept.append(body[last:])
    return b"".join(kept), frozenset(hashes)


def _spans(body: bytes) -> list[tuple[int, int]]:
    openings = [found.start() for found in _OPENING.finditer(body)]
    closings = [found.end() for found in _CLOSING.finditer(body)]
    if len(openings) != len(closings):
        return []
    spans = list(zip(openings, closings, strict=True))
    last = 0
    for start, end in spans:
        if not last <= start < end:
            return []
        last = end
    return spans
