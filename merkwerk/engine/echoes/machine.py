"""The same as `search`, compiled. Importing this loads numba: only an index that has grown does
so."""

from __future__ import annotations

import numpy as np

from merkwerk.engine.echoes import chains, kernel, tally
from merkwerk.engine.echoes.counting import Counting
from merkwerk.engine.echoes.grams import LONGEST, Codes
from merkwerk.engine.echoes.search import MOST_COMPARED, Found, Scores, Sketches
from merkwerk.engine.echoes.shelves import Lengths, Shelves, Slots
from merkwerk.engine.echoes.sketches import BANDS, ROWS, WORDS, Bands
from merkwerk.engine.topics.kernel.compiled import straight

_SIEVE = 128
"""Words of 64 bits: which grams of the question there may be, before the table is asked."""
MOST_KEPT = 64


class Compiled:
    """`search.Plain`, many times quicker once numba is loaded."""

    def __init__(self) -> None:
        places = 16
        while places < 2 * LONGEST:
            places *= 2
        self._work = np.empty(BANDS * ROWS, np.uint32)
        self._table = np.empty(places, np.uint64)
        self._marks = np.empty(places, np.uint32)
        self._sieve = np.empty(_SIEVE, np.uint64)
        self._signed = np.empty(WORDS, np.uint64)
        self._mixed = np.empty(LONGEST, np.uint64)
        self._keys = np.empty(BANDS, np.uint32)
        self._asked = np.empty(4, np.int64)
        self._ranges = np.empty(4 * BANDS + 1, np.int64)
        self._found = np.empty(MOST_COMPARED, np.int64)
        self._scores = np.empty(MOST_COMPARED, np.float64)
        self._bests = np.empty(MOST_KEPT, np.float64)
        self._all, self._all_scores = self._found, self._scores
        self._counting: Counting | None = None
        self._quick, self._exact = chains.quick_ask, tally.exact_ask

    def sketch(self, letters: Codes, lengths: Lengths) -> Sketches:
        found = Sketches(
            np.zeros((lengths.size, BANDS), np.uint32),
            np.zeros(lengths.size, np.int64),
            np.zeros((lengths.size, WORDS), np.uint64),
        )
        kernel.sketch_many(
            letters, lengths, self._work, self._table, self._sieve, self._mixed, *found
        )
        return found

    def chain(self, shelves: Shelves, first: int, keys: Bands) -> None:
        number = first % shelves.size
        seen = shelves.seen[first : first + len(keys)]
        chains.chain_some(shelves.heads, shelves.links, keys, seen, shelves.bits, number)
        if self._counting:
            self._counting.catch_up(shelves)

    def close(self, shelves: Shelves) -> None:
        first = shelves.open * shelves.size
        counts = np.empty(1 << shelves.bits, np.uint32)
        chains.close_block(
            shelves.heads, shelves.links, shelves.seen[first:], shelves.starts, shelves.entries,
            first, counts,
        )  # fmt: skip

    def drop(self, shelves: Shelves, block: int) -> None:
        first = block * shelves.size
        chains.drop_block(
            shelves.starts, shelves.entries, shelves.seen, first, first + shelves.size
        )
        if self._counting:
            self._counting.drop(block)

    def find(self, shelves: Shelves, letters: Codes) -> Slots:
        if not letters.size:
            return np.empty(0, np.int64)
        kernel.sketch_one(letters, 0, letters.size, self._work, self._keys)
        count = chains.find_some(
            self._keys, shelves.starts, shelves.entries, shelves.heads, shelves.links,
            shelves.seen, shelves.next_turn(), shelves.open * shelves.size, shelves.bits,
            self._ranges, self._found,
        )  # fmt: skip
        return self._found[:count].copy()

    def _best(self, most: int) -> Scores:
        """Room for the best scores; none when that are too many to be looked through each time."""
        return self._bests[: most if most <= self._bests.size else 0]

    def quick(self, shelves: Shelves, letters: Codes, least: float, most: int) -> Found:
        if not letters.size:
            return np.empty(0, np.int64), np.empty(0)
        count = self._quick(
            letters, shelves.starts, shelves.entries, shelves.heads, shelves.links, shelves.seen,
            shelves.next_turn(), shelves.open * shelves.size, shelves.bits,
            self._ranges, self._keys, self._work, shelves.pool, shelves.facts,
            shelves.signatures, self._table, self._marks, self._sieve, self._signed, self._mixed,
            self._asked, least, self._best(most), self._found, self._scores,
        )  # fmt: skip
        if self._quick is chains.quick_ask:
            self._quick = straight(chains.quick_ask)
        return self._found[:count].copy(), self._scores[:count].copy()

    def settle(self, shelves: Shelves) -> None:
        if not self._counting:
            self._counting = Counting(shelves)

    def exact(self, shelves: Shelves, letters: Codes, least: float, most: int) -> Found:
        if not letters.size:
            return np.empty(0, np.int64), np.empty(0)
        counting = self._counting or Counting(shelves)
        self._counting = counting
        tail, end = counting.tail(shelves)
        if self._all.size < shelves.seen.size:
            self._all = np.empty(shelves.seen.size, np.int64)
            self._all_scores = np.empty(shelves.seen.size)
        count = self._exact(
            letters, counting.usual, counting.shift, counting.pages, counting.numbers,
            counting.starts, counting.left, counting.needs, counting.lists, counting.ranges,
            counting.counters, counting.long_counters, counting.flags, counting.flag_words,
            tail, end, shelves.seen, shelves.pool, shelves.facts, shelves.signatures,
            self._table, self._marks, self._sieve, self._signed, self._mixed, self._asked, least,
            self._best(most), self._all, self._all_scores,
        )  # fmt: skip
        if self._exact is tally.exact_ask:
            self._exact = straight(tally.exact_ask)
        return self._all[:count].copy(), self._all_scores[:count].copy()

    def compare(self, shelves: Shelves, letters: Codes, slots: Slots, least: float = 0.0) -> Scores:
        scores = np.zeros(slots.size, np.float64)
        if letters.size:
            kernel.prepare(
                letters, self._table, self._sieve, self._signed, self._mixed, self._asked
            )
            places, mine = self._asked[:2].tolist()
            kernel.compare_some(
                slots, slots.size, shelves.pool, shelves.facts, self._table, self._marks,
                self._sieve, places, mine, least, self._best(0), scores,
            )  # fmt: skip
        return scores
