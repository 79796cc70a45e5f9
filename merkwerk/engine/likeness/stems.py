"""Light stemming: forms of one word, English or Dutch, become one string. The string is no word."""

from __future__ import annotations

import re
from functools import lru_cache

from merkwerk.engine.likeness.lists import lines

SHORTEST = 3

_ENGLISH_ENDS = ("ingly", "edly", "ings", "ing", "ed", "ers", "er", "es", "s", "ly")
_DUTCH_SMALL = ("etjes", "etje", "tjes", "tje", "pjes", "pje", "kjes", "kje", "jes", "je")
_DUTCH_ENDS = (
    "ende",
    "end",
    "eren",
    "ers",
    "er",
    "en",
    "ten",
    "den",
    "te",
    "de",
    "t",
    "d",
    "e",
    "s",
    "n",
)

_PARTICIPLE = re.compile(
    "(|aan|af|op|uit|in|mee|neer|om|over|toe|voor|weg|terug|door|bij|na|los|vast)"
    "ge([a-z]{2,}(?:d|t|en))$"
)
_TWICE = re.compile(r"([aeou])\1")


@lru_cache(maxsize=2)
def _irregular(language: str) -> dict[str, str]:
    """The base of each form that no rule finds."""
    found = {}
    for line in lines(f"irregular_{language}.txt"):
        base, _, forms = line.partition(":")
        found.update(dict.fromkeys(forms.split(), base))
    return found


@lru_cache(maxsize=50_000)
def stem(word: str, language: str) -> str:
    """The stem of a folded word, by the rules of `language`: "nl" or "en"."""
    word = _irregular(language).get(word, word)
    if len(word) <= SHORTEST or not word.isalpha():
        return word
    return _dutch(word) if language == "nl" else _english(word)


def _english(word: str) -> str:
    if word.endswith(("ies", "ied")) and len(word) > 4:
        word = word[:-3] + "y"
    else:
        for end in _ENGLISH_ENDS:
            if word.endswith(end) and len(word) - len(end) >= SHORTEST:
                if end == "s" and word.endswith(("ss", "us", "is")):
                    continue
                word = word[: -len(end)]
                break
    if len(word) > SHORTEST and word[-1] == word[-2] and word[-1] not in "lsz":
        word = word[:-1]
    return word[:-1] if word.endswith("e") and len(word) > SHORTEST else word


def _dutch(word: str) -> str:
    for end in ("heden", "heid"):
        if word.endswith(end) and len(word) - len(end) >= SHORTEST:
            return _dutch(word[: -len(end)])
    for end in _DUTCH_SMALL:
        if word.endswith(end) and len(word) - len(end) >= SHORTEST:
            return _spelled(word[: -len(end)])
    if found := _PARTICIPLE.match(word):
        word = found[1] + found[2]
    for end in _DUTCH_ENDS:
        if word.endswith(end) and len(word) - len(end) >= SHORTEST:
            if end == "s" and word[-2] not in "lnrmetdkp":
                continue  # huis, prijs
            word = word[: -len(end)]
            break
    if word.endswith(("t", "d")) and len(word) > SHORTEST:
        word = word[:-1]  # honden, then hond, as hond itself
    return _spelled(word)


def _spelled(stem: str) -> str:
    """Open and closed syllables spelled alike: loop and lop, leef and lev, bakk and bak."""
    stem = _TWICE.sub(r"\1", stem)
    if len(stem) > SHORTEST and stem[-1] == stem[-2]:
        stem = stem[:-1]
    return stem[:-1] + {"v": "f", "z": "s"}.get(stem[-1], stem[-1]) if stem else stem
