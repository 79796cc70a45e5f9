"""Whose words these are: what a text has taken from another one word for word, quotations apart."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from merkwerk.engine.echoes import NEARLY, SIMILAR, score
from merkwerk.engine.remark import Words, words_at
from merkwerk.engine.text import LINK, Token, tokens

LONGEST = 20_000
"""So many characters of the text are read."""
LONGEST_SOURCE = 100_000

RUN = 5
"""So many words in a row are somebody's words; fewer may be chance or an expression."""

MUCH, SOME = 0.5, 0.2
"""Shares of a text that are taken over: most of it, a good part of it."""
LONG_PASSAGE = 12
"""A passage of so many words is a sentence of somebody else, however long the rest is."""

_QUOTED = re.compile(
    r"“[^”“]{0,2000}”|„[^”“„]{0,2000}[”“]|\"[^\"]{0,2000}\"|«[^»«]{0,2000}»"
    r"|(?<!\w)[‘'][^’'\n]{8,2000}[’'](?!\w)|^[ \t]*>.*$",
    re.MULTILINE,
)

Kind = Literal["", "similar", "nearly"]


@dataclass(frozen=True, slots=True)
class Borrowed:
    """What a text has from a source. `passages`: runs of five words or more that stand in both, as
    written in the text, longest first. `share`: the part of the words that lies in them, 0 to 1.
    `kind`: "nearly" when most of it is the same, "similar" when a good part or one long passage
    is, else ""."""

    kind: Kind
    share: float
    passages: tuple[Words, ...]

    def __bool__(self) -> bool:
        return bool(self.kind)


@dataclass(frozen=True, slots=True)
class Source:
    """A text made ready to be compared with many times."""

    text: str
    runs: frozenset[tuple[str, ...]]


def source(text: str) -> Source:
    """Makes a text ready: of a long one the first 100,000 characters."""
    kept = text[:LONGEST_SOURCE]
    return Source(kept, frozenset(_runs([token.word for token in _words(kept)])))


def borrowed(text: str, other: Source | str) -> Borrowed:
    """Which words of a text are those of a source, also when they stand inside of a longer text.

    What the text puts between quotation marks, in quoted lines, or writes as an address or tag, is
    not taken over but quoted, and counts neither way. Case, accents and signs don't matter. A text
    of fewer than five words has nothing from anybody, unless it is the whole of the source. Takes
    time linear in both texts."""
    theirs = other if isinstance(other, Source) else source(other)
    own = unquoted(text[:LONGEST])
    mine = _words(own)
    taken = [False] * len(mine)
    for at, run in enumerate(_runs([token.word for token in mine])):
        if run in theirs.runs:
            taken[at : at + RUN] = [True] * RUN
    runs = sorted(_spans(taken), key=lambda span: (span[0] - span[1], span[0]))
    passages = words_at(text, [(mine[a].start, mine[b - 1].end) for a, b in runs])
    share = sum(taken) / len(mine) if mine else 0.0
    longest = max((b - a for a, b in runs), default=0)
    return Borrowed(_kind(own, theirs.text, share, longest), share, passages)


def unquoted(text: str) -> str:
    """The text with its quotations blanked out; as long as before."""
    return _QUOTED.sub(lambda found: " " * len(found[0]), text)


def _kind(own: str, theirs: str, share: float, longest: int) -> Kind:
    if share >= MUCH and longest >= RUN:
        return "nearly"
    alike = score(own, theirs)
    if alike >= NEARLY:
        return "nearly"
    return "similar" if share >= SOME or longest >= LONG_PASSAGE or alike >= SIMILAR else ""


def _words(text: str) -> list[Token]:
    """Words of sentences only, each once: no addresses, tags and handles."""
    blanked = LINK.sub(lambda found: " " * len(found[0]), text)
    return [token for token in tokens(blanked) if token.word[0] not in "#@"]


def _runs(words: list[str]) -> list[tuple[str, ...]]:
    return [tuple(words[at : at + RUN]) for at in range(len(words) - RUN + 1)]


def _spans(taken: list[bool]) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    start = -1
    for at, one in enumerate([*taken, False]):
        if one and start < 0:
            start = at
        elif not one and start >= 0:
            spans.append((start, at))
            start = -1
    return spans
