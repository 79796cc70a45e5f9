"""Compounds of a word among the words people say: at its head (`fietspad`) and at its tail
(`bakfietsen`), with what Dutch puts between (-s-, -en-, -e-)."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping

from merkwerk.engine.topics.dutch import lists
from merkwerk.engine.topics.dutch.spelling import syllables

_LINKS = ("", "s", "en", "e", "n")
_NO_FIRSTS = frozenset(lists.PARTICLES) - {"binnen", "buiten", "achter", "kennis", "les", "plaats"}
_NO_TAILS = frozenset(("ding", "dingen"))
_SHORT = re.compile(r"[^aeiou]+[aeiou][^aeiou]")
"""Heads where a vowel behind them belongs to another word: *plan* is not in *planeet*."""
LEAST = 3
LEAST_OTHER = 3
LEAST_BESIDE_SHORT = 5


class Heard(Collection[str]):
    """Words people say (folded), found by their beginning and by their end; of a mapping the
    values count how often. Built once, it can serve any number of topics."""

    def __init__(self, words: Collection[str]) -> None:
        self._count = dict(words) if isinstance(words, Mapping) else dict.fromkeys(words, 1)
        self._forward = sorted(self._count)
        self._backward = sorted(word[::-1] for word in self._count)

    def __contains__(self, word: object) -> bool:
        return word in self._count

    def __iter__(self) -> Iterator[str]:
        return iter(self._forward)

    def __len__(self) -> int:
        return len(self._count)

    def count(self, word: str) -> int:
        """How often a word was heard."""
        return self._count.get(word, 0)

    def beginning(self, start: str) -> Iterator[str]:
        """All words that begin so, in the order of the alphabet."""
        return _from(self._forward, start)

    def ending(self, end: str) -> Iterator[str]:
        """All words that end so."""
        return (word[::-1] for word in _from(self._backward, end[::-1]))


def _from(words: list[str], start: str) -> Iterator[str]:
    at = bisect_left(words, start)
    while at < len(words) and words[at].startswith(start):
        yield words[at]
        at += 1


def compounds(parts: tuple[str, ...], heard: Heard) -> tuple[str, ...]:
    """Words heard that are made with one of `parts` (forms of one noun, that itself first), what
    is heard most first. Names of verbs made with a particle (`aankoop`) are left out: they mean
    something else."""
    found: dict[str, None] = {}
    for part in parts:
        if len(part) >= LEAST and " " not in part:
            found.update(dict.fromkeys(_with_head(part, heard)))
            found.update(dict.fromkeys(_with_tail(part, heard)))
    for part in parts:
        found.pop(part, None)
    return tuple(sorted(found, key=lambda word: (-heard.count(word), word)))


def _with_head(part: str, heard: Heard) -> Iterator[str]:
    links = _LINKS if len(part) > LEAST else _LINKS[:3]
    for word in heard.beginning(part):
        rest = word[len(part) :]
        for link in links:
            if rest.startswith(link) and _is_part(rest[len(link) :], part + link, heard):
                yield word
                break


def _with_tail(part: str, heard: Heard) -> Iterator[str]:
    least = LEAST_OTHER if len(part) > LEAST else LEAST_BESIDE_SHORT
    for word in heard.ending(part) if part not in _NO_TAILS else ():
        first = word[: -len(part)]
        if len(first) < least or first in _NO_FIRSTS:
            continue
        if any(first.endswith(link) and _is_first(first, link, heard) for link in _LINKS):
            yield word


def _is_first(first: str, link: str, heard: Heard) -> bool:
    plain = first[: len(first) - len(link)]
    return plain not in _NO_FIRSTS and _is_known(plain, heard)


def _is_part(rest: str, head: str, heard: Heard) -> bool:
    least = LEAST_OTHER + (len(head) <= LEAST)
    if rest[:1] in tuple("aeiou") and len(rest) < 5 and _SHORT.fullmatch(head):
        return False
    return len(rest) >= least and _is_known(rest, heard)


def _is_known(part: str, heard: Heard) -> bool:
    usual = part not in lists.NEVER and part not in lists.NO_PARTS
    return len(part) >= LEAST_OTHER and usual and part in heard and syllables(part) > 0
