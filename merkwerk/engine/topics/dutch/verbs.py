"""Verbs: present, past and participle, weak by rule and strong by list, with what they are made of
(`aanvragen`, `verkopen`)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from merkwerk.engine.topics.dutch import lists
from merkwerk.engine.topics.dutch.paradigm import Paradigm
from merkwerk.engine.topics.dutch.spelling import closed, opened, syllables


class Parts(NamedTuple):
    stem: str
    third: str
    past: str
    pasts: str
    participle: str


_PLURALS = tuple(form for forms in lists.PLURALS.values() for form in forms if form[-4:] == "eren")
_PLURALS += ("ouderen", "anderen")


def is_verb(infinitive: str) -> bool:
    """Whether it is a listed verb, or a listed one with something before it."""
    if infinitive in lists.STRONG or infinitive in lists.WEAK or infinitive in lists.WHOLE:
        return True
    if infinitive.endswith("eren") and syllables(infinitive) > 3:
        return not infinitive.endswith(_PLURALS)
    return any(core in lists.STRONG or core in lists.WEAK for _, core in _starts(infinitive))


def _starts(infinitive: str) -> Iterator[tuple[str, str]]:
    for start in (*lists.PARTICLES, *lists.INSEPARABLE):
        if infinitive.startswith(start) and len(infinitive) - len(start) > 3:
            yield start, infinitive[len(start) :]


def particle(infinitive: str) -> str:
    """What stands off from a separable verb: `aan` of `aanvragen`."""
    if infinitive in lists.STRONG or infinitive in lists.WEAK or infinitive in lists.WHOLE:
        return ""
    for start, core in _starts(infinitive):
        if start in lists.PARTICLES and is_verb(core):
            return start
    return ""


def parts(infinitive: str) -> Parts:
    """The principal parts."""
    if start := particle(infinitive):
        return Parts(*(start + form for form in parts(infinitive[len(start) :])))
    if infinitive in lists.STRONG:
        return _strong(infinitive)
    for start, core in _starts(infinitive):
        whole = start in lists.INSEPARABLE or infinitive in lists.WHOLE
        if whole and (core in lists.STRONG or core in lists.WEAK):
            found = parts(core)
            own = Parts(*(start + form for form in found))
            return own._replace(participle=start + found.participle.removeprefix("ge"))
    return _weak(infinitive)


def _strong(infinitive: str) -> Parts:
    stem = lists.STEMS.get(infinitive) or _stem(infinitive)
    past, pasts, participle = lists.STRONG[infinitive]
    return Parts(stem, _third(stem), past, pasts, participle)


def _weak(infinitive: str) -> Parts:
    stem, base = _stem(infinitive), infinitive.removesuffix("n").removesuffix("e")
    end = "t" if base.endswith(("t", "k", "f", "s", "p", "x", "ch")) else "d"
    participle = stem if stem.endswith(end) else stem + end
    start = next((start for start in lists.INSEPARABLE if infinitive.startswith(start)), "")
    if not (start and _begins(infinitive[len(start) :])) and infinitive not in lists.WHOLE:
        participle = participle if _is_ge(infinitive) else "ge" + participle
    return Parts(stem, _third(stem), f"{stem}{end}e", f"{stem}{end}en", participle)


def _is_ge(infinitive: str) -> bool:
    return infinitive.startswith("ge") and _begins(infinitive[2:])


def _begins(rest: str) -> bool:
    """Whether what follows on a prefix can be a verb by itself (not `llen` of `bellen`)."""
    return syllables(rest) > 1 and not (len(rest) > 1 and rest[0] == rest[1])


def _third(stem: str) -> str:
    if stem.endswith("a") and not stem.endswith("aa"):
        return stem + "at"
    return stem if stem.endswith("t") else stem + "t"


def _stem(infinitive: str) -> str:
    base = infinitive[:-2] if infinitive.endswith("en") else infinitive[:-1]
    core = next(
        (core for start, core in _starts(base + "en") if start in lists.INSEPARABLE), base + "en"
    )[:-2]
    if base[-2:] in ("el", "en", "em") and syllables(core) > 1:
        return base
    if base.endswith("er") and syllables(core) > 1 and core.endswith(lists.SHORT_STEMS):
        return base
    return closed(base)


def verb(infinitive: str) -> Paradigm:
    """Everything an infinitive can become. A separable verb brings `aan te vragen`, as words."""
    stem, third, past, pasts, participle = parts(infinitive)
    forms: tuple[str, ...] = (infinitive, stem, third, past, pasts, participle)
    if start := particle(infinitive):
        forms = (*forms, f"{start} te {infinitive[len(start) :]}")
    others = [infinitive + "d", infinitive + "de", _inflected(participle)]
    if not third.endswith("t"):
        others.append(stem + "t")
    own = frozenset((third, past, pasts, participle)) - {stem, infinitive}
    return Paradigm("verb", infinitive, forms, tuple(others), own)


def _inflected(participle: str) -> str:
    if participle.endswith("en"):
        return participle
    return opened(participle) + "e"


_PASTS = {form: infinitive for infinitive, forms in lists.STRONG.items() for form in forms} | {
    form: infinitive for infinitive, stem in lists.STEMS.items() for form in (stem, _third(stem))
}


def infinitives(word: str) -> Iterator[str]:
    """What a form of a verb may come from; some of it nonsense."""
    if word.endswith("n") and len(word) > 3:
        yield word
        yield from (end for end in (word.removesuffix("d"), word.removesuffix("de")) if end != word)
    if word.endswith(("end", "ende")):
        yield word.removesuffix("e").removesuffix("d")
    for stem in _stems(word):
        if len(stem) > 1:
            for base in dict.fromkeys((opened(stem), stem + stem[-1], opened(stem, True), stem)):
                yield base + "en"
    yield from _old(word)


def _stems(word: str) -> Iterator[str]:
    yield word
    for end in ("t", "d", "te", "de", "ten", "den"):
        if word.endswith(end):
            cut = word[: -len(end)]
            yield from (cut, cut + end[0])
    for start in ("", *lists.PARTICLES):
        if word.startswith(start + "ge"):
            rest = start + word[len(start) + 2 :]
            for plain in (rest, rest[:-1] if rest.endswith("e") else ""):
                if plain.endswith(("t", "d")):
                    yield from (plain[:-1], plain)


def _old(word: str) -> Iterator[str]:
    if word in _PASTS and word not in lists.NO_PASTS:
        yield _PASTS[word]
    for start, rest in _starts_of_form(word):
        for form in (rest, "ge" + rest):
            if form in _PASTS:
                yield start + _PASTS[form]


def _starts_of_form(word: str) -> Iterator[tuple[str, str]]:
    for start in (*lists.PARTICLES, *lists.INSEPARABLE):
        if word.startswith(start) and len(word) - len(start) > 1:
            yield start, word[len(start) :]
