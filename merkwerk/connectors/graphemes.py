"""Counting what a reader takes for one character (extended grapheme clusters, UAX #29).

The standard library cannot; this covers combining marks, emoji sequences, flags, Hangul and
Indic conjuncts closely enough for a limit that a server checks once more.
"""

from __future__ import annotations

import unicodedata
from itertools import pairwise

_JOINER = "\u200d"
_MARKS = {"Mn", "Me", "Mc"}


def _continues(character: str) -> bool:
    code = ord(character)
    return (
        unicodedata.category(character) in _MARKS
        or character in {_JOINER, "\u200c"}
        or 0x1F3FB <= code <= 0x1F3FF
        or 0xE0020 <= code <= 0xE007F
        or 0x1160 <= code <= 0x11FF
        or 0xFF9E <= code <= 0xFF9F
    )


def _is_flag_half(character: str) -> bool:
    return 0x1F1E6 <= ord(character) <= 0x1F1FF


def _is_pictogram(character: str) -> bool:
    return unicodedata.category(character) == "So" or 0x1F000 <= ord(character) <= 0x1FAFF


def count(text: str) -> int:
    """How many characters a reader sees: "👩‍👩‍👧" is one, "é" in two code points is one."""
    if text.isascii():
        return len(text) - text.count("\r\n")
    total, flag_halves = (1 if text else 0), 0
    for before, here in pairwise(text):
        flag_halves = flag_halves + 1 if _is_flag_half(before) else 0
        joined = (
            (_continues(here) and before not in "\r\n")
            or (before == "\r" and here == "\n")
            or (before == _JOINER and _is_pictogram(here))
            or (_is_flag_half(here) and flag_halves % 2 == 1)
        )
        total += not joined
    return total
