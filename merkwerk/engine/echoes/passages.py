"""Why two texts are echoes: the longest passage that both have. And what one has by itself."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher
from itertools import pairwise

from merkwerk.engine.text import Token, fold, line, tokens

LONGEST = 400
"""So many words of each text are compared."""

LONG_WORD = 4


def shared(text: str, other: str) -> str:
    """The longest run of words that stands in both texts, as written in the first one; empty when
    they have no two words in a row in common, and not a single word of four letters or more."""
    mine, theirs = _words(text), _words(other)
    match = SequenceMatcher(
        None, [token.word for token in mine], [token.word for token in theirs], autojunk=False
    ).find_longest_match()
    if not match.size or (match.size == 1 and len(mine[match.a].word) < LONG_WORD):
        return ""
    return text[mine[match.a].start : mine[match.a + match.size - 1].end]


def fresh(text: str, others: Iterable[str]) -> tuple[str, ...]:
    """The passages of a text that stand in none of the others, as written, in order: runs of words
    of which no two in a row were said there, and that hold a word of four letters or more which
    none of them used. Takes time linear in the texts."""
    mine = _words(text)
    said: set[str] = set()
    in_a_row: set[tuple[str, str]] = set()
    for other in others:
        theirs = line(fold(other[: LONGEST * 12]))[0]
        said.update(theirs)
        in_a_row.update(pairwise(theirs))
    told = [False] * len(mine)
    for at in range(len(mine) - 1):
        if (mine[at].word, mine[at + 1].word) in in_a_row:
            told[at] = told[at + 1] = True
    return tuple(text[run[0].start : run[-1].end] for run in _runs(mine, told) if _tells(run, said))


def _runs(words: list[Token], told: list[bool]) -> list[list[Token]]:
    runs: list[list[Token]] = [[]]
    for word, known in zip(words, told, strict=True):
        if known:
            runs.append([])
        else:
            runs[-1].append(word)
    return [run for run in runs if run]


def _tells(run: list[Token], said: set[str]) -> bool:
    """Whether a run has a word that says something and was not said by the others."""
    return any(len(token.word) >= LONG_WORD and token.word not in said for token in run)


def _words(text: str) -> list[Token]:
    """Words only: of a tag the words, of a handle the whole."""
    return [token for token in tokens(text[: LONGEST * 12]) if token.word[0] != "#"][:LONGEST]
