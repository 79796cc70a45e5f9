"""Logs of who met whom, folded to contact days, and what is known of each pair at a cut-off."""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from merkwerk.engine.warmth import Direction, Kind
from merkwerk.engine.warmth_many import DIRECTION_CODES, KIND_CODES, Moments

Whole = npt.NDArray[np.int64]
Yes = npt.NDArray[np.bool_]

A_DAY = 86_400
WINDOWS = {"collegemsg": 14, "radoslaw": 30, "dpdk": 90}
BY_GAP = ((8.0, 14), (40.0, 30), (200.0, 90))
"""For other logs W follows from their density: the mean number of days between two contact days
of one pair. Under 8 the log is dense (14), under 40 like a department's mail (30), under 200 like
reviews (90); the rest is sparse (180)."""
SPARSE = 180
LEAST_DAYS = 2


@dataclass(frozen=True, slots=True)
class Log:
    """Contact days by pair: pair i has those from starts[i] up to starts[i + 1], oldest first.
    `sides`: who of the two did something that day, as code of a `Direction`."""

    starts: Whole
    days: Whole
    sides: npt.NDArray[np.int8]

    @property
    def span(self) -> int:
        return int(self.days.max() - self.days.min()) + 1


@dataclass(frozen=True, slots=True)
class Ties:
    """The pairs with two contact days before `day`: those days, and who meets `again` in time."""

    day: int
    starts: Whole
    ages: npt.NDArray[np.float64]
    moments: Moments
    again: Yes


def read(file: Path) -> Log | None:
    """A log, folded: each pair, whoever began, once a day. None for a file with other columns."""
    pairs: dict[tuple[str, str], dict[int, set[bool]]] = defaultdict(lambda: defaultdict(set))
    with file.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines)
        if not {"day", "from", "to"} <= set(rows.fieldnames or ()):
            return None
        for row in rows:
            one, other = row["from"], row["to"]
            if one != other:
                pairs[min(one, other), max(one, other)][int(row["day"])].add(one < other)
    return folded(list(pairs.values()))


def folded(pairs: list[dict[int, set[bool]]]) -> Log:
    """The log of pairs that are given as day -> which of the two did something."""
    codes = {
        frozenset((True,)): DIRECTION_CODES[Direction.OURS],
        frozenset((False,)): DIRECTION_CODES[Direction.THEIRS],
        frozenset((True, False)): DIRECTION_CODES[Direction.BOTH],
    }
    days = [sorted(pair.items()) for pair in pairs]
    return Log(
        np.concatenate(([0], np.cumsum([len(pair) for pair in days]))).astype(np.int64),
        np.array([day for pair in days for day, _ in pair], np.int64),
        np.array([codes[frozenset(side)] for pair in days for _, side in pair], np.int8),
    )


def window(name: str, log: Log) -> int:
    """How many days to look ahead: by name, else by how dense the log is (`BY_GAP`)."""
    if name in WINDOWS:
        return WINDOWS[name]
    last = np.zeros(len(log.days), np.bool_)
    last[log.starts[1:] - 1] = True
    gaps = np.diff(log.days)[~last[:-1]]
    mean = float(gaps.mean()) if len(gaps) else np.inf
    return next((days for below, days in BY_GAP if mean < below), SPARSE)


def cutoffs(log: Log, days: int) -> list[Ties]:
    """What is known at each cut-off, `days` apart, while a whole window follows; those at which
    no tie is known are left out."""
    first, last = int(log.days.min()), int(log.days.max())
    steps = (_ties(log, day, days) for day in range(first + days, last + 2 - days, days))
    return [ties for ties in steps if len(ties.again)]


def _ties(log: Log, day: int, days: int) -> Ties:
    before, within = log.days < day, (log.days >= day) & (log.days < day + days)
    known, later = (_counts(log, yes) for yes in (before, within))
    pairs = known >= LEAST_DAYS
    chosen = before & np.repeat(pairs, np.diff(log.starts))
    starts = np.concatenate(([0], np.cumsum(known[pairs])))
    at = log.days[chosen]
    kinds = np.full(len(at), KIND_CODES[Kind.TALKED], np.int8)
    moments = Moments(starts, at * A_DAY, kinds, log.sides[chosen])
    return Ties(day, starts, (day - at).astype(np.float64), moments, later[pairs] > 0)


def _counts(log: Log, yes: Yes) -> Whole:
    before = np.concatenate(([0], np.cumsum(yes)))
    return np.asarray(before[log.starts[1:]] - before[log.starts[:-1]])
