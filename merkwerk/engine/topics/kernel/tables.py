"""The arrays the kernel works on. V: words known to it; T: topics; all integers are signed unless
they are hashes, signs or masks."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Signs32 = NDArray[np.uint32]
Hashes = NDArray[np.uint64]
Bytes = NDArray[np.uint8]

# A cell of the code point table: the folded sign in the lower 21 bits, and what it is.
SIGN = np.uint32((1 << 21) - 1)
WORD = np.uint32(1 << 21)
"""Grows together with its neighbours to a word."""
ALONE = np.uint32(1 << 22)
"""A word by itself: a sign of a language without spaces, an emoji."""
REGION = np.uint32(1 << 23)
"""Half a flag: two that follow each other are one word."""
LETTER = np.uint32(1 << 24)
"""`\\w` of a regular expression."""
DIGIT = np.uint32(1 << 25)
STOP = np.uint32(1 << 26)
"""A link does not reach over it."""
EMOJI = np.uint32(1 << 27)
ALIEN = np.uint32(1 << 28)
"""A letter that may pass for a Latin one."""
STRANGE = np.uint32(1 << 29)
"""No single sign: the lower bits are `DROP`, `ODD`, `JOINER`, or where several stand in `more`."""

DROP, ODD, JOINER, FIRST_MANY = 0, 1, 2, 3
"""Nothing, when folded; grows together with its neighbours, or was not looked up yet; joins
emoji."""

TEXT, ROW, BESIDE = 0, 1, 2
"""Kinds of segment: as somebody wrote it; words in order, one a line; tokens that are no words of
a sentence, one a line."""

EVERY = 0
"""The word that stands in every post."""

DEAD = np.iinfo(np.int64).min
"""The number of a topic that was taken away."""

STUB = 4
"""Longer prefixes are looked for only behind known beginnings of so many signs."""
LONGEST_START = 63
"""Prefixes are known by at most so many signs."""


class CodePoints(NamedTuple):
    """`cells[page[sign >> 8] << 8 | sign & 255]`; `missing` pages were asked for in vain."""

    page: NDArray[np.uint16]
    cells: Signs32
    more: Signs32
    missing: Bytes


class Words(NamedTuple):
    """Hash to number of a word (or of a prefix): an open table, and a bitmap in front of it.
    For prefixes also `lengths`: bit n is set when one has n signs, and `stubs`: a bitmap of the
    first four signs of the longer ones."""

    bitmap: Hashes
    hashes: Hashes
    ids: Ints
    lengths: Hashes
    stubs: Hashes


class Runs(NamedTuple):
    """What is filed under word w: topics it is enough for, `hits[run[2w]:run[2w+2]]`, and rows with
    a check, `checks[3r:3r+3]` for r in `run[2w+1]:run[2w+3]`: a second word it needs, the topic,
    and where in `program` the rest stands (-1: there is no rest). `some`: a bit for every word
    that has anything."""

    some: Hashes
    run: Ints
    hits: Ints
    checks: Ints


class Batch(NamedTuple):
    """Posts: code points of all segments, where each ends, how long the longest is, what kind each
    is; the segments and the numbers of field tokens of post p end at `last[p]`, `last_field[p]`."""

    signs: Signs32
    ends: Longs
    longest: int
    kinds: Bytes
    last: Longs
    fields: Ints
    last_field: Longs


class Desk(NamedTuple):
    """Room to work in. `present`: a bit for every word of the post, small enough to stay in the
    nearest cache; `place[w]`: its last place there; `before`: the place before that. `row`: words
    by place, -1 unknown, -2 a break. `met`, `doubted`: a bit for every topic of the post."""

    folded: Signs32
    states: Hashes
    row: Ints
    before: Ints
    present: Hashes
    place: Ints
    known: Ints
    filed: Ints
    spans: Ints
    met: Hashes
    doubted: Hashes
    found: Ints
    doubts: Ints
    counts: Longs


KNOWN, PLACES, FOUND, DOUBTS, SAMPLES, TOUCHED = 0, 1, 2, 3, 4, 5
"""What `Desk.counts` counts."""


class Answers(NamedTuple):
    """`ends[p]`: where the topics of post p end in `topics`; `odd[p]`: it must be read in Python
    first; `doubts`: pairs of post and slot that Python has to look at."""

    topics: Longs
    ends: Longs
    odd: Bytes
    doubts: Ints
    filled: Longs
