"""How a name explains a handle or the front of a mail address: `jdevries2` from Joris de Vries.

A handle is read as pieces of the name (whole words, short forms, beginnings, initials, slips of the
pen) and a rest (titles, figures, other words); of all readings the likeliest counts. What it is
worth is the logarithm of how much likelier the handle is for somebody of this name than for
anybody.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

from merkwerk.engine.identities.lists import words_of
from merkwerk.engine.identities.mails import plain_handle
from merkwerk.engine.identities.names import FAMILY, GIVEN, Name, Word, syllables
from merkwerk.engine.identities.weights import WEIGHTS, Weights

LONGEST = 40
"""Signs of a handle that are read."""

TITLES = words_of("handle-titles")
_LONGEST_TITLE = max(map(len, TITLES))
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_PART = re.compile(r"[^\W\d_]+|\d+")


@dataclass(frozen=True, slots=True)
class Handle:
    """`text`: the letters and figures in a row; `cuts`: places where a part begins or ends, as the
    writer showed by signs, figures or capitals."""

    text: str
    cuts: frozenset[int]


@lru_cache(maxsize=20_000)
def read_handle(handle: str) -> Handle:
    """The handle without server, signs and case; empty when nothing is left."""
    bare = handle.strip()[:400].lstrip("@")
    bare = bare if plain_handle(bare) == bare.lower() else plain_handle(bare)
    text, cuts = "", {0}
    for part in _PART.findall(_HUMP.sub(" ", bare[: 2 * LONGEST])):
        text += plain_handle(part)
        cuts.add(len(text))
    return Handle(text[:LONGEST], frozenset(cuts))


@dataclass(frozen=True, slots=True)
class Piece:
    """`said`: the piece of the handle; `word` of the name it stands for; `kind`: `whole`, `short`,
    `start`, `initial`, `syllables` or `slip`; `torn`: how often the
    handle is cut inside the piece."""

    said: str
    word: str
    kind: str
    role: int
    torn: int = 0


@dataclass(frozen=True, slots=True)
class Reading:
    """The likeliest reading; `marks` names what the name doesn't explain (see `Weights`), a
    `rest_letter` for each letter."""

    worth: float
    pieces: tuple[Piece, ...]
    marks: tuple[str, ...]

    @property
    def rest(self) -> int:
        return self.marks.count("rest_letter")


NOTHING = Reading(float("-inf"), (), ())


Found = tuple[int, float, Piece]
"""Where a piece ends, what it is worth, and the piece."""

Surprise = Callable[[str], float]
"""How unlikely a word is by chance (a natural logarithm, positive)."""


def read(name: Name, handle: Handle, surprise: Surprise, weights: Weights = WEIGHTS) -> Reading:
    """The likeliest reading of the handle as this name; `NOTHING` when no piece of it fits.

    Takes about 50 µs, and never more than some milliseconds: forty signs, six words.
    """
    if not handle.text or not name.words:
        return NOTHING
    found = [
        [list(_pieces(word, at, handle, surprise, weights)) for at in range(len(handle.text))]
        for word in name.words
    ]
    if not any(any(starts) for starts in found):
        return NOTHING
    return _best(name, handle, found, weights)


def _pieces(
    word: Word, at: int, handle: Handle, surprise: Surprise, weights: Weights
) -> Iterator[Found]:
    text = handle.text
    first = text[at]
    for form in word.forms:
        if form[:1] != first:
            continue
        length, longest = 1, min(len(form), len(text) - at)
        while length < longest and form[length] == text[at + length]:
            length += 1
        kind = "short" if form in word.short else "whole"
        for end in range(1, length + 1):
            yield _piece(word, form, at, end, kind, handle, surprise, weights)
    starts = "".join(part[0] for part in syllables(word.text))
    if starts and text.startswith(starts, at):
        worth = weights.letter * len(starts) + weights.syllables
        yield at + len(starts), worth, Piece(starts, word.text, "syllables", word.role)
    yield from _slips(word, at, handle, surprise, weights)


def _piece(
    word: Word,
    form: str,
    at: int,
    length: int,
    kind: str,
    handle: Handle,
    surprise: Surprise,
    weights: Weights,
) -> Found:
    end, said, missing = at + length, form[:length], len(form) - length
    worth = min(weights.letter * length, surprise(form))
    if missing:
        kind = "initial" if length == 1 else "start"
    torn = sum(1 for cut in handle.cuts if at < cut < end)
    worth += float(getattr(weights, kind)) + weights.torn * torn
    return end, worth, Piece(said, word.text, kind, word.role, torn)


def _slips(
    word: Word, at: int, handle: Handle, surprise: Surprise, weights: Weights
) -> Iterator[Found]:
    """Pieces that differ from a long word by one letter, after the same first letter."""
    form = word.text
    if len(form) < 5 or form[0] != handle.text[at] or handle.text.startswith(form, at):
        return
    for length in (len(form) - 1, len(form), len(form) + 1):
        said = handle.text[at : at + length]
        if len(said) == length and OSA.distance(form, said, score_cutoff=1) == 1:
            worth = min(weights.letter * (len(form) - 1), surprise(form)) + weights.slip
            yield at + length, worth, Piece(said, form, "slip", word.role)


Way = tuple[float, tuple[Piece, ...], tuple[str, ...]]
"""Worth so far, pieces, marks of the rest."""


def _best(name: Name, handle: Handle, found: list[list[list[Found]]], weights: Weights) -> Reading:
    """Goes through the handle from left to right, keeping the best way for each set of words used
    (and whether the last sign was a rest)."""
    size = len(handle.text)
    ways: list[dict[tuple[int, bool], Way]] = [{} for _ in range(size + 1)]
    ways[0][(0, False)] = (0.0, (), ())
    for at in range(size):
        for (used, resting), way in ways[at].items():
            for which, starts in enumerate(found):
                if used >> which & 1:
                    continue
                for end, worth, piece in starts[at]:
                    after = (way[0] + worth, (*way[1], piece), way[2])
                    _keep(ways[end], (used | 1 << which, False), after)
            _rest(ways, at, (used, resting), way, handle, weights)
    return _last(name, ways[size], weights)


def _keep(ways: dict[tuple[int, bool], Way], state: tuple[int, bool], way: Way) -> None:
    if state not in ways or way[0] > ways[state][0]:
        ways[state] = way


def _rest(
    ways: list[dict[tuple[int, bool], Way]],
    at: int,
    state: tuple[int, bool],
    way: Way,
    handle: Handle,
    weights: Weights,
) -> None:
    """One sign more that the name doesn't explain, or a whole title or number at once."""
    used, resting = state
    text = handle.text
    worth, pieces, marks = way
    if text[at].isdecimal():
        end = at + 1
        while end < len(text) and text[end].isdecimal():
            end += 1
        _keep(ways[end], (used, False), (worth + weights.digits, pieces, (*marks, "digits")))
        return
    for end in range(at + 2, min(len(text), at + _LONGEST_TITLE) + 1):
        if text[at:end] in TITLES and (at in handle.cuts or end in handle.cuts):
            _keep(ways[end], (used, False), (worth + weights.title, pieces, (*marks, "title")))
    worth, marks = worth + weights.rest_letter, (*marks, "rest_letter")
    if not resting:
        mark = "rest_apart" if at in handle.cuts else "rest"
        worth, marks = worth + float(getattr(weights, mark)), (*marks, mark)
    _keep(ways[at + 1], (used, True), (worth, pieces, marks))


def _last(name: Name, ways: dict[tuple[int, bool], Way], weights: Weights) -> Reading:
    best = NOTHING
    cost = {GIVEN: weights.no_given, FAMILY: weights.no_family}
    for (used, _), (worth, pieces, marks) in ways.items():
        if not used:
            continue
        for which, word in enumerate(name.words):
            if not used >> which & 1:
                worth += cost.get(word.role, weights.no_middle)
        order = [piece.role for piece in pieces if piece.role in (GIVEN, FAMILY)]
        worth += weights.reversed if order == [FAMILY, GIVEN] else 0.0
        if worth > best.worth:
            best = Reading(worth, pieces, marks)
    return best
