"""The exact way: posts filed under their grams, a page at a time, to be counted at once.

Each page has lists of 16-bit post numbers, one for each bucket of grams; a bucket in which many
posts are is not kept. What a text and a post have in common is at most what is counted plus what
may be in the buckets that were not; whoever may reach the bar by that is compared.

A page of the open block holds posts of one time. When the block is full its posts are filed anew,
by how many grams they have: so that pages too short or too long for a text are passed over."""

from __future__ import annotations

import numpy as np

from merkwerk.engine.echoes import tally
from merkwerk.engine.echoes.echo import SIMILAR
from merkwerk.engine.echoes.grams import LONGEST
from merkwerk.engine.echoes.kernel import PARTS
from merkwerk.engine.echoes.shelves import PAGES, Shelves, Slots, grown, moved_down

FEW = (0.01, 0.018, 0.03)
"""Shares of the posts of a page: how many a bucket may have to be counted. At first the rare ones
only; the next when too much of a text stands in others. One with more than the last is dropped."""
MIDDLE = 85
"""Different grams of a usual post: for longer ones the shares are larger, for shorter ones less."""
LEAST_FEW = (100, 200, 400)
"""A bucket with no more than so many is counted on a small page, too: there it costs little."""
USUAL = 80
"""Room for so many entries of each post, to begin with."""
SHARE = int(PARTS * SIMILAR / (1 + SIMILAR))

MOST_BITS = 15

Page = tuple[int, int, int, int, int, int]
"""Row, first slot of the block, number of posts, where its lists begin; the least and the most
different grams of a post."""


class Counting:
    """The pages of some shelves. Arrays nobody has written to cost no memory yet."""

    def __init__(self, shelves: Shelves) -> None:
        rows = shelves.blocks * PAGES
        self._size = shelves.page
        bits = min(MOST_BITS, shelves.page.bit_length() + 3)
        self.shift = 64 - bits
        self.usual = np.zeros((rows, len(FEW) + 1), np.int64)
        self.starts = np.empty((shelves.blocks, (1 << bits) + 1, PAGES), np.uint32)
        self.left = np.empty((rows, len(FEW), shelves.page), np.uint8)
        self.needs = np.empty((rows, shelves.page), np.uint8)
        self.lists = np.empty(shelves.blocks * shelves.size * USUAL, np.uint16)
        self._ends: dict[int, int] = {}
        self._full: set[int] = set()
        self.numbers = np.empty((rows, shelves.page), np.uint16)
        self._filed: list[Page] = []
        self.pages = np.empty((0, 6), np.int64)
        self.ranges = np.empty(2 * LONGEST + tally.CHOSEN, np.int64)
        self.counters = np.zeros(shelves.page, np.uint8)
        self.long_counters = np.zeros(shelves.page, np.uint16)
        self.flags = np.zeros(-(-shelves.page // 8) * 8, np.uint8)
        self.flag_words = self.flags.view(np.uint64)
        self._nexts = np.empty(1 << bits, np.uint32)
        self._latest = np.empty(1 << bits, np.uint32)
        self._table = np.empty(2 << (LONGEST - 1).bit_length(), np.uint64)
        self.catch_up(shelves)

    @property
    def _end(self) -> int:
        return max(self._ends.values(), default=0)

    def catch_up(self, shelves: Shelves) -> None:
        """Files the pages and blocks that have become full."""
        for first, end in shelves.runs():
            block = first // shelves.size
            if end == first + shelves.size:
                if block not in self._full:
                    self._file_block(shelves, block)
                continue
            for page in range((end - first) // shelves.page):
                if block * PAGES + page not in self._ends:
                    numbers = np.arange(page * shelves.page, (page + 1) * shelves.page)
                    self._file(shelves, block * PAGES + page, numbers)

    def _file_block(self, shelves: Shelves, block: int) -> None:
        """Files a full block, by how many grams its posts have."""
        self._full.add(block)
        self._forget([row for row in self._ends if row // PAGES == block])
        slots = np.arange(block * shelves.size, (block + 1) * shelves.size)
        numbers = np.argsort(shelves.different(slots), kind="stable")
        for page in range(-(-shelves.size // shelves.page)):
            part = numbers[page * shelves.page : (page + 1) * shelves.page]
            self._file(shelves, block * PAGES + page, part)

    def _forget(self, rows: list[int]) -> None:
        """Takes out the newest pages, whose lists stand at the end."""
        for row in rows:
            del self._ends[row]
        self._ordered([page for page in self._filed if page[0] not in rows])

    def tail(self, shelves: Shelves) -> tuple[int, int]:
        """The slots of posts that are in no page yet."""
        first, end = shelves.runs()[-1]
        if end == first + shelves.size:
            return end, end
        return end - (end - first) % shelves.page, end

    def _file(self, shelves: Shelves, row: int, numbers: Slots) -> None:
        first, base = row // PAGES * shelves.size, self._end
        facts = shelves.facts[first + numbers]
        different = facts >> 1 & 4_095
        buckets = np.empty(int(different.sum()), np.uint16)
        ends = np.empty(numbers.size, np.int64)
        tally.gather(
            shelves.pool, facts, self._table, self.shift, buckets, ends, self.needs[row], SHARE
        )
        self.lists = grown(self.lists, base, base + buckets.size)
        large = numbers.size * min(max(buckets.size / numbers.size / MIDDLE, 0.5), 4)
        limits = [max(int(s * large), least) for s, least in zip(FEW, LEAST_FEW, strict=True)]
        few = np.array(limits, np.int64)
        starts = self.starts[row // PAGES, :, row % PAGES]
        total = tally.file_page(
            buckets, ends, starts, self._nexts, self._latest, self.left[row], self.lists, base, few
        )  # fmt: skip
        self.usual[row, :-1] = 1.3 * self.left[row, :, : numbers.size].mean(axis=1)
        self.usual[row, -1] = buckets.size / numbers.size
        self.numbers[row, : numbers.size] = numbers
        self._ends[row] = base + total
        sizes = int(different.min()), int(different.max())
        self._ordered([*self._filed, (row, first, numbers.size, base, *sizes)])

    def drop(self, block: int) -> None:
        """Forgets the pages of a block, the oldest one."""
        gone = [row for row in self._ends if row // PAGES == block]
        if gone:
            freed = max(self._ends[row] for row in gone)
            moved_down(self.lists, freed, self._end)
            self._ends = {row: end - freed for row, end in self._ends.items() if row not in gone}
            kept = [page for page in self._filed if page[0] not in gone]
            self._ordered([(*page[:3], page[3] - freed, *page[4:]) for page in kept])
        self._full.discard(block)

    def _ordered(self, filed: list[Page]) -> None:
        self._filed = filed
        self.pages = np.array(filed, np.int64).reshape(-1, 6)
