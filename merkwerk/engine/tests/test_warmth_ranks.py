"""Warmth puts who will meet again above who won't, at every tempo: made-up logs, fixed figures.

The figures on logs of real people are those of `bench/warmth.py` (`docs/judgements.md`); those logs
are not shipped.
"""

from datetime import datetime

import pytest

from merkwerk.engine.tests.examples_of_ties import CHAT, OFFICE, SPARSE, Pair, Tempo, judged, log
from merkwerk.engine.warmth import Touch, warmth

SEED, PAIRS = 3, 300
BELOW = 0.01
LEAST = {CHAT: 0.82, OFFICE: 0.815, SPARSE: 0.845}


@pytest.fixture(scope="module", params=LEAST, ids=["chat", "office", "sparse"])
def made(request: pytest.FixtureRequest) -> tuple[list[Pair], Tempo, float]:
    tempo: Tempo = request.param
    pairs = log(tempo, PAIRS, SEED)
    return pairs, tempo, judged(pairs, tempo, lambda known, now: warmth(known, now).rank)


Made = tuple[list[Pair], Tempo, float]


def overdue(known: list[Touch], now: datetime) -> float:
    gap = (known[-1].at - known[0].at) / (len(known) - 1)
    return -((now - known[-1].at) / gap)


def test_it_tells_who_will_meet_again(made: Made) -> None:
    _, tempo, found = made
    assert found >= LEAST[tempo]


def test_it_tells_it_better_than_the_pairs_own_rhythm_alone(made: Made) -> None:
    pairs, tempo, found = made
    assert found > judged(pairs, tempo, overdue)


def test_it_is_hardly_below_a_decayed_sum_that_knows_the_tempo(made: Made) -> None:
    pairs, tempo, found = made

    def decayed(known: list[Touch], now: datetime) -> float:
        return sum(float(0.5 ** ((now - each.at).days / tempo.window)) for each in known)

    assert found > judged(pairs, tempo, decayed) - BELOW
