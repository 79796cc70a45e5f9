"""Which words are ordinary: those say little when a name happens to be spelt like them."""

from __future__ import annotations

import lzma
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path

TABLE = Path(__file__).parent.parent / "tables" / "ordinary_words.xz"
LEAST_PART, LONGEST = 4, 40
_LINKS = ("", "s", "en", "e")


DUTCH, ENGLISH, NAME, SHORT = 1, 2, 4, 8


@cache
def _words() -> dict[str, int]:
    """Every word with what it is; about 25 MB once a text was read."""
    text = lzma.decompress(TABLE.read_bytes()).decode()
    found: dict[str, int] = {}
    for sort, line in zip((DUTCH, ENGLISH, NAME, SHORT), text.split("\n"), strict=True):
        for word in _unfolded(line):
            found[word] = found.get(word, 0) | sort
    return found


def _unfolded(line: str) -> Iterator[str]:
    """Each word says first how many letters it has in common with the one before."""
    last = ""
    for part in line.split(" "):
        last = last[: int(part[0])] + part[1:]
        yield last


def simple_dutch(word: str) -> bool:
    """Whether a folded word is an ordinary Dutch one, not put together of others."""
    return bool(_words().get(word, 0) & DUTCH)


def listed(word: str) -> bool:
    """Whether a folded word is an ordinary Dutch or English one, not put together of others."""
    return bool(_words().get(word, 0) & (DUTCH | ENGLISH))


def ordinary(word: str) -> bool:
    """Whether a folded word is an ordinary Dutch or English one, or a Dutch compound of those.
    Numbers are."""
    if _words().get(word, 0) & (DUTCH | ENGLISH):
        return True
    return word.isdigit() or (len(word) >= 2 * LEAST_PART and bool(parts(word)))


def known_name(word: str) -> bool:
    """Whether a folded word is a well-known name: a place, a person, a brand."""
    return bool(_words().get(word, 0) & NAME)


def known_abbreviation(word: str) -> bool:
    """Whether a folded word is an abbreviation that everybody uses."""
    return bool(_words().get(word, 0) & SHORT)


@lru_cache(20_000)
def parts(word: str) -> tuple[str, ...]:
    """The words that a Dutch compound is put together of ("waterbedrijf": water, bedrijf);
    nothing when it is none. The longest last word wins."""
    if len(word) > LONGEST:
        return ()
    for cut in range(LEAST_PART, len(word) - LEAST_PART + 1):
        last = word[cut:]
        if not simple_dutch(last):
            continue
        for link in _LINKS:
            first = word[: cut - len(link)]
            if len(first) < LEAST_PART or not word[:cut].endswith(link):
                continue
            if simple_dutch(first):
                return first, last
            if len(first) >= 2 * LEAST_PART and (more := parts(first)):
                return *more, last
    return ()
