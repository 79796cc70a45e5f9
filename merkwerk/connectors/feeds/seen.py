"""What was already read, so that the usual visit parses one new entry and not a hundred old ones:
raw entries are cut out of the document, compared by hash, and the known ones left out.

The usual visit does not even look at old entries one by one: they stand in the document as they
stood last time, in one run, and the hash of the whole run is known (`since`). Only where the run
was broken is entry compared with entry (`cut`).

The memory travels in the bookmark's cursor, together with the two things that must not change
while a feed is followed: how its entries are told apart, and whose entries they are."""

from __future__ import annotations

import binascii
import re
from array import array
from base64 import b64decode, b64encode
from dataclasses import dataclass, field
from enum import StrEnum
from struct import Struct, error

from xxhash import xxh3_64, xxh3_64_intdigest

_VERSION, _FIRST_VERSION = "2", "1"
MOST = 1000
RUNS = 6
_OPENING = re.compile(rb"<(item|entry)[\s>]")
_SIZE = Struct(">HH")


class By(StrEnum):
    """What tells the entries of a feed apart: the best of these that is not used twice."""

    GUID = "g"
    LINK = "l"
    CONTENT = "c"


@dataclass(frozen=True, slots=True)
class Memory:
    """`by` and `host` are settled at the first visit; the rest is of the last one. `hashes` are
    those of its entries in their order (64-bit xxh3), `ends` where each ended, counted from where
    the first began, and `runs` the hashes from there to the end of each of the last few."""

    by: By | None = None
    host: str = ""
    hashes: array[int] = field(default_factory=lambda: array("Q"))
    ends: array[int] = field(default_factory=lambda: array("I"))
    runs: array[int] = field(default_factory=lambda: array("Q"))


@dataclass(frozen=True, slots=True)
class Cut:
    """A document without the entries that are known: what is `left` of it, whether there were any,
    whether nothing else was there, and the memory of this visit."""

    left: bytes
    had_known: bool
    unchanged: bool
    hashes: array[int]
    ends: array[int]
    runs: array[int]

    def memory(self, by: By, host: str) -> Memory:
        return Memory(by, host, self.hashes, self.ends, self.runs)


def remember(cursor: str) -> Memory:
    """The memory in a cursor; an empty one when there is none. Of a damaged one, and of an older
    kind, how entries are told apart and whose they are is kept: identities must not change."""
    version, _, rest = cursor.partition(" ")
    parts = rest.split(" ")
    if version not in (_VERSION, _FIRST_VERSION) or len(parts) != 3:
        return Memory()
    try:
        by = By(parts[0])
    except ValueError:
        return Memory()
    if version == _FIRST_VERSION:
        return Memory(by, parts[1])
    try:
        packed = b64decode(parts[2], validate=True)
        entries, runs = _SIZE.unpack_from(packed)
    except (binascii.Error, ValueError, error):
        return Memory(by, parts[1])
    if len(packed) != _SIZE.size + 12 * entries + 8 * runs or runs > min(entries, RUNS):
        return Memory(by, parts[1])
    at, ends = _SIZE.size + 8 * entries, _SIZE.size + 12 * entries
    return Memory(
        by,
        parts[1],
        array("Q", packed[_SIZE.size : at]),
        array("I", packed[at:ends]),
        array("Q", packed[ends:]),
    )


def written(memory: Memory) -> str:
    """The memory as a cursor."""
    packed = b"".join(
        (
            _SIZE.pack(len(memory.hashes), len(memory.runs)),
            memory.hashes.tobytes(),
            memory.ends.tobytes(),
            memory.runs.tobytes(),
        )
    )
    told = b64encode(packed).decode("ascii")
    return f"{_VERSION} {memory.by or By.GUID} {memory.host} {told}"


def since(body: bytes, memory: Memory) -> Cut | None:
    """The document without last visit's entries, where they stand in it as they stood then, but
    for new ones before them and a few that fell off at the end; None when they don't, or
    something else is odd."""
    found = _OPENING.search(body) if memory.runs else None
    if found is None:
        return None
    opening, closing = found.group(0), b"</" + found.group(1) + b">"
    last = body.rfind(closing) + len(closing)
    first = begin = found.start()
    lengths = memory.ends[-len(memory.runs) :]
    shortest = lengths[0]
    with memoryview(body) as view:
        while begin >= 0 and last - begin >= shortest:
            if last - begin in lengths:
                place = lengths.index(last - begin)
                if xxh3_64_intdigest(view[begin:last]) == memory.runs[place]:
                    return _joined(body, (first, begin, last), (opening, closing), memory, place)
            begin = body.find(opening, begin + 1)
    return None


def _joined(
    body: bytes, at: tuple[int, int, int], marks: tuple[bytes, bytes], memory: Memory, place: int
) -> Cut | None:
    """What stands before the run is new; of last time's entries those up to `place` among the
    last few follow."""
    first, begin, last = at
    fresh = _each(body[first:begin], *marks)
    known = len(memory.ends) - len(memory.runs) + place + 1
    if fresh is None or marks[0] in body[last:] or len(fresh[0]) + known > MOST:
        return None
    hashes, ends = fresh
    if not set(hashes).isdisjoint(memory.hashes) or body.find(marks[1], 0, first) >= 0:
        return None
    hashes.extend(memory.hashes[:known])
    shift = begin - first
    ends.extend([end + shift for end in memory.ends[:known]])
    return Cut(
        left=body[:begin] + body[last:],
        had_known=True,
        unchanged=begin == first,
        hashes=hashes,
        ends=ends,
        runs=_runs(body, first, ends) if shift else memory.runs[: place + 1],
    )


def _each(body: bytes, opening: bytes, closing: bytes) -> tuple[array[int], array[int]] | None:
    """The hash of each entry and where it ends; None when they do not simply follow each other."""
    hashes, ends = array("Q"), array("I")
    at, start = 0, body.find(opening)
    while start >= 0:
        end = body.find(closing, start)
        following = body.find(opening, start + 1)
        if end < 0 or 0 <= following < end or len(hashes) >= MOST:
            return None
        if start > at and body.find(closing, at, start) >= 0:
            return None
        at = end + len(closing)
        # Enough: who plays tricks with it hides his own corrections only.
        hashes.append(xxh3_64_intdigest(body[start:at]))
        ends.append(at)
        start = following
    return None if body.find(closing, at) >= 0 else (hashes, ends)


def _runs(body: bytes, first: int, ends: array[int]) -> array[int]:
    """The hashes from the first entry to the end of each of the last few."""
    state, runs, at = xxh3_64(), array("Q"), 0
    with memoryview(body) as view:
        for end in ends[-RUNS:]:
            state.update(view[first + at : first + end])
            runs.append(state.intdigest())
            at = end
    return runs


def cut(body: bytes, memory: Memory) -> Cut:
    """The document without entries whose hash is known. One whose entries do not simply follow
    each other is given back whole, and is not remembered."""
    whole = Cut(body, False, False, array("Q"), array("I"), array("Q"))
    found = _OPENING.search(body)
    if found is None:
        return whole
    first = found.start()
    opening, closing = found.group(0), b"</" + found.group(1) + b">"
    told = _each(body[first:], opening, closing)
    if told is None or body.find(closing, 0, first) >= 0:
        return whole
    hashes, ends = told
    known = frozenset(memory.hashes)
    kept, at, before = [], 0, first
    for mark, end in zip(hashes, ends, strict=True):
        if mark in known:
            kept.append(body[at : body.find(opening, before)])
            at = first + end
        before = first + end
    return Cut(
        left=b"".join((*kept, body[at:])),
        had_known=not known.isdisjoint(hashes),
        unchanged=known.issuperset(hashes),
        hashes=hashes,
        ends=ends,
        runs=_runs(body, first, ends),
    )
