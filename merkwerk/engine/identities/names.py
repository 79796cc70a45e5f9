"""Names as people write them, taken apart: which word is what, and how else each is written."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from merkwerk.engine.folding import fold
from merkwerk.engine.identities.lists import words_of
from merkwerk.engine.identities.short_names import short_forms

GIVEN, FAMILY, MIDDLE, PARTICLE = range(4)

LONGEST = 120
"""No more signs of a name are read, and no more than `MOST_WORDS` words."""

MOST_WORDS = 6

_BEFORE = words_of("before-names")
_AFTER = words_of("after-names")
_AFTER_COMMA = _AFTER | _BEFORE | frozenset(("ma", "ba"))
_PARTICLES = words_of("particles")
_ASIDE = re.compile(r"[\"'“”‘’«»(\[]([^\"'“”‘’«»()\[\]]{2,30})[\"'“”‘’«»)\]]")
_APOSTROPHE = re.compile(r"(?<=\w)['’`´](?=\w)")
_HUMP = re.compile(r"(?<=[a-zß-ÿ])(?=[A-ZÀ-Þ][a-zß-ÿ])")
_WORD = re.compile(r"[^\W\d_]+")
_UMLAUTS = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe", "Ä": "ae", "Ö": "oe", "Ü": "ue"}
)
_CYRILLIC = (
    "а=a б=b в=v г=g д=d е=e ж=zh з=z и=i й=y к=k л=l м=m н=n о=o п=p р=r с=s т=t у=u ф=f х=kh "
    "ц=ts ч=ch ш=sh щ=shch ъ= ы=y ь= э=e ю=yu я=ya і=i ї=yi є=ye ґ=g ў=u"
)
_GREEK = (
    "α=a β=v γ=g δ=d ε=e ζ=z η=i θ=th ι=i κ=k λ=l μ=m ν=n ξ=x ο=o π=p ρ=r σ=s ς=s τ=t υ=y φ=f χ=ch "
    "ψ=ps ω=o"
)
_LATIN_FOR = str.maketrans(dict(pair.split("=") for pair in f"{_CYRILLIC} {_GREEK}".split()))
"""How Cyrillic and Greek are mostly written in handles."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a name, folded; `forms` are all ways to write it, itself first, `short` those
    that are another name for it (Wim for Willem), `spelled` the others."""

    text: str
    role: int
    forms: tuple[str, ...]
    short: frozenset[str]
    spelled: frozenset[str]


@dataclass(frozen=True, slots=True)
class Name:
    """`words` in the order written, without titles; `aside` what stood between quotes or brackets,
    often the name somebody goes by."""

    words: tuple[Word, ...]
    aside: tuple[str, ...] = ()

    @property
    def ends(self) -> tuple[Word, Word] | None:
        """Given and family name as far as one can tell, None for a single word."""
        main = [word for word in self.words if word.role in (GIVEN, FAMILY)]
        return (main[0], main[-1]) if len(main) > 1 else None


@lru_cache(maxsize=20_000)
def taken_apart(name: str) -> Name:
    """The words of a name; none for one without letters (an emoji, a number). `Vries, Joris de`
    is turned round; a word in Cyrillic or Greek gets a form in Latin letters, `ü` also `ue`."""
    name = unicodedata.normalize("NFC", name[:LONGEST])
    asides = tuple(fold(found).strip() for found in _ASIDE.findall(name))
    name = _APOSTROPHE.sub("", _ASIDE.sub(" ", name))
    before, comma, after = name.partition(",")
    if comma and _WORD.search(after):
        name = before if _only_titles(after) else f"{after} {before}"
    raw = [word for part in name.split() for word in _WORD.findall(_HUMP.sub(" ", part))]
    kept = _without_titles(raw)
    kept = kept[: MOST_WORDS - 1] + kept[-1:] if len(kept) > MOST_WORDS else kept
    return Name(_with_roles(kept, asides), asides)


def ways_to_read(name: str) -> tuple[Name, ...]:
    """The name, and for a single word of two or three Chinese syllables also its family name
    apart: `zhaoweiming` as zhao wei ming."""
    name_as_is = taken_apart(name)
    if len(name_as_is.words) != 1 or not (parts := syllables(name_as_is.words[0].text)):
        return (name_as_is,)
    return (name_as_is, taken_apart(" ".join(parts)))


def _without_titles(raw: list[str]) -> list[str]:
    kept = list(raw)
    while len(kept) > 2 and fold(kept[0]) in _BEFORE:
        kept.pop(0)
    while len(kept) > 2 and fold(kept[-1]) in _AFTER:
        kept.pop()
    return kept


def _only_titles(text: str) -> bool:
    return all(fold(word) in _AFTER_COMMA for word in _WORD.findall(text))


_SYLLABLE = (
    "((?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])(?:iang|iong|uang|ang|eng|ing|ong|ian|iao|uai|uan|ai|an"
    "|ao|ei|en|ia|ie|in|iu|ou|ua|ue|ui|un|uo|a|e|i|o|u|v)|ang|ai|an|ao|er|en|ou|a|e|o)"
)
_SYLLABLES = re.compile(f"{_SYLLABLE}{_SYLLABLE}{_SYLLABLE}?")
"""Two or three syllables of Chinese in Latin letters (pinyin)."""


@lru_cache(maxsize=50_000)
def syllables(word: str) -> tuple[str, ...]:
    """The two or three syllables of a word that may be Chinese, as zhi and ke; none for others."""
    found = _SYLLABLES.fullmatch(word) if 4 <= len(word) <= 16 else None
    return tuple(syllable for syllable in found.groups() if syllable) if found else ()


def _with_roles(raw: list[str], asides: tuple[str, ...]) -> tuple[Word, ...]:
    folded = [fold(word) for word in raw]
    main = [at for at, word in enumerate(folded) if not at or word not in _PARTICLES]
    main = main or list(range(len(raw)))
    words = []
    for at, word in enumerate(raw):
        role = MIDDLE
        if at == main[0]:
            role = GIVEN
        elif at == main[-1]:
            role = FAMILY
        elif at not in main:
            role = PARTICLE
        words.append(_word(word, role, asides if role == GIVEN else ()))
    return tuple(words)


def _word(raw: str, role: int, asides: tuple[str, ...]) -> Word:
    text = fold(raw)
    other = fold(raw.translate(_UMLAUTS)), text.translate(_LATIN_FOR)
    short: frozenset[str] = frozenset()
    if role in (GIVEN, MIDDLE):
        called = {word for aside in asides for word in _WORD.findall(aside) if len(word) > 1}
        short = frozenset((short_forms(text) | called) - {text, *other})
    spelled = frozenset((text, *other)) - short
    return Word(text, role, tuple(dict.fromkeys((text, *other, *sorted(short)))), short, spelled)
