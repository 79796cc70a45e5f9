"""Made-up logs of who met whom, always the same ones, and how well a figure tells who will again.

A pair comes to know each other at some day and meets at its own pace, in bursts (gaps are
log-normal around it). A spell ends by chance; half of the pairs come back after a pause, as often
as not at another pace. After the customer models of Schmittlein, Morrison and Colombo, "Counting
your customers" (1987), with spells and heavy gaps as in logs of people.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np

from merkwerk.engine.warmth import Direction, Kind, Touch

EPOCH = datetime(2020, 1, 1, tzinfo=UTC)
SIDES = tuple(Direction)


@dataclass(frozen=True, slots=True)
class Tempo:
    """How fast people live in a log: `gap` the middle gap of a pair, `life` the mean time until
    it stops, `span` of the log, `window` to look ahead; days."""

    gap: float
    life: float
    span: int
    window: int


CHAT = Tempo(gap=3, life=25, span=196, window=14)
OFFICE = Tempo(gap=12, life=200, span=360, window=30)
SPARSE = Tempo(gap=90, life=700, span=2160, window=180)

Pair = list[tuple[int, Direction]]


def log(tempo: Tempo, pairs: int, seed: int) -> list[Pair]:
    """Each pair's contact days, oldest first, with who did something."""
    random = np.random.default_rng(seed)
    found: list[Pair] = []
    for _ in range(pairs):
        day, days = random.uniform(0, tempo.span), set()
        while day < tempo.span:
            end = min(tempo.span, day + random.exponential(tempo.life))
            pace = tempo.gap * random.lognormal(0, 1.0)
            while day < end:
                days.add(int(day))
                day += pace * random.lognormal(0, 1.2)
            if random.random() < 0.5:
                break
            day += random.exponential(2 * tempo.life)
        found.append([(each, SIDES[random.integers(len(SIDES))]) for each in sorted(days)])
    return found


def touches(pair: Pair, before: int) -> list[Touch]:
    return [
        Touch(EPOCH + timedelta(days=day), side, Kind.TALKED) for day, side in pair if day < before
    ]


def judged(
    pairs: list[Pair], tempo: Tempo, score: Callable[[list[Touch], datetime], float]
) -> float:
    """Mean AUC over the second half of the cut-offs, of pairs with two contact days by then."""
    steps = range(tempo.window, tempo.span + 1 - tempo.window, tempo.window)
    found = []
    for cut in steps[len(steps) // 2 :]:
        yes: list[float] = []
        no: list[float] = []
        for pair in pairs:
            known = touches(pair, cut)
            if len(known) > 1:
                again = any(cut <= day < cut + tempo.window for day, _ in pair)
                (yes if again else no).append(score(known, EPOCH + timedelta(days=cut)))
        found.append(auc(np.array(yes), np.array(no)))
    return float(np.mean(found))


def auc(yes: np.ndarray, no: np.ndarray) -> float:
    """How often one that met again stands above one that did not; equals count half."""
    above = (yes[:, None] > no).mean() + (yes[:, None] == no).mean() / 2
    return float(above)
