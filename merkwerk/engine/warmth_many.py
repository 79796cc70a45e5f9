"""The warmth of many relationships at once, for the nightly run: arrays in, arrays out.

The same figures as `engine.warmth`, without a Python step for each moment; a test holds them
against each other. Words are made only for those that somebody looks at (`Many.parts`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import numpy as np
import numpy.typing as npt

from merkwerk.engine.because import Because
from merkwerk.engine.warmth import Direction, Kind, Stage, Warmth

KINDS = tuple(Kind)
DIRECTIONS = tuple(Direction)
STAGES = tuple(Stage)
KIND_CODES = {kind: code for code, kind in enumerate(KINDS)}
DIRECTION_CODES = {direction: code for code, direction in enumerate(DIRECTIONS)}
NEVER = np.iinfo(np.int64).min
"""In `Many.last` and `Many.last_contact`: it never happened."""

Whole = npt.NDArray[np.int64]
Codes = npt.NDArray[np.int8]


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
    contact; int64, `NEVER` for none.
    """

    value: npt.NDArray[np.int16]
    rank: npt.NDArray[np.float64]
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
        raise NotImplementedError

    def parts(self, number: int) -> tuple[Because, ...]:
        """The named parts of one of them."""
        return self.warmth(number).parts


def warmth_many(moments: Moments, now: datetime) -> Many:
    """The warmth of all at `now` (aware); moments after `now` count as now.

    Refuses (ValueError) `starts` that don't begin at 0, go down, or don't end at the number of
    moments; times out of order within a relationship; codes out of range. Takes about forty
    bytes of memory a moment while it runs, so hand in some million moments at a time.
    """
    raise NotImplementedError
