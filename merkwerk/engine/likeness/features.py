"""What two short texts have in common, in numbers."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from merkwerk.engine.echoes.grams import plain
from merkwerk.engine.likeness.kin import kinship, land, rivalled, rivals
from merkwerk.engine.likeness.words import DENIALS, Word


@dataclass(frozen=True, slots=True)
class Matched:
    """For each word of a text how well the other text says it, 0 to 1, and where (-1: nowhere)."""

    kinship: tuple[float, ...]
    at: tuple[int, ...]


def matched(kin: Sequence[Sequence[float]]) -> Matched:
    """Each word with its best fellow in the other text, of equals the nearest place. `kin`: a row
    for each word, with how far it says the same as each of the other text's words."""
    found = [max(row) for row in kin]
    places = [
        _nearest(row, best, here / len(kin) * len(row)) if best else -1
        for here, (row, best) in enumerate(zip(kin, found, strict=True))
    ]
    return Matched(tuple(found), tuple(places))


def _nearest(row: Sequence[float], best: float, place: float) -> int:
    if row.count(best) == 1:
        return row.index(best)
    return min(
        (there for there, kin in enumerate(row) if kin == best), key=lambda at: abs(at - place)
    )


def _kin(word: Word, other: Word, language: str) -> float:
    if word.said == other.said:
        return 1.0
    if word.number or other.number:
        return float(word.number == other.number)
    if (word.weight < 1) != (other.weight < 1):
        return 0.0
    return kinship(word.stem, other.stem, language)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two texts as words, and what each finds in the other."""

    words: tuple[Word, ...]
    others: tuple[Word, ...]
    mine: Matched
    theirs: Matched
    language: str

    @classmethod
    def of(cls, words: tuple[Word, ...], others: tuple[Word, ...], language: str) -> Pair:
        """Both must have a word."""
        kin = [[_kin(word, other, language) for other in others] for word in words]
        theirs = list(zip(*kin, strict=True))
        return cls(words, others, matched(kin), matched(theirs), language)


def features(a: str, b: str, pair: Pair) -> dict[str, float]:
    """The numbers that `likeness` weighs; the comment behind each says what it catches."""
    mine, theirs = _covered(pair.words, pair.mine), _covered(pair.others, pair.theirs)
    said, answered = _said(pair.words, pair.mine), _said(pair.others, pair.theirs)
    left = _left(pair.words, pair.mine) + _left(pair.others, pair.theirs)
    order = (_ordered(pair.mine) + _ordered(pair.theirs)) / 2
    sizes = sorted((len(pair.words), len(pair.others)))
    return {
        "both": 2 * mine * theirs / (mine + theirs) if mine + theirs else 0.0,  # what both say
        "least": min(mine, theirs) * max(said, answered),  # nothing is left out on either side
        "letters": _trigrams(a, b),  # spelled alike
        "order": order * math.log1p(sizes[1]),  # the same words in the same order
        "loose": math.log1p(left) * _neighbours(pair.words, pair.others),  # but with other words
        "numbers": mine * theirs * len(_numbers(pair.words) ^ _numbers(pair.others)),  # other ones
        "lands": float(other_lands(pair.words, pair.others)),  # Spain where the other says Italy
        "asks": float(("?" in a) != ("?" in b)),  # a question where the other tells
        "rival": sizes[0] / max(sizes[1], 1) * rivalry(pair),  # red where the other says blue
        "denied": said * answered * (denies(pair.words) != denies(pair.others)),  # no, not yes
    }


def _covered(words: Sequence[Word], found: Matched) -> float:
    """The share of a text's weight that the other text says too."""
    total = sum(word.weight for word in words)
    said = sum(word.weight * kin for word, kin in zip(words, found.kinship, strict=True))
    return said / total if total else 0.0


def _said(words: Sequence[Word], found: Matched) -> float:
    """The same, of words with a meaning only."""
    kins = [kin for word, kin in zip(words, found.kinship, strict=True) if word.weight == 1]
    return sum(kins) / max(len(kins), 1)


def _left(words: Sequence[Word], found: Matched) -> float:
    """The weight that the other text does not say."""
    return sum(word.weight * (1 - kin) for word, kin in zip(words, found.kinship, strict=True))


def _ordered(found: Matched) -> float:
    """Of neighbouring matched words, the share that stands in the same order in the other text."""
    places = [place for place in found.at if place >= 0]
    pairs = list(pairwise(places))
    return sum(one < other for one, other in pairs) / len(pairs) if pairs else 1.0


def _neighbours(words: Sequence[Word], others: Sequence[Word]) -> float:
    """Jaccard of pairs of neighbouring stems."""
    mine = {(one.stem, two.stem) for one, two in pairwise(words)}
    theirs = {(one.stem, two.stem) for one, two in pairwise(others)}
    return len(mine & theirs) / max(len(mine | theirs), 1)


def _numbers(words: Sequence[Word]) -> set[str]:
    return {word.number for word in words if word.number}


def denies(words: Sequence[Word]) -> bool:
    """Whether there is a word that says no."""
    return any(word.said in DENIALS for word in words)


def other_lands(words: Sequence[Word], others: Sequence[Word]) -> bool:
    """Whether each names a land that the other does not."""
    mine, theirs = ({land(word.said) for word in each} - {-1} for each in (words, others))
    return bool(mine - theirs and theirs - mine)


def rivalry(pair: Pair) -> bool:
    """Whether a word that one text lacks has a rival there that the other lacks."""
    return bool(
        rival_words(pair.words, pair.mine, pair.others, pair.theirs, pair.language)
        or rival_words(pair.others, pair.theirs, pair.words, pair.mine, pair.language)
    )


def rival_words(
    words: Sequence[Word], found: Matched, others: Sequence[Word], theirs: Matched, language: str
) -> list[tuple[str, str]]:
    """Pairs that shut each other out, this text's word first."""
    missing = [
        other
        for other, kin in zip(others, theirs.kinship, strict=True)
        if kin < 1 and rivalled(other.stem, language)
    ]
    pairs = []
    for word, kin in zip(words, found.kinship, strict=True) if missing else ():
        if kin < 1 and rivalled(word.stem, language):
            against = [other for other in missing if rivals(word.stem, other.stem, language)]
            pairs += [(word.said, other.said) for other in against[:1]]
    return pairs


def _trigrams(a: str, b: str) -> float:
    """Dice of character 3-grams."""
    mine, theirs = _threes(a), _threes(b)
    total = mine.total() + theirs.total()
    return 2 * (mine & theirs).total() / total if total else 0.0


def _threes(text: str) -> Counter[str]:
    said = f" {plain(text)} "
    return Counter(said[at : at + 3] for at in range(len(said) - 2))
