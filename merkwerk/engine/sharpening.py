"""What corrections teach a topic: a ranking of what was heard, and words to add or to leave out.

The words of a topic say nearly everything. The ranking learns from what was heard lately which
other words come along with them (posts that met the topic against posts that did not), and then
from the corrections, which weigh much more each. Ridge regression on groups of letters; no chance,
no clock. How well that goes: `script/bench crises`, docs/judgements.md."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from merkwerk.engine import letters
from merkwerk.engine.letters import Floats
from merkwerk.engine.text import tokens
from merkwerk.engine.topics.commonness import guess as commonness

LEAST_EXAMPLES = 10
MOST_HEARD = 10_000
"""The last so many posts of the stream are learned from; it takes about half a second."""

_WEIGHT = 20.0
"""A correction weighs as much as so many posts that were only heard."""

_SHRINK = 30.0
_STEPS = 12
_ALIKE_FROM = 0.4
"""A post that did not meet the words is like those that did from here: 0 is a usual post that met
nothing, 1 is a usual post that met the words."""

_MISSED_FROM = 0.02
"""From so many such posts for each one that met the words on, the words miss part of the subject:
such posts then count as if they had met them, and are learned from in a second round. When they are
fewer they are there by chance, and the words are believed."""

_ADDED_FROM = 0.6
_DROPPED_BELOW = 0.15
"""On the same scale: what is wanted without the words (when they miss nothing), and not wanted in
spite of them."""


@dataclass(frozen=True, slots=True)
class Example:
    """One correction: a post, and whether it is what the topic is about."""

    text: str
    wanted: bool


@dataclass(frozen=True, slots=True)
class Ranking:
    """What was learned. Takes 130 KB; scores 20,000 posts a second."""

    weights: Floats
    rare: Floats
    level: float
    adds: float
    drops: float

    def score(self, text: str) -> float:
        """Higher is more likely what the colleague wants; only the order means something."""
        return float(self.scores([text])[0])

    def scores(self, texts: Sequence[str]) -> Floats:
        """The score of each text, in one go: much cheaper than one by one."""
        found = letters.rows(letters.table(texts), self.rare).dot(self.weights) + self.level
        return found.astype(np.float32)

    def wanted(self, score: float, *, matched: bool) -> bool:
        """Whether a post with this score is wanted. The topic's words keep most of the say: a post
        that met them stays unless it looks like none of the others, one that did not has to look
        very much like those that did."""
        return score > self.drops if matched else score > self.adds

    def because(self, text: str, most: int = 5) -> tuple[tuple[str, float], ...]:
        """The words of the text that moved its score most, strongest first; below zero pulls down.
        Words that hardly count are left out."""
        table = letters.table([text])
        values = letters.rows(table, self.rare).values
        share = np.zeros(letters.PLACES, np.float32)
        share[table.places] = self.weights[table.places] * values
        words = list(dict.fromkeys(letters.plain(text).split()))
        parts = [float(share[letters.table([word]).places].sum()) for word in words]
        order = sorted(range(len(words)), key=lambda at: (-abs(parts[at]), at))
        return tuple((words[at], parts[at]) for at in order[:most] if abs(parts[at]) >= 0.02)


def learn(
    examples: Sequence[Example], stream: Sequence[str] = (), matched: Sequence[bool] = ()
) -> Ranking | None:
    """A ranking from at least ten corrections and, far better, from the posts heard lately
    (`stream`, newest last) with whether each met the topic's words (`matched`, as long).

    None when there are fewer than ten corrections, or when nothing tells wanted from unwanted:
    no post of both kinds. Refuses lists of different length. The same input gives the same ranking.
    """
    if len(stream) != len(matched):
        raise ValueError("Say of each post of the stream whether it met the topic.")
    known = {example.text: example.wanted for example in examples}
    if len(examples) < LEAST_EXAMPLES:
        return None
    heard = [
        (text, met)
        for text, met in zip(stream[-MOST_HEARD:], matched[-MOST_HEARD:], strict=True)
        if text not in known
    ]
    texts = [*known, *(text for text, _ in heard)]
    told = np.array([*known.values(), *(met for _, met in heard)], np.float32)
    if not 0 < told.sum() < len(told):
        return None
    weigh = np.ones(len(texts), np.float32)
    weigh[: len(known)] = _WEIGHT if heard else 1.0
    table = letters.table(texts)
    rare = letters.rareness(table)
    fit = letters.rows(table, rare)
    weights, level = _ridge(fit, told, weigh)
    if not heard:  # ten posts alone are too little to overrule the words of the topic
        return Ranking(weights, rare, level, math.inf, -math.inf)
    low, high = _middles(fit.dot(weights) + level, told)
    alike = fit.dot(weights) + level > low + _ALIKE_FROM * (high - low)
    alike[: len(known)] = False
    added = _ADDED_FROM
    if (alike & (told < 0.5)).sum() >= _MISSED_FROM * told.sum():
        weights, level = _ridge(fit, np.maximum(told, alike).astype(np.float32), weigh)
        low, high = _middles(fit.dot(weights) + level, told)
        added = _ALIKE_FROM
    span = high - low
    return Ranking(weights, rare, level, low + added * span, low + _DROPPED_BELOW * span)


def _middles(scores: Floats, told: Floats) -> tuple[float, float]:
    return float(scores[told < 0.5].mean()), float(scores[told > 0.5].mean())


def _ridge(fit: letters.Rows, target: Floats, weigh: Floats) -> tuple[Floats, float]:
    """Weights and level with the least weighed squares plus `_SHRINK` times the squared weights:
    conjugate gradients on the normal equations (Hestenes and Stiefel 1952), a few steps of it."""
    shrink = _SHRINK * min(1.0, len(target) / 1000)
    weights = np.zeros(letters.PLACES + 1, np.float32)

    def down(of_rows: Floats) -> Floats:
        return np.append(fit.gathered(of_rows), of_rows.sum()).astype(np.float32)

    left = down(weigh * target)
    way = left.copy()
    rest = first = float(left @ left)
    for _ in range(_STEPS):
        held = fit.dot(way[:-1]) + way[-1]
        pull = down((weigh * held).astype(np.float32))
        pull[:-1] += shrink * way[:-1]
        step = rest / float(way @ pull)
        weights += step * way
        left -= step * pull
        before, rest = rest, float(left @ left)
        if rest < 1e-8 * first:
            break
        way = left + (rest / before) * way
    return weights[:-1], float(weights[-1])


# --- words to add or to leave out --------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Proposal:
    """A word (or `#tag`) to add to a topic or to exclude from it. It stood in `seen_in` of the `of`
    corrections that speak for it; `heard` posts of the stream have it as well."""

    kind: Literal["add", "exclude"]
    word: str
    seen_in: int
    of: int
    heard: int = 0


def proposals(
    known: Collection[str],
    examples: Sequence[Example],
    stream: Sequence[str] = (),
    matched: Sequence[bool] = (),
    most: int = 3,
) -> tuple[Proposal, ...]:
    """Words a colleague may accept or not, at most so many of each kind, the best first.

    A word to add stands in wanted corrections and in no unwanted one, is not `known` (the folded
    words of the topic) and, where there is a stream, comes along with the topic's words more often
    than not; a word to exclude the other way round. A word that stands in one correction only is
    proposed when the stream speaks clearly for it. Words of every day and of one or two letters
    never are.
    """
    wanted = Counter(_words(example.text for example in examples if example.wanted))
    unwanted = Counter(_words(example.text for example in examples if not example.wanted))
    near = Counter(_words(text for text, met in zip(stream, matched, strict=True) if met))
    far = Counter(_words(text for text, met in zip(stream, matched, strict=True) if not met))
    met = sum(map(bool, matched))
    spoken = _Spoken(near, far, met, len(matched) - met)
    return (
        *_proposed("add", wanted, unwanted, known, examples, spoken, most),
        *_proposed("exclude", unwanted, wanted, known, examples, spoken, most),
    )


@dataclass(frozen=True, slots=True)
class _Spoken:
    """In how many posts of the stream each word stands, near the topic's words or far from them."""

    near: Counter[str]
    far: Counter[str]
    met: int
    missed: int

    def share(self, word: str) -> float:
        return (self.near[word] + 0.5) / (self.met + 1)

    def leans(self, word: str) -> float:
        """Above zero: comes along with the topic's words more often than without (log of odds)."""
        return math.log(self.share(word) * (self.missed + 1) / (self.far[word] + 0.5))


def _proposed(
    kind: Literal["add", "exclude"],
    here: Counter[str],
    there: Counter[str],
    known: Collection[str],
    examples: Sequence[Example],
    spoken: _Spoken,
    most: int,
) -> list[Proposal]:
    of = sum(example.wanted is (kind == "add") for example in examples)
    worth = _worth_adding if kind == "add" else _worth_excluding
    ranked = sorted(
        (-value, word)
        for word, seen in here.items()
        if not there[word] and word not in known and word.lstrip("#") not in known
        if (value := worth(word, seen, spoken)) > 0
    )
    return [
        Proposal(kind, word, here[word], of, spoken.near[word] + spoken.far[word])
        for _, word in ranked[:most]
    ]


def _worth_adding(word: str, seen: int, spoken: _Spoken) -> float:
    if not spoken.met:
        return seen if seen > 1 and len(word) > 3 else 0.0
    leans = spoken.leans(word)
    if seen == 1:
        return leans if leans >= 2.0 and spoken.share(word) >= 0.005 else 0.0
    return seen * (1.0 + leans) if leans >= (1.0 if seen == 2 else -0.7) else 0.0


def _worth_excluding(word: str, seen: int, spoken: _Spoken) -> float:
    """Never a word that usually comes along with the topic's words."""
    if not spoken.met:
        return seen if seen > 1 and len(word) > 3 else 0.0
    leans = spoken.leans(word)
    if leans > 0.5 or spoken.share(word) > 0.05:
        return 0.0
    if seen == 1:
        known_well = spoken.near[word] + spoken.far[word] >= 20
        return -leans / 2 if leans <= -2.0 and known_well else 0.0
    return seen * (1.0 - leans)


def _words(texts: Iterable[str]) -> Iterable[str]:
    """The words of each text, once a text; handles, figures and words of every day left out."""
    for text in texts:
        words = {token.word for token in tokens(text)}
        yield from sorted(
            word
            for word in words
            if len(word) > 2 and word[0] != "@" and not word.lstrip("#").isdigit()
            if commonness(word) < 0.1
        )
