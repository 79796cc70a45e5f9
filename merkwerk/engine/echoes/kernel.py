"""The same as `search`, compiled. Importing this loads numba: only an index that has grown does
so. The compiled functions allocate nothing; `Compiled` lends them its own desk."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from merkwerk.engine.echoes.grams import LONGEST, Codes
from merkwerk.engine.echoes.search import MOST_COMPARED, Scores
from merkwerk.engine.echoes.shelves import Lengths, Shelves, Slots
from merkwerk.engine.echoes.sketches import (
    ADD,
    BANDS,
    JOIN_1,
    JOIN_2,
    JOIN_3,
    MIX_1,
    MIX_2,
    MULTIPLY,
    ROWS,
    Bands,
)
from merkwerk.engine.topics.kernel.compiled import compiled

Any64 = npt.NDArray[np.uint64]
Any32 = npt.NDArray[np.uint32]
Any16 = npt.NDArray[np.uint16]
Bytes = npt.NDArray[np.uint8]

_WORK = BANDS * ROWS
_GONE = 0xFFFFFFFF
_SIEVE = 128
"""Words of 64 bits: which grams of the question there may be, before the table is asked."""


@compiled
def sketch_one(letters: Codes, first: int, end: int, least: Any32, keys: Any32) -> None:
    """Writes the band keys of the letters from `first` to `end`, of which there is one at least."""
    least[:] = np.uint32(0xFFFFFFFF)
    packed = np.uint64(0)
    for at in range(first, first + 3):
        packed = (packed << np.uint64(16)) | (np.uint64(letters[at]) if at < end else np.uint64(0))
    for at in range(first + 3, max(end, first + 4)):
        packed = (packed << np.uint64(16)) | (np.uint64(letters[at]) if at < end else np.uint64(0))
        mixed = packed * MIX_1
        mixed = (mixed ^ (mixed >> np.uint64(32))) * MIX_2
        small = np.uint32(mixed >> np.uint64(32))
        for row in range(_WORK):
            value = np.uint32(small * MULTIPLY[row] + ADD[row])
            least[row] = min(least[row], value)
    for band in range(BANDS):
        key = np.uint32(least[3 * band] * JOIN_1)
        key ^= np.uint32(least[3 * band + 1] * JOIN_2)
        key ^= np.uint32(least[3 * band + 2] * JOIN_3)
        key = np.uint32(np.uint32(key ^ (key >> np.uint32(15))) * JOIN_2)
        keys[band] = np.uint32(key ^ (key >> np.uint32(15)))


@compiled
def fill(letters: Codes, first: int, end: int, table: Any64, sieve: Any64, places: int) -> int:
    """Puts the grams into table and sieve, and counts the different ones."""
    table[:places] = np.uint64(0)
    sieve[:] = np.uint64(0)
    different = 0
    packed = np.uint64(0)
    for at in range(first, first + 3):
        packed = (packed << np.uint64(16)) | (np.uint64(letters[at]) if at < end else np.uint64(0))
    for at in range(first + 3, max(end, first + 4)):
        packed = (packed << np.uint64(16)) | (np.uint64(letters[at]) if at < end else np.uint64(0))
        mixed = packed * MIX_1
        place = int(mixed >> np.uint64(40)) & (places - 1)
        while table[place] != 0 and table[place] != packed:
            place = (place + 1) & (places - 1)
        if table[place] == 0:
            table[place] = packed
            different += 1
            bit = mixed >> np.uint64(51)
            sieve[bit >> np.uint64(6)] |= np.uint64(1) << (bit & np.uint64(63))
    return different


@compiled
def common(
    pool: Bytes, begin: int, length: int, wide: int, table: Any64, marks: Any32, sieve: Any64,
    places: int, turn: int, needed: float,
) -> int:  # fmt: skip
    """How many different grams of a kept text are in the table; stops where what is left of the
    text can't make it `needed` any more."""
    found = 0
    packed = np.uint64(0)
    last = max(length, 4)
    for at in range(last):
        if found + last - at < needed:
            return found
        packed <<= np.uint64(16)
        if at < length:
            if wide:
                packed |= np.uint64(pool[begin + 2 * at])
                packed |= np.uint64(pool[begin + 2 * at + 1]) << np.uint64(8)
            else:
                packed |= np.uint64(pool[begin + at])
        if at < 3:
            continue
        mixed = packed * MIX_1
        bit = mixed >> np.uint64(51)
        if (sieve[bit >> np.uint64(6)] >> (bit & np.uint64(63))) & np.uint64(1) == 0:
            continue
        place = int(mixed >> np.uint64(40)) & (places - 1)
        while table[place] != 0 and table[place] != packed:
            place = (place + 1) & (places - 1)
        if table[place] == packed and marks[place] != turn:
            marks[place] = np.uint32(turn)
            found += 1
    return found


@compiled
def sketch_many(
    letters: Codes, lengths: Lengths, least: Any32, table: Any64, sieve: Any64, keys: Any32,
    different: Lengths,
) -> None:  # fmt: skip
    """Band keys and number of different grams of many texts that stand behind each other."""
    first = 0
    for text in range(lengths.size):
        end = first + lengths[text]
        keys[text] = 0
        different[text] = 0
        if end > first:
            places = 16
            while places < 2 * (end - first):
                places *= 2
            sketch_one(letters, first, end, least, keys[text])
            different[text] = fill(letters, first, end, table, sieve, places)
        first = end


@compiled
def chain_some(
    heads: Any16, nexts: Any16, keys: Any32, seen: Any32, bits: int, number: int
) -> None:
    """Hangs posts, the first of which has this number, into the chains of the open block."""
    shift = np.uint32(32 - bits)
    for post in range(keys.shape[0]):
        for band in range(keys.shape[1]):
            if seen[post] == _GONE:
                nexts[number + post, band] = 0
                continue
            bucket = keys[post, band] >> shift
            nexts[number + post, band] = heads[band, bucket]
            heads[band, bucket] = np.uint16(number + post + 1)


@compiled
def look_up(
    keys: Any32, starts: Any16, entries: Any32, order: Slots, shift: np.uint32, ranges: Slots
) -> np.uint32:
    """Writes where the bucket of each closed block and band begins and ends, and touches it: so
    the memory is asked for many places at a time."""
    closed = order.size - 1
    for back in range(closed):
        block = order[closed - 1 - back]
        for band in range(BANDS):
            place = 2 * (back * BANDS + band)
            ranges[place] = starts[block, band, keys[band] >> shift]
            ranges[place + 1] = starts[block, band, (keys[band] >> shift) + 1]
    touched = np.uint32(0)
    for back in range(closed):
        block = order[closed - 1 - back]
        for band in range(BANDS):
            at = ranges[2 * (back * BANDS + band)]
            touched |= entries[block, band, min(at, entries.shape[2] - 1)]
    return touched


@compiled
def walk_chains(
    keys: Any32, heads: Any16, nexts: Any16, open_bands: Any32, seen: Any32, turn: int,
    first: int, shift: np.uint32, found: Slots,
) -> int:  # fmt: skip
    """Writes the slots of the open block that agree in a band, and says how many."""
    count = 0
    for band in range(BANDS):
        at = int(heads[band, keys[band] >> shift])
        while at:
            at -= 1
            same = (open_bands[at, band] ^ keys[band]) >> np.uint32(2) == 0
            if same and seen[first + at] != turn and seen[first + at] != _GONE:
                seen[first + at] = np.uint32(turn)
                if count == found.size:
                    return count
                found[count] = first + at
                count += 1
            at = int(nexts[at, band])
    return count


@compiled
def find_some(
    keys: Any32, starts: Any16, entries: Any32, heads: Any16, nexts: Any16, open_bands: Any32,
    seen: Any32, turn: int, order: Slots, size: int, bits: int, ranges: Slots, found: Slots,
) -> int:  # fmt: skip
    """Writes slots of posts that agree in a band, each once, and says how many."""
    shift = np.uint32(32 - bits)
    touched = look_up(keys, starts, entries, order, shift, ranges)
    ranges[ranges.size - 1] = touched  # or the touching would be left out as useless
    count = walk_chains(
        keys, heads, nexts, open_bands, seen, turn, order[-1] * size, shift, found
    )  # fmt: skip
    for back in range(order.size - 1):
        block = order[order.size - 2 - back]
        for band in range(BANDS):
            mark = (keys[band] >> np.uint32(2)) & np.uint32(0xFFFF)
            place = 2 * (back * BANDS + band)
            for at in range(ranges[place], ranges[place + 1]):
                entry = entries[block, band, at]
                if entry >> np.uint32(16) != mark:
                    continue
                slot = block * size + int(entry & np.uint32(0xFFFF))
                if seen[slot] != turn and seen[slot] != _GONE:
                    seen[slot] = np.uint32(turn)
                    if count == found.size:
                        return count
                    found[count] = slot
                    count += 1
    return count


@compiled
def compare_some(
    letters: Codes, slots: Slots, pool: Bytes, facts: Slots, table: Any64, marks: Any32,
    sieve: Any64, scores: Scores, least: float,
) -> None:  # fmt: skip
    """Writes the exact score of each slot, 0 where it is below `least`."""
    places = 16
    while places < 2 * letters.size:
        places *= 2
    mine = fill(letters, 0, letters.size, table, sieve, places)
    marks[:places] = np.uint32(0)
    for at in range(slots.size):  # asks the memory for all of them before the first is needed
        begin = facts[slots[at]] >> 25
        scores[at] = pool[begin] + pool[min(begin + 64, pool.size - 1)]
    for at in range(slots.size):
        fact = facts[slots[at]]
        length, theirs = (fact >> 13) & 4095, (fact >> 1) & 4095
        scores[at] = 0.0
        if length == 0 or min(mine, theirs) < least * max(mine, theirs):
            continue
        needed = least * (mine + theirs) / (1 + least) - 0.5
        both = common(
            pool, fact >> 25, length, fact & 1, table, marks, sieve, places, at + 1, needed
        )
        score = both / (mine + theirs - both)
        scores[at] = score if score >= least else 0.0


class Compiled:
    """`search.Plain`, many times quicker once numba is loaded."""

    def __init__(self) -> None:
        places = 16
        while places < 2 * LONGEST:
            places *= 2
        self._least = np.empty(_WORK, np.uint32)
        self._table = np.empty(places, np.uint64)
        self._marks = np.empty(places, np.uint32)
        self._sieve = np.empty(_SIEVE, np.uint64)
        self._keys = np.empty((1, BANDS), np.uint32)
        self._ranges = np.empty(1, np.int64)
        self._found = np.empty(MOST_COMPARED, np.int64)

    def sketch(self, letters: Codes, lengths: Lengths) -> tuple[Bands, Lengths]:
        keys = np.empty((lengths.size, BANDS), np.uint32)
        different = np.empty(lengths.size, np.int64)
        sketch_many(
            letters, lengths, self._least, self._table, self._sieve, keys, different
        )  # fmt: skip
        return keys, different

    def chain(self, shelves: Shelves, first: int) -> None:
        block, number = divmod(first, shelves.size)
        keys = shelves.open_bands[number : shelves.filled]
        seen = shelves.seen[first : block * shelves.size + shelves.filled]
        chain_some(shelves.heads, shelves.nexts, keys, seen, shelves.bits, number)

    def find(self, shelves: Shelves, letters: Codes) -> Slots:
        if not letters.size:
            return np.empty(0, np.int64)
        sketch_one(letters, 0, letters.size, self._least, self._keys[0])
        if self._ranges.size <= 2 * BANDS * len(shelves.order):
            self._ranges = np.empty(4 * BANDS * len(shelves.order) + 1, np.int64)
        count = find_some(
            self._keys[0], shelves.starts, shelves.entries, shelves.heads, shelves.nexts,
            shelves.open_bands, shelves.seen, shelves.next_turn(), shelves.blocks_in_use,
            shelves.size, shelves.bits, self._ranges, self._found,
        )  # fmt: skip
        return self._found[:count].copy()

    def compare(self, shelves: Shelves, letters: Codes, slots: Slots, least: float = 0.0) -> Scores:
        scores = np.zeros(slots.size, np.float64)
        if letters.size:
            compare_some(
                letters, slots, shelves.pool, shelves.facts, self._table, self._marks,
                self._sieve, scores, least,
            )  # fmt: skip
        return scores
