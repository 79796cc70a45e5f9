"""How fast the warmth of many is reckoned, beside merely reading the same arrays."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime

import numpy as np

from merkwerk.engine.warmth import stage, warmth
from merkwerk.engine.warmth_many import DIRECTIONS, KINDS, Moments, touches, warmth_many

NOW = datetime(2026, 11, 22, tzinfo=UTC)
EACH = 9
TURNS = 5
ONE_BY_ONE = 2_000
THREE_YEARS = 3 * 365 * 86_400


def made(number: int) -> Moments:
    """So many moments of three years, nine a relationship on average, always the same."""
    random = np.random.default_rng(4)
    owner = np.sort(random.integers(0, max(number // EACH, 1), number))
    at = int(NOW.timestamp()) - random.integers(0, THREE_YEARS, number)
    return Moments(
        np.searchsorted(owner, np.arange(max(number // EACH, 1) + 1)),
        at[np.lexsort((at, owner))],
        random.integers(0, len(KINDS), number).astype(np.int8),
        random.integers(0, len(DIRECTIONS), number).astype(np.int8),
    )


def cpu(work: Callable[[], object]) -> float:
    """The least CPU seconds of a few turns."""
    taken = []
    for _ in range(TURNS):
        begin = time.process_time()
        work()
        taken.append(time.process_time() - begin)
    return min(taken)


def plainly(moments: Moments, number: int) -> None:
    for relationship in range(number):
        known = touches(moments, relationship)
        warmth(known, NOW)
        stage(known)


def speed(number: int) -> dict[str, object]:
    """Moments a second for all at once, one by one, and for adding up the columns (reading)."""
    moments = made(number)
    columns = (moments.at, moments.kinds, moments.directions)
    few = min(ONE_BY_ONE, len(moments.starts) - 1)
    reading = cpu(lambda: [column.copy().sum() for column in columns])
    many = cpu(lambda: warmth_many(moments, NOW))
    single = cpu(lambda: plainly(moments, few)) / int(moments.starts[few])
    return {
        "moments": number,
        "relationships": len(moments.starts) - 1,
        "moments/s": number / many,
        "relationships/s": (len(moments.starts) - 1) / many,
        "x reading the arrays": many / reading,
        "x one by one": single * number / many,
    }
