"""How common the words of a name are, among people at large and among those at hand."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from merkwerk.engine.identities.weights import WEIGHTS

COMMON = Path(__file__).parent / "texts" / "common_names.txt"

RARE = 1 / 4_000
"""The share taken for a word that is on no list."""

PRIOR = 2_000
"""So many people at large are thought of beside those at hand."""

_UNLIKE = {"latin": 1.6, "other": 3.0}
"""How much each letter of a short word adds to its rareness; a Chinese sign says more."""


@cache
def _shares() -> dict[str, float]:
    shares: dict[str, float] = {}
    for line in COMMON.read_text(encoding="utf-8").splitlines():
        number, *words = line.split()
        if number != "#":
            shares.update((word, int(number) / 10_000) for word in words)
    return shares


class Commonness:
    """Shares of words of names: by our list, or among the people at hand where there are more.

    `known`: for each of them all words and whole names they go by.
    """

    def __init__(self, known: Iterable[set[str]] = ()) -> None:
        self.counts: Counter[str] = Counter()
        self.people = 0
        for words in known:
            self.people += 1
            self.counts.update(words)

    def share(self, word: str) -> float:
        """How many of all have this word in their name, not counting who is judged."""
        by_letters = math.exp(-_UNLIKE["latin" if word < "\u0400" else "other"] * len(word))
        listed = _shares().get(word, max(RARE, by_letters))
        return (self._others(word, 1) + PRIOR * listed) / (self.people + PRIOR)

    def _others(self, word: str, mine: int) -> int:
        return max(0, self.counts[word] - mine)

    def surprise(self, word: str) -> float:
        """How unlikely it is that somebody else has this word, as a natural logarithm."""
        return -math.log(min(1.0, self.share(word)))

    def in_handle(self, word: str) -> float:
        """How unlikely it is that a handle holds this word by chance, as a natural logarithm."""
        by_chance = math.exp(-WEIGHTS.letter * len(word))
        here = self._others(word, 1) * WEIGHTS.outside / (self.people + 500)
        return -math.log(min(1.0, by_chance + here))

    def namesakes(self, name: str) -> int:
        """How many others, beside two, have this whole name."""
        return self._others(name, 2)
