"""Texts as groups of three and four letters, in arrays: what judgements about many short texts
reckon with. They hold what words miss: #HurricaneSandy, floodwater, a slip of the pen."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from merkwerk.engine.text import fold

Floats = npt.NDArray[np.float32]
Numbers = npt.NDArray[np.int64]

BITS = 15
PLACES = 1 << BITS
"""Groups are hashed into so many places; two groups in one place blur the answer a little."""

LONGEST = 600
"""No more characters of a text are read: who says what a text is about says it early."""

_SPARED = re.compile(r"(?:https?://|www\.)\S+|@[\w.@-]+")
_BETWEEN = re.compile(r"[^\w#]+|_+")
_SPACE = 32


def plain(text: str) -> str:
    """The folded text, one space between words and around all; a link is `http`, a handle `@`."""
    folded = _SPARED.sub(_stand_in, fold(text[:LONGEST]))
    return f" {_BETWEEN.sub(' ', folded).strip()} "


def _stand_in(found: re.Match[str]) -> str:
    return " " if found[0][0] == "@" else " http "


@dataclass(frozen=True, slots=True)
class Table:
    """Which text holds which places, sorted by text: `starts[i]` to `starts[i + 1]` of `places`."""

    places: Numbers
    starts: Numbers

    def __len__(self) -> int:
        return len(self.starts) - 1


def table(texts: Sequence[str]) -> Table:
    """The groups of three and four letters of each text, each once, never over more than one word;
    a space at the edge tells where a word begins or ends. Takes about 20 µs a short text."""
    lines = [plain(text) for text in texts]
    signs = np.frombuffer("".join(lines).encode("utf-32-le", "replace"), np.uint32)
    rows = np.repeat(np.arange(len(lines)), [len(line) for line in lines])
    keys = [_keys(signs.astype(np.uint64), rows, size) for size in (3, 4)]
    found = np.sort(np.concatenate(keys))  # np.unique takes forty times as long
    found = found[np.diff(found, prepend=-1) > 0]
    starts = np.searchsorted(found >> BITS, np.arange(len(lines) + 1))
    return Table(found & (PLACES - 1), starts.astype(np.int64))


def _keys(signs: npt.NDArray[np.uint64], rows: Numbers, size: int) -> Numbers:
    number = max(0, len(signs) - size + 1)
    hashed = np.zeros(number, np.uint64)
    whole = rows[:number] == rows[size - 1 :][:number]
    for place in range(size):
        here = signs[place : place + number]
        hashed = hashed * np.uint64(1_000_003) + here * np.uint64(2_654_435_761)
        if 0 < place < size - 1:
            whole &= here != _SPACE
    spread = (hashed * np.uint64(0x9E37_79B9_7F4A_7C15)) >> np.uint64(64 - BITS)
    keys: Numbers = ((rows[:number] << BITS) | spread.astype(np.int64))[whole]
    return keys


@dataclass(frozen=True, slots=True)
class Rows:
    """Texts as rows of length one over the places, for sums in both directions."""

    table: Table
    values: Floats
    row_of: Numbers

    def dot(self, weights: Floats) -> Floats:
        """For each row the sum of its values times the weights of their places."""
        products = weights[self.table.places] * self.values
        return np.bincount(self.row_of, products, minlength=len(self.table)).astype(np.float32)

    def gathered(self, of_rows: Floats) -> Floats:
        """For each place the sum over rows of its value times the number given with the row."""
        products = of_rows[self.row_of] * self.values
        return np.bincount(self.table.places, products, minlength=PLACES).astype(np.float32)


def rareness(among: Table) -> Floats:
    """How rare each place is among these texts: 1 + ln((1 + n) / (1 + texts that hold it))."""
    seen = np.bincount(among.places, minlength=PLACES)
    return (1 + np.log((1 + len(among)) / (1 + seen))).astype(np.float32)


def rows(of: Table, rare: Floats) -> Rows:
    """The texts of a table, each place weighed by its rareness, each row of length one."""
    row_of = np.repeat(np.arange(len(of)), np.diff(of.starts))
    values = rare[of.places]
    lengths = np.sqrt(np.bincount(row_of, values * values, minlength=len(of)))
    scaled = values / np.maximum(lengths, 1e-6)[row_of]
    return Rows(of, scaled.astype(np.float32), row_of)
