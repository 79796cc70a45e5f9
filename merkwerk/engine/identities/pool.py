"""A pool of names, and which of them a handle belongs to: each handle against the few names that
share a piece with it, never against all."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from merkwerk.engine.identities.claims import Claim, Naming, Places
from merkwerk.engine.identities.handles import Handle, Reading, read, read_handle
from merkwerk.engine.identities.names import PARTICLE, Name, ways_to_read
from merkwerk.engine.identities.weights import WEIGHTS, Weights

MOST = 60
"""So many names may share one key; a key of more says too little by itself."""

_ROUNDS = 3

_WORLD = 500
"""So many people outside of the pool are thought of, with names as chance has it."""


class Pool:
    """`names`: for each person all names they go by. Building takes about 50 µs a name, a handle
    about a millisecond."""

    def __init__(
        self,
        names: Sequence[Sequence[str]],
        organisations: Sequence[Sequence[str]] = (),
        weights: Weights = WEIGHTS,
    ) -> None:
        self.weights = weights
        self.organisations = organisations
        self.names = [tuple(way for name in known for way in ways_to_read(name)) for known in names]
        self.counts: Counter[str] = Counter()
        for known in self.names:
            self.counts.update({form for name in known for w in name.words for form in w.forms})
        self.by_key: defaultdict[str, list[int]] = defaultdict(list)
        for place, known in enumerate(self.names):
            for key in {key for name in known for key in _keys(name)}:
                self.by_key[key].append(place)

    def surprise(self, word: str) -> float:
        """How unlikely the word is as part of anybody's name, as a natural logarithm."""
        by_chance = math.exp(-self.weights.letter * len(word))
        others = max(0, self.counts[word] - 1) * self.weights.outside
        return -math.log((others + _WORLD * by_chance) / (len(self.names) + _WORLD))

    def candidates(self, handle: Handle) -> set[int]:
        found: set[int] = set()
        for key in _keys_in(handle.text):
            places = self.by_key.get(key, ())
            if len(places) <= MOST:
                found.update(places)
        return found

    def readings(self, handle: Handle) -> dict[int, Reading]:
        """The best reading of the handle for each name that may explain it."""
        found: dict[int, Reading] = {}
        for place in self.candidates(handle):
            best = max(
                (read(name, handle, self.surprise, self.weights) for name in self.names[place]),
                key=lambda reading: reading.worth,
            )
            if best.pieces:
                found[place] = best
        return found

    def naming(self, handle: str) -> Naming | None:
        """The likeliest name for the handle, held against all others of the pool and against
        nobody; None when none explains any of it."""
        return self.namings([(handle, "")])[0]

    def namings(self, handles: Sequence[tuple[str, str]]) -> list[Naming | None]:
        """The likeliest name for each (handle, place), seen together. `place` is a network or the
        domain of a mail address, "" for none: hardly anybody has two accounts on one network, and
        a domain that many of one organisation have is taken to be that organisation's."""
        claims = [Claim(place, self.readings(read_handle(handle))) for handle, place in handles]
        for claim in claims:
            claim.settle(self.weights, {})
        for _ in range(_ROUNDS):
            places = Places(claims, len(self.names), self.organisations, self.weights)
            for claim in claims:
                claim.settle(self.weights, places.beside(claim))
        return [claim.best() for claim in claims]


def _keys(name: Name) -> Iterator[str]:
    """Whole words, and beginnings with the first letter of another word."""
    words = [word for word in name.words if word.role != PARTICLE] or list(name.words)
    initials = {word.text[0] for word in words}
    for word in words:
        for form in word.forms:
            if len(form) > 2:
                yield form
            if len(form) > 5:
                yield form[:5]
            for length in range(2, 6):
                if len(form) >= length:
                    for letter in initials:
                        yield f"{letter}{form[:length]}"
                        yield f"{form[:length]}{letter}"
    if len(words) > 1:
        yield "=" + "".join(word.text[0] for word in words)


def _keys_in(text: str) -> Iterable[str]:
    letters = "".join(sign for sign in text if not sign.isdecimal())
    found = {
        letters[at:end] for at in range(len(letters)) for end in range(at + 3, len(letters) + 1)
    }
    found.add("=" + letters)
    return found
