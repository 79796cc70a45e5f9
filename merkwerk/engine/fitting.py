"""Whether a text is like its writer's earlier ones: for the writer alone, never as a score."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from merkwerk.engine.advertising_words import FIRST_PERSON
from merkwerk.engine.languages import guess
from merkwerk.engine.questions import is_question
from merkwerk.engine.remark import Remark, words_at
from merkwerk.engine.text import LINK, fold, sentences, tokens
from merkwerk.engine.tone import address, formality
from merkwerk.engine.tone.formal_signs import EMOJI

FEWEST = 12
"""With fewer earlier texts nobody can say how somebody writes."""
MOST = 40
LONGEST = 1_000
RARE = 0.15
"""Said only when at most this part of the earlier texts goes as far, the new one counted in."""
SHOWN = 2
_FEWEST_WORDS = 8


@dataclass(frozen=True, slots=True)
class Fit:
    """`of`: how many earlier texts of the same language it was held against; below `FEWEST` nothing
    is said. `differences`: at most two, the most unusual first."""

    of: int
    differences: tuple[Remark, ...] = ()

    @property
    def enough(self) -> bool:
        """Whether there is enough earlier writing to say anything."""
        return self.of >= FEWEST


@dataclass(frozen=True, slots=True)
class _Text:
    """A text, read once."""

    text: str
    language: str

    @property
    def folded(self) -> str:
        return fold(LINK.sub(" ", self.text))


_Measure = Callable[[_Text], float | None]


def _formal(one: _Text) -> float | None:
    return formality(one.text, one.language).score if len(one.text.split()) >= 5 else None


def _address(one: _Text) -> float | None:
    """1 for u, 0 for je; none where nobody is addressed or both are."""
    said = address(one.text, one.language)
    return None if bool(said.formal) == bool(said.informal) else float(bool(said.formal))


def _sentence_words(one: _Text) -> float | None:
    counted = [len(part.split()) for part in sentences(LINK.sub(" ", one.text))]
    long = [words for words in counted if words > 2]
    return statistics.fmean(long) if long else None


def _first_person(one: _Text) -> float | None:
    return float(bool(FIRST_PERSON.search(one.folded)))


def _asks(one: _Text) -> float | None:
    return float(is_question(one.text).asks)


def _exclamations(one: _Text) -> float | None:
    return float(one.text.count("!"))


def _emoji(one: _Text) -> float | None:
    return float(len(EMOJI.findall(one.text)))


def _tags(one: _Text) -> float | None:
    return float(sum(1 for token in tokens(one.text) if token.word[0] == "#"))


_MEASURES: tuple[tuple[str, _Measure, int, float], ...] = (
    ("formal-address", _address, 1, 1.0),
    ("familiar-address", _address, -1, 1.0),
    ("no-first-person", _first_person, -1, 1.0),
    ("more-formal", _formal, 1, 0.35),
    ("more-casual", _formal, -1, 0.35),
    ("longer-sentences", _sentence_words, 1, 6.0),
    ("more-exclamations", _exclamations, 1, 2.0),
    ("more-emoji", _emoji, 1, 2.0),
    ("more-tags", _tags, 1, 2.0),
    ("no-question", _asks, -1, 1.0),
)
"""Code, measure, direction in which it differs, and how far from the middle it must be; of equals
the first is told first."""


def fitting(text: str, earlier: Sequence[str]) -> Fit:
    """What in a text differs from how its writer wrote before (`earlier`: their own texts, newest
    first, of which forty in the same language are read, a thousand characters of
    each).

    Codes: `formal-address`, `familiar-address` (je and u; facts `words`: those of the text),
    `no-first-person`, `more-formal`, `more-casual`, `longer-sentences` (facts `now`, `usual`: words
    a sentence), `more-exclamations`, `more-emoji`, `more-tags` (facts `now`, `usual`),
    `no-question`, `new-subject` (not one of its long words stood in any of them, with those words).
    A difference is told when it is clear (a step for each measure) and rare: at most 15 in 100 of
    the earlier texts go as far. Texts of fewer than eight words are held against nothing."""
    mine = _Text(text[:LONGEST], guess(text).language)
    others = [_Text(one[:LONGEST], guess(one).language) for one in earlier[: MOST * 2]]
    if mine.language:
        others = [one for one in others if one.language in ("", mine.language)]
    others = others[:MOST]
    if len(others) < FEWEST or len(mine.text.split()) < _FEWEST_WORDS:
        return Fit(len(others))
    found: list[tuple[float, int, Remark]] = []
    for place, (code, measure, direction, step) in enumerate(_MEASURES):
        now = measure(mine)
        usual = [value for one in others if (value := measure(one)) is not None]
        if now is None or len(usual) < FEWEST:
            continue
        middle = statistics.median(usual)
        as_far = sum(direction * value >= direction * now for value in usual)
        rarity = (as_far + 1) / (len(usual) + 1)
        if direction * (now - middle) >= step and rarity <= RARE:
            found.append((rarity, place, _told(code, mine, now, middle)))
    if strange := _new_subject(mine, others):
        found.append((RARE, len(_MEASURES), strange))
    return Fit(len(others), tuple(remark for *_, remark in sorted(found, key=_rarest)[:SHOWN]))


def _rarest(one: tuple[float, int, Remark]) -> tuple[float, int]:
    return one[:2]


def _told(code: str, mine: _Text, now: float, usual: float) -> Remark:
    if code.endswith("-address"):
        said = address(mine.text, mine.language)
        words = dict.fromkeys(word.lower() for word in said.formal or said.informal)
        return Remark(code, facts=(("words", ", ".join(list(words)[:3])),))
    return Remark(code, facts=(("now", round(now)), ("usual", round(usual))))


_LONG_WORD, _MANY_WORDS, _KNOWN_BEGINNING = 6, 6, 6


def _new_subject(mine: _Text, others: Sequence[_Text]) -> Remark | None:
    """Whether none of its long words begins like one of the earlier texts, where these usually
    have some in common with each other."""
    places: dict[str, tuple[int, int]] = {}
    for token in tokens(mine.text):
        if len(token.word) >= _LONG_WORD and token.word.isalpha():
            places.setdefault(token.word[:_KNOWN_BEGINNING], (token.start, token.end))
    if len(places) < _MANY_WORDS or len(others) < 2 * FEWEST:
        return None
    known = {word[:_KNOWN_BEGINNING] for one in others for word in one.folded.split()}
    if not known.isdisjoint(places):
        return None
    return Remark("new-subject", words_at(mine.text, list(places.values())[:3]))
