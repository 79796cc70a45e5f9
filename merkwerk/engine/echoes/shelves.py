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
Lengths = npt.NDArray[np.int64]

GONE = np.uint32(0xFFFFFFFF)
"""In `seen`: a post that was removed, or that has no letters: like nothing."""


class Shelves:
    """Room for `most` posts. A post's place is its slot: block times `size`, plus its number in
    the block. `order` holds the blocks in use, the oldest first; the last one is open. `facts` says
    of each slot where its letters begin in `pool`, how many they are, how many different grams they
    make, and whether they take two bytes each. Arrays nobody has written to cost no memory yet."""

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
        self.pool = np.empty(4_096, np.uint8)
        self.pool_end = 0
        self.facts = np.zeros(slots, np.int64)
        self.seen = np.zeros(slots, np.uint32)
        self._turn = 0
        self.order = [0]
        self.blocks_in_use = np.array(self.order)
        self.filled = 0

    def held(self) -> int:
        """Slots in use, those of removed posts too."""
        return (len(self.order) - 1) * self.size + self.filled

    def room(self, most: int) -> int:
        """How many posts fit in before a block must be closed or dropped."""
        return min(self.size - self.filled, most - self.held())

    def next_turn(self) -> int:
        """A number that no slot was marked with; a new round after four milliards."""
        self._turn += 1
        if self._turn >= int(GONE):
            self.seen[self.seen != GONE] = 0
            self._turn = 1
        return self._turn

    def put(self, letters: Codes, lengths: Lengths, different: Lengths, keys: Bands) -> int:
        """Puts posts, for which there is room, into the open block; says the first one's slot.
        Their letters stand behind each other. The chains are the search's to make."""
        first = self.order[-1] * self.size + self.filled
        end = first + lengths.size
        begin, wide = self._store(letters, lengths)
        self.facts[first:end] = begin << 25 | lengths << 13 | different << 1 | wide
        self.seen[first:end] = np.where(lengths > 0, np.uint32(0), GONE)
        self.open_bands[self.filled : self.filled + lengths.size] = keys
        self.filled += lengths.size
        return first

    def _store(self, letters: Codes, lengths: Lengths) -> tuple[Slots, Lengths]:
        """Keeps letters, one byte each where a whole text fits so. Where each text begins, and
        whether it takes two bytes a letter."""
        wide = np.zeros(lengths.size, np.int64)
        raw = letters.astype(np.uint8)
        if letters.size and letters.max() > 255:
            text_of = np.repeat(np.arange(lengths.size), lengths)
            wide[text_of[letters > 255]] = 1
            places = np.cumsum(1 + wide[text_of]) - 1 - wide[text_of]
            raw = np.zeros(letters.size + int((wide * lengths).sum()), np.uint8)
            raw[places] = letters & 255
            two = wide[text_of] == 1
            raw[places[two] + 1] = letters[two] >> 8
        sizes = lengths * (1 + wide)
        begin = self.pool_end + np.cumsum(sizes) - sizes
        end = self.pool_end + raw.size
        if end > self.pool.size:
            self.pool.resize(max(self.pool.size * 5 // 4, end), refcheck=False)
        self.pool[self.pool_end : end] = raw
        self.pool_end = end
        return begin, wide

    def different(self, slots: Slots) -> Lengths:
        """How many different grams these posts have."""
        return np.asarray(self.facts[slots] >> 1 & 4_095)

    def letters(self, slot: int) -> Codes:
        """The letters of a post."""
        begin, end, wide = self._place(slot)
        raw = self.pool[begin:end]
        return np.frombuffer(raw.tobytes(), "<u2") if wide else raw.astype(np.uint16)

    def _place(self, slot: int) -> tuple[int, int, bool]:
        fact = int(self.facts[slot])
        begin, wide = fact >> 25, fact & 1
        return begin, begin + (fact >> 13 & 4_095) * (1 + wide), bool(wide)

    def kept(self, slot: int) -> bool:
        """Whether a post with letters was put here and not removed since."""
        return bool(self.seen[slot] != GONE)

    def close(self) -> None:
        """The open block is full: sorts it, and opens the next one."""
        first = self.order[-1] * self.size
        keys = self.open_bands[: self.filled]
        buckets = (keys >> np.uint32(32 - self.bits)).astype(np.uint16)
        marks = keys >> np.uint32(2) << np.uint32(16)
        every = np.arange((1 << self.bits) + 1)
        there = self.seen[first : first + self.filled] != GONE
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
        slots = range(self.order[0] * self.size, (self.order[0] + 1) * self.size)
        gone = self._place(slots[-1])[1]
        self.pool[: self.pool_end - gone] = self.pool[gone : self.pool_end].copy()
        self.facts -= gone << 25
        self.pool_end -= gone
        self._ordered(self.order[1:])
        return slots

    def _ordered(self, blocks: list[int]) -> None:
        self.order = blocks
        self.blocks_in_use = np.array(blocks)
