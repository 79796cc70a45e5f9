"""Which of somebody's own contacts the words of a sentence mean."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from merkwerk.engine.folding import fold
from merkwerk.engine.identities.short_names import short_forms
from merkwerk.engine.jotting.values import Jotted

LEAST = 0.3
_WORD = re.compile(r"[^\W_]+")
_TITLES_WORDS = "mevr mevrouw mw dhr meneer heer mr mrs ms miss dr drs prof ir ing tante oom"
_TITLES = frozenset(_TITLES_WORDS.split())
_SMALL_WORDS = (
    "van von de der den het t ten ter te la le el al bin ben di da dos du del della d of "
    "from in op v vd bij"
)
_SMALL = frozenset(_SMALL_WORDS.split())


@dataclass(frozen=True, slots=True)
class _Named:
    given: str
    family: tuple[str, ...]
    words: frozenset[str]


def who(jotted: Jotted, names: Sequence[tuple[str, str, str]]) -> tuple[tuple[str, float], ...]:
    """The contacts that the people of a sentence may be, (key, certainty from 0 to 1), surest
    first; `names` are (key, name, organisation).

    A full name is sure (1); a given name alone .9 when one contact bears it, shared evenly among
    those who do; a short form of it .8 (Bas for Sebastiaan); a family name .7 with a title before
    it .9; the organisation, when it is named too, tells people of one name apart. Whoever is
    below .3 is left out: the sentence keeps its words. Linear in contacts times people."""
    found: dict[str, float] = {}
    known = [(key, _named(name), _words(organisation)) for key, name, organisation in names]
    for person in jotted.people:
        for key, certainty in _one(person, known):
            found[key] = max(found.get(key, 0.0), certainty)
    return tuple(sorted(found.items(), key=lambda pair: (-pair[1], pair[0])))


def mentioned(text: str, names: Sequence[tuple[str, str, str]]) -> tuple[tuple[str, float], ...]:
    """The contacts whose names stand in a sentence of which nobody was read: (key, certainty),
    surest first. A whole name is sure enough (.9); a given name with a capital is worth asking
    about (.6), since it may be somebody who was only spoken of."""
    words = set(_words(text))
    capitals = {word for part in text.split() if part[:1].isupper() for word in _words(part)}
    found: list[tuple[str, float]] = []
    for key, name, _organisation in names:
        named = _named(name)
        if len(named.words) > 1 and named.words <= words:
            found.append((key, 0.9))
        elif named.given in capitals:
            found.append((key, 0.6))
    return tuple(sorted(found, key=lambda pair: -pair[1]))


def is_telling(word: str) -> bool:
    """It may find somebody by itself: no title, and no small word between names."""
    return fold(word) not in _SMALL | _TITLES


def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(fold(text[:200])))


def _named(name: str) -> _Named:
    words = [word for word in _words(name) if word not in _TITLES]
    family = tuple(word for word in words[1:] if word not in _SMALL)
    return _Named(words[0] if words else "", family, frozenset(words) - _SMALL)


def _one(
    person: str, known: Sequence[tuple[str, _Named, tuple[str, ...]]]
) -> list[tuple[str, float]]:
    whole = _words(person)
    asked = [word for word in whole if word not in _TITLES and word not in _SMALL]
    if not asked:
        return []
    titled = len(whole) > 0 and whole[0] in _TITLES
    scored: list[tuple[str, float, bool]] = []
    for key, named, organisation in known:
        score = _score(asked, titled, named, frozenset(organisation))
        if score:
            scored.append((key, score, bool(set(asked) & set(organisation) - named.words)))
    # Who works where the sentence says stands before all who only share the name.
    if any(at_place for _, _, at_place in scored):
        scored = [one for one in scored if one[2]]
    best = max((score for _, score, _ in scored), default=0.0)
    near = [(key, score) for key, score, _ in scored if score >= best - 0.25]
    return [
        (key, round(score / len(near) ** 0.5, 2))
        for key, score in near
        if score / len(near) ** 0.5 >= LEAST
    ]


def _score(asked: list[str], titled: bool, named: _Named, organisation: frozenset[str]) -> float:
    """How well the words fit one contact by themselves."""
    own = [word for word in asked if word not in organisation or word in named.words]
    if not own:
        return 0.0
    rest = set(own[1:])
    if rest and not rest <= set(named.family):
        # Another family name is another person; an initial may stand for one.
        if not all(any(one.startswith(word) for one in named.family) for word in rest):
            return 0.0
        return 0.8 if own[0] == named.given else 0.0
    if own[0] == named.given:
        return 1.0 if rest else 0.9
    if own[0] in short_forms(named.given):
        return 0.95 if rest else 0.8
    if not rest and own[0] in named.family:
        return 0.9 if titled else 0.7
    if len(own[0]) == 1 and named.given.startswith(own[0]) and rest:
        return 0.85
    return 0.0
