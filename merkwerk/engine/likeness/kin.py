"""Which different words say the same, or nearly: our own lists, English, Dutch, and lands."""

from __future__ import annotations

from functools import lru_cache

from merkwerk.engine.likeness.lists import lines
from merkwerk.engine.likeness.stems import stem
from merkwerk.engine.text import fold

SAME, LAND, NEAR = 0.9, 0.95, 0.5
"""What a pair of words counts for, where the same word counts 1."""

Kin = dict[str, dict[int, float]]


@lru_cache(maxsize=2)
def _kin(language: str) -> tuple[Kin, Kin]:
    """For each stem the sets it belongs to, and the sets it is near to."""
    same: Kin = {}
    near: Kin = {}
    for at, line in enumerate(lines(f"kin_{language}.txt")):
        inner, _, outer = line.partition("~")
        for word in inner.split():
            same.setdefault(_stem(word, language), {})[at] = SAME
        for word in outer.split():
            near.setdefault(_stem(word, language), {})[at] = NEAR
    for at, line in enumerate(lines("lands.txt"), 10_000):
        for word in line.split():
            same.setdefault(_stem(word, language), {})[at] = LAND
    return same, near


def _stem(word: str, language: str) -> str:
    return stem(fold(word).replace("-", ""), language)


@lru_cache(maxsize=100_000)
def kinship(one: str, other: str, language: str) -> float:
    """How far two stems say the same: 1 when equal, 0 when nothing is known."""
    if one == other:
        return 1.0
    same, near = _kin(language)
    if rivals(one, other, language):
        return 0.0
    mine, theirs = same.get(one, {}), same.get(other, {})
    if both := mine.keys() & theirs.keys():
        return max(mine[at] for at in both)
    if mine.keys() & near.get(other, {}).keys() or theirs.keys() & near.get(one, {}).keys():
        return NEAR
    return _grown(one, other)


def _grown(one: str, other: str) -> float:
    """A compound and its part, or two words that begin alike: 0 to 0.8."""
    short, long = sorted((one, other), key=len)
    if len(short) < 4 or not (short.isalpha() and long.isalpha()):
        return 0.0
    if long.endswith(short):
        return 0.7  # voordeur is a deur
    if short in long:
        return 0.6
    alike = next((at for at in range(len(short)) if short[at] != long[at]), len(short))
    return 0.85 * alike / len(long) if alike >= 4 else 0.0


@lru_cache(maxsize=2)
def _rivals(language: str) -> dict[str, frozenset[int]]:
    sets: dict[str, set[int]] = {}
    for at, line in enumerate(lines(f"rivals_{language}.txt")):
        for word in line.split():
            sets.setdefault(_stem(word, language), set()).add(at)
    return {stem: frozenset(found) for stem, found in sets.items()}


def rivalled(one: str, language: str) -> bool:
    """Whether a stem shuts any other out."""
    return one in _rivals(language)


def rivals(one: str, other: str, language: str) -> bool:
    """Whether two different stems shut each other out: red and blue, buy and sell."""
    known = _rivals(language)
    if one == other or one not in known or other not in known:
        return False
    return not known[one].isdisjoint(known[other])


def land(word: str) -> int:
    """Which land a folded word names, it or its people; -1 for none."""
    return _lands().get(word, -1)


@lru_cache(maxsize=1)
def _lands() -> dict[str, int]:
    return {word: at for at, line in enumerate(lines("lands.txt")) for word in line.split()}
