"""What warmth is held against: from the log's own decayed sum to yesterday's warmth."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import numpy as np
import numpy.typing as npt

from bench.warmth_data import Ties
from merkwerk.engine.warmth import Direction
from merkwerk.engine.warmth_many import DIRECTION_CODES, Moments, warmth_many

Numbers = npt.NDArray[np.float64]
Score = Callable[[Ties, int], Numbers]
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def ours(ties: Ties, days: int) -> Numbers:
    """The figure behind the ring. One touch a contact day; it is not told the window."""
    return warmth_many(ties.moments, EPOCH + timedelta(days=ties.day)).rank


def without_sides(ties: Ties, days: int) -> Numbers:
    """The same, not knowing who of the two did something."""
    held = ties.moments
    both = np.full_like(held.directions, DIRECTION_CODES[Direction.BOTH])
    known = Moments(held.starts, held.at, held.kinds, both)
    return warmth_many(known, EPOCH + timedelta(days=ties.day)).rank


def decayed(ties: Ties, half_life: float) -> Numbers:
    return np.add.reduceat(0.5 ** (ties.ages / half_life), ties.starts[:-1])


def overdue(ties: Ties, days: int) -> Numbers:
    """Silence divided by the pair's own mean gap; the further beyond, the less likely."""
    first, last = ties.ages[ties.starts[:-1]], ties.ages[ties.starts[1:] - 1]
    return np.asarray(-last / ((first - last) / (np.diff(ties.starts) - 1)))


def recency(ties: Ties, days: int) -> Numbers:
    return np.negative(ties.ages[ties.starts[1:] - 1])


def frequency(ties: Ties, days: int) -> Numbers:
    return np.diff(ties.starts).astype(np.float64)


def before(ties: Ties, days: int) -> Numbers:
    """Warmth as it was until issue 4: half-life 110 days, full at 22, 0.6 when one-sided."""
    sides = ties.moments.directions
    theirs, ours = (
        np.add.reduceat((sides != DIRECTION_CODES[side]).astype(np.int64), ties.starts[:-1])
        for side in (Direction.OURS, Direction.THEIRS)
    )
    balance = np.minimum(1.0, 0.6 + 1.6 * np.minimum(theirs, ours) / (theirs + ours))
    return np.asarray(np.rint(100 * -np.expm1(-8.0 * decayed(ties, 110) / 22) * balance))


PEERS: dict[str, Score] = {
    "merkwerk": ours,
    "merkwerk, not told who": without_sides,
    "decayed sum, half-life W": lambda ties, days: decayed(ties, days),
    "overdue against own rhythm": overdue,
    "recency": recency,
    "frequency": frequency,
    "merkwerk before": before,
}
