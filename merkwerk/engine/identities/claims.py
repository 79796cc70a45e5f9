"""Many handles and the names that may explain them, seen together."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from merkwerk.engine.identities.handles import Reading
from merkwerk.engine.identities.weights import Weights

_DOUBT = 2.0
"""So many handles of a domain, of nobody in particular, are thought of beside those seen."""

_MOST_FOR, _MOST_AGAINST = 5.0, -2.5

_LEAST_LEFT = 0.2
"""However many of a network have been found, so many of the names are thought to be left."""


@dataclass(frozen=True, slots=True)
class Naming:
    """The name at `place` of the pool explains the handle, with `certainty` from 0 to 1."""

    place: int
    certainty: float
    reading: Reading


@dataclass(slots=True)
class Claim:
    """One handle: in which place it is, its readings by number of the name, and how likely each of
    these is."""

    where: str
    readings: dict[int, Reading]
    shares: dict[int, float] = field(default_factory=dict)

    def settle(self, weights: Weights, extra: Mapping[int, float]) -> None:
        """Shares of all names, and of nobody, by worth and what else speaks for each."""
        if not self.readings:
            return
        worths = {
            at: weights.sharpness * reading.worth + extra.get(at, 0.0)
            for at, reading in self.readings.items()
        }
        nobody = weights.sharpness * weights.nobody
        top = max(nobody, *worths.values())
        whole = math.exp(nobody - top) + sum(math.exp(worth - top) for worth in worths.values())
        self.shares = {at: math.exp(worth - top) / whole for at, worth in worths.items()}

    def best(self) -> Naming | None:
        if not self.shares:
            return None
        at = max(self.shares, key=lambda place: self.shares[place])
        return Naming(at, self.shares[at], self.readings[at])


class Places:
    """What the claims say together: who has been found in a place already, and whose a domain
    is."""

    def __init__(
        self,
        claims: Sequence[Claim],
        names: int,
        organisations: Sequence[Sequence[str]],
        weights: Weights,
    ) -> None:
        self.weights, self.names, self.organisations = weights, names, organisations
        self.taken: defaultdict[tuple[str, int], float] = defaultdict(float)
        self.seen: defaultdict[str, float] = defaultdict(float)
        self.of: defaultdict[tuple[str, str], float] = defaultdict(float)
        self.people: defaultdict[str, int] = defaultdict(int)
        for known in organisations:
            for organisation in set(known):
                self.people[organisation] += 1
        for claim in claims:
            if claim.where:
                self._note(claim)
        self.found: defaultdict[str, float] = defaultdict(float)
        for (where, _), share in self.taken.items():
            self.found[where] += min(1.0, share)

    def _note(self, claim: Claim) -> None:
        for at, share in claim.shares.items():
            self.taken[claim.where, at] += share
            self.seen[claim.where] += share
            for organisation in self._of(at):
                self.of[claim.where, organisation] += share

    def _of(self, at: int) -> set[str]:
        return set(self.organisations[at]) if self.organisations else set()

    def beside(self, claim: Claim) -> dict[int, float]:
        """What speaks for each name beside its reading, in natural logarithms of odds."""
        if not claim.where:
            return {}
        speaks = self._employer if "." in claim.where else self._free
        return {at: speaks(claim.where, at, share) for at, share in claim.shares.items()}

    def _free(self, where: str, at: int, share: float) -> float:
        """Less for whom has been found on this network already, more for the few who have not."""
        others = min(1.0, max(0.0, self.taken[where, at] - share))
        left = max(_LEAST_LEFT, 1 - self.found[where] / self.names)
        return math.log(1 - others + others * self.weights.another) - math.log(left)

    def _employer(self, where: str, at: int, share: float) -> float:
        """How much likelier somebody of these organisations is at this domain than anybody."""
        best = 0.0
        seen = self.seen[where] - share
        for number, organisation in enumerate(self._of(at)):
            usual = self.people[organisation] / len(self.organisations)
            here = (self.of[where, organisation] - share + _DOUBT * usual) / (seen + _DOUBT)
            found = math.log(max(here, 1e-9) / usual)
            best = found if not number else max(best, found)
        return self.weights.employer * min(_MOST_FOR, max(_MOST_AGAINST, best))
