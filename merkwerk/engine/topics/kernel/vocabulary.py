"""The words that topics ask for, numbered."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from merkwerk.engine.topics.kernel.tables import EVERY, Ints, Words
from merkwerk.engine.topics.kernel.words import move_all, number_all

_LEAST_SLOTS = 1 << 12


Cell = TypeVar("Cell", bound=np.generic)


def longer(array: NDArray[Cell], needed: int) -> NDArray[Cell]:
    """The array, or a copy with `needed` places or a quarter more than it had, zeros behind."""
    if array.shape[0] >= needed:
        return array
    grown = np.zeros(max(needed, array.shape[0] * 5 // 4), dtype=array.dtype)
    grown[: array.shape[0]] = array
    return grown


def signs_of(texts: Iterable[str]) -> NDArray[np.uint32]:
    """The code points of all texts, one after the other."""
    return np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def _table(slots: int, bits: int) -> Words:
    return Words(
        np.zeros(bits // 64, dtype=np.uint64),
        np.zeros(slots, dtype=np.uint64),
        np.zeros(slots, dtype=np.int32),
        np.zeros(1, dtype=np.uint64),
        np.zeros(1 << 10, dtype=np.uint64),
    )


class Vocabulary:
    """Words, prefixes (a star behind them) and field tokens (a colon in them) by number. `heard`
    counts the posts that held each, `guess` is how common it was thought to be."""

    def __init__(self, guess: Callable[[str], float]) -> None:
        self.numbers: dict[str, int] = {"": EVERY}
        self.fields: dict[str, int] = {}
        self.words = _table(_LEAST_SLOTS, 1 << 20)
        self.starts = _table(_LEAST_SLOTS // 4, 1 << 16)
        self.size = self._words = self._starts = 1
        self.heard: Ints = np.zeros(_LEAST_SLOTS, dtype=np.int32)
        self._guess = guess
        self._guesses = np.ones(_LEAST_SLOTS, dtype=np.float32)

    def add(self, names: Iterable[str]) -> None:
        """Numbers for those of the names that have none."""
        fresh = [name for name in dict.fromkeys(names) if name not in self.numbers]
        fields = [name for name in fresh if ":" in name]
        starts = [name[:-1] for name in fresh if name[-1] == "*"]
        words = [name for name in fresh if ":" not in name and name[-1] != "*"]
        before = self.size
        for name in fields:
            self.numbers[name] = self.fields[name] = self.size
            self.size += 1
        if words:
            self._words += len(words)
            self.words = _roomy(self.words, self._words)
            self.numbers.update(zip(words, self._put(self.words, words), strict=True))
        if starts:
            self._starts += len(starts)
            self.starts = _roomy(self.starts, self._starts)
            found = self._put(self.starts, starts)
            self.numbers.update(zip((name + "*" for name in starts), found, strict=True))
        if self.size > before:
            self.heard = longer(self.heard, self.size)
            self._guesses = longer(self._guesses, self.size)
            for name in fresh:
                self._guesses[self.numbers[name]] = self._guess(name)

    def cost(self, posts: int) -> NDArray[np.float32]:
        """Share of posts that hold each word: heard in so many posts, and guessed."""
        shares = self.heard[: self.size] / np.float32(posts + 50)
        return (shares + self._guesses[: self.size]).astype(np.float32)

    def _put(self, table: Words, texts: list[str]) -> list[int]:
        ends = np.cumsum([len(text) for text in texts], dtype=np.int64)
        found = np.empty(len(texts), dtype=np.int32)
        self.size = number_all(table, signs_of(texts), ends, self.size, found)
        return found.tolist()


def _roomy(table: Words, wanted: int) -> Words:
    """The table, or a larger one: at most three quarters full, and a bitmap that stays sparse."""
    slots, bits = table.hashes.shape[0], 64 * table.bitmap.shape[0]
    if 4 * wanted <= 3 * slots:
        return table
    while 4 * wanted > 3 * slots:
        slots *= 2
    grown = _table(slots, max(bits, 8 * slots))
    move_all(table.hashes, table.ids, grown)
    grown.lengths[0] = table.lengths[0]
    grown.stubs[:] = table.stubs
    return grown
