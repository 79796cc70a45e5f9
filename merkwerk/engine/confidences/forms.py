"""The ways in which a name is written, worked out once when the list is compiled."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum

from merkwerk.engine.confidences import lexicon
from merkwerk.engine.organisations import LEGAL_FORMS
from merkwerk.engine.text import fold

_LEFT_OUT = (
    "gemeente provincie koninklijke koninklijk royal nederland nederlandse netherlands dutch "
    "international internationaal europe europa europese global worldwide benelux belgie de het "
    "the een la le les concern bedrijven beheer services service solutions technologies "
    "technology software systems lab labs studio studios agency consulting consultancy advies "
    "industries partners maatschappij fonds instituut depositary receipts retail bank"
)
GENERIC = LEGAL_FORMS | frozenset(_LEFT_OUT.split())
"""Words that people leave out of a name, legal forms among them."""

_OF_PLACES = "gemeente provincie nederland netherlands international europe stichting"
OF_PLACES = frozenset(_OF_PLACES.split())
LINKS = frozenset({"en", "and", "und", "et", "e"})
LONGEST_FORM = 60
LEAST_FORM = 2
_DOTTED = re.compile(r"\b(?:[a-z]\.){2,}|\b[a-z](?:\.[a-z])+\b")
_WORD = re.compile(r"[^\W_]+")


class How(IntEnum):
    """How a form follows from what was registered."""

    WHOLE = 0
    SHORTENED = 1
    """Without legal form and words that are left out."""
    PART = 2
    """One rare word of it."""
    INITIALS = 3
    CUT = 4
    """The last word is a single letter: Waterbedrijf N."""


@dataclass(frozen=True, slots=True)
class Spelling:
    """One registered name or alias, in folded words: all, without legal forms, and the core."""

    words: tuple[str, ...]
    lawful: tuple[str, ...]
    core: tuple[str, ...]


def spelling(name: str) -> Spelling:
    """What is compared of a registered name; no words at all when it has no letter or digit."""
    folded = _DOTTED.sub(lambda found: found[0].replace(".", ""), fold(name[:300]))
    folded = folded.replace("&", " en ")
    words = tuple(_WORD.findall(folded))
    lawful = tuple(word for word in words if word not in LEGAL_FORMS) or words
    core = tuple(word for word in lawful if word not in GENERIC) or lawful
    return Spelling(words, lawful, core)


def forms(one: Spelling) -> dict[str, How]:
    """Every row of letters that stands for this name, but for its rare words."""
    found: dict[str, How] = {}

    def add(words: tuple[str, ...], how: How) -> None:
        row = "".join(words)
        if LEAST_FORM <= len(row) <= LONGEST_FORM:
            found.setdefault(row, how)

    for words in (one.words, tuple(word for word in one.words if word not in LINKS)):
        add(words, How.WHOLE)
    for words in (one.lawful, tuple(word for word in one.lawful if word not in LINKS)):
        add(words, How.WHOLE)
    if one.core != one.lawful and stands_alone(one):
        add(one.core, How.SHORTENED)
    for row in initials(one):
        found.setdefault(row, How.INITIALS)
    head = one.lawful[:-1]
    if head and len("".join(head)) >= 6:
        add((*head, one.lawful[-1][0]), How.CUT)
    return found


def stands_alone(one: Spelling) -> bool:
    """Whether what is left of a name still says which one it is: "gemeente Zwolle" is not every
    Zwolle."""
    core, row = one.core, "".join(one.core)
    if len(core) == 1:
        of_a_place = not OF_PLACES.isdisjoint(one.lawful) and lexicon.known_name(row)
        return len(row) >= 4 and not of_a_place and not lexicon.ordinary(row)
    return len(row) >= 10 or not all(lexicon.known_name(word) for word in core)


def initials(one: Spelling) -> set[str]:
    """First letters, three to six, of the words and of what compounds are put together of."""
    found: set[str] = set()
    for words in (one.lawful, one.core):
        named = [word for word in words if word not in LINKS]
        if len(named) == 1:
            continue
        found.add("".join(word[0] for word in named))
        apart = [part for word in named for part in (lexicon.parts(word) or (word,))]
        found.add("".join(word[0] for word in apart))
    return {row for row in found if 3 <= len(row) <= 6 and row.isalpha()}


def abbreviates(short: str, word: str) -> bool:
    """Whether `short` may be written for `word`: its first letter and others in their order."""
    if not short or not word.startswith(short[0]) or len(short) >= len(word):
        return False
    rest = iter(word)
    return all(letter in rest for letter in short)
