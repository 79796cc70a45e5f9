"""Nouns and adjectives: their plurals, diminutives and degrees by rule."""

from __future__ import annotations

import re
from collections.abc import Iterator

from merkwerk.engine.topics.dutch import lists
from merkwerk.engine.topics.dutch.paradigm import Paradigm
from merkwerk.engine.topics.dutch.spelling import closed, opened, syllables

_SOFT = re.compile(r"(?:[^aeiou]|ij|ui|ou|au|oe|ie|ei)e(?:[lmr]|rd)$|aard$")
_STRESSED_IE = re.compile(
    r"(?:or|om|ap|og|str|arch|crat|fob|op|path|em|od|log|erg|teg|gor|sympath|ener|rap|nie)ie$"
)
_TJE = re.compile(
    r"(?:aa|ee|oo|uu|ie|eu|oe|ij|ei|ui|ou|au)[lnrw]?$|uw$|[^aeiou]e[lnr]$|[^o]or$|en$"
)
_ETJE = re.compile(r"(?:^|[^aeiou])[aeiou](?:[lnrm]|ng)$")
_PJE = re.compile(r"(?:aa|ee|oo|uu|ie|eu|oe|ij|ei|ui|ou|au|ea|[^aeiou]e|[lrs])m$")


def irregular(word: str, table: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    """What a table says of a word or of what it ends in (`snelweg` of `weg`)."""
    for at in range(len(word) - 1):
        tail = word[at:]
        if tail in table and (at == 0 or (syllables(word[:at]) and at > 1 and len(tail) > 2)):
            return tuple(word[:at] + form for form in table[tail])
    return ()


def plurals(word: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Plurals by rule, and others that people may say."""
    if listed := irregular(word, lists.PLURALS):
        return listed, (word + "s",)
    base = opened(word)
    regular = base + "en"
    others = (word + "s", word + "en", opened(word, voiced=base == opened(word, False)) + "en")
    if word.endswith("heid"):
        return (word[:-4] + "heden",), ()
    if word.endswith("icus"):
        return (word[:-2] + "i",), ()
    if word.endswith("um") and syllables(word) > 1:
        return (word + "s", word[:-2] + "a"), ()
    if word.endswith("ie"):
        ends = (word + "en", word + "s") if _STRESSED_IE.search(word) else (word + "s", word + "en")
        return ends[:1], (*ends[1:], word + "n")
    if word.endswith(("ee", "eau", "oe", "ay", "ey", "oy", "ou")):
        return (word + "s",), (word + "en",)
    if word.endswith("e"):
        return (word + "s", word + "n"), ()
    if re.search(r"[^aeiou][aiouy]$|[iu]a$|io$", word):
        return (), (word + "s",)
    if word in lists.LOANS or word.endswith("ion"):
        return (word + "s",), (regular,)
    if syllables(word) > 1 and _SOFT.search(word):
        return (word + "s",), (word + "en",)
    if word.endswith("eur"):
        return (word + "s", word + "en"), ()
    return (regular,), others


def diminutive(word: str) -> tuple[str, ...]:
    """The small ones of a word: huisje, boompje, balletje, koninkje."""
    if listed := irregular(word, lists.DIMINUTIVES):
        return listed
    if re.search(r"[^aeiou][aou]$|[iu]a$|io$", word):
        return (word + word[-1] + "tje",)
    if re.search(r"[^aeiou]i$", word):
        return (word + "etje",)
    if word.endswith("ing") and syllables(word) > 1:
        return (word[:-1] + "kje", word + "etje")
    if word.endswith("on"):
        return (word + "netje", word + "tje")
    if _PJE.search(word):
        return (word + "pje",)
    if syllables(word) == 1 and _ETJE.search(word):
        return (opened(word, voiced=False) + "etje",)
    if _TJE.search(word) or word.endswith("e"):
        return (word + "tje",)
    if _ETJE.search(word):
        return (opened(word, voiced=False) + "etje", word + "tje")
    return (word + "je",)


def noun(word: str) -> Paradigm:
    """Everything a singular can become."""
    sure, others = plurals(word)
    small = diminutive(word)
    both = tuple(form for one in small for form in (one, one + "s"))
    sayable = 0 if is_abstract(word) else 2
    forms = (word, *sure, *both[:sayable])
    return Paradigm("noun", word, forms, (*others, *both[sayable:]), frozenset(both))


def singulars(word: str) -> Iterator[str]:
    """What a plural or a diminutive may come from; some of it nonsense."""
    for plain in dict.fromkeys((word, word.removesuffix("s"))):
        for end in ("etje", "pje", "kje", "tje", "je"):
            if plain.endswith(end) and len(plain) - len(end) > 1:
                cut = plain[: -len(end)]
                yield from (one for one in (cut, closed(cut), cut + "g") if _may_be(one))
                if syllables(cut[:-1]) > 1 and cut[-1] == cut[-2]:
                    yield cut[:-1]
        for one, (small,) in lists.DIMINUTIVES.items():
            if plain.endswith(small):
                yield plain[: -len(small)] + one
    if word.endswith("en"):
        yield from (closed(word[:-2]), word[:-2], _plain(word[:-2]))
    for end, start in (("heden", "heid"), ("ici", "icus"), ("a", "um"), ("s", ""), ("n", "")):
        if word.endswith(end):
            yield word[: -len(end)] + start
    for one, many in lists.PLURALS.items():
        for form in many:
            if word.endswith(form):
                yield word[: -len(form)] + one


_NO_END = re.compile(r"(?:aa|oo|uu)$|(?:aa|ee|oo|uu|ie|eu|oe|ij|ei|ui)mp$|([^aeiou])\1$")


def _may_be(word: str) -> bool:
    return not _NO_END.search(word)


def _plain(base: str) -> str:
    return base[:-1] + {"v": "f", "z": "s"}.get(base[-1:], base[-1:])


def adjective(word: str) -> Paradigm:
    """An adjective with -e, and its degrees."""
    base = opened(word)
    more = word + "der" if word.endswith("r") else base + "er"
    most = word + ("t" if word.endswith("s") else "st")
    degrees = (more, more + "e", most, most + "e")
    return Paradigm(
        "adjective",
        word,
        (word, base + "e"),
        (*degrees, word + "s", base + "en"),
        frozenset(degrees),
    )


def positives(word: str) -> Iterator[str]:
    """What a form of an adjective may come from."""
    for end in ("ere", "der", "dere", "ste", "er", "st", "te", "e"):
        if word.endswith(end) and len(word) - len(end) > 2:
            cut = word[: -len(end)]
            yield from (cut, closed(cut), _plain(cut), cut + "s")
            if cut.endswith(("iel", "uel")):
                yield cut[:-1] + "el"


def is_abstract(word: str) -> bool:
    """Whether it has an ending that people seldom make small."""
    if word.endswith(("um", "icus")):
        return True
    return syllables(word) > 2 and word.endswith((*lists.NOUN_ENDS, "ie", "te"))


def is_adjective(word: str) -> bool:
    return word in lists.ADJECTIVES or (
        syllables(word) > 1 and len(word) > 4 and word.endswith(lists.ADJECTIVE_ENDS)
    )


def is_noun(word: str) -> bool:
    return bool(irregular(word, lists.PLURALS)) or (
        syllables(word) > 1 and word.endswith(lists.NOUN_ENDS)
    )
