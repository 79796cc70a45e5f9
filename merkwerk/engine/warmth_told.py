"""Why the warmth of many relationships is what it is: counted in one pass over arrays, put into
parts only for those that are asked for. The same parts as `engine.warmth`, held against them by a
test."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from merkwerk.engine import warmth as plain
from merkwerk.engine.because import Because
from merkwerk.engine.warmth import Direction, Kind
from merkwerk.engine.warmth_many import (
    A_DAY,
    DIRECTION_CODES,
    KIND_CODES,
    KINDS,
    Codes,
    Many,
    Whole,
)

_CONTACT = np.array([kind not in plain.NO_CONTACT for kind in KINDS])
_REAL = np.array([kind in plain.REAL_CONTACT for kind in KINDS])
_ALPHABET = np.argsort(np.argsort([kind.value for kind in KINDS])).astype(np.int64)
_SIDES = np.array([sorted(Direction).index(side) for side in DIRECTION_CODES], np.int64)
_THEIRS, _OURS = DIRECTION_CODES[Direction.THEIRS], DIRECTION_CODES[Direction.OURS]


class Told:
    """The parts of each of `many` relationships; figures are lists by number of relationship."""

    def __init__(self, many: Many) -> None:
        self.many = many
        count = len(many.value)
        moments = many.moments
        yes = np.flatnonzero(_CONTACT[moments.kinds])
        owner = np.repeat(np.arange(count), np.diff(moments.starts))[yes]
        now = many.now.timestamp()
        at = np.minimum(moments.at[yes], int(now // 1))
        kinds, sides = moments.kinds[yes], moments.directions[yes]
        order = _in_order(owner, at, kinds, sides)
        owner, at, kinds, sides = owner[order], at[order], kinds[order], sides[order]
        met = kinds == KIND_CODES[Kind.MET]
        today = int(now // A_DAY)
        self.times = _count(owner, count)
        self.meetings = _count(owner[met], count)
        self.like_ago = _days_ago(owner, at, count, today)
        real = _REAL[kinds]
        self.real_ago = _days_ago(owner[real], at[real], count, today)
        self.met_ago = _days_ago(owner[met], at[met], count, today)
        self.theirs = _count(owner[sides != _OURS], count)
        self.ours = _count(owner[sides != _THEIRS], count)
        begins = _begins(owner, at)
        self.they_begin = _count(owner[begins & (sides == _THEIRS)], count)
        self.we_begin = _count(owner[begins & (sides == _OURS)], count)
        self.known_since = _known_since(owner, at, count, now)

    def parts(self, number: int) -> tuple[Because, ...]:
        """The parts of one of them, as `engine.warmth.Warmth.parts` has them."""
        if not self.times[number]:
            return (Because("no-contact"),)
        return (
            *self._when(number),
            *self._pace(number),
            *self._sides(number),
            *self._beginnings(number),
            *self._age(number),
        )

    def _when(self, number: int) -> Iterator[Because]:
        if self.real_ago[number] < 0:
            yield Because("only-likes", {"days": self.like_ago[number]})
            return
        yield Because("spoke", {"days": self.real_ago[number]})
        if times := self.meetings[number]:
            yield Because("met", {"times": times, "days": self.met_ago[number]})

    def _pace(self, number: int) -> Iterator[Because]:
        rhythm, silent = int(self.many.rhythm_days[number]), int(self.many.silent_days[number])
        if rhythm >= 0 and silent >= 0:
            code = "quiet" if self.many.quiet_days[number] >= 0 else "rhythm"
            yield Because(code, {"rhythm_days": rhythm, "silent_days": silent})

    def _sides(self, number: int) -> list[Because]:
        return plain.sides(self.theirs[number], self.ours[number], self.times[number])

    def _beginnings(self, number: int) -> list[Because]:
        return plain.who_begins(self.they_begin[number], self.we_begin[number])

    def _age(self, number: int) -> Iterator[Because]:
        if (days := self.known_since[number]) >= plain.LONG_KNOWN_DAYS:
            yield Because("known-since", {"days": days})


def _in_order(owner: Whole, at: Whole, kinds: Codes, sides: Codes) -> Whole:
    """By time for each; of what stands at the same moment as `engine.warmth` orders it."""
    first = kinds != KIND_CODES[Kind.ASKED]
    return np.lexsort((_SIDES[sides], _ALPHABET[kinds], first, at, owner))


def _count(owner: Whole, count: int) -> list[int]:
    found: list[int] = np.bincount(owner, minlength=count).tolist()
    return found


def _days_ago(owner: Whole, at: Whole, count: int, today: int) -> list[int]:
    """Whole days of the calendar since the last of each, -1 for none."""
    found = np.full(count, -1, np.int64)
    found[owner] = today - at // A_DAY
    days: list[int] = found.tolist()
    return days


def _begins(owner: Whole, at: Whole) -> npt.NDArray[np.bool_]:
    """Which begin something new: after a week without contact, or the first of all."""
    found = np.ones(len(at), np.bool_)
    new = int(plain.NEW_EXCHANGE.total_seconds())
    found[1:] = (np.diff(at) > new) | (np.diff(owner) > 0)
    return found


def _known_since(owner: Whole, at: Whole, count: int, now: float) -> list[int]:
    """Whole days since the first of each, -1 for none."""
    found = np.full(count, -1, np.int64)
    found[owner[::-1]] = (int(now // 1) - at[::-1]) // A_DAY
    days: list[int] = found.tolist()
    return days
