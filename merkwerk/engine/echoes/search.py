"""Candidates and their exact scores, in plain numpy. `machine` does the same, compiled."""

from __future__ import annotations

from typing import NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

from merkwerk.engine.echoes.grams import Codes, grams, overlap
from merkwerk.engine.echoes.shelves import (
    COUNT_BITS,
    ENTRIES,
    GONE,
    SLOT_BITS,
    TAIL,
    Lengths,
    Shelves,
    Signatures,
    Slots,
    mark_of,
)
from merkwerk.engine.echoes.sketches import BANDS, WORDS, Bands, bands, signature

MOST_COMPARED = 4_096
"""Of more candidates only so many are compared: those of the first bands."""

Scores = npt.NDArray[np.float64]
Found = tuple[Slots, Scores]

_EVERY = np.arange(BANDS)
_BYTES = np.array([1, 1 << 8, 1 << 16])
_THREE = np.arange(3)
_SLOT = (1 << SLOT_BITS) - 1
_COUNT = np.uint32((1 << COUNT_BITS) - 1)


class Sketches(NamedTuple):
    """Of many texts: band keys, number of different grams, signatures."""

    keys: Bands
    different: Lengths
    signatures: Signatures


class Search(Protocol):
    """What an index asks; plain and compiled give the same answers. An empty text finds nothing.
    Slots come in no order that means anything, each once."""

    def sketch(self, letters: Codes, lengths: Lengths) -> Sketches:
        """What is kept of texts that stand behind each other."""

    def chain(self, shelves: Shelves, first: int, keys: Bands) -> None:
        """Files the posts from slot `first` on into their buckets, and sweeps a few buckets."""

    def find(self, shelves: Shelves, letters: Codes) -> Slots:
        """Posts that agree with the text in a band: by band, the newest first."""

    def quick(self, shelves: Shelves, letters: Codes, least: float, most: int) -> Found:
        """Of these the ones with an exact score of `least` (more than 0) or more. Those may be
        left out that `most` others have a better score than."""

    def exact(self, shelves: Shelves, letters: Codes, least: float, most: int) -> Found:
        """Of all posts the same."""

    def settle(self, shelves: Shelves) -> None:
        """Makes now what the first exact question would make."""

    def compare(self, shelves: Shelves, letters: Codes, slots: Slots, least: float = 0.0) -> Scores:
        """The exact score of each of these posts against a text; 0 where it is below `least`."""

    def drop(self, shelves: Shelves, block: int) -> None:
        """A block was dropped: forgets what else was made of it."""

    def sweep(self, shelves: Shelves) -> None:
        """Takes dropped posts out of all buckets that may still name some: their slots are about to
        be used again."""

    def tend(self, shelves: Shelves) -> None:
        """Makes now what the next exact question would make of the posts that were added."""


class Plain:
    """Numpy only; a millisecond a question among some thousands of posts."""

    def sketch(self, letters: Codes, lengths: Lengths) -> Sketches:
        keys = np.zeros((lengths.size, BANDS), np.uint32)
        different = np.zeros(lengths.size, np.int64)
        signatures = np.zeros((lengths.size, WORDS), np.uint64)
        for at, text in enumerate(np.split(letters, np.cumsum(lengths)[:-1])):
            if text.size:
                keys[at], different[at] = bands(text), grams(text).size
                signatures[at] = signature(text)
        return Sketches(keys, different, signatures)

    def chain(self, shelves: Shelves, first: int, keys: Bands) -> None:
        every = _homes(shelves, keys)
        marks = mark_of(keys, shelves.bits).astype(np.int64) << SLOT_BITS
        for at, slot in enumerate(range(first, first + len(keys))):
            if shelves.kept(slot):
                _write(shelves, every[at], marks[at] | slot)

    def find(self, shelves: Shelves, letters: Codes) -> Slots:
        if not letters.size:
            return np.empty(0, np.int64)
        keys = bands(letters)
        band, entries = _walk(shelves, _homes(shelves, keys))
        slots = entries[entries >> SLOT_BITS == mark_of(keys, shelves.bits)[band]] & _SLOT
        slots = slots[shelves.seen[slots] != GONE]
        _, first = np.unique(slots, return_index=True)
        return np.asarray(slots[np.sort(first)][:MOST_COMPARED], np.int64)

    def quick(self, shelves: Shelves, letters: Codes, least: float, most: int) -> Found:
        return self._good(shelves, letters, self.find(shelves, letters), least)

    def exact(self, shelves: Shelves, letters: Codes, least: float, most: int) -> Found:
        runs = [np.arange(first, end) for first, end in shelves.runs()]
        slots = np.concatenate(runs)[: 0 if not letters.size else None]
        return self._good(shelves, letters, slots[shelves.seen[slots] != GONE], least)

    def _good(self, shelves: Shelves, letters: Codes, slots: Slots, least: float) -> Found:
        scores = self.compare(shelves, letters, slots, least)
        good = scores > 0
        return slots[good], scores[good]

    def compare(self, shelves: Shelves, letters: Codes, slots: Slots, least: float = 0.0) -> Scores:
        mine, bits = grams(letters), signature(letters)
        theirs = shelves.different(slots)
        scores = np.zeros(slots.size)
        both = np.bitwise_count(shelves.signatures[slots] & bits).sum(axis=1, dtype=np.int64)
        most = both + mine.size - int(np.bitwise_count(bits).sum())
        may = most * (1 + least) >= least * (mine.size + theirs) - 1e-6
        may &= np.minimum(theirs, mine.size) >= least * np.maximum(theirs, mine.size)
        for at in np.flatnonzero(may).tolist():
            scores[at] = overlap(mine, grams(shelves.letters(int(slots[at]))))
        scores[scores < least] = 0.0
        return scores

    def settle(self, shelves: Shelves) -> None:
        pass

    def tend(self, shelves: Shelves) -> None:
        pass

    def drop(self, shelves: Shelves, block: int) -> None:
        self.sweep(shelves)

    def sweep(self, shelves: Shelves) -> None:
        if not shelves.unswept:
            return
        homes, entries = _walk(shelves, np.arange(shelves.buckets))
        kept = shelves.seen[entries & _SLOT] != GONE
        shelves.words[: shelves.buckets, TAIL] = 0
        shelves.free[:] = shelves.buckets, 0
        _write_many(shelves, homes[kept][::-1], entries[kept][::-1])
        shelves.unswept = 0


def _homes(shelves: Shelves, keys: Bands) -> Slots:
    """The first line of the bucket of each key; the last axis is the bands."""
    return (keys >> np.uint32(32 - shelves.bits)).astype(np.int64) | _EVERY << shelves.bits


def _write(shelves: Shelves, homes: Slots, entries: Slots) -> None:
    """Writes an entry into each of some different buckets."""
    tails = shelves.words[homes, TAIL]
    for home in homes[tails & _COUNT == ENTRIES]:
        line = int(shelves.free[1])
        if line:
            shelves.free[1] = shelves.words[line, TAIL]
        else:
            line = int(shelves.free[0])
            shelves.free[0] += 1
        shelves.words[line] = shelves.words[home]
        shelves.words[home, TAIL] = line << COUNT_BITS
    counts = (shelves.words[homes, TAIL] & _COUNT).astype(np.int64)
    shelves.lines[homes[:, None], 3 * counts[:, None] + _THREE] = entries[:, None] // _BYTES & 255
    shelves.words[homes, TAIL] += np.uint32(1)


def _write_many(shelves: Shelves, homes: Slots, entries: Slots) -> None:
    """Writes these into buckets that are empty, each the oldest first; no line is free again."""
    order = np.argsort(homes, kind="stable")
    different, first, counts = np.unique(homes[order], return_index=True, return_counts=True)
    places = np.arange(order.size) - np.repeat(first, counts)
    moved = (counts - 1) // ENTRIES
    begins = int(shelves.free[0]) + np.cumsum(moved) - moved
    steps = places // ENTRIES
    at = np.where(steps < np.repeat(moved, counts), np.repeat(begins, counts) + steps, homes[order])
    three = 3 * (places % ENTRIES)[:, None] + _THREE
    shelves.lines[at[:, None], three] = entries[order, None] // _BYTES & 255
    lines = np.repeat(begins, moved)
    steps = np.arange(lines.size) - np.repeat(np.cumsum(moved) - moved, moved)
    before = np.where(steps > 0, lines + steps - 1, 0)
    shelves.words[lines + steps, TAIL] = before << COUNT_BITS | ENTRIES
    last = np.where(moved > 0, begins + moved - 1, 0)
    shelves.words[different, TAIL] = last << COUNT_BITS | (counts - moved * ENTRIES)
    shelves.free[0] += int(moved.sum())


def _walk(shelves: Shelves, lines: Slots) -> tuple[Slots, Slots]:
    """All entries of some buckets, and of each its bucket's place among them: in this order, in
    each bucket the newest first."""
    which = np.arange(lines.size)
    found, entries = [np.empty(0, np.int64)], [np.empty(0, np.int64)]
    while lines.size:
        tails = shelves.words[lines, TAIL]
        there = np.arange(ENTRIES - 1, -1, -1) < (tails & _COUNT)[:, None]
        rows, places = np.nonzero(there)
        three = 3 * (ENTRIES - 1 - places)[:, None] + _THREE
        raw = shelves.lines[lines[rows][:, None], three]
        found.append(which[rows])
        entries.append(raw.astype(np.int64) @ _BYTES)
        following = tails >> np.uint32(COUNT_BITS)
        lines, which = following[following > 0].astype(np.int64), which[following > 0]
    places = np.concatenate(found)
    order = np.argsort(places, kind="stable")
    return places[order], np.concatenate(entries)[order]
