"""The forms of one Dutch word: which readings it may have, and what those bring.

A word is read back to what it may come from, and each reading is only believed when its rules lead
to the word again and something speaks for it: a list, its ending, or other forms of it that people
are heard to say.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator

from merkwerk.engine.topics.dutch import lists
from merkwerk.engine.topics.dutch.nouns import (
    adjective,
    irregular,
    is_adjective,
    is_noun,
    noun,
    positives,
    singulars,
)
from merkwerk.engine.topics.dutch.paradigm import Paradigm
from merkwerk.engine.topics.dutch.spelling import syllables
from merkwerk.engine.topics.dutch.verbs import infinitives, is_verb, particle, verb

_PLURAL = re.compile(r"(?:[^aeiou]e[lr]|aar|je|[ts]ie|.{4}[^aeiouc]ie)s$")


def readings(word: str, heard: Container[str]) -> tuple[Paradigm, ...]:
    """What a word (folded) may be, believed. `heard`: words people say."""
    if not _is_word(word):
        return ()
    found = [*_verbs(word, heard), *_adjectives(word, heard)]
    compares = word.endswith("er") and all(word in one.own for one in found)
    found += _nouns(word, heard, bool(found) and not compares)
    return tuple(found)


def forms(word: str, heard: Container[str]) -> tuple[str, ...]:
    """Every other form of a word, what is likeliest first; a form of several words (`aan te
    vragen`) stands between spaces."""
    found: dict[str, None] = {}
    for reading in readings(word, heard):
        plain = [form for form in reading.forms if not _is_doubted(form, reading, heard)]
        found.update(dict.fromkeys(plain))
        found.update(dict.fromkeys(form for form in reading.others if form in heard))
    found.pop(word, None)
    return tuple(found)


def _is_word(word: str) -> bool:
    letters = word.isascii() and word.isalpha() and syllables(word) > 0
    return letters and (len(word) > 2 or word in lists.PLURALS) and word not in lists.NEVER


def _is_doubted(form: str, reading: Paradigm, heard: Container[str]) -> bool:
    """A plural by rule that nobody says, where another one is said (`teamen`, `teams`)."""
    if reading.kind != "noun" or form in reading.own or form == reading.lemma or form in heard:
        return False
    return any(other in heard for other in reading.others if other not in reading.own)


def _heard_of(forms: Iterable[str], heard: Container[str], word: str) -> int:
    return sum(form in heard for form in forms if form != word)


def _verbs(word: str, heard: Container[str]) -> Iterator[Paradigm]:
    for infinitive in dict.fromkeys(infinitives(word)):
        if len(infinitive) < 4 or infinitive in lists.NEVER or syllables(infinitive) < 2:
            continue
        reading = verb(infinitive)
        if not reading.holds(word):
            continue
        if is_verb(infinitive):
            own = reading.own - lists.NO_PASTS
            needed = 2 if particle(infinitive) else 1
            if word in reading.own or word == infinitive or _heard_of(own, heard, word) >= needed:
                yield reading
        elif word.endswith("dt") and word in reading.forms:
            yield reading
        elif infinitive in heard or word == infinitive:
            needed = 1 if word in (reading.own | {infinitive}) else 2
            if _heard_of(reading.own, heard, word) >= needed:
                yield reading


def _adjectives(word: str, heard: Container[str]) -> Iterator[Paradigm]:
    for lemma in dict.fromkeys((word, *positives(word))):
        if len(lemma) < 3 or lemma in lists.NEVER:
            continue
        reading = adjective(lemma)
        if reading.holds(word) and (
            is_adjective(lemma)
            or (word in (lemma, *reading.forms) and _degrees(reading, heard, word))
        ):
            yield reading


def _degrees(reading: Paradigm, heard: Container[str], word: str) -> bool:
    return reading.forms[1] in heard and _heard_of(reading.own, heard, word) > 1


def _nouns(word: str, heard: Container[str], is_known: bool) -> Iterator[Paradigm]:
    found = [] if word in lists.PLURALS or word in lists.NO_PLURALS else _singulars(word, heard)
    if is_known:
        found = [one for one in found if one.lemma in heard or one.lemma in lists.PLURALS]
    for reading in found:
        yield _without_small(reading, heard) if is_known else reading
    reading = noun(word)
    if word in lists.NO_PLURALS:
        yield _without_small(reading, heard)
    elif _heard_of(reading.own, heard, word) or is_noun(word):
        yield reading
    elif not (found or is_known):
        if word.endswith("en"):
            stems = (lemma for lemma in singulars(word) if noun(lemma).holds(word))
            yield Paradigm("noun", word, (word, *list(stems)[:1]), (word + "s",), frozenset())
        else:
            yield reading
    elif not found and not word.endswith(("en", "e")) and _heard_of(reading.forms, heard, word):
        yield _without_small(reading, heard)


def _singulars(word: str, heard: Container[str]) -> list[Paradigm]:
    """What a word may be the plural or the diminutive of; what is heard before what may be."""
    lemmas = (one for one in dict.fromkeys(singulars(word)) if len(one) > 1 and one != word)
    found = [noun(lemma) for lemma in lemmas if lemma not in lists.NEVER]
    found = [one for one in found if one.holds(word) and _is_singular(word, one, heard)]
    listed = [one for one in found if word in irregular(one.lemma, lists.PLURALS)]
    known = [one for one in found if one.lemma in heard or is_noun(one.lemma)]
    return listed or known or found[:1]


def _is_singular(word: str, reading: Paradigm, heard: Container[str]) -> bool:
    if word not in reading.forms and word not in reading.own:
        return reading.lemma in heard and bool(_heard_of(reading.own, heard, word))
    if reading.lemma in heard or _heard_of(reading.own, heard, word) or is_noun(reading.lemma):
        return True
    if word in reading.own:
        return word not in lists.NO_DIMINUTIVES and word in reading.forms
    return bool(_PLURAL.search(word)) and syllables(reading.lemma) > 1 and word in reading.forms


def _without_small(reading: Paradigm, heard: Container[str]) -> Paradigm:
    """The same without diminutives nobody says: the word may well be no noun."""
    return Paradigm(
        reading.kind,
        reading.lemma,
        tuple(form for form in reading.forms if form not in reading.own or form in heard),
        reading.others,
        reading.own,
    )
