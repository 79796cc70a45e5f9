"""Where an index keeps its posts: arrays, cut into blocks in order of time, and each into pages.

A post is filed by its 40 band keys in one table of lines of 64 bytes, as the processor's memory
has them: of each band a line for each bucket (the first bits of the key) with up to 20 entries,
each 4 more bits of the key and 20 that say which post. A line that is full moves on and is the next
of its bucket. The oldest block goes whole."""

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
ENTRIES = 20
"""So many of three bytes in a line; the last four bytes are the `tail` of the line: how many there
are (5 bits), and which line is the next of its bucket (0: none)."""
COUNT_BITS = 5
TAIL = 15
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

    `lines`: the newest of each band's buckets, in this order, then the moved ones; of each entry
    slot and mark (bits of the key), the oldest first. `words` are the same as numbers of 32 bits.
    `free`: the first line that was never used, and the first of those that are free again, each of
    which says the next one in its tail. `unswept`: so many of the buckets may still name posts of a
    dropped block, from `swept` on, around."""

    def __init__(self, most: int) -> None:
        self.size = max(1, min(LARGEST_BLOCK, -(-most // BLOCKS)))
        self.page = min(max(-(-self.size // PAGES), LEAST_PAGE), self.size)
        self.blocks = -(-most // self.size) + 1
        self.bits = max(1, min(MOST_BITS, most.bit_length() - 4))
        self.buckets, slots = BANDS << self.bits, self.blocks * self.size
        moved = BANDS * slots // ENTRIES + 1
        self.words = _lines(self.buckets + moved)
        self.lines = self.words.view(np.uint8)
        self.free = np.array([self.buckets, 0], np.int64)
        self.swept = self.unswept = 0
        self._dropped: list[int] = []
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
        """The open block is full, and no bucket names posts of a dropped one: opens the next."""
        self.order.append(self._next_block())
        self.filled = 0

    def _next_block(self) -> int:
        """One that is free, if there is one that was not dropped lately."""
        free = set(range(self.blocks)) - set(self.order)
        return min(free - set(self._dropped if self.unswept else ()) or free)

    def to_sweep_first(self) -> bool:
        """Whether buckets may still name posts of the block that would be opened next."""
        return self.unswept > 0 and self._next_block() in self._dropped

    def drop_oldest(self) -> range:
        """Forgets the oldest block, which must be a closed one, and says which slots those were.
        The lines are the search's to sweep."""
        slots = range(self.order[0] * self.size, (self.order[0] + 1) * self.size)
        self.seen[slots.start : slots.stop] = GONE
        self._dropped = [*(self._dropped if self.unswept else ()), self.order[0]]
        self.unswept = self.buckets
        gone = self._place(slots[-1])[1]
        self.pool_end = moved_down(self.pool, gone, self.pool_end)
        self.facts -= gone << 25
        del self.order[0]
        return slots


def _lines(number: int) -> npt.NDArray[np.uint32]:
    """Empty ones that begin where a line of the memory does. What nobody wrote to costs none."""
    raw = np.zeros(64 * (number + 1), np.uint8)
    begin = -raw.ctypes.data % 64
    return raw[begin : begin + 64 * number].view(np.uint32).reshape(number, 16)


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
