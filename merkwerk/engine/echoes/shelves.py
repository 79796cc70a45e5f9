"""Where an index keeps its posts: arrays, cut into blocks in order of time.

A block that is full is closed: of each band, its posts sorted by the first bits of their key
(`starts` says where each bucket begins), each entry 16 more bits of the key and 16 bits that say
which post. The block that is being filled has chains instead. The oldest block goes whole."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from merkwerk.engine.echoes.grams import Codes
from merkwerk.engine.echoes.sketches import BANDS, Bands

LARGEST_BLOCK = 65_000
BLOCKS = 8
MOST_BITS = 14

Slots = npt.NDArray[np.int64]
Lengths = npt.NDArray[np.int32]

_EVERY = np.arange(BANDS)


class Shelves:
    """Room for `most` posts. A post's place is its slot: block times `size`, plus its number in
    the block. `order` holds the blocks in use, the oldest first; the last one is open. Arrays that
    nobody has written to cost no memory yet."""

    def __init__(self, most: int) -> None:
        self.size = max(1, min(LARGEST_BLOCK, -(-most // BLOCKS)))
        blocks = -(-most // self.size) + 1
        self.bits = max(1, min(MOST_BITS, self.size.bit_length() - 3))
        buckets, slots = 1 << self.bits, blocks * self.size
        self.starts = np.empty((blocks, BANDS, buckets + 1), np.uint16)
        self.entries = np.empty((blocks, BANDS, self.size), np.uint32)
        self.heads = np.zeros((BANDS, buckets), np.uint16)
        self.nexts = np.empty((self.size, BANDS), np.uint16)
        self.open_bands = np.empty((self.size, BANDS), np.uint32)
        self.kept = np.zeros(slots, np.bool_)
        self.pool = np.empty(4_096, np.uint8)
        self.pool_end = 0
        self.begin = np.zeros(slots, np.int64)
        self.length = np.zeros(slots, np.int32)
        self.wide = np.zeros(slots, np.bool_)
        self.different = np.zeros(slots, np.int32)
        self.seen = np.zeros(slots, np.uint32)
        self._turn = 0
        self.order = [0]
        self.blocks_in_use = np.array(self.order)
        self.filled = 0

    def held(self) -> int:
        """Slots in use, those of removed posts too."""
        return (len(self.order) - 1) * self.size + self.filled

    def next_turn(self) -> int:
        """A number that no slot was marked with; a new round after four milliards."""
        self._turn += 1
        if self._turn >= 2**32:
            self.seen[:] = 0
            self._turn = 1
        return self._turn

    def put(self, letters: Codes, keys: Bands, different: int) -> int:
        """Puts a post into the open block, which must have room, and says its slot."""
        number = self.filled
        slot = self.order[-1] * self.size + number
        self._store(slot, letters)
        self.different[slot] = different
        self.kept[slot] = True
        self.open_bands[number] = keys
        if letters.size:  # an empty text is like nothing
            buckets = keys >> np.uint32(32 - self.bits)
            self.nexts[number] = self.heads[_EVERY, buckets]
            self.heads[_EVERY, buckets] = number + 1
        self.filled += 1
        return slot

    def _store(self, slot: int, letters: Codes) -> None:
        """Keeps the letters, one byte each where all of them fit into one."""
        wide = bool(letters.size) and int(letters.max()) > 255
        raw = letters.view(np.uint8) if wide else letters.astype(np.uint8)
        end = self.pool_end + raw.size
        if end > self.pool.size:
            self.pool.resize(max(self.pool.size * 5 // 4, end), refcheck=False)
        self.begin[slot], self.length[slot], self.wide[slot] = self.pool_end, letters.size, wide
        self.pool[self.pool_end : end] = raw
        self.pool_end = end

    def letters(self, slot: int) -> Codes:
        """The letters of a post."""
        begin, length = int(self.begin[slot]), int(self.length[slot])
        if self.wide[slot]:
            return np.frombuffer(self.pool[begin : begin + 2 * length].tobytes(), "<u2")
        return self.pool[begin : begin + length].astype(np.uint16)

    def close(self) -> None:
        """The open block is full: sorts it, and opens the next one."""
        first = self.order[-1] * self.size
        keys = self.open_bands[: self.filled]
        buckets = (keys >> np.uint32(32 - self.bits)).astype(np.uint16)
        marks = keys >> np.uint32(2) << np.uint32(16)
        every = np.arange((1 << self.bits) + 1)
        there = self.length[first : first + self.filled] > 0
        for band in range(BANDS):
            order = np.argsort(buckets[:, band], kind="stable")
            order = order[there[order]]
            sorted_buckets = buckets[order, band]
            self.starts[self.order[-1], band] = np.searchsorted(sorted_buckets, every)
            entries = marks[order, band] | order.astype(np.uint32)
            self.entries[self.order[-1], band, : order.size] = entries
        self.heads[:] = 0
        self._ordered([*self.order, min(set(range(len(self.starts))) - set(self.order))])
        self.filled = 0

    def drop_oldest(self) -> range:
        """Forgets the oldest block, which must be a closed one, and says which slots those were."""
        block = self.order[0]
        slots = range(block * self.size, (block + 1) * self.size)
        gone = int(self.begin[slots[-1]]) + int(self.length[slots[-1]]) * (
            2 if self.wide[slots[-1]] else 1
        )
        self.pool[: self.pool_end - gone] = self.pool[gone : self.pool_end].copy()
        self.begin -= gone
        self.pool_end -= gone
        self.kept[slots.start : slots.stop] = False
        self._ordered(self.order[1:])
        return slots

    def _ordered(self, blocks: list[int]) -> None:
        self.order = blocks
        self.blocks_in_use = np.array(blocks)
