"""Words by their hash: finding, adding, hashing."""

from __future__ import annotations

import numpy as np

from merkwerk.engine.topics.kernel.compiled import compiled_bare, inlined
from merkwerk.engine.topics.kernel.tables import STUB, Hashes, Ints, Longs, Signs32, Words

SEED = np.uint64(0x9E3779B97F4A7C15)
_FACTOR = np.uint64(0xD6E8FEB86659FD93)
_HALF = np.uint64(32)
_LOW6 = np.uint64(63)
_SIX = np.uint64(6)
_FIRST = np.uint64(1)


@inlined
def hashed(state: np.uint64, sign: np.uint32) -> np.uint64:
    """The hash of a word that is one sign longer. So the hash of every beginning comes for free."""
    state = (state ^ np.uint64(sign)) * _FACTOR
    return state ^ (state >> _HALF)


# Two different words share a number only when all 64 bits of their hashes agree. By chance that
# takes some 2^32 different words; on purpose a few hours of computing, and it is worth nothing:
# whoever writes a post that meets a topic by such a word could as well write the topic's word.
@inlined
def may_hold(bitmap: Hashes, found: np.uint64) -> bool:
    """Whether a bitmap has the bit of this hash."""
    bit = found & np.uint64(bitmap.shape[0] * 64 - 1)
    return bool((bitmap[bit >> _SIX] >> (bit & _LOW6)) & _FIRST)


@inlined
def mark(bitmap: Hashes, found: np.uint64) -> None:
    """Sets the bit of this hash."""
    bit = found & np.uint64(bitmap.shape[0] * 64 - 1)
    bitmap[bit >> _SIX] |= _FIRST << (bit & _LOW6)


@inlined
def find(words: Words, found: np.uint64) -> int:
    """The number of the word with this hash, or -1."""
    if not may_hold(words.bitmap, found):
        return -1
    mask = np.uint64(words.hashes.shape[0] - 1)
    slot = (found >> _HALF) & mask
    while words.hashes[slot] != 0:
        if words.hashes[slot] == found:
            return int(words.ids[slot])
        slot = (slot + _FIRST) & mask
    return -1


@inlined
def put(words: Words, found: np.uint64, number: int, length: int) -> None:
    """Adds a word that is not in the table. There must be an empty slot."""
    mark(words.bitmap, found)
    mask = np.uint64(words.hashes.shape[0] - 1)
    slot = (found >> _HALF) & mask
    while words.hashes[slot] != 0:
        slot = (slot + _FIRST) & mask
    words.hashes[slot] = found
    words.ids[slot] = number
    words.lengths[0] |= _FIRST << np.uint64(min(length, 63))


@compiled_bare
def number_all(words: Words, signs: Signs32, ends: Longs, known: int, out: Ints) -> int:
    """Numbers for words that stand one after the other in `signs`; those not in the table yet are
    added with the numbers from `known` on. Returns how many are known then."""
    start = 0
    for at in range(ends.shape[0]):
        state = SEED
        for place in range(start, ends[at]):
            state = hashed(state, signs[place])
            if place == start + STUB - 1:
                mark(words.stubs, state)
        number = find(words, state)
        if number < 0:
            number = known
            put(words, state, number, ends[at] - start)
            known += 1
        out[at] = number
        start = ends[at]
    return known


@compiled_bare
def move_all(hashes: Hashes, ids: Ints, larger: Words) -> None:
    """Everything of a table into a larger one."""
    for slot in range(hashes.shape[0]):
        if hashes[slot] != 0:
            put(larger, hashes[slot], ids[slot], 0)
