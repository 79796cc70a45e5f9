"""Where an index keeps its posts: arrays, cut into blocks in order of time, and each into pages.

The posts of full blocks stand in one table: of each band, by the first bits of their key (`starts`
says where each bucket begins), each entry 4 more bits of the key and 20 that say which post. The
block that is being filled has chains instead. The oldest block goes whole."""

from __future__ import annotations

from typing import TypeVar

import numpy as np
import numpy.typing as npt

from merkwerk.engine.echoes.grams import Codes
from merkwerk.engine.echoes.sketches import BANDS, WORDS, Bands

LARGEST_BLOCK = 65_000
BLOCKS = 8
PAGES = 4
"""So many to a block, or fewer, so that none is smaller than the next, or than its block."""
LEAST_PAGE = 4_096
USUAL = 128
"""Room for so many letters of each post, to begin with."""
MOST_BITS = 16
MARK_BITS = 4
SLOT_BITS = 20
LARGEST = 900_000

Slots = npt.NDArray[np.int64]
Lengths = npt.NDArray[np.int64]
Signatures = npt.NDArray[np.uint64]

GONE = np.uint32(0xFFFFFFFF)
"""In `seen`: a post that was removed, or that has no letters: like nothing."""


class Shelves:
    """Room for `most` posts. A post's place is its slot: block times `size`, plus its number in
    the block. `order` holds the blocks in use, the oldest first; the last one is open. `facts` says
    of each slot where its letters begin in `pool`, how many they are, how many different grams they
    make, and whether they take two bytes each. Arrays nobody has written to cost no memory yet.

    `starts[band, bucket]` and `entries[band]`: of each entry three bytes, slot and mark (bits of
    the key), in each bucket the oldest first. `links[band, number]` in the open block: mark and the
    next of the chain, counted from 1; `heads[band, bucket]` begins it."""

    def __init__(self, most: int) -> None:
        self.size = max(1, min(LARGEST_BLOCK, -(-most // BLOCKS)))
        self.page = min(max(-(-self.size // PAGES), LEAST_PAGE), self.size)
        self.blocks = -(-most // self.size) + 1
        self.bits = max(1, min(MOST_BITS, most.bit_length() - 3))
        buckets, slots = 1 << self.bits, self.blocks * self.size
        self.starts = np.zeros((BANDS, buckets + 1), np.uint32)
        self.entries = np.empty((BANDS, 3 * slots), np.uint8)
        self.heads = np.zeros((BANDS, buckets), np.uint16)
        self.links = np.empty((BANDS, self.size), np.uint32)
        self.pool = np.empty(most * USUAL, np.uint8)
        self.pool_end = 0
        self.facts = np.zeros(slots, np.int64)
        self.signatures = np.zeros((slots, WORDS), np.uint64)
        self.seen = np.zeros(slots, np.uint32)
        self._turn = 0
        self.order = [0]
        self.filled = 0

    @property
    def open(self) -> int:
        """The block that is being filled."""
        return self.order[-1]

    def held(self) -> int:
        """Slots in use, those of removed posts too."""
        return (len(self.order) - 1) * self.size + self.filled

    def room(self, most: int) -> int:
        """How many posts fit in before a page is full or a block must be dropped."""
        page = min(self.page - self.filled % self.page, self.size - self.filled)
        return min(page, most - self.held())

    def runs(self) -> list[tuple[int, int]]:
        """First slot and end of the posts of each block."""
        ends = [self.size] * (len(self.order) - 1) + [self.filled]
        pairs = zip(self.order, ends, strict=True)
        return [(block * self.size, block * self.size + end) for block, end in pairs]

    def next_turn(self) -> int:
        """A number that no slot was marked with; a new round after four milliards."""
        self._turn += 1
        if self._turn >= int(GONE):
            self.seen[self.seen != GONE] = 0
            self._turn = 1
        return self._turn

    def put(
        self, letters: Codes, lengths: Lengths, different: Lengths, signatures: Signatures
    ) -> int:
        """Puts posts, for which there is room, into the open block; says the first one's slot.
        Their letters stand behind each other. The chains are the search's to make."""
        first = self.open * self.size + self.filled
        end = first + lengths.size
        begin, wide = self._store(letters, lengths)
        self.facts[first:end] = begin << 25 | lengths << 13 | different << 1 | wide
        self.seen[first:end] = np.where(lengths > 0, np.uint32(0), GONE)
        self.signatures[first:end] = signatures
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
        self.pool = grown(self.pool, self.pool_end, self.pool_end + raw.size)
        self.pool[self.pool_end : self.pool_end + raw.size] = raw
        self.pool_end += raw.size
        return begin, wide

    def different(self, slots: Slots) -> Lengths:
        """How many different grams these posts have."""
        return np.asarray(self.facts[slots] >> 1 & 4_095)

    def letters(self, slot: int) -> Codes:
        """The letters of a post."""
        begin, end, wide = self._place(slot)
        raw = self.pool[begin:end]
        return np.frombuffer(raw.tobytes(), "<u2") if wide else raw.astype(np.uint16)

    def raw(self, first: int, end: int) -> bytes:
        """The letters of posts that stand behind each other, as they are kept."""
        return self.pool[self._place(first)[0] : self._place(end - 1)[1]].tobytes()

    def _place(self, slot: int) -> tuple[int, int, bool]:
        fact = int(self.facts[slot])
        begin, wide = fact >> 25, fact & 1
        return begin, begin + (fact >> 13 & 4_095) * (1 + wide), bool(wide)

    def kept(self, slot: int) -> bool:
        """Whether a post with letters was put here and not removed since."""
        return bool(self.seen[slot] != GONE)

    def open_next(self) -> None:
        """The open block is full, and the search has closed it: opens the next one."""
        self.heads[:] = 0
        self.order.append(min(set(range(self.blocks)) - set(self.order)))
        self.filled = 0

    def drop_oldest(self) -> range:
        """Forgets the oldest block, which must be a closed one, and says which slots those were."""
        slots = range(self.order[0] * self.size, (self.order[0] + 1) * self.size)
        gone = self._place(slots[-1])[1]
        self.pool_end = moved_down(self.pool, gone, self.pool_end)
        self.facts -= gone << 25
        del self.order[0]
        return slots


def mark_of(keys: Bands, bits: int) -> npt.NDArray[np.uint32]:
    """The bits of a key behind those that name the bucket."""
    rest = keys >> np.uint32(32 - MARK_BITS - bits)
    return np.asarray(rest & np.uint32((1 << MARK_BITS) - 1), np.uint32)


Pool = TypeVar("Pool", npt.NDArray[np.uint8], npt.NDArray[np.uint16])


def grown(pool: Pool, used: int, needed: int) -> Pool:
    """The pool itself, or a larger one with the same beginning, when more is needed."""
    if needed <= pool.size:
        return pool
    larger = np.empty(max(pool.size * 5 // 4, needed), pool.dtype)
    larger[:used] = pool[:used]
    return larger


def moved_down(pool: Pool, gone: int, end: int) -> int:
    """Takes the first so many out of a pool; says where it ends then."""
    step = 1 << 20
    for at in range(gone, end, step):  # in steps: a copy of all would double the memory
        until = min(at + step, end)
        pool[at - gone : until - gone] = pool[at:until]
    return end - gone
