"""Whether two short texts say the same, in whatever words."""

from __future__ import annotations

from dataclasses import dataclass

from merkwerk.engine.because import Because
from merkwerk.engine.likeness.features import Pair, denies, features, rival_words
from merkwerk.engine.likeness.weights import BIAS, WEIGHTS
from merkwerk.engine.likeness.words import spoken, words

SAME = 0.5
"""From here on two texts more likely than not say the same: the bar with the best balance of what
is found and what is right (F1), by people's judgement of pairs (4 or more of 5)."""

TOLD = 0.67
"""From here on it may be told to a person: three in four say the same, nearly all the rest differ
in a detail (`docs/judgements.md`)."""

LANGUAGES = ("nl", "en")

LONGEST = 1_000
"""So many characters of each text are read, and so many words of them at most: 120."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """`score`: 0 (other things, however near) to 1 (the same). `because`, the most telling first:

    - `same-words` (`words`): what both say;
    - `same-meaning` (`one`, `other`): different words for the same, up to three;
    - `other-numbers` (`one`, `other`), `other-words` (`one`, `other`): what shuts each other out;
    - `denied`: one says no where the other does not;
    - `only-one` (`words`): what only one of the two says.
    """

    score: float
    because: tuple[Because, ...]


def likeness(a: str, b: str, language: str = "") -> Likeness:
    """How far two short texts, headlines or posts, say the same thing in whatever words.

    Dutch and English (`language` "nl", "en"; guessed from small words when empty). Words match by
    stem, by our own lists of words for the same and of lands, and by their beginning; what shuts
    each other out (other numbers, red and blue, no and yes) counts against. Two empty texts have
    likeness 0, the same words 1. Symmetric. Of a text a thousand characters are read."""
    a, b = sorted((a[:LONGEST], b[:LONGEST]))
    code = language[:2].lower() or spoken(a, b)
    code = code if code in LANGUAGES else "en"
    one, other = words(a, code)[:120], words(b, code)[:120]
    if not one or not other:
        return Likeness(0.0, ())
    pair = Pair.of(one, other, code)
    if [word.said for word in one] == [word.said for word in other]:
        return Likeness(1.0, _because(pair))
    found = features(a, b, pair)
    score = BIAS + sum(WEIGHTS[name] * value for name, value in found.items())
    return Likeness(max(0.0, min(1.0, score)), _because(pair))


def _because(pair: Pair) -> tuple[Because, ...]:
    same: list[str] = []
    kin: list[Because] = []
    alone: list[str] = []
    for word, near, at in zip(pair.words, pair.mine.kinship, pair.mine.at, strict=True):
        if word.weight < 1:
            continue
        if near == 1:
            same.append(word.said)
        elif near >= 0.5:
            kin.append(Because("same-meaning", {"one": word.said, "other": pair.others[at].said}))
        elif near == 0:
            alone.append(word.said)
    for word, near in zip(pair.others, pair.theirs.kinship, strict=True):
        if word.weight == 1 and near == 0:
            alone.append(word.said)
    found = [Because("same-words", {"words": _listed(same)})] if same else []
    found += kin[:3] + _against(pair)
    if alone:
        found.append(Because("only-one", {"words": _listed(alone)}))
    return tuple(found)


def _against(pair: Pair) -> list[Because]:
    found = []
    one = {word.number for word in pair.words if word.number}
    other = {word.number for word in pair.others if word.number}
    if one and other and one != other:
        facts = {"one": _listed(sorted(one - other)), "other": _listed(sorted(other - one))}
        found.append(Because("other-numbers", facts))
    for mine, theirs in rival_words(pair.words, pair.mine, pair.others, pair.theirs, pair.language)[
        :2
    ]:
        found.append(Because("other-words", {"one": mine, "other": theirs}))
    if denies(pair.words) != denies(pair.others):
        found.append(Because("denied"))
    return found


def _listed(found: list[str]) -> str:
    return ", ".join(dict.fromkeys(found[:8]))
