"""Which words are ordinary: those say little when a name happens to be spelt like them."""

from __future__ import annotations

import lzma
from functools import cache, lru_cache
from pathlib import Path

TABLE = Path(__file__).parent.parent / "tables" / "ordinary_words.xz"
LEAST_PART = 4
_LINKS = ("", "s", "en", "e")


@cache
def _lists() -> tuple[frozenset[str], frozenset[str], frozenset[str], frozenset[str]]:
    """Dutch words, English ones, names, abbreviations; about 25 MB once a text was read."""
    text = lzma.decompress(TABLE.read_bytes()).decode()
    dutch, english, names, short = (_unfolded(line) for line in text.split("\n"))
    return dutch, english, names, short


def _unfolded(line: str) -> frozenset[str]:
    """Each word says first how many letters it has in common with the one before."""
    words: list[str] = []
    last = ""
    for part in line.split(" "):
        last = last[: int(part[0])] + part[1:]
        words.append(last)
    return frozenset(words)


def dutch(word: str) -> bool:
    """Whether a folded word is an ordinary Dutch one, or put together of two or three."""
    return word in _lists()[0] or (len(word) >= 2 * LEAST_PART and bool(parts(word)))


def listed(word: str) -> bool:
    """Whether a folded word is an ordinary Dutch or English one, not put together of others."""
    return word in _lists()[0] or word in _lists()[1]


def simple_dutch(word: str) -> bool:
    """Whether a folded word is an ordinary Dutch one, not put together of others."""
    return word in _lists()[0]


def ordinary(word: str) -> bool:
    """Whether a folded word is an ordinary Dutch or English one. Numbers are."""
    return word.isdigit() or word in _lists()[1] or dutch(word)


def known_name(word: str) -> bool:
    """Whether a folded word is a well-known name: a place, a person, a brand."""
    return word in _lists()[2]


def known_abbreviation(word: str) -> bool:
    """Whether a folded word is an abbreviation that everybody uses."""
    return word in _lists()[3]


@lru_cache(20_000)
def parts(word: str) -> tuple[str, ...]:
    """The words that a Dutch compound is put together of ("waterbedrijf": water, bedrijf);
    nothing when it is none. The longest last word wins."""
    words = _lists()[0]
    for cut in range(LEAST_PART, len(word) - LEAST_PART + 1):
        last = word[cut:]
        if last not in words:
            continue
        for link in _LINKS:
            first = word[: cut - len(link)]
            if len(first) < LEAST_PART or not word[:cut].endswith(link):
                continue
            if first in words:
                return first, last
            if len(first) >= 2 * LEAST_PART and (more := parts(first)):
                return *more, last
    return ()
