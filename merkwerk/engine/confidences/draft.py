"""A text as a name hunter reads it: one row of letters, with the words they stand in.

Signs between letters are left out of the row, so that a name is found however it is split, joined
or hyphenated; each word remembers where it stands, how it was written and what stood before it."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice

from merkwerk.engine.folding import aligned
from merkwerk.engine.text import fold

LONGEST_WORD = 200
LONGEST_DRAFT = 400_000
"""Letters looked at; what comes after them is not."""

_TOKEN = re.compile(r"[^\W_]+")
_HARD = re.compile(r"[,;:!?()\[\]{}\"“”„«»…•]|\n\s*\n|\n[ \t]*[*•-]")
_STOP = re.compile(r"[.!?…:\n•\"“„«(]")
_CAMEL = re.compile(r"(?<=[a-zà-ÿ0-9])(?=[A-ZÀ-Þ])|(?<=[A-Z])(?=[A-Z][a-z])")
_RUN = re.compile(r"(?<![a-z0-9$€!|])(?=[a-z]*+[0-9@$€!|])[a-z0-9$€][a-z0-9@$€!|]*[a-z0-9]")
_GUISE = re.compile(r"[0-9@$€!|]")
_LETTER = re.compile(r"[a-z]")
_GUISES = str.maketrans("0134578@$€!|", "oieastbaseil")

_ENDINGS = "nl com org net eu be de io co uk fr info dev app frl amsterdam"
_DOMAINS = frozenset(_ENDINGS.split())

LOWER, CAPITAL, UPPER = 0, 1, 2


@dataclass(slots=True)
class Word:
    """`first` and `end` count letters of the row, `at` those of the folded text."""

    word: str
    first: int
    end: int
    at: int
    case: int
    opens: bool
    """Begins a sentence, so that its capital says nothing."""
    joined: bool
    """Nothing but a space, a hyphen or the like stands between it and the word before."""
    before: str
    """The signs before it."""
    marked: bool
    """Stands in a tag, a handle or a web address."""
    camels: tuple[int, ...] = ()
    """Letters within it, counted in the row, where a new capital begins."""


@dataclass(slots=True)
class Draft:
    """`letters` is the row; `reach[n]` is where the run of joined words that word `n` stands in
    ends, in letters."""

    text: str
    letters: str
    words: list[Word]
    starts: Sequence[int]
    ends: Sequence[int]
    reach: list[int] = field(default_factory=list)
    only: list[int] | None = None
    """The words to begin at; None for all."""
    shouted: bool = False
    """All of it is in capitals, so that capitals say nothing."""

    def place(self, word: int, first: int, last_word: int, end: int) -> tuple[int, int]:
        """Where letters `first` to `end` of the row, in these two words, stand in the original."""
        opening, closing = self.words[word], self.words[last_word]
        return (
            self.starts[opening.at + first - opening.first],
            self.ends[closing.at + end - 1 - closing.first],
        )

    def attended(self) -> Sequence[int]:
        """The numbers of the words at which something may begin."""
        return range(len(self.words)) if self.only is None else self.only


def read(text: str) -> list[Draft]:
    """The text as it stands, and once more with digits and signs taken for the letters they
    resemble ("W4terbedrijf N00rd") when it has such."""
    text = text[:LONGEST_DRAFT]
    folded, starts, ends = _aligned(text)
    drafts = [_draft(text, folded, starts, ends)]
    plain = _RUN.sub(_undisguised, folded) if _GUISE.search(folded) else folded
    if plain != folded:
        drafts.append(_draft(text, plain, starts, ends))
        drafts[1].only = _disguised(drafts[1], folded)
    return drafts


def _undisguised(found: re.Match[str]) -> str:
    run = found[0]
    return run.translate(_GUISES) if _LETTER.search(run) else run


def _disguised(draft: Draft, folded: str) -> list[int]:
    """The words that read otherwise, and those before them with which they may make a name. A
    long one is marked: who writes so means something by it."""
    begins: set[int] = set()
    for number, word in enumerate(draft.words):
        if folded[word.at : word.at + len(word.word)] != word.word:
            word.marked = word.marked or len(word.word) >= 5
            begins.update(range(max(0, number - 4), number + 1))
    return sorted(begins)


def _aligned(text: str) -> tuple[str, Sequence[int], Sequence[int]]:
    """As `aligned`, quicker for texts in which every sign folds to one."""
    if not text.isascii():
        folded = fold(text)
        unusual = {sign for sign in set(text) if not sign.isascii()}
        if len(folded) != len(text) or any(len(fold(sign)) != 1 for sign in unusual):
            return aligned(text)
        return folded, range(len(text)), range(1, len(text) + 1)
    return aligned(text)


def _draft(text: str, folded: str, starts: Sequence[int], ends: Sequence[int]) -> Draft:
    words: list[Word] = []
    gaps: dict[str, tuple[bool, bool]] = {}
    last = first = 0
    marked = False
    for found in _TOKEN.finditer(folded):
        at, after = found.span()
        gap = folded[last:at]
        if gap not in gaps:
            gaps[gap] = _opens(gap), len(gap) <= 3 and not _HARD.search(gap)
        opens, joined = gaps[gap]
        if words and ". " in gap and len(words[-1].word) <= 3:
            opens = False  # an abbreviation ends no sentence
        elif ". " in gap or ".\n" in gap:
            joined = joined and len(words[-1].word) <= 12 if words else False
        marked = _is_marked(gap, marked)
        written = text[starts[at] : ends[after - 1]]
        word = found[0]
        small = written == word
        words.append(
            Word(
                word, first, first + len(word), at, LOWER if small else _case(written),
                opens or not words, joined and bool(words), gap, marked,
                () if small else _camels(written, word, first),
            )
        )  # fmt: skip
        first += len(word)
        last = after
    for one, following in itertools.pairwise(words):
        if following.before == "." and (following.word in _DOMAINS or one.word == "www"):
            one.marked = following.marked = True
    draft = Draft(text, "".join(word.word for word in words), words, starts, ends)
    draft.reach = _reach(words)
    draft.shouted = bool(words) and sum(word.case == UPPER for word in words) > len(words) / 2
    return draft


def _opens(gap: str) -> bool:
    """A dot between letters ("nos.nl") is no end of a sentence."""
    return bool(_STOP.search(gap)) and gap != "."


def _is_marked(gap: str, before: bool) -> bool:
    if gap.endswith(("#", "@")) or "://" in gap:
        return True
    return before and bool(gap) and not any(sign.isspace() for sign in gap)


def _case(written: str) -> int:
    if written.islower() or not written[:1].isupper():
        return LOWER
    return UPPER if len(written) > 1 and written.isupper() else CAPITAL


def _camels(written: str, word: str, first: int) -> tuple[int, ...]:
    if len(written) != len(word) or len(word) < 5 or written.islower() or written.istitle():
        return ()
    camels = (first + found.start() for found in _CAMEL.finditer(written[:LONGEST_WORD]))
    return tuple(islice(camels, 24))


def _reach(words: list[Word]) -> list[int]:
    reach = [0] * len(words)
    end = 0
    for place in range(len(words) - 1, -1, -1):
        if place + 1 == len(words) or not words[place + 1].joined:
            end = words[place].end
        reach[place] = end
    return reach
