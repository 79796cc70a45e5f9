"""The same as `search`, compiled. Importing this loads numba: only an index that has grown does
so."""

from __future__ import annotations

from typing import cast

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
        self._signed = np.empty(2 * WORDS, np.uint64)
        self._mixed = np.empty(LONGEST, np.uint64)
        self._keys = np.empty(BANDS, np.uint32)
        self._asked = np.empty(4, np.int64)
        self._homes = np.empty(BANDS + 1, np.int64)
        self._found = np.empty(MOST_COMPARED, np.int64)
        self._scores = np.empty(MOST_COMPARED, np.float64)
        self._ranked, self._mosts = np.empty_like(self._found), np.empty_like(self._scores)
        self._levels = np.empty(kernel.LEVELS + 1, np.int64)
        self._bests = np.empty(MOST_KEPT, np.float64)
        self._all = self._found, self._mosts, self._ranked, self._scores
        self._kept = np.empty(0, np.int64)
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
        chains.chain_some(
            shelves.words, shelves.lines, shelves.free, keys, shelves.seen, shelves.bits, first
        )
        if shelves.unswept:
            self._sweep(shelves, (shelves.buckets // shelves.size + 1) * len(keys))

    def _sweep(self, shelves: Shelves, number: int) -> None:
        number = min(number, shelves.unswept)
        if self._kept.size < shelves.seen.size:
            self._kept = np.empty(shelves.seen.size, np.int64)
        while number:
            end = min(shelves.swept + number, shelves.buckets)
            chains.sweep_some(
                shelves.words, shelves.lines, shelves.free, shelves.seen, shelves.swept, end,
                self._kept,
            )  # fmt: skip
            number -= end - shelves.swept
            shelves.unswept -= end - shelves.swept
            shelves.swept = end % shelves.buckets

    def sweep(self, shelves: Shelves) -> None:
        self._sweep(shelves, shelves.unswept)

    def drop(self, shelves: Shelves, block: int) -> None:
        if self._counting:
            self._counting.drop(block)

    def find(self, shelves: Shelves, letters: Codes) -> Slots:
        if not letters.size:
            return np.empty(0, np.int64)
        kernel.sketch_one(letters, 0, letters.size, self._work, self._keys)
        count = chains.find_some(
            self._keys, shelves.words, shelves.lines, shelves.seen, shelves.next_turn(),
            shelves.bits, self._homes, self._found,
        )  # fmt: skip
        return self._found[:count].copy()

    def _best(self, most: int) -> Scores:
        """Room for the best scores; none when that are too many to be looked through each time."""
        return self._bests[: most if most <= self._bests.size else 0]

    def quick(self, shelves: Shelves, letters: Codes, least: float, most: int) -> Found:
        if not letters.size:
            return np.empty(0, np.int64), np.empty(0)
        count = self._quick(
            letters, shelves.words, shelves.lines, shelves.seen, shelves.next_turn(), shelves.bits,
            self._homes, self._keys, self._work, shelves.pool, shelves.facts,
            shelves.signatures, self._table, self._marks, self._sieve, self._signed, self._mixed,
            self._asked, least, self._best(most), self._levels, self._found, self._mosts,
            self._ranked, self._scores,
        )  # fmt: skip
        if self._quick is chains.quick_ask:
            self._quick = straight(chains.quick_ask)
        return self._ranked[:count].copy(), self._scores[:count].copy()

    def settle(self, shelves: Shelves) -> None:
        if not self._counting:
            self._counting = Counting(shelves)
        self._counting.catch_up(shelves)

    def tend(self, shelves: Shelves) -> None:
        if self._counting:
            self._counting.catch_up(shelves)

    def exact(self, shelves: Shelves, letters: Codes, least: float, most: int) -> Found:
        if not letters.size:
            return np.empty(0, np.int64), np.empty(0)
        self.settle(shelves)
        counting = cast(Counting, self._counting)
        tail, end = counting.tail(shelves)
        if self._all[0].size < (size := shelves.seen.size):
            self._all = (
                np.empty(size, np.int64),
                np.empty(size),
                np.empty(size, np.int64),
                np.empty(size),
            )
        count = self._exact(
            letters, counting.usual, counting.shift, counting.pages, counting.numbers,
            counting.starts, counting.left, counting.needs, counting.lists, counting.ranges,
            counting.counters, counting.long_counters, counting.flags, counting.flag_words,
            tail, end, shelves.seen, shelves.pool, shelves.facts, shelves.signatures,
            self._table, self._marks, self._sieve, self._signed, self._mixed, self._asked, least,
            self._best(most), self._levels, *self._all,
        )  # fmt: skip
        if self._exact is tally.exact_ask:
            self._exact = straight(tally.exact_ask)
        return self._all[2][:count].copy(), self._all[3][:count].copy()

    def compare(self, shelves: Shelves, letters: Codes, slots: Slots, least: float = 0.0) -> Scores:
        scores = np.full(slots.size, 1.0 if letters.size else 0.0)
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
