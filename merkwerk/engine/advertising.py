"""Whether a text sounds like an advertisement: told to its writer only, as a question."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from merkwerk.engine.advertising_words import DOUBT, FIRST_PERSON, PARTS, WE
from merkwerk.engine.folding import aligned
from merkwerk.engine.questions import is_question
from merkwerk.engine.remark import Remark, words_at
from merkwerk.engine.text import LINK

LONGEST = 6_000
"""So many characters are read: an advertisement begins early."""

FEWEST_WORDS = 6
"""In a shorter text nobody misses a first person or a doubt."""

LEVEL = 2.0
_WEIGHTS = {
    "superlatives": 1.0,
    "calls": 1.0,
    "pride": 1.1,
    "hype": 1.1,
    "offers": 1.1,
    "exclamations": 0.5,
    "own-name": 0.3,
    "no-first-person": 0.5,
    "no-doubt": 0.4,
}
_AGAIN = 0.5
"""A second time counts half, a third time no more."""
_FIRST_PERSON, _DOUBT = -0.7, -0.6
_STRONG = ("superlatives", "calls", "pride", "hype", "offers")
_EXCLAIMED = re.compile(r"[^\s!]*!+")
_MOST_SHOWN = 4


@dataclass(frozen=True, slots=True)
class Advertising:
    """`sells`: it sounds like an advertisement. `parts` say by what, the weightiest first; also
    when it doesn't, so that nothing is hidden. There is no figure to show."""

    sells: bool
    parts: tuple[Remark, ...]

    def __bool__(self) -> bool:
        return self.sells

    def part(self, code: str) -> Remark | None:
        """The part with this code."""
        return next((part for part in self.parts if part.code == code), None)


def advertising(text: str, names: Iterable[str] = ()) -> Advertising:
    """Whether a Dutch or English text sounds like an advertisement. `names` are those of the own
    organisation and what it sells.

    Codes of parts, with their words: `superlatives`, `calls` (do this now), `pride` (we are proud
    to), `hype` (big words that say little), `offers`, `exclamations` (from two on), `own-name`;
    without words: `no-first-person`, `no-doubt` (nothing that was hard, went wrong or is asked).
    Somebody who says I, or what was hard, has to sell a good deal more before it is called so.
    One strong part at least is needed. Lists and weights are our own, set by hand; see
    docs/judgements.md. Takes time linear in the text, of which 6,000 characters are read."""
    text = text[:LONGEST]
    folded, starts, ends = aligned(text)
    folded = LINK.sub(lambda link: " " * len(link[0]), folded)
    found: dict[str, list[tuple[int, int]]] = {}
    for code, manner in PARTS.items():
        if spans := [match.span() for match in manner.finditer(folded) if match[0]]:
            found[code] = spans
    exclaimed = [match.span() for match in _EXCLAIMED.finditer(folded)]
    if sum(folded[start:end].count("!") for start, end in exclaimed) > 1:
        found["exclamations"] = exclaimed
    if named := _named(folded, names):
        found["own-name"] = named
    score = sum(_weight(code, len(spans)) for code, spans in found.items())
    missing, more = _human(text, folded)
    told = [
        Remark(code, words_at(text, [(starts[a], ends[b - 1]) for a, b in spans[:_MOST_SHOWN]]))
        for code, spans in sorted(found.items(), key=lambda pair: -_weight(*_counted(pair)))
    ]
    sells = score + more >= LEVEL and any(code in found for code in _STRONG)
    return Advertising(sells, (*told, *(Remark(code) for code in missing)))


def _counted(pair: tuple[str, list[tuple[int, int]]]) -> tuple[str, int]:
    return pair[0], len(pair[1])


def _weight(code: str, times: int) -> float:
    return _WEIGHTS[code] * (1.0 if times == 1 else 1.0 + _AGAIN)


def _named(folded: str, names: Iterable[str]) -> list[tuple[int, int]]:
    parts = [re.escape(aligned(name)[0]) for name in names if len(name.strip()) > 1]
    if not parts:
        return []
    manner = re.compile(rf"(?<!\w)(?:{'|'.join(parts)})(?!\w)")
    return [match.span() for match in manner.finditer(folded)]


def _human(text: str, folded: str) -> tuple[list[str], float]:
    """What a person would have said and is missing, and what all that weighs together."""
    first = bool(FIRST_PERSON.search(folded))
    doubt = bool(DOUBT.search(folded)) or is_question(text).asks
    more = (_FIRST_PERSON if first else 0.0) + (_DOUBT if doubt else 0.0)
    missing: list[str] = []
    if len(folded.split()) >= FEWEST_WORDS:
        missing = [
            code for code, there in (("no-first-person", first), ("no-doubt", doubt)) if not there
        ]
        more += sum(_WEIGHTS[code] for code in missing)
    if WE.search(folded) and not first:
        more += 0.2
    return missing, more
