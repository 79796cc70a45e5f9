"""The code point table: every sign as `text.fold` folds it and `text.line` reads it, page by page
of 256, filled when a page is first met."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

import numpy as np

from merkwerk.engine.folding import ALPHABETS, fold
from merkwerk.engine.folding import EMOJI as EMOJIS
from merkwerk.engine.text import LINK, line
from merkwerk.engine.topics.kernel.tables import (
    ALIEN,
    ALONE,
    DIGIT,
    DROP,
    EMOJI,
    FIRST_MANY,
    JOINER,
    LETTER,
    ODD,
    REGION,
    STOP,
    STRANGE,
    WORD,
    CodePoints,
)

_PAGE = 256
_COMMON_PAGES = (
    *range(0x07), 0x1E, *range(0x20, 0x28), 0x2B, 0x30, 0x1F1, *range(0x1F3, 0x1F7), 0x1F9, 0xFE,
)  # fmt: skip
"""Latin, Greek, Cyrillic, Hebrew and Arabic letters, punctuation, emoji."""
_GROWS = frozenset((0x3099, 0x309A, 0xFF9E, 0xFF9F, *range(0x1100, 0x1113)))
"""Voicing marks and leading Hangul letters: `fold` composes them with their neighbours."""
_JOINER = 0x200D
_ALIEN = re.compile(f"[{ALPHABETS}]")
_EMOJI = re.compile(f"[{EMOJIS}]")
_LETTER = re.compile(r"\w")
_DIGIT = re.compile(r"\d")


def _kind(sign: str) -> int:
    """What a folded sign is, asked of `text.line` itself."""
    found = ord(sign)
    between = line(f"a{sign}a")[0]
    if between == [f"a{sign}a"]:
        found |= int(WORD)
    elif between == ["a", sign, "a"]:
        found |= int(ALONE)
        if line(sign + sign)[0] == [sign + sign]:
            found |= int(REGION)
    if _LETTER.match(sign):
        found |= int(LETTER)
        if _DIGIT.match(sign):
            found |= int(DIGIT)
    if _EMOJI.match(sign):
        found |= int(EMOJI)
    if _ALIEN.match(sign):
        found |= int(ALIEN)
    address = f"https://a{sign}"
    link = LINK.match(address)
    if not link or link.end() < len(address):
        found |= int(STOP)
    return found


class Points:
    """The table, and how it grows."""

    def __init__(self) -> None:
        pages = 2 * len(_COMMON_PAGES)
        self._used = 1
        self._more: list[int] = [0] * FIRST_MANY
        self._many: dict[str, int] = {}
        self._kinds: dict[str, int] = {}
        cells = np.full(pages * _PAGE, int(STRANGE) | ODD, dtype=np.uint32)
        none = np.zeros(0, dtype=np.uint32)
        missing = np.zeros(0x1100, dtype=np.uint8)
        self.table = CodePoints(np.zeros(0x1100, dtype=np.uint16), cells, none, missing)
        self._fill(_COMMON_PAGES)

    def fill(self) -> None:
        """Looks up the pages that were missed."""
        missed = np.flatnonzero(self.table.missing)
        self.table.missing[:] = 0
        self._fill(page for page in missed.tolist() if not self.table.page[page])

    def _fill(self, pages: Iterable[int]) -> None:
        page_of, cells, _, missing = self.table
        for page in pages:
            if (self._used + 1) * _PAGE > cells.shape[0]:
                cells = np.concatenate((cells, np.full_like(cells, int(STRANGE) | ODD)))
            first = self._used * _PAGE
            cells[first : first + _PAGE] = [self._cell(page * _PAGE + at) for at in range(_PAGE)]
            page_of[page] = self._used
            self._used += 1
        more = np.array(self._more, dtype=np.uint32)
        self.table = CodePoints(page_of, cells, more, missing)

    def _cell(self, point: int) -> int:
        folded = fold(chr(point))
        if len(folded) == 1 and point not in _GROWS:
            return self._known(folded)
        return int(STRANGE) | self._strange(point, folded)

    def _strange(self, point: int, folded: str) -> int:
        if point == _JOINER:
            return JOINER
        if not folded:
            return DROP
        # µA in one sign is a word that mixes alphabets, or part of a longer one
        if point in _GROWS or _ALIEN.search(unicodedata.normalize("NFKC", chr(point))):
            return ODD
        if folded not in self._many:
            self._many[folded] = len(self._more)
            self._more += [len(folded), *map(self._known, folded)]
        return self._many[folded]

    def _known(self, sign: str) -> int:
        if sign not in self._kinds:
            self._kinds[sign] = _kind(sign)
        return self._kinds[sign]
