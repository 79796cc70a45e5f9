"""What was already read, so that the usual visit parses one new entry and not a hundred old ones:
raw entries are cut out of the document, compared by hash, and the known ones left out.

The memory travels in the bookmark's cursor, together with the two things that must not change
while a feed is followed: how its entries are told apart, and whose entries they are."""

from __future__ import annotations

import binascii
import re
from base64 import b64decode, b64encode
from dataclasses import dataclass
from enum import StrEnum
from struct import pack, unpack
from zlib import crc32

_VERSION = "1"
MOST = 1000
_OPENING = re.compile(rb"<(item|entry)[\s>]")


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
    hashes: frozenset[int] = frozenset()


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
    whole = packed[: len(packed) // 8 * 8]
    return Memory(by, parts[1], frozenset(unpack(f">{len(whole) // 8}Q", whole)))


def written(memory: Memory) -> str:
    """The memory as a cursor."""
    packed = pack(f">{len(memory.hashes)}Q", *sorted(memory.hashes))
    return f"{_VERSION} {memory.by or By.GUID} {memory.host} {b64encode(packed).decode()}"


def cut(body: bytes, known: frozenset[int]) -> tuple[bytes, frozenset[int]]:
    """(the document without entries whose hash is known, the hashes of all its entries). A
    document whose entries do not simply follow each other is given back whole, with no hashes."""
    found = _OPENING.search(body)
    if found is None:
        return body, frozenset()
    opening, closing = found.group(0), b"</" + found.group(1) + b">"
    *parts, tail = body.split(closing, MOST + 1)
    if len(parts) > MOST or opening in tail:
        return body, frozenset()
    kept: list[bytes] = []
    marks: list[int] = []
    for part in parts:
        start = part.find(opening)
        if start < 0 or part.find(opening, start + 1) >= 0:
            return body, frozenset()
        # A checksum is enough: who plays tricks with it hides his own corrections only.
        mark = crc32(part[start:]) << 32 | len(part) - start
        marks.append(mark)
        kept.append(part[:start] if mark in known else part + closing)
    return b"".join((*kept, tail)), frozenset(marks)
