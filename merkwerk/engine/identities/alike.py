"""Two names held against each other, word by word."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from merkwerk.engine.identities.names import FAMILY, GIVEN, PARTICLE, Name, Word, syllables
from merkwerk.engine.identities.short_names import same_given

_SHORT, _SLIP, _INITIAL, _ORDER, _MORE = 2.5, 5.0, 2.3, 1.0, 0.5
"""What a way of being alike takes off, in natural logarithms."""

AGAINST = -9.0
"""What it says when given or family names shut each other out."""


Surprise = Callable[[str], float]
"""How unlikely a word is in anybody's name (a natural logarithm, positive)."""


@dataclass(frozen=True, slots=True)
class Alike:
    """`worth` in natural logarithms of odds; `code` the weakest way in which words match:
    `same-name`, `same-words`, `short-name`, `initial`, `near-name`, `part-name`, `other-name`."""

    worth: float
    code: str


def alike(one: Name, other: Name, surprise: Surprise) -> Alike | None:
    """How much two names speak for one human; None when one has no words."""
    mine, theirs = _main(one), _main(other)
    if not mine or not theirs:
        return None
    if [w.text for w in mine] == [w.text for w in theirs]:
        return Alike(sum(surprise(word.text) for word in mine), "same-name")
    if len(mine) == 1 or len(theirs) == 1:
        return _one_word(mine, theirs, surprise)
    straight = _aligned(mine, theirs, surprise)
    turned = _aligned(mine, [*theirs[1:], theirs[0]], surprise)
    last = _aligned(mine, [theirs[-1], *theirs[:-1]], surprise)
    best = max(straight, turned, last, key=lambda found: found.worth)
    if best.worth <= 0 and len(mine) != len(theirs):
        return _two_families(mine, theirs, surprise)
    if best is straight or best.worth <= 0:
        return best
    return Alike(best.worth - _ORDER, "same-words" if best.code == "same-name" else best.code)


def _two_families(mine: list[Word], theirs: list[Word], surprise: Surprise) -> Alike:
    """With the last word of the longer one left out: Buitenhuis-Ploeg is Buitenhuis too."""
    shorter, longer = sorted((mine, theirs), key=len)
    found = _aligned(shorter, longer[:-1], surprise)
    if found.worth <= 0:
        return found
    return Alike(found.worth - 3 * _MORE, max(found.code, "same-words", key=_WEAKER.index))


def _main(name: Name) -> list[Word]:
    return [word for word in name.words if word.role != PARTICLE] or list(name.words)


def _one_word(mine: list[Word], theirs: list[Word], surprise: Surprise) -> Alike:
    """A single word (a first name, a name of signs without spaces) says only what it says."""
    single, many = (mine[0], theirs) if len(mine) == 1 else (theirs[0], mine)
    whole = "".join(word.text for word in many)
    back = "".join(word.text for word in [many[-1], *many[:-1]])
    if single.text in (whole, back):
        return Alike(sum(surprise(word.text) for word in many), "same-words")
    best = max((_word(single, word, surprise) for word in many), key=lambda found: found[0])
    return Alike(best[0] - _MORE, "part-name") if best[0] > 0 else Alike(AGAINST / 2, "other-name")


def _aligned(mine: list[Word], theirs: list[Word], surprise: Surprise) -> Alike:
    """First with first, last with last, and what is between wherever it fits."""
    first, first_code = _word(mine[0], theirs[0], surprise)
    if first <= 0:
        return Alike(AGAINST, "other-name")
    last, last_code = _word(mine[-1], theirs[-1], surprise)
    if last <= 0:
        return Alike(AGAINST, "other-name")
    worth, codes = first + last, [first_code, last_code]
    if codes == ["initial", "initial"]:
        return Alike(worth - _INITIAL, "initial")
    left = list(theirs[1:-1])
    for word in mine[1:-1]:
        found = max(((*_word(word, o, surprise), o) for o in left), default=None, key=_first)
        if found and found[0] > 0:
            worth += min(found[0], 3.0)
            left.remove(found[2])
        else:
            worth -= _MORE
            codes.append("same-words")
    worth -= _MORE * len(left)
    codes += ["same-words"] * bool(left)
    return Alike(worth, max(codes, key=_WEAKER.index))


_WEAKER = ("same-name", "same-words", "short-name", "initial", "near-name")


def _first(found: tuple[float, str, Word]) -> float:
    return found[0]


def _word(one: Word, other: Word, surprise: Surprise) -> tuple[float, str]:
    """What two words say about being the same name; 0 or less when they are not."""
    if one.text == other.text or not one.spelled.isdisjoint(other.spelled):
        return surprise(one.text), "same-name"
    if one.role != FAMILY and other.role != FAMILY and _short(one, other):
        return min(surprise(one.text), surprise(other.text)) - _SHORT, "short-name"
    shorter, longer = sorted((one.text, other.text), key=len)
    if len(shorter) == 1:
        return (_INITIAL, "initial") if longer.startswith(shorter) else (AGAINST, "other-name")
    if shorter == "".join(part[0] for part in syllables(longer)):
        return _INITIAL, "initial"
    if len(shorter) > 3 and longer.startswith(shorter) and not syllables(longer):
        return surprise(shorter) - _SLIP, "short-name"
    if any(_slip(mine, theirs) for mine in one.spelled for theirs in other.spelled):
        return max(surprise(one.text), surprise(other.text)) - _SLIP, "near-name"
    return AGAINST, "other-name"


def _slip(one: str, other: str) -> bool:
    return min(len(one), len(other)) > 5 and OSA.distance(one, other, score_cutoff=1) <= 1


def _short(one: Word, other: Word) -> bool:
    return (
        other.text in one.short
        or one.text in other.short
        or (one.role == GIVEN and other.role == GIVEN and same_given(one.text, other.text))
    )
