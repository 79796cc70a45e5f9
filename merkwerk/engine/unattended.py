"""Which existing relationships got no attention in a quarter: for the colleague alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import numpy as np

from merkwerk.engine.because import Because
from merkwerk.engine.warmth import REAL_CONTACT, Direction, Stage
from merkwerk.engine.warmth_many import (
    DIRECTION_CODES,
    KINDS,
    NEVER,
    STAGE_CODES,
    STAGES,
    Many,
    Moments,
    Whole,
    Yes,
    warmth_many,
)

A_DAY = timedelta(days=1)
_REAL = np.array([kind in REAL_CONTACT for kind in KINDS])
_KNOWN = [STAGE_CODES[Stage.CONVERSED], STAGE_CODES[Stage.MET]]


@dataclass(frozen=True, slots=True)
class Unattended:
    """`number`: its place among the relationships. `at_stake`: its warmth when the quarter began.
    `last`: your last real contact, None when it was always theirs. `because`: met or conversed,
    you-last (days before the quarter's end), they-reached-out (times, in the quarter)."""

    number: int
    at_stake: float
    last: datetime | None
    because: tuple[Because, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Attention:
    """`without`: those that got none, most to lose first. `given`: places of those that did, the
    latest first."""

    without: Sequence[Unattended]
    given: Sequence[int]


def attention(moments: Moments, start: datetime, end: datetime) -> Attention:
    """Which existing relationships got no real contact from you from `start` up to `end`: they
    conversed or met before it, and you did nothing but like or follow since. `moments`: those of
    all of one colleague's relationships; `start` is a whole second. Refuses (ValueError) an end
    before the start, and moments out of order (see `warmth_many`)."""
    if end < start:
        raise ValueError("The quarter ends before it begins.")
    moments = _only(moments, moments.at < end.timestamp())
    early = moments.at < int(start.timestamp())
    real = _REAL[moments.kinds]
    yours = real & (moments.directions != DIRECTION_CODES[Direction.THEIRS])
    given, last = _latest(moments, yours & ~early), _latest(moments, yours & early)
    reached = _sums(moments, real & ~early)
    before = warmth_many(_only(moments, early), start)
    missed = np.flatnonzero(np.isin(before.stage, _KNOWN) & (given == NEVER)).tolist()
    found = [_told(number, before, last, reached, end) for number in missed]
    latest = np.argsort(-given, kind="stable")
    return Attention(
        sorted(found, key=lambda row: (-row.at_stake, row.number)),
        latest[given[latest] != NEVER].tolist(),
    )


def _told(number: int, before: Many, last: Whole, reached: Whole, end: datetime) -> Unattended:
    because = [Because(STAGES[before.stage[number]].value)]
    at = None if last[number] == NEVER else datetime.fromtimestamp(int(last[number]), UTC)
    if at:
        because.append(Because("you-last", {"days": (end - at) // A_DAY}))
    if reached[number]:
        because.append(Because("they-reached-out", {"times": int(reached[number])}))
    return Unattended(number, float(before.rank[number]), at, tuple(because))


def _sums(moments: Moments, yes: Yes) -> Whole:
    before = np.concatenate(([0], np.cumsum(yes)))
    return np.asarray(before[moments.starts[1:]] - before[moments.starts[:-1]])


def _latest(moments: Moments, yes: Yes) -> Whole:
    """The last time of these moments of each, `NEVER` where there is none."""
    found = np.full(len(moments.starts) - 1, NEVER, np.int64)
    owner = np.repeat(np.arange(len(found)), np.diff(moments.starts))
    found[owner[yes]] = moments.at[yes]
    return found


def _only(moments: Moments, yes: Yes) -> Moments:
    starts = np.concatenate(([0], np.cumsum(yes)))[moments.starts].astype(np.int64)
    return Moments(starts, moments.at[yes], moments.kinds[yes], moments.directions[yes])
