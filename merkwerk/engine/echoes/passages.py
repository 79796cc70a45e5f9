"""Why two texts are echoes: the longest passage that both have."""

from __future__ import annotations

from difflib import SequenceMatcher

from merkwerk.engine.text import Token, tokens

LONGEST = 400
"""So many words of each text are compared."""


def shared(text: str, other: str) -> str:
    """The longest run of words that stands in both texts, as written in the first one; empty when
    they have no two words in a row in common, and not a single word of four letters or more."""
    mine, theirs = _words(text), _words(other)
    match = SequenceMatcher(
        None, [token.word for token in mine], [token.word for token in theirs], autojunk=False
    ).find_longest_match()
    if not match.size or (match.size == 1 and len(mine[match.a].word) < 4):
        return ""
    return text[mine[match.a].start : mine[match.a + match.size - 1].end]


def _words(text: str) -> list[Token]:
    """Words only: of a tag the words, of a handle the whole."""
    return [token for token in tokens(text[: LONGEST * 12]) if token.word[0] != "#"][:LONGEST]
