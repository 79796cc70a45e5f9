"""The strict bar: whether two who have the same address or verified link may be joined unasked.

A proof can be shared: the mailbox of a couple, the page of a family, the address that a daughter
keeps for her father. So the names have to be those of one human, not merely not of two; what a
family has in common (its name, an initial, a given name but for a letter) is not enough.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rapidfuzz.distance import OSA

from merkwerk.engine.identities.evidence import Face
from merkwerk.engine.identities.handles import Handle, Piece, read, read_handle
from merkwerk.engine.identities.lists import words_of
from merkwerk.engine.identities.names import FAMILY, GIVEN, PARTICLE, Name, Word
from merkwerk.engine.identities.short_names import same_given
from merkwerk.engine.identities.weights import WEIGHTS
from merkwerk.engine.text import fold

_SEVERAL = words_of("of-several")
_GENERATIONS = {"jr": 2, "junior": 2, "sr": 1, "senior": 1, "ii": 2, "iii": 3}
_GENERATIONS |= {"iv": 4, "2nd": 2, "3rd": 3, "4th": 4}
_PARTS = re.compile(r"[^\W_]+|[&+/]")
_MOST, _LONGEST = 12, 120
_WHOLE = ("whole", "short")
_LEFT = 3
"""So many letters that a family name leaves over in a handle are somebody's given name."""


def certain(one: Face, other: Face) -> bool:
    """Whether nothing is open but the proof: no organisation, no couple or family, nobody's
    junior, and where both have names one of them the same human's by given and family name. Who
    has no name may have none that speaks against it in a handle either."""
    if one.company or other.company or _of_several(one) or _of_several(other):
        return False
    if _generations(one) != _generations(other):
        return False
    if one.names and other.names:
        fronts = _fronts(one, other)
        return any(_one_human(mine, theirs, fronts) for mine in one.names for theirs in other.names)
    return not _another_of_the_family(one, other) and not _another_of_the_family(other, one)


def _said(face: Face) -> list[list[str]]:
    """The words of each name, titles and signs too."""
    return [_PARTS.findall(fold(name[:_LONGEST])) for name in face.known.names[:_MOST]]


def _of_several(face: Face) -> bool:
    return any(word in _SEVERAL or word in "&+/" for words in _said(face) for word in words)


def _generations(face: Face) -> set[int]:
    """Which of a father and a son: 1 for senior, 2 for junior, and so on."""
    return {
        _GENERATIONS[word] for words in _said(face) for word in words[1:] if word in _GENERATIONS
    }


def _fronts(one: Face, other: Face) -> list[str]:
    """What stands before the @ of an address, or first in a link, that both have."""
    links = [link.partition("/")[0].partition(".")[0] for link in one.links & other.links]
    return links + [mail.rpartition("@")[0] for mail in one.mails & other.mails]


def _one_human(one: Name, other: Name, fronts: Sequence[str]) -> bool:
    """Given and family name are the same, in whatever order; a single word is the given name. An
    initial will do where the address itself holds the given name."""
    mine, theirs = _main(one), _main(other)
    if not mine or not theirs:
        return False
    if _initial(mine[0], theirs[0]) and _family(mine[1:], theirs[1:]):
        longer = max(one, other, key=lambda name: len(name.words[0].text))
        return any(_holds_given(longer, front) for front in fronts)
    if len(one.words) == 1 or len(other.words) == 1:
        return _given(mine[0], theirs[0])
    straight = _given(mine[0], theirs[0]) and _family(mine[1:], theirs[1:])
    return straight or {word.text for word in mine} == {word.text for word in theirs}


def _main(name: Name) -> Sequence[Word]:
    return [word for word in name.words if word.role != PARTICLE] or name.words


def _given(one: Word, other: Word) -> bool:
    """The same given name, spelled otherwise or short; an initial, or a name but for one letter,
    might be a sister's."""
    if not one.spelled.isdisjoint(other.spelled):
        return len(one.text) > 1
    if OSA.distance(one.text, other.text, score_cutoff=1) <= 1:
        return False
    known = one.role == GIVEN and other.role == GIVEN and same_given(one.text, other.text)
    return known or _called(one, other)


def _initial(one: Word, other: Word) -> bool:
    shorter, longer = sorted((one.text, other.text), key=len)
    return len(shorter) == 1 < len(longer) and longer.startswith(shorter)


def _holds_given(name: Name, front: str) -> bool:
    pieces = read(name, read_handle(front), _flat).pieces
    return any(piece.role == GIVEN and piece.kind in _WHOLE for piece in pieces)


def _called(one: Word, other: Word) -> bool:
    return other.text in one.short or one.text in other.short


def _family(mine: Sequence[Word], theirs: Sequence[Word]) -> bool:
    """The rest of the shorter name stands in the longer one, written the same."""
    shorter, longer = sorted((mine, theirs), key=len)
    said = frozenset(form for word in longer for form in word.spelled)
    return bool(shorter) and all(not word.spelled.isdisjoint(said) for word in shorter)


def _another_of_the_family(named: Face, handled: Face) -> bool:
    """Whether a handle holds the family name of the one, and beside it another given name."""
    return any(
        _another(name, read_handle(handle))
        for _, handle in handled.handles
        for name in named.names
        if len(name.words) > 1
    )


def _another(name: Name, handle: Handle) -> bool:
    pieces = read(name, handle, _flat).pieces
    family = next((piece.said for piece in pieces if _is_family(piece)), "")
    rest = "".join(sign for sign in handle.text.replace(family, "", 1) if sign.isalpha())
    if not family or len(rest) < _LEFT:
        return False
    return not any(rest.startswith(form) or form.startswith(rest) for form in name.words[0].forms)


def _is_family(piece: Piece) -> bool:
    return piece.role == FAMILY and piece.kind == "whole"


def _flat(word: str) -> float:
    return WEIGHTS.letter * len(word)
