"""Candidates and their exact scores, in plain numpy. `machine` does the same, compiled."""

from __future__ import annotations

from typing import NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

from merkwerk.engine.echoes.grams import Codes, grams, overlap
from merkwerk.engine.echoes.shelves import (
    GONE,
    SLOT_BITS,
    Lengths,
    Shelves,
    Signatures,
    Slots,
    mark_of,
)
from merkwerk.engine.echoes.sketches import BANDS, WORDS, Bands, bands, signature

MOST_COMPARED = 4_096
"""Of more candidates only so many are compared: those of the open block first, then by band."""

Scores = npt.NDArray[np.float64]
Found = tuple[Slots, Scores]

_EVERY = np.arange(BANDS)
_BYTES = np.array([1, 1 << 8, 1 << 16])
_SLOT = (1 << SLOT_BITS) - 1


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
        """Hangs the posts from slot `first` on into the chains of the open block."""

    def close(self, shelves: Shelves) -> None:
        """Writes the chains of the open block into the table of full ones."""

    def find(self, shelves: Shelves, letters: Codes) -> Slots:
        """Posts that agree with the text in a band: the open block first, then by band the newest
        first."""

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
        """Takes the oldest block, which the shelves are about to forget, out of the table."""


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
        buckets = keys >> np.uint32(32 - shelves.bits)
        marks = mark_of(keys, shelves.bits) << np.uint32(16)
        number = first % shelves.size
        for at, slot in enumerate(range(first, first + len(keys))):
            shelves.links[:, number + at] = 0
            if shelves.kept(slot):
                shelves.links[:, number + at] = marks[at] | shelves.heads[_EVERY, buckets[at]]
                shelves.heads[_EVERY, buckets[at]] = number + at + 1

    def close(self, shelves: Shelves) -> None:
        for band in range(BANDS):
            old_buckets, old = _listed(shelves, band)
            buckets, numbers = _walk(shelves, band)
            slots = numbers + shelves.open * shelves.size
            kept = (shelves.seen[slots] != GONE)[::-1]
            buckets, numbers, slots = buckets[::-1][kept], numbers[::-1][kept], slots[::-1][kept]
            marks = (shelves.links[band, numbers] >> np.uint32(16)).astype(np.int64)
            new = slots | marks << SLOT_BITS
            _list(shelves, band, np.concatenate([old_buckets, buckets]), np.concatenate([old, new]))

    def find(self, shelves: Shelves, letters: Codes) -> Slots:
        if not letters.size:
            return np.empty(0, np.int64)
        keys = bands(letters)
        slots = np.concatenate([_open(shelves, keys), _closed(shelves, keys)])
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

    def drop(self, shelves: Shelves, block: int) -> None:
        for band in range(BANDS):
            buckets, entries = _listed(shelves, band)
            slots = entries & _SLOT
            kept = (slots // shelves.size != block) & (shelves.seen[slots] != GONE)
            _list(shelves, band, buckets[kept], entries[kept])


def _listed(shelves: Shelves, band: int) -> tuple[Slots, Slots]:
    """Bucket and entry of all posts of full blocks in a band, as they stand there."""
    counts = np.diff(shelves.starts[band].astype(np.int64))
    raw = shelves.entries[band].reshape(-1, 3)[: shelves.starts[band, -1]].astype(np.int64)
    return np.repeat(np.arange(counts.size), counts), raw @ _BYTES


def _list(shelves: Shelves, band: int, buckets: Slots, entries: Slots) -> None:
    """Writes them anew: by bucket, within each in this order."""
    order = np.argsort(buckets, kind="stable")
    counts = np.bincount(buckets, minlength=1 << shelves.bits)
    shelves.starts[band, 1:] = np.cumsum(counts)
    written = shelves.entries[band].reshape(-1, 3)[: order.size]
    written[:] = entries[order, None] // _BYTES & 255


def _walk(shelves: Shelves, band: int) -> tuple[Slots, Slots]:
    """Bucket and number of all posts in the chains of a band, those of a bucket newest first."""
    at = shelves.heads[band].astype(np.int64)
    every = np.arange(at.size)
    buckets, numbers = [np.empty(0, np.int64)], [np.empty(0, np.int64)]
    while (on := at > 0).any():
        at, every = at[on] - 1, every[on]
        buckets.append(every)
        numbers.append(at)
        at = (shelves.links[band, at] & np.uint32(0xFFFF)).astype(np.int64)
    return np.concatenate(buckets), np.concatenate(numbers)


def _open(shelves: Shelves, keys: Bands) -> Slots:
    """Along the chains of the open block, a step in all bands at a time."""
    at = shelves.heads[_EVERY, keys >> np.uint32(32 - shelves.bits)].astype(np.int64)
    marks = mark_of(keys, shelves.bits)
    numbers = [np.empty(0, np.int64)]
    every = _EVERY
    while (on := at > 0).any():
        at, every = at[on] - 1, every[on]
        links = shelves.links[every, at]
        numbers.append(at[links >> np.uint32(16) == marks[every]])
        at = (links & np.uint32(0xFFFF)).astype(np.int64)
    return np.concatenate(numbers) + shelves.open * shelves.size


def _closed(shelves: Shelves, keys: Bands) -> Slots:
    """Of each band the bucket in the table of full blocks, as far as the rest of the key agrees."""
    buckets = (keys >> np.uint32(32 - shelves.bits)).astype(np.int64)
    end = shelves.starts[_EVERY, buckets + 1].astype(np.int64)
    counts = end - shelves.starts[_EVERY, buckets]
    every = np.repeat(_EVERY, counts)
    steps = np.arange(every.size) - np.repeat(np.cumsum(counts) - counts, counts)
    raw = shelves.entries.reshape(BANDS, -1, 3)[every, np.repeat(end, counts) - 1 - steps]
    entries = raw.astype(np.int64) @ _BYTES
    same = entries >> SLOT_BITS == mark_of(keys, shelves.bits)[every]
    return np.asarray(entries[same] & _SLOT, np.int64)
