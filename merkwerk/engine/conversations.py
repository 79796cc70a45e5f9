"""Who answers whom in a chat where everybody speaks at once: for each message the earlier one it
answers, and from that the conversations. After Kummerfeld et al. (ACL 2019), with a dozen signs and
weights learned from their annotated channels by `bench/conversations.py --train`."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from merkwerk.engine.text import fold

REACH = 80
"""So many messages are looked back at; beyond, hardly anything is answered."""

WEIGHTS: Mapping[str, float] = MappingProxyType(
    {
        "back": 2.34,
        "back, newest": 0.7,
        "begins": -2.99,
        "begins, asks": 0.93,
        "begins, greets": 2.21,
        "begins, long silent": 0.22,
        "begins, names nobody": 0.37,
        "begins, never spoke": 1.89,
        "begins, system": 4.43,
        "begins, words": 0.49,
        "both ask": -0.07,
        "both name": 2.61,
        "distance": -1.42,
        "minutes": -0.61,
        "names another": -1.38,
        "next": -0.76,
        "other, newest": -0.01,
        "same": -0.61,
        "same, names both": 0.71,
        "same, names nobody": 1.19,
        "same, newest": 1.36,
        "same, next": 0.95,
        "shared": 1.1,
        "there asks": 0.22,
        "there greets": -0.1,
        "there names another": -1.88,
        "to": 4.61,
        "to and back": -1.02,
        "to, newest": 0.22,
    }
)
"""How much each sign speaks for a candidate. Learned from ten channels of Ubuntu, 2004 to 2016."""

_WORD = re.compile(r"[^\W_][\w'-]*")
_NAME = re.compile(r"^\s*@?([^\s:,]+)[:,]|@([\w.-]+)")


@dataclass(frozen=True, slots=True)
class Said:
    """One message: who said it, the text, when (seconds, from anywhere)."""

    author: str
    text: str
    at: float


@dataclass(slots=True)
class _Heard:
    """A message as it is looked at: its words, whom it names, where its people spoke last."""

    said: Said
    author: str
    words: frozenset[str]
    named: frozenset[str]
    asks: bool
    greets: bool
    before: dict[str, int] = field(default_factory=dict)


def answers(messages: Sequence[Said], weights: Mapping[str, float] = WEIGHTS) -> tuple[int, ...]:
    """For each message, oldest first, the place of the earlier message it answers or goes on from;
    its own place when it begins something. Looks back `REACH` messages; 1 ms a message at most."""
    heard = _hear(messages)
    rare = _rareness(heard)
    return tuple(_best(heard, place, rare, weights) for place in range(len(heard)))


def conversations(
    messages: Sequence[Said], weights: Mapping[str, float] = WEIGHTS
) -> tuple[int, ...]:
    """For each message the place of the first message of its conversation."""
    first: list[int] = []
    for place, earlier in enumerate(answers(messages, weights)):
        first.append(place if earlier == place else first[earlier])
    return tuple(first)


def all_signs(
    messages: Sequence[Said], places: Sequence[int]
) -> list[list[tuple[int, dict[str, float]]]]:
    """For learning weights: the signs of each candidate of each of these messages; the message
    itself comes last."""
    heard = _hear(messages)
    rare = _rareness(heard)
    return [_signs(heard, place, rare) for place in places]


def _best(
    heard: Sequence[_Heard], place: int, rare: Mapping[str, float], weights: Mapping[str, float]
) -> int:
    def score(of: dict[str, float]) -> float:
        return sum(weights.get(name, 0.0) * value for name, value in of.items())

    candidates = _signs(heard, place, rare)
    return max(candidates, key=lambda one: (score(one[1]), one[0]))[0]


def _hear(messages: Sequence[Said]) -> list[_Heard]:
    people = {fold(said.author) for said in messages if said.author}
    last: dict[str, int] = {}
    heard: list[_Heard] = []
    for place, said in enumerate(messages):
        text, author = fold(said.text), fold(said.author)
        words = frozenset(_WORD.findall(text))
        spoken = {name for pair in _NAME.findall(text) for name in pair if name}
        named = frozenset((spoken | {word for word in words if len(word) > 3}) & people - {author})
        heard.append(
            _Heard(
                said,
                author,
                words - people,
                named,
                "?" in text,
                bool(words & {"hi", "hello", "hey", "hoi", "hallo", "goedemorgen"}),
                dict(last),
            )
        )
        last[author] = place
    return heard


def _rareness(heard: Sequence[_Heard]) -> dict[str, float]:
    seen = Counter(word for one in heard for word in one.words)
    return {word: math.log(len(heard) / number) for word, number in seen.items()}


def _signs(
    heard: Sequence[_Heard], place: int, rare: Mapping[str, float]
) -> list[tuple[int, dict[str, float]]]:
    here = heard[place]
    found = [
        (earlier, _pair(heard, earlier, place, rare))
        for earlier in range(max(0, place - REACH), place)
        if heard[earlier].author
    ]
    gone = place - here.before[here.author] if here.author in here.before else REACH
    alone = {
        "begins": 1.0,
        "begins, asks": float(here.asks),
        "begins, greets": float(here.greets),
        "begins, names nobody": float(not here.named),
        "begins, long silent": math.log1p(min(gone, REACH)),
        "begins, never spoke": float(here.author not in here.before),
        "begins, words": math.log1p(len(here.words)),
        "begins, system": float(not here.author),
    }
    return [*found, (place, alone)]


def _pair(
    heard: Sequence[_Heard], earlier: int, place: int, rare: Mapping[str, float]
) -> dict[str, float]:
    there, here = heard[earlier], heard[place]
    same = there.author == here.author
    to, back = there.author in here.named, here.author in there.named
    newest = here.before.get(there.author) == earlier
    shared = sum(rare[word] for word in here.words & there.words if rare[word] > 3)
    return {
        "distance": math.log1p(place - earlier - 1),
        "minutes": math.log1p(max(0.0, here.said.at - there.said.at) / 60),
        "next": float(place - earlier == 1),
        "to": float(to),
        "to, newest": float(to and newest),
        "back": float(back),
        "back, newest": float(back and newest),
        "to and back": float(to and back),
        "same": float(same),
        "same, newest": float(same and newest),
        "same, next": float(same and place - earlier == 1),
        "same, names both": float(same and bool(here.named & there.named)),
        "same, names nobody": float(same and not here.named),
        "other, newest": float(not same and newest),
        "names another": float(bool(here.named) and not to and not same),
        "there names another": float(bool(there.named) and not back and not same),
        "both name": float(bool(here.named & there.named)),
        "there asks": float(there.asks and not same),
        "both ask": float(there.asks and here.asks),
        "shared": math.log1p(shared),
        "there greets": float(there.greets and not same),
    }
