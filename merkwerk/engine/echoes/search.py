"""Candidates and their exact scores, in plain numpy. `kernel` does the same, compiled."""

from __future__ import annotations

from typing import Protocol

import numpy as np
import numpy.typing as npt

from merkwerk.engine.echoes.grams import Codes, grams, overlap
from merkwerk.engine.echoes.shelves import GONE, Lengths, Shelves, Slots
from merkwerk.engine.echoes.sketches import BANDS, Bands, bands

MOST_COMPARED = 4_096
"""Of more candidates only so many are compared, the newest blocks first."""

Scores = npt.NDArray[np.float64]

_EVERY = np.arange(BANDS)


class Search(Protocol):
    """What an index asks; plain and compiled give the same answers."""

    def sketch(self, letters: Codes, lengths: Lengths) -> tuple[Bands, Lengths]:
        """Band keys and number of different grams of texts that stand behind each other."""

    def chain(self, shelves: Shelves, first: int) -> None:
        """Hangs the posts from slot `first` on into the chains of the open block."""

    def find(self, shelves: Shelves, letters: Codes) -> Slots:
        """Slots of posts that agree with the text in a band, each once: the open block first, then
        the closed ones, the newest first; within a block by band."""

    def compare(self, shelves: Shelves, letters: Codes, slots: Slots, least: float = 0.0) -> Scores:
        """The exact score of each of these posts against a text; 0 where it is below `least`."""


class Plain:
    """Numpy only; a few tenths of a millisecond a question."""

    def sketch(self, letters: Codes, lengths: Lengths) -> tuple[Bands, Lengths]:
        keys = np.zeros((lengths.size, BANDS), np.uint32)
        different = np.zeros(lengths.size, np.int64)
        for at, text in enumerate(np.split(letters, np.cumsum(lengths)[:-1])):
            if text.size:
                keys[at], different[at] = bands(text), grams(text).size
        return keys, different

    def chain(self, shelves: Shelves, first: int) -> None:
        block, number = divmod(first, shelves.size)
        for at in range(number, shelves.filled):
            shelves.nexts[at] = 0
            if shelves.kept(block * shelves.size + at):
                buckets = shelves.open_bands[at] >> np.uint32(32 - shelves.bits)
                shelves.nexts[at] = shelves.heads[_EVERY, buckets]
                shelves.heads[_EVERY, buckets] = at + 1

    def find(self, shelves: Shelves, letters: Codes) -> Slots:
        if not letters.size:
            return np.empty(0, np.int64)
        keys = bands(letters)
        found = [_open(shelves, keys)]
        found += [_closed(shelves, keys, block) for block in reversed(shelves.order[:-1])]
        slots = np.concatenate(found)
        slots = slots[shelves.seen[slots] != GONE]
        _, first = np.unique(slots, return_index=True)
        return np.asarray(slots[np.sort(first)][:MOST_COMPARED], np.int64)

    def compare(self, shelves: Shelves, letters: Codes, slots: Slots, least: float = 0.0) -> Scores:
        mine = grams(letters)
        theirs = shelves.different(slots)
        scores = np.zeros(slots.size)
        near = np.minimum(theirs, mine.size) >= least * np.maximum(theirs, mine.size)
        for at in np.flatnonzero(near).tolist():
            scores[at] = overlap(mine, grams(shelves.letters(int(slots[at]))))
        scores[scores < least] = 0.0
        return scores


def _open(shelves: Shelves, keys: Bands) -> Slots:
    """Along the chains of the open block, all bands at once."""
    at = shelves.heads[_EVERY, keys >> np.uint32(32 - shelves.bits)].astype(np.int64)
    numbers, in_band = [np.empty(0, np.int64)], [np.empty(0, np.int64)]
    every = _EVERY
    while (on := at > 0).any():
        at, every = at[on] - 1, every[on]
        same = (shelves.open_bands[at, every] ^ keys[every]) >> np.uint32(2) == 0
        numbers.append(at[same])
        in_band.append(every[same])
        at = shelves.nexts[at, every].astype(np.int64)
    order = np.argsort(np.concatenate(in_band), kind="stable")
    return np.concatenate(numbers)[order] + shelves.order[-1] * shelves.size


def _closed(shelves: Shelves, keys: Bands, block: int) -> Slots:
    """Of each band the bucket of a closed block, as far as the rest of the key agrees."""
    buckets = (keys >> np.uint32(32 - shelves.bits)).astype(np.int64)
    first = shelves.starts[block, _EVERY, buckets].astype(np.int64)
    counts = shelves.starts[block, _EVERY, buckets + 1].astype(np.int64) - first
    every = np.repeat(_EVERY, counts)
    steps = np.arange(every.size) - np.repeat(np.cumsum(counts) - counts, counts)
    entries = shelves.entries[block, every, np.repeat(first, counts) + steps]
    marks = ((keys >> np.uint32(2)) & np.uint32(0xFFFF))[every]
    same = (entries >> np.uint32(16)) == marks
    return np.asarray(entries[same] & np.uint32(0xFFFF), np.int64) + block * shelves.size
