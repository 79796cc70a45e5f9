"""What two short texts have in common, in numbers."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from merkwerk.engine.echoes.grams import plain
from merkwerk.engine.likeness.kin import kinship, rivals
from merkwerk.engine.likeness.words import DENIALS, Word


@dataclass(frozen=True, slots=True)
class Matched:
    """For each word of a text how well the other text says it, 0 to 1, and where (-1: nowhere)."""

    kinship: tuple[float, ...]
    at: tuple[int, ...]


def matched(words: Sequence[Word], others: Sequence[Word], language: str) -> Matched:
    """Each word with its best fellow in the other text, the nearest place first."""
    best: list[float] = []
    places: list[int] = []
    for here, word in enumerate(words):
        found, place = 0.0, -1
        relative = here / max(len(words), 1) * len(others)
        for at in sorted(range(len(others)), key=lambda there: abs(there - relative)):
            kin = _kin(word, others[at], language)
            if kin > found:
                found, place = kin, at
            if kin == 1:
                break
        best.append(found)
        places.append(place)
    return Matched(tuple(best), tuple(places))


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
        return cls(
            words,
            others,
            matched(words, others, language),
            matched(others, words, language),
            language,
        )


def features(a: str, b: str, pair: Pair) -> dict[str, float]:
    """The numbers that `likeness` weighs; the comment behind each says what it catches."""
    mine, theirs = _covered(pair.words, pair.mine), _covered(pair.others, pair.theirs)
    said, answered = _said(pair.words, pair.mine), _said(pair.others, pair.theirs)
    left, lost = _left(pair.words, pair.mine), _left(pair.others, pair.theirs)
    numbers, others = _numbers(pair.words), _numbers(pair.others)
    both = 2 * mine * theirs / (mine + theirs) if mine + theirs else 0.0
    denied = float(denies(pair.words) != denies(pair.others))
    rival = rivalry(pair)
    order = (_ordered(pair.mine) + _ordered(pair.theirs)) / 2
    sizes = sorted((len(pair.words), len(pair.others)))
    neighbours = _neighbours(pair.words, pair.others)
    fuller = max(said, answered)
    return {
        "both": both,  # each says what the other says
        "least": min(mine, theirs) * fuller,  # nothing is left out on either side
        "strong": fuller * both**3,  # all but everything is said
        "denied": said * answered * denied,  # one says no where the other says yes
        "numbers": mine * theirs * len(numbers ^ others),  # other numbers in the same words
        "clash": float(bool(numbers ^ others and numbers and others)) * order,
        "rival": (sizes[0] / max(sizes[1], 1)) * float(rival > 0),  # red where the other says blue
        "apart": max(left, lost) * float(rival > 0),
        "order": order * math.log1p(sizes[1]),  # the same words in the same order
        "loose": math.log1p(left + lost) * neighbours,  # neighbours stay neighbours
        "letters": _trigrams(a, b),  # spelled alike
        "phrases": neighbours * fuller,
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


def rivalry(pair: Pair) -> float:
    """How many words that one text lacks have a rival there that the other lacks; mean of both."""
    one = rival_words(pair.words, pair.mine, pair.others, pair.theirs, pair.language)
    other = rival_words(pair.others, pair.theirs, pair.words, pair.mine, pair.language)
    return (len(one) + len(other)) / 2


def rival_words(
    words: Sequence[Word], found: Matched, others: Sequence[Word], theirs: Matched, language: str
) -> list[tuple[str, str]]:
    """Pairs that shut each other out, this text's word first."""
    missing = [word for word, kin in zip(others, theirs.kinship, strict=True) if kin < 1]
    pairs = []
    for word, kin in zip(words, found.kinship, strict=True):
        if kin < 1:
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
