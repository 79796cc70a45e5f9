"""Finds what forbids or weighs in a text that guides people."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from merkwerk.engine.because import Because
from merkwerk.engine.encouragement.dutch import DUTCH
from merkwerk.engine.encouragement.english import ENGLISH
from merkwerk.engine.encouragement.rules import Tongue

CODES = (
    "forbids", "demands", "absolute", "permission", "threatens", "office", "passive", "long",
)  # fmt: skip
LONGEST_SENTENCE = 25
MOST_TEXT = 20_000

TONGUES = {"nl": DUTCH, "en": ENGLISH}

_SENTENCE = re.compile(r"[^.!?\n]+(?:\.(?=\S)[^.!?\n]*)*[.!?]*")
_CLAUSE_ENDS = re.compile(r"[,;:()–—]")
_QUOTED = re.compile(r"“[^”]*”|„[^”“]*[”“]|\"[^\"]*\"|(?<!\w)‘[^’]*(?:’\w[^’]*)*’(?!\w)|«[^»]*»")
_WORD = re.compile(r"[\w'’-]+")


@dataclass(frozen=True, slots=True)
class Remark:
    """`start` and `end` count characters of the text, `words` are what stands there, `gentler` is
    another way in the language of the text. `because` has the code, and for `long` the number of
    words."""

    start: int
    end: int
    words: str
    gentler: str
    because: Because


def remarks(text: str, language: str) -> tuple[Remark, ...]:
    """Every remark on a text in `language` ("nl" or "en"; another gives none), in order of place.

    The codes: `forbids` (mag niet, verboden), `demands` (moet, dient te), `absolute` (nooit, te
    allen tijde), `permission` (alleen na toestemming), `threatens` (sancties), `office` (an office
    word that has an everyday one), `passive` (nobody does it), `long` (a sentence of more than
    LONGEST_SENTENCE words). Words in quotation marks are somebody's, so they are passed over; so
    are questions, and what the writer says of themself ("ik moet altijd lachen"). Looks at the
    first MOST_TEXT characters, in time linear in them.
    """
    tongue = TONGUES.get(language)
    if tongue is None:
        return ()
    text = text[:MOST_TEXT]
    shown = _QUOTED.sub(lambda found: "•" * len(found[0]), text)
    found = [
        remark
        for sentence in _SENTENCE.finditer(shown)
        for remark in _in_sentence(text, shown, sentence.start(), sentence.end(), tongue)
    ]
    return tuple(sorted(found, key=lambda one: (one.start, one.end)))


def _in_sentence(text: str, shown: str, start: int, end: int, tongue: Tongue) -> Iterator[Remark]:
    asks = shown[start:end].rstrip().endswith("?")
    taken: list[tuple[int, int]] = []
    for rule in tongue.rules:
        for found in rule.signs.finditer(shown, start, end):
            place = found.span()
            own = rule.own_word and (asks or _of_oneself(shown, start, end, place, tongue))
            if own or _overlaps(place, taken):
                continue
            taken.append(place)
            yield _remark(text, place, rule.code, rule.gentler)
    for found in tongue.office.finditer(shown, start, end):
        plain = tongue.plain[" ".join(found[0].lower().split())]
        yield _remark(text, found.span(), "office", plain)
    for found in tongue.passive.finditer(shown, start, end):
        if not _overlaps(found.span(), taken):
            yield _remark(text, found.span(), "passive", tongue.who_does_it)
    number = len(_WORD.findall(text, start, end))
    if number > LONGEST_SENTENCE:
        place = (start + len(text[start:end]) - len(text[start:end].lstrip()), end)
        yield _remark(text, place, "long", tongue.cut_in_two, number)


def _overlaps(place: tuple[int, int], taken: list[tuple[int, int]]) -> bool:
    return any(place[0] < other[1] and other[0] < place[1] for other in taken)


def _of_oneself(shown: str, start: int, end: int, place: tuple[int, int], tongue: Tongue) -> bool:
    """Whether the clause around this place is said in the first person."""
    begins = [start, *(cut.end() for cut in _CLAUSE_ENDS.finditer(shown, start, place[0]))][-1]
    ends = _CLAUSE_ENDS.search(shown, place[1], end)
    return bool(tongue.self_word.search(shown, begins, ends.start() if ends else end))


def _remark(
    text: str, place: tuple[int, int], code: str, gentler: str, number: int | None = None
) -> Remark:
    facts = {"words": number} if number is not None else {}
    return Remark(place[0], place[1], text[place[0] : place[1]], gentler, Because(code, facts))
