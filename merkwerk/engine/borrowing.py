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
Run = tuple[str, ...]


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
    """A text made ready to be compared with many times: its words with their places, and all runs
    of five of them, in order and as a set."""

    text: str
    words: tuple[Token, ...]
    runs: tuple[Run, ...]
    known: frozenset[Run]


def source(text: str) -> Source:
    """Makes a text ready: of a long one the first 100,000 characters."""
    kept = text[:LONGEST_SOURCE]
    words = tuple(_words(kept))
    runs = tuple(_runs([token.word for token in words]))
    return Source(kept, words, runs, frozenset(runs))


def own(text: str) -> Source:
    """Makes the text ready whose words are asked about: without its quotations, of a long one the
    first 20,000 characters."""
    return source(unquoted(text[:LONGEST]))


def share_of(mine: Source, other: Source) -> float:
    """Which part of the words of one lies in runs that stand in the other as well, 0 to 1."""
    if not mine.words or mine.known.isdisjoint(other.known):
        return 0.0
    return sum(_taken(mine, other)) / len(mine.words)


def borrowed(text: Source | str, other: Source | str) -> Borrowed:
    """Which words of a text are those of a source, also when they stand inside of a longer text.

    What the text puts between quotation marks, in quoted lines, or writes as an address or tag, is
    not taken over but quoted, and counts neither way. Case, accents and signs don't matter. A text
    of fewer than five words has nothing from anybody, unless it is the whole of the source. Takes
    time linear in both texts, which may be made ready before (`own`, `source`)."""
    mine = text if isinstance(text, Source) else own(text)
    theirs = other if isinstance(other, Source) else source(other)
    taken = _taken(mine, theirs)
    runs = sorted(_spans(taken), key=lambda span: (span[0] - span[1], span[0]))
    places = [(mine.words[a].start, mine.words[b - 1].end) for a, b in runs]
    share = sum(taken) / len(mine.words) if mine.words else 0.0
    longest = max((b - a for a, b in runs), default=0)
    return Borrowed(_kind(mine, theirs, share, longest), share, words_at(mine.text, places))


def _taken(mine: Source, theirs: Source) -> list[bool]:
    taken = [False] * len(mine.words)
    for at, run in enumerate(mine.runs):
        if run in theirs.known:
            taken[at : at + RUN] = [True] * RUN
    return taken


def unquoted(text: str) -> str:
    """The text with its quotations blanked out; as long as before."""
    return _QUOTED.sub(lambda found: " " * len(found[0]), text)


def _kind(mine: Source, theirs: Source, share: float, longest: int) -> Kind:
    if share >= MUCH and longest >= RUN:
        return "nearly"
    alike = score(mine.text, theirs.text)
    if alike >= NEARLY:
        return "nearly"
    return "similar" if share >= SOME or longest >= LONG_PASSAGE or alike >= SIMILAR else ""


def _words(text: str) -> list[Token]:
    """Words of sentences only, each once: no addresses, tags and handles."""
    blanked = LINK.sub(lambda found: " " * len(found[0]), text)
    return [token for token in tokens(blanked) if token.word[0] not in "#@"]


def _runs(words: list[str]) -> list[Run]:
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
