"""The warmth of many relationships at once, for the nightly run: arrays in, arrays out.

The same figures as `engine.warmth`, without a Python step for each moment; a test holds them
against each other. Words are made only for those that somebody looks at (`warmth_told.Told`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
import numpy.typing as npt

from merkwerk.engine import warmth as plain
from merkwerk.engine.warmth import Direction, Kind, Stage, Touch, Warmth

KINDS = tuple(Kind)
DIRECTIONS = tuple(Direction)
STAGES = tuple(Stage)
KIND_CODES = {kind: code for code, kind in enumerate(KINDS)}
DIRECTION_CODES = {direction: code for code, direction in enumerate(DIRECTIONS)}
STAGE_CODES = {stage: code for code, stage in enumerate(STAGES)}
NEVER = int(np.iinfo(np.int64).min)
"""In `Many.last` and `Many.last_contact`: it never happened."""

A_DAY = 86_400

Whole = npt.NDArray[np.int64]
Codes = npt.NDArray[np.int8]
Yes = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.float64]

_EIGHTHS = 8
_POWERS = (np.arange(20 * _EIGHTHS) / _EIGHTHS) ** (1 / plain.TOGETHER)
"""Day weights are whole eighths (weights are halves, what is added a quarter of them)."""

_WEIGHTS = np.array([plain.WEIGHTS[kind] for kind in KINDS])
_REAL = np.array([kind in plain.REAL_CONTACT for kind in KINDS])
_CONTACT = np.array([kind not in plain.NO_CONTACT for kind in KINDS])
_WORDS = np.array([kind in (Kind.ANSWERED, Kind.ASKED, Kind.SHARED) for kind in KINDS])
_PRESSED = np.array([kind in (Kind.FOLLOWED, Kind.REACTED) for kind in KINDS])


@dataclass(frozen=True, slots=True)
class Moments:
    """The moments of n relationships, one after the other, each relationship's own oldest first.

    `starts`: int64[n + 1], relationship i owns moments starts[i] up to starts[i + 1] (none is
    fine). `at`: int64[m], whole seconds since 1970, UTC. `kinds`, `directions`: int8[m], places
    in `KINDS` and `DIRECTIONS` (`KIND_CODES`, `DIRECTION_CODES`).
    """

    starts: Whole
    at: Whole
    kinds: Codes
    directions: Codes


@dataclass(frozen=True, slots=True)
class Many:
    """What `warmth` and `stage` say, for n relationships; every array has length n.

    `value`: 0..100. `rank`: the same before rounding, float64. `rhythm_days`, `silent_days`,
    `quiet_days` (silent days of those gone quiet): int32, -1 for none. `stage`: int8, place in
    `STAGES`. `last`: seconds of the last moment of any kind, `last_contact`: of the last real
    contact; int64, not after `now`, `NEVER` for none.
    """

    value: npt.NDArray[np.int16]
    rank: Numbers
    rhythm_days: npt.NDArray[np.int32]
    silent_days: npt.NDArray[np.int32]
    quiet_days: npt.NDArray[np.int32]
    stage: Codes
    last: Whole
    last_contact: Whole
    moments: Moments
    now: datetime

    def warmth(self, number: int) -> Warmth:
        """The whole judgement of one of them, in `engine.warmth`'s own words."""
        return plain.warmth(touches(self.moments, number), self.now)


def touches(moments: Moments, number: int) -> list[Touch]:
    """The moments of one relationship as plain values, oldest first."""
    own = slice(int(moments.starts[number]), int(moments.starts[number + 1]))
    rows = zip(
        moments.at[own].tolist(),
        moments.directions[own].tolist(),
        moments.kinds[own].tolist(),
        strict=True,
    )
    return [
        Touch(datetime.fromtimestamp(at, UTC), DIRECTIONS[direction], KINDS[kind])
        for at, direction, kind in rows
    ]


def warmth_many(moments: Moments, now: datetime) -> Many:
    """The warmth of all at `now` (aware); moments after `now` count as now.

    Refuses (ValueError) `starts` that don't begin at 0, go down, or don't end at the number of
    moments; times out of order within a relationship; codes out of range. Takes about a hundred
    bytes of memory a moment while it runs, so hand in a million or so at a time.
    """
    _check(moments)
    pile = _Pile(moments, now.timestamp())
    real = pile.only(_REAL)
    gaps, middle = _rhythms(real, pile)
    rhythm = np.where(gaps >= plain.RHYTHM_GAPS_NEEDED, middle, -1)
    seen = pile.only(_WEIGHTS > 0)
    last, last_contact = pile.last(pile.every), pile.last(real)
    silent = np.where(last_contact == NEVER, -1, (pile.now - last_contact) // A_DAY)
    total = _faded(pile)
    total *= np.maximum(
        plain.LIKE_KEEPS_FRESH * _left(pile, pile.last(seen), plain.FRESH_DAYS),
        _left(pile, last_contact, plain.FRESH_DAYS),
    )
    total *= _balances(pile) / _lates(middle, silent)
    rank = -100 * np.expm1(-(total**plain.TOGETHER) / plain.FULL_WARMTH)
    patience = np.maximum(plain.QUIET_RHYTHMS * rhythm, plain.QUIET_DAYS)
    quiet = (rhythm > 0) & (silent > patience)
    return Many(
        value=np.rint(rank).astype(np.int16),
        rank=rank,
        rhythm_days=rhythm.astype(np.int32),
        silent_days=silent.astype(np.int32),
        quiet_days=np.where(quiet, silent, -1).astype(np.int32),
        stage=_stages(pile),
        last=last,
        last_contact=last_contact,
        moments=moments,
        now=now,
    )


def _check(moments: Moments) -> None:
    starts, at = moments.starts, moments.at
    if not len(starts) or starts[0] != 0 or starts[-1] != len(at) or (np.diff(starts) < 0).any():
        raise ValueError("starts must rise from 0 to the number of moments")
    down = np.flatnonzero(np.diff(at) < 0) + 1
    if not np.isin(down, starts).all():
        raise ValueError("times must not go down within a relationship")
    for codes, known in ((moments.kinds, KINDS), (moments.directions, DIRECTIONS)):
        if len(codes) != len(at) or (len(at) and not 0 <= codes.min() <= codes.max() < len(known)):
            raise ValueError("a code for each moment, from its own list")


@dataclass(frozen=True, slots=True)
class _Some:
    """Some of the moments: their places, and where each relationship's begin among them."""

    places: Whole
    starts: Whole


class _Pile:
    """The moments by column: whose each is, its day, and sums for each relationship."""

    def __init__(self, moments: Moments, now: float) -> None:
        self.now = now
        self.kinds, self.directions = moments.kinds, moments.directions
        self.at = np.minimum(moments.at, int(now // 1))
        self.day = self.at // A_DAY
        self.many = len(moments.starts) - 1
        self.every = _Some(np.arange(len(self.at)), moments.starts)
        self.owner = np.repeat(np.arange(self.many), np.diff(moments.starts))

    def only(self, wanted: Yes) -> _Some:
        """Those of these kinds."""
        yes = wanted[self.kinds]
        before = np.concatenate(([0], np.cumsum(yes)))
        return _Some(np.flatnonzero(yes), before[self.every.starts])

    def last(self, some: _Some) -> Whole:
        found = np.full(self.many, NEVER, np.int64)
        any_of = some.starts[1:] > some.starts[:-1]
        found[any_of] = self.at[some.places[some.starts[1:][any_of] - 1]]
        return found

    def count(self, yes: Yes) -> Whole:
        """How many of each relationship's moments are so."""
        before = np.concatenate(([0], np.cumsum(yes)))
        return np.asarray(before[self.every.starts[1:]] - before[self.every.starts[:-1]])

    def days(self, some: _Some) -> _Some:
        """The first of each relationship's moments on each day; `places` count within `some`."""
        new = np.ones(len(some.places), np.bool_)
        day, owner = self.day[some.places], self.owner[some.places]
        new[1:] = (day[1:] != day[:-1]) | (owner[1:] != owner[:-1])
        before = np.concatenate(([0], np.cumsum(new)))
        return _Some(np.flatnonzero(new), before[some.starts])


def _left(pile: _Pile, at: Whole, days: float) -> Numbers:
    ages = np.where(at == NEVER, np.inf, pile.now - at) / (days * A_DAY)
    return np.asarray(np.exp2(-(ages**plain.FADING)))


def _faded(pile: _Pile) -> Numbers:
    """The faded sum of each relationship's days."""
    if not len(pile.at):
        return np.zeros(pile.many)
    first = pile.days(pile.every).places
    weights = _WEIGHTS[pile.kinds]
    most = np.maximum.reduceat(weights, first)
    day = np.minimum(most * 1.5, most + (np.add.reduceat(weights, first) - most) / 4)
    worth = _POWERS[(day * _EIGHTHS).astype(np.int64)]
    worth *= _left(pile, pile.at[first], plain.LASTING_DAYS)
    return np.asarray(np.bincount(pile.owner[first], worth, pile.many), np.float64)


def _rhythms(real: _Some, pile: _Pile) -> tuple[Whole, Whole]:
    """How many gaps between days of real contact, and the median of the last twelve, -1 for
    none."""
    days = pile.days(real)
    dates = pile.day[real.places[days.places]]
    number = np.maximum(np.diff(days.starts) - 1, 0)
    found = np.full(pile.many, -1, np.int64)
    many = np.flatnonzero(number >= plain.GAPS_NEEDED)
    ends, known = days.starts[many + 1], np.minimum(number[many], plain.RHYTHM_LAST_GAPS)
    gaps = np.full((len(many), plain.RHYTHM_LAST_GAPS), np.iinfo(np.int64).max)
    for back in range(plain.RHYTHM_LAST_GAPS):
        there = known > back
        later = ends[there] - 1 - back
        gaps[there, back] = dates[later] - dates[later - 1]
    gaps.sort(axis=1)
    row = np.arange(len(many))
    found[many] = np.rint((gaps[row, (known - 1) // 2] + gaps[row, known // 2]) / 2)
    return number, found


def _lates(middle: Whole, silent: Whole) -> Numbers:
    beyond = (silent + plain.LATE_GRACE_DAYS) / (np.abs(middle) + plain.LATE_GRACE_DAYS)
    late = np.clip(beyond, 1.0, plain.LATE_AT_MOST) ** plain.LATE
    return np.where(middle > 0, late, 1.0)


def _balances(pile: _Pile) -> Numbers:
    contact = _CONTACT[pile.kinds]
    theirs = pile.count(contact & (pile.directions != DIRECTION_CODES[Direction.OURS]))
    ours = pile.count(contact & (pile.directions != DIRECTION_CODES[Direction.THEIRS]))
    share = np.minimum(theirs, ours) / np.maximum(theirs + ours, 1)
    return np.asarray(plain.ONE_SIDED + (1 - plain.ONE_SIDED) * np.minimum(1.0, 4 * share))


def _stages(pile: _Pile) -> Codes:
    """As `engine.warmth.stage`, from which codes occur at all."""
    words, pressed = _WORDS[pile.kinds], _PRESSED[pile.kinds]
    sides = [pile.count(words & (pile.directions == code)) > 0 for code in range(len(DIRECTIONS))]
    theirs, ours, both = (sides[DIRECTION_CODES[side]] for side in Direction)
    talked = pile.count(pile.kinds == KIND_CODES[Kind.TALKED]) > 0
    found = np.where(pile.count(pressed) > 0, STAGE_CODES[Stage.FOLLOWED], STAGE_CODES[Stage.NONE])
    found[theirs | ours] = STAGE_CODES[Stage.ANSWERED]
    found[talked | both | (theirs & ours)] = STAGE_CODES[Stage.CONVERSED]
    found[pile.count(pile.kinds == KIND_CODES[Kind.MET]) > 0] = STAGE_CODES[Stage.MET]
    return found.astype(np.int8)
