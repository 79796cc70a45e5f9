"""The weights of likeness: fitted to the headlines alone, and judged on pairs they did not see.

The Dutch pairs are for measuring only: nothing is fitted to them. So on those every figure is one
of pairs that were not learned from.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from merkwerk.engine.likeness.features import Pair, features
from merkwerk.engine.likeness.weights import BY_HAND
from merkwerk.engine.likeness.words import words

Numbers = npt.NDArray[np.float64]

LEAST, MOST = 2.0, 5.0
"""Below 2 of 5 two texts say other things, however far apart: no need to tell those apart."""

RIDGE = 100.0
PARTS = 5
TURNS = 3


def features_of(
    pairs: Sequence[tuple[float, str, str]], language: str
) -> tuple[list[str], Numbers]:
    """The names of the features, and a row for each pair; an empty text has zeros."""
    rows: list[dict[str, float]] = []
    for _, one, other in pairs:
        a, b = sorted((one, other))
        said, answered = words(a, language), words(b, language)
        rows.append(features(a, b, Pair.of(said, answered, language)) if said and answered else {})
    names = next((list(row) for row in rows if row), [])
    return names, np.array([[row.get(name, 0.0) for name in names] for row in rows])


def fitted(names: Sequence[str], found: Numbers, gold: Numbers) -> tuple[float, Numbers]:
    """Bias and weights: ridge regression on features of equal spread, towards people's judgement
    from 2 (0) to 5 (1). Those of `BY_HAND` stay as they are."""
    aim = (np.clip(gold, LEAST, MOST) - LEAST) / (MOST - LEAST)
    weights = np.array([BY_HAND.get(name, 0.0) for name in names])
    free = [at for at, name in enumerate(names) if name not in BY_HAND]
    spread = found[:, free].std(axis=0) + 1e-9
    even = (found[:, free] - found[:, free].mean(axis=0)) / spread
    rest = aim - found @ weights
    square = even.T @ even + RIDGE * np.eye(len(free))
    weights[free] = np.linalg.solve(square, even.T @ (rest - rest.mean())) / spread
    return float(aim.mean() - found.mean(axis=0) @ weights), weights


def unseen(names: Sequence[str], found: Numbers, gold: Numbers) -> Iterator[Numbers]:
    """The scores of each pair by weights fitted without the fifth it is in; three times."""
    for turn in range(TURNS):
        part = np.random.default_rng(turn).permutation(len(gold)) % PARTS
        scores = np.zeros(len(gold))
        for each in range(PARTS):
            bias, weights = fitted(names, found[part != each], gold[part != each])
            scores[part == each] = bias + found[part == each] @ weights
        yield scores
