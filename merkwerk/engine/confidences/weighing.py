"""How sure it is that a row of letters in a text is the name, and not words spelt like it.

A name made of ordinary words ("Beter Bed", "Brood") is only taken for one when its capitals, its
place in a tag or a web address, or a legal form behind it say so. Figures were set by hand on the
first half of the names of `bench/confidences.py`."""

from __future__ import annotations

from dataclasses import dataclass

from merkwerk.engine.confidences import lexicon
from merkwerk.engine.confidences.draft import CAPITAL, LOWER, UPPER, Draft, Word
from merkwerk.engine.confidences.forms import How
from merkwerk.engine.organisations import LEGAL_FORMS

_ENDINGS = "s se e je tje pje jes tjes pjes en er ers ese sche"
INFLECTIONS = frozenset(_ENDINGS.split())
LONG_ENOUGH = 12
"""Letters of several ordinary words that hardly ever stand together by chance."""


@dataclass(frozen=True, slots=True)
class Hit:
    """Letters `start` to `end` of the row, in words `first` to `last`, are a registered row;
    `rest` is what the last word has behind it."""

    first: int
    last: int
    start: int
    end: int
    row: str
    rest: str


def ending(draft: Draft, hit: Hit) -> str:
    """What the rest of the last word makes of it: "as-written", "inflected", "compound", or ""
    when it is another word."""
    rest, row, last = hit.rest, hit.row, draft.words[hit.last]
    if not rest:
        return "as-written"
    if hit.end in last.camels and len(row) >= 3:
        return "compound"
    one = hit.first == hit.last and not last.marked
    if one and len(row) < LONG_ENOUGH and _another(draft, hit):
        return ""
    least = 7 if rest != "s" else 3 if shown_as_name(draft, hit) else 4
    if rest in INFLECTIONS and len(row) >= least:
        return "inflected"
    if last.marked and len(row) >= 8:
        return "compound"
    if len(row) >= 7 and len(rest) >= 3:
        short = rest.removeprefix("s")
        if lexicon.ordinary(rest) or lexicon.ordinary(short) or len(row) >= LONG_ENOUGH:
            return "compound"
    return ""


def _another(draft: Draft, hit: Hit) -> bool:
    """Whether the whole word is one of its own: Vegas is not Vega's, a broodje not Brood's."""
    word = draft.words[hit.last].word
    if lexicon.known_name(word) or (len(hit.row) <= 5 and _beside_names(draft, hit)):
        return True
    if not shown_as_name(draft, hit):
        return lexicon.ordinary(word)
    return len(hit.rest) > 1 and lexicon.listed(word)


def certainty(draft: Draft, hit: Hit, how: How, pieces: tuple[str, ...], crowd: int) -> float:
    """From 0 to 1. `pieces` are the words as they were registered; `crowd` is how many confidences
    have these letters for initials."""
    match how:
        case How.INITIALS:
            return _of_initials(draft, hit, crowd)
        case How.CUT:
            return _of_cut(draft, hit)
        case How.PART:
            word = draft.words[hit.first]
            single = hit.first == hit.last and (word.case != LOWER or word.marked)
            alone = single and not _beside_names(draft, hit)
            return 0.6 if alone and hit.rest in ("", "s") else 0.0
        case _:
            found = _of_name(draft, hit, pieces)
            return found if how == How.WHOLE else min(found, 0.85)


def shown_as_name(draft: Draft, hit: Hit) -> bool:
    """Whether how it is written says that it is a name."""
    words = draft.words[hit.first : hit.last + 1]
    if any(word.marked for word in words):
        return True
    if hit.last + 1 < len(draft.words):
        following = draft.words[hit.last + 1]
        if following.joined and following.word in LEGAL_FORMS and following.case != LOWER:
            return True
    if draft.shouted:
        return False
    if any(word.case != LOWER for word in words[1:]):
        return True
    first = words[0]
    if first.case == UPPER and len(first.word) >= 3:
        return True
    return first.case != LOWER and (not first.opens or bool(first.camels))


def _of_name(draft: Draft, hit: Hit, pieces: tuple[str, ...]) -> float:
    row, words = hit.row, draft.words[hit.first : hit.last + 1]
    shown = shown_as_name(draft, hit)
    if len(row) <= 3 or row.isdigit():
        return _of_short(hit, words, pieces) if shown else 0.0
    written = tuple(word.word for word in words)
    together = written[:-1] == pieces[:-1] and written[-1].startswith(pieces[-1])
    if not together and not _may_be_joined(draft, hit, shown):
        return 0.0
    if len(words) > 4 and all(len(word.word) == 1 for word in words):
        return 0.8
    if all(lexicon.ordinary(piece) for piece in pieces):
        return _of_ordinary(draft, hit, pieces, shown)
    if len(pieces) == 1 and lexicon.known_name(row):
        return 0.7 if words[0].case != LOWER or shown else 0.4
    if len(row) <= 4 and words[0].case == LOWER and not shown:
        return 0.6
    return 0.95 if together else 0.85


def _of_short(hit: Hit, words: list[Word], pieces: tuple[str, ...]) -> float:
    """Names of two or three letters, and numbers."""
    if hit.rest not in ("", "s") or tuple(word.word for word in words[:-1]) != pieces[:-1]:
        return 0.0
    if any(word.case == LOWER and not word.marked for word in words):
        return 0.0
    if hit.row.isdigit():
        return 0.0
    if all(word.case == UPPER or len(word.word) == 1 for word in words):
        return 0.8
    return 0.0 if lexicon.ordinary(hit.row) and words[0].opens else 0.6


def _may_be_joined(draft: Draft, hit: Hit, shown: bool) -> bool:
    """Whether words cut in other places than registered are still the name: not when each of them
    is an ordinary word."""
    words = draft.words[hit.first : hit.last + 1]
    if all(len(word.word) == 1 for word in words):
        return len(hit.row) >= 5 and not hit.rest
    if len(hit.row) >= LONG_ENOUGH or any(word.marked for word in words):
        return True
    plain = all(
        lexicon.ordinary(word.word) or lexicon.known_name(word.word) or len(word.word) <= 2
        for word in words
    )
    if len(words) == 1:
        return shown or not plain
    capital = words[0].case != LOWER and not words[0].opens and not draft.shouted
    return not plain or (shown and (capital or all(word.case != LOWER for word in words)))


def _of_ordinary(draft: Draft, hit: Hit, pieces: tuple[str, ...], shown: bool) -> float:
    words = draft.words[hit.first : hit.last + 1]
    if shown:
        return 0.85 if len(pieces) == 1 else 0.9
    long = len(pieces) > 1 and len(hit.row) >= LONG_ENOUGH
    if words[0].case == CAPITAL and not draft.shouted:
        english = len(pieces) == 1 and not lexicon.simple_dutch(hit.row) and not hit.rest
        return 0.55 if english or long else 0.3
    return 0.6 if long else 0.2


def _of_initials(draft: Draft, hit: Hit, crowd: int) -> float:
    words = draft.words[hit.first : hit.last + 1]
    dotted = len(words) > 1 and all(len(word.word) == 1 for word in words)
    if hit.rest or draft.shouted or not (dotted or len(words) == 1):
        return 0.0
    if dotted:
        tight = all(word.before == "." for word in words[1:])
        return 0.7 if tight and all(word.case != LOWER for word in words) else 0.0
    word = words[0]
    if word.case != UPPER or lexicon.known_abbreviation(word.word) or _among_capitals(draft, hit):
        return 0.0
    return 0.65 if crowd <= 3 else 0.55


def _beside_names(draft: Draft, hit: Hit) -> bool:
    """Whether a capital stands right before or behind it: part of another name."""
    if hit.last + 1 < len(draft.words):
        following = draft.words[hit.last + 1]
        if following.joined and following.case != LOWER and not following.opens:
            return True
    before = draft.words[hit.first - 1] if hit.first and draft.words[hit.first].joined else None
    return bool(before and before.case != LOWER and not before.opens)


def _among_capitals(draft: Draft, hit: Hit) -> bool:
    """Whether the words beside it are in capitals too: a line that is shouted."""
    beside = draft.words[max(0, hit.first - 1) : hit.first] + draft.words[hit.last + 1 :][:1]
    return sum(word.case == UPPER and len(word.word) > 3 for word in beside) > 0


def _of_cut(draft: Draft, hit: Hit) -> float:
    last = draft.words[hit.last]
    if hit.rest or hit.first == hit.last or len(last.word) != 1 or last.case == LOWER:
        return 0.0
    return 0.65 if draft.words[hit.first].case != LOWER else 0.0
