"""The same as `search`, compiled. Importing this loads numba: only an index that has grown does
so. The compiled functions allocate nothing; `Compiled` lends them its own desk."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from merkwerk.engine.echoes.grams import LONGEST, Codes
from merkwerk.engine.echoes.search import MOST_COMPARED, Scores
from merkwerk.engine.echoes.shelves import Shelves, Slots
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
Lengths = npt.NDArray[np.int32]
Flags = npt.NDArray[np.bool_]

_WORK = BANDS * ROWS


@compiled
def letter(pool: Bytes, begin: int, wide: bool, at: int) -> np.uint64:
    if wide:
        low = np.uint64(pool[begin + 2 * at])
        return low | (np.uint64(pool[begin + 2 * at + 1]) << np.uint64(8))
    return np.uint64(pool[begin + at])


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
def fill(letters: Codes, first: int, end: int, table: Any64, marks: Any32, places: int) -> int:
    """Puts the grams into the table (open addressing), and counts the different ones."""
    table[:places] = np.uint64(0)
    marks[:places] = np.uint32(0)
    different = 0
    packed = np.uint64(0)
    for at in range(first, first + 3):
        packed = (packed << np.uint64(16)) | (np.uint64(letters[at]) if at < end else np.uint64(0))
    for at in range(first + 3, max(end, first + 4)):
        packed = (packed << np.uint64(16)) | (np.uint64(letters[at]) if at < end else np.uint64(0))
        place = int((packed * MIX_1) >> np.uint64(40)) & (places - 1)
        while table[place] != 0 and table[place] != packed:
            place = (place + 1) & (places - 1)
        if table[place] == 0:
            table[place] = packed
            different += 1
    return different


@compiled
def common(
    pool: Bytes, begin: int, length: int, wide: bool, table: Any64, marks: Any32, places: int,
    turn: int,
) -> int:  # fmt: skip
    """How many different grams of a kept text are in the table."""
    found = 0
    packed = np.uint64(0)
    for at in range(3):
        packed = (packed << np.uint64(16)) | (
            letter(pool, begin, wide, at) if at < length else np.uint64(0)
        )
    for at in range(3, max(length, 4)):
        packed = (packed << np.uint64(16)) | (
            letter(pool, begin, wide, at) if at < length else np.uint64(0)
        )
        place = int((packed * MIX_1) >> np.uint64(40)) & (places - 1)
        while table[place] != 0 and table[place] != packed:
            place = (place + 1) & (places - 1)
        if table[place] == packed and marks[place] != turn:
            marks[place] = np.uint32(turn)
            found += 1
    return found


@compiled
def sketch_many(
    letters: Codes, ends: Slots, least: Any32, table: Any64, marks: Any32, keys: Any32,
    different: Lengths,
) -> None:  # fmt: skip
    """Band keys and number of different grams of many texts that stand behind each other."""
    first = 0
    for text in range(ends.size):
        end = ends[text]
        if end > first:
            places = 16
            while places < 2 * (end - first):
                places *= 2
            sketch_one(letters, first, end, least, keys[text])
            different[text] = fill(letters, first, end, table, marks, places)
        else:
            keys[text] = 0
            different[text] = 0
        first = end


@compiled
def find_some(
    keys: Any32, starts: Any16, entries: Any32, heads: Any16, nexts: Any16, open_bands: Any32,
    kept: Flags, seen: Any32, turn: int, order: Slots, size: int, bits: int, found: Slots,
) -> int:  # fmt: skip
    """Writes slots of posts that agree in a band, each once, and says how many."""
    count = 0
    shift = np.uint32(32 - bits)
    first = order[-1] * size
    for band in range(keys.size):
        at = int(heads[band, keys[band] >> shift])
        while at:
            at -= 1
            same = (open_bands[at, band] ^ keys[band]) >> np.uint32(2) == 0
            if same and kept[first + at] and seen[first + at] != turn:
                seen[first + at] = np.uint32(turn)
                if count == found.size:
                    return count
                found[count] = first + at
                count += 1
            at = int(nexts[at, band])
    for back in range(2, order.size + 1):
        block = order[order.size - back]
        first = block * size
        for band in range(keys.size):
            bucket = keys[band] >> shift
            mark = (keys[band] >> np.uint32(2)) & np.uint32(0xFFFF)
            for at in range(starts[block, band, bucket], starts[block, band, bucket + 1]):
                entry = entries[block, band, at]
                if entry >> np.uint32(16) == mark:
                    slot = first + int(entry & np.uint32(0xFFFF))
                    if kept[slot] and seen[slot] != turn:
                        seen[slot] = np.uint32(turn)
                        if count == found.size:
                            return count
                        found[count] = slot
                        count += 1
    return count


@compiled
def compare_some(
    letters: Codes, slots: Slots, count: int, pool: Bytes, begin: Slots, length: Lengths,
    wide: Flags, different: Lengths, table: Any64, marks: Any32, scores: Scores,
) -> None:  # fmt: skip
    """Writes the exact score of each of the first `count` slots."""
    places = 16
    while places < 2 * letters.size:
        places *= 2
    mine = fill(letters, 0, letters.size, table, marks, places)
    for at in range(count):
        slot = slots[at]
        if length[slot] == 0:
            scores[at] = 0.0
            continue
        both = common(
            pool, begin[slot], length[slot], wide[slot], table, marks, places, at + 1
        )  # fmt: skip
        scores[at] = both / (mine + different[slot] - both)


class Compiled:
    """`search.Plain`, many times quicker once numba is loaded."""

    def __init__(self) -> None:
        places = 16
        while places < 2 * LONGEST:
            places *= 2
        self._least = np.empty(_WORK, np.uint32)
        self._table = np.empty(places, np.uint64)
        self._marks = np.empty(places, np.uint32)
        self._keys = np.empty((1, BANDS), np.uint32)
        self._different = np.empty(1, np.int32)
        self._found = np.empty(MOST_COMPARED, np.int64)
        self._scores = np.empty(MOST_COMPARED, np.float64)

    def sketch(self, letters: Codes, ends: Slots) -> tuple[Bands, Lengths]:
        keys = np.empty((ends.size, BANDS), np.uint32)
        different = np.empty(ends.size, np.int32)
        sketch_many(letters, ends, self._least, self._table, self._marks, keys, different)
        return keys, different

    def find(self, shelves: Shelves, letters: Codes) -> Slots:
        if not letters.size:
            return np.empty(0, np.int64)
        sketch_one(letters, 0, letters.size, self._least, self._keys[0])
        count = find_some(
            self._keys[0], shelves.starts, shelves.entries, shelves.heads, shelves.nexts,
            shelves.open_bands, shelves.kept, shelves.seen, shelves.next_turn(),
            shelves.blocks_in_use, shelves.size, shelves.bits, self._found,
        )  # fmt: skip
        return self._found[:count].copy()

    def compare(self, shelves: Shelves, letters: Codes, slots: Slots) -> Scores:
        if not letters.size:
            return np.zeros(slots.size)
        scores = np.empty(slots.size, np.float64)
        compare_some(
            letters, slots, slots.size, shelves.pool, shelves.begin, shelves.length, shelves.wide,
            shelves.different, self._table, self._marks, scores,
        )  # fmt: skip
        return scores
