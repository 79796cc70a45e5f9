"""Names with one or two typing errors, found among a hundred thousand without trying each.

Rows of 5 to 9 letters are kept by what is left when one letter is taken out (symmetric delete,
as in W. Garbe's SymSpell), longer ones by their three thirds, one of which two errors leave whole
(Li, Deng, Wang and Feng: Pass-Join, VLDB 2011). A hash of 64 bits stands for each; all windows of
a text are asked at once. What is left is held against the names letter by letter (optimal string
alignment: a swap is one error)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt
from rapidfuzz import process
from rapidfuzz.distance import OSA

U64 = npt.NDArray[np.uint64]
I64 = npt.NDArray[np.int64]

SHORTEST, LONG, LONGEST = 5, 10, 40
MOST_CANDIDATES = 400
"""Names held against one window; a list with more of one kind is cut off there."""
AT_ONCE = 4_000

_BASE = 0x9E3779B97F4A7C15
_BACK = pow(_BASE, -1, 1 << 64)
_MIX = np.uint64(0xD6E8FEB86659FD93)
_SIEVE_BITS = 23


def _powers(base: int, count: int) -> U64:
    found = np.empty(count, dtype=np.uint64)
    value = 1
    for place in range(count):
        found[place] = value
        value = value * base & 0xFFFFFFFFFFFFFFFF
    return found


def _mixed(value: U64) -> U64:
    value = (value ^ (value >> np.uint64(32))) * _MIX
    mixed: U64 = value ^ (value >> np.uint64(29))
    return mixed


def _thirds(length: int) -> tuple[tuple[int, int], ...]:
    """Start and length of the three parts of a row."""
    size, more = divmod(length, 3)
    sizes = [size + (place >= 3 - more) for place in range(3)]
    return tuple((sum(sizes[:place]), sizes[place]) for place in range(3))


def _plan() -> tuple[I64, I64, U64]:
    """For each length of a window: where the thirds of names within two errors may begin and end
    in it, and the salt of each; -1 where there are no more."""
    begin = np.full((LONGEST + 1, 19), -1, dtype=np.int64)
    end, salt = begin.copy(), np.zeros(begin.shape, dtype=np.uint64)
    for size in range(LONG - 2, LONGEST + 1):
        asked: list[tuple[int, int, int]] = []
        for length in range(max(LONG, size - 2), min(LONGEST, size + 2) + 1):
            by = size - length
            for part, (at, letters) in enumerate(_thirds(length)):
                low = max(at - part, at + by - (2 - part))
                high = min(at + part, at + by + (2 - part))
                for start in range(max(0, low), min(high, size - letters) + 1):
                    asked.append((start, start + letters, _salt(length, part)))
        for place, (first, last, salted) in enumerate(asked):
            begin[size, place], end[size, place], salt[size, place] = first, last, salted
    return begin, end, salt


def _salt(length: int, part: int) -> int:
    return (length * 3 + part + 1) * 0xA24BAED4963EE407 & 0xFFFFFFFFFFFFFFFF


_BEGIN, _END, _SALT = _plan()


class Misspellings:
    """The rows of a list, ready to be found with errors. About 30 bytes a row and a letter of the
    short ones; built in about a second for 100,000 rows."""

    def __init__(self, rows: Iterable[str]) -> None:
        self.rows = [row for row in rows if SHORTEST <= len(row) <= LONGEST]
        keys: list[U64] = []
        owners: list[I64] = []
        for length in {len(row) for row in self.rows}:
            members = np.array([n for n, row in enumerate(self.rows) if len(row) == length])
            letters = _codes("".join(self.rows[n] for n in members)).reshape(-1, length)
            for found in _short(letters) if length < LONG else _long(letters):
                keys.append(found)
                owners.append(members)
        self.keys = np.concatenate(keys) if keys else np.empty(0, dtype=np.uint64)
        self.owners = (np.concatenate(owners) if owners else np.empty(0)).astype(np.int32)
        order = np.argsort(self.keys, kind="stable")
        self.keys, self.owners = self.keys[order], self.owners[order]
        self.sieve = np.zeros(1 << _SIEVE_BITS, dtype=np.bool_)
        self.sieve[self.keys >> np.uint64(64 - _SIEVE_BITS)] = True

    def near(self, letters: str, windows: Sequence[tuple[int, int]]) -> list[list[str]]:
        """For each window (first and end letter) the rows that are one error away, or two when
        they have ten letters or more; nearest first. Windows of fewer than 4 letters or more than
        40 find nothing."""
        found: list[list[str]] = [[] for _ in windows]
        if not windows or not len(self.keys):
            return found
        codes = _codes(letters)
        sums = np.concatenate([np.zeros(1, np.uint64), np.cumsum(codes * _up(len(codes)))])
        back = _down(len(codes) + 1)
        spans = np.array(windows, dtype=np.int64)
        for first in range(0, len(spans), AT_ONCE):
            part = spans[first : first + AT_ONCE]
            for window, owners in self._asked(part, sums, back).items():
                start, end = windows[first + window]
                found[first + window] = self._checked(letters[start:end], owners)
        return found

    def _asked(self, spans: I64, sums: U64, back: U64) -> dict[int, list[int]]:
        """The owners of everything that a window has in common with the list."""
        size = spans[:, 1] - spans[:, 0]
        whose, hashes = [], []
        for numbers, asked in (
            _probe_short(spans, size, sums, back),
            _probe_long(spans, size, sums, back),
        ):
            whose.append(numbers)
            hashes.append(asked)
        asking, asked = np.concatenate(whose), np.concatenate(hashes)
        kept = np.flatnonzero(self.sieve[asked >> np.uint64(64 - _SIEVE_BITS)])
        asking, asked = asking[kept], asked[kept]
        left = np.searchsorted(self.keys, asked, "left")
        met = self.keys[np.minimum(left, len(self.keys) - 1)] == asked
        asking, asked, left = asking[met], asked[met], left[met]
        right = np.minimum(np.searchsorted(self.keys, asked, "right"), left + MOST_CANDIDATES)
        found: dict[int, list[int]] = {}
        for window, first, end in zip(asking.tolist(), left.tolist(), right.tolist(), strict=True):
            found.setdefault(window, []).extend(self.owners[first:end].tolist())
        return found

    def _checked(self, window: str, owners: list[int]) -> list[str]:
        rows = [self.rows[owner] for owner in set(owners)]
        near = process.extract(
            window, rows, scorer=OSA.distance, processor=None, score_cutoff=2, limit=8
        )
        return [row for row, errors, _ in near if 0 < errors <= (1 if len(row) < LONG else 2)]


def _codes(text: str) -> U64:
    points = np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32)
    codes: U64 = points.astype(np.uint64) + np.uint64(1)
    return codes


_UPS = _powers(_BASE, 4_096)
_DOWNS = _powers(_BACK, 4_096)


def _up(count: int) -> U64:
    return _UPS[:count] if count <= len(_UPS) else _powers(_BASE, count)


def _down(count: int) -> U64:
    return _DOWNS[:count] if count <= len(_DOWNS) else _powers(_BACK, count)


def _short(letters: U64) -> list[U64]:
    """Hashes of each row without one of its letters, and of the whole of it."""
    count = letters.shape[1]
    weighed = letters * _UPS[:count]
    total = weighed.sum(axis=1, dtype=np.uint64)
    before = np.concatenate(
        [np.zeros((len(letters), 1), np.uint64), np.cumsum(weighed, axis=1, dtype=np.uint64)],
        axis=1,
    )
    left = [before[:, n] + (total - before[:, n + 1]) * np.uint64(_BACK) for n in range(count)]
    return [_mixed(one) for one in [total, *left]]


def _long(letters: U64) -> list[U64]:
    found = []
    for part, (at, size) in enumerate(_thirds(letters.shape[1])):
        value = (letters[:, at : at + size] * _UPS[:size]).sum(axis=1, dtype=np.uint64)
        found.append(_mixed(value ^ np.uint64(_salt(letters.shape[1], part))))
    return found


def _probe_short(spans: I64, size: I64, sums: U64, back: U64) -> tuple[I64, U64]:
    """Each window of 4 to 10 letters, whole and without one of its letters."""
    asking: list[I64] = []
    asked: list[U64] = []
    for length in range(SHORTEST - 1, LONG + 1):
        numbers = np.flatnonzero(size == length)
        if not len(numbers):
            continue
        first, end = spans[numbers, 0], spans[numbers, 1]
        begin = back[first]
        asked.append(_mixed((sums[end] - sums[first]) * begin))
        asking.append(numbers)
        out = first[:, None] + np.arange(length)
        left = (sums[out] - sums[first][:, None]) * begin[:, None]
        right = (sums[end][:, None] - sums[out + 1]) * back[first + 1][:, None]
        asked.append(_mixed(left + right).ravel())
        asking.append(np.repeat(numbers, length))
    if not asking:
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.uint64)
    return np.concatenate(asking), np.concatenate(asked)


def _probe_long(spans: I64, size: I64, sums: U64, back: U64) -> tuple[I64, U64]:
    """The thirds that each window of 8 letters or more may have in common with a name."""
    numbers = np.flatnonzero((size >= LONG - 2) & (size <= LONGEST))
    first = spans[numbers, 0]
    lengths = size[numbers]
    begin, end = _BEGIN[lengths], _END[lengths]
    rows, places = np.nonzero(begin >= 0)
    at = first[rows] + begin[rows, places]
    until = first[rows] + end[rows, places]
    value = (sums[until] - sums[at]) * back[at]
    return numbers[rows], _mixed(value ^ _SALT[lengths[rows], places])
