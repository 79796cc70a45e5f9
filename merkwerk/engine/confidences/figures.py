"""Figures and days that are not out yet: the same one, however it is written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from merkwerk.engine.because import Because
from merkwerk.engine.confidences import lexicon
from merkwerk.engine.confidences.values import Confidence, Finding, Kind

NEAR = 80
"""Letters around a figure in which a word of it ("omzet") is looked for."""
FAR_APART = 0.002
"""Figures that differ less, of their size, are the same."""

_TIMES = {
    **dict.fromkeys(("duizend", "dzd", "k", "thousand"), 1e3),
    **dict.fromkeys(("miljoen", "mln", "mio", "m", "million", "mn"), 1e6),
    **dict.fromkeys(("miljard", "mrd", "mld", "billion", "bn"), 1e9),
}
_AMOUNT = re.compile(
    r"(?<![\w.,])(?:(?P<money>€|euro?|\$|£|usd)[ \t\u00a0]?)?"
    r"(?P<number>\d{1,3}(?:[. \u00a0\u202f']\d{3})+(?:,\d{1,4})?|\d{1,3}(?:,\d{3})+(?:\.\d{1,4})?"
    r"|\d{1,15}(?:[.,]\d{1,4})?)"
    r"(?:,-)?[ \t\u00a0-]?(?P<times>" + "|".join(sorted(_TIMES, key=len, reverse=True)) + r")?"
    r"(?![\w])(?:[ \t\u00a0]?(?P<share>%|procent\b|percent\b))?",
)
_NUMBERS = (
    "nul zero|een one|twee two|drie three|vier four|vijf five|zes six|zeven seven|acht eight"
    "|negen nine|tien ten|elf eleven|twaalf twelve"
)
_NUMBER_WORDS = {
    word: number for number, words in enumerate(_NUMBERS.split("|")) for word in words.split()
}
_SPELT = re.compile(
    r"\b(?P<number>" + "|".join(_NUMBER_WORDS) + r")[ -]?(?P<half>en een half[ -]?|eneenhalf[ -]?)?"
    r"(?P<times>duizend|miljoen|miljard|thousand|million|billion|procent|percent)\b"
)
_NAMES = (
    "januari january jan|februari february feb|maart march mrt mar|april apr|mei may"
    "|juni june jun|juli july jul|augustus august aug|september sept sep"
    "|oktober october okt oct|november nov|december dec"
)
_MONTHS = {
    name: number for number, names in enumerate(_NAMES.split("|"), 1) for name in names.split()
}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DAYS = (
    re.compile(
        rf"(?<!\d)(?P<day>\d{{1,2}})(?:e|ste|de|st|nd|rd|th)?(?: of)?[ .-]{{1,2}}"
        rf"(?P<month>{_MONTH})\b\.?(?:[ ,-]{{1,2}}(?P<year>(?:19|20)\d\d|'\d\d))?"
    ),
    re.compile(
        rf"\b(?P<month>{_MONTH})\.? (?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b"
        r"(?:,? (?P<year>(?:19|20)\d\d))?"
    ),
    re.compile(
        r"(?<![\d./-])(?P<day>\d{1,2})(?P<sep>[-/.])(?P<month>\d{1,2})(?P=sep)"
        r"(?P<year>(?:19|20)?\d\d)(?![\d/-])"
    ),
    re.compile(
        r"(?<![\d./-])(?P<year>(?:19|20)\d\d)(?P<sep>[-/.])(?P<month>\d{1,2})(?P=sep)"
        r"(?P<day>\d{1,2})(?![\d/-])"
    ),
)
_WORDS = re.compile(r"[^\W\d_]{3,}")
_UNITS = frozenset([*_TIMES, *_MONTHS, *_NUMBER_WORDS, "euro", "eur", "usd", "procent", "percent"])


@dataclass(frozen=True, slots=True)
class Amount:
    """A figure in a text: `start` and `end` in it, its value, and "%" , "€" or "" for its unit."""

    start: int
    end: int
    value: float
    unit: str
    scaled: bool
    """Written with "miljoen" or the like."""


@dataclass(frozen=True, slots=True)
class Day:
    """A day in a text; `year` is None when it isn't said."""

    start: int
    end: int
    day: int
    month: int
    year: int | None


def amounts(folded: str) -> Iterator[Amount]:
    """The figures of a folded text, Dutch and English: "4,2 miljoen", "€ 4.200.000", "4.2M"."""
    for found in _AMOUNT.finditer(folded):
        value, times = _value(found["number"]), found["times"] or ""
        unit = "%" if found["share"] else "€" if found["money"] else ""
        value = value * _TIMES.get(times, 1)
        yield Amount(found.start(), found.end(), value, unit, bool(times))
    for found in _SPELT.finditer(folded):
        value = _NUMBER_WORDS[found["number"]] + (0.5 if found["half"] else 0)
        share = found["times"] in ("procent", "percent")
        value *= 1 if share else _TIMES[found["times"]]
        yield Amount(found.start(), found.end(), value, "%" if share else "", not share)


def _value(said: str) -> float:
    tight = re.sub(r"[ \u00a0\u202f']", "", said)
    if re.fullmatch(r"\d{1,3}(\.\d{3})+(,\d+)?", tight):
        return float(tight.replace(".", "").replace(",", "."))
    if re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d+)?", tight):
        return float(tight.replace(",", ""))
    return float(tight.replace(",", "."))


def days(folded: str) -> Iterator[Day]:
    """The days of a folded text: "12 maart 2027", "12-3-2027", "2027-03-12", "March 12th"."""
    for pattern in _DAYS:
        for found in pattern.finditer(folded):
            month = _MONTHS.get(found["month"]) or int(found["month"])
            day, said = int(found["day"]), (found["year"] or "").lstrip("'")
            year = int(said) + (2000 if len(said) == 2 else 0) if said else None
            if 1 <= month <= 12 and 1 <= day <= 31:
                yield Day(found.start(), found.end(), day, month, year)


def can_be_found(kind: Kind, said: str) -> bool:
    """Whether what is registered has what it takes: a figure for a figure, a day for a date."""
    match kind:
        case Kind.FIGURE:
            return next(amounts(_flat(said)), None) is not None
        case Kind.DATE:
            return next(days(_flat(said)), None) is not None
        case _:
            return True


@dataclass(frozen=True, slots=True)
class _Kept:
    confidence: Confidence
    amount: Amount | None
    day: Day | None
    words: frozenset[str]


class Figures:
    """The figures and days of a list; a text is held against them in time linear in the text."""

    def __init__(self, confidences: Iterable[Confidence]) -> None:
        self.kept: list[_Kept] = []
        for one in confidences:
            shared = _telling(_flat(one.name))
            for said in (one.name, *one.aliases):
                self.kept += _kept(one, _flat(said[:300]), shared)
        self.by_day: dict[tuple[int, int], list[_Kept]] = {}
        for kept in self.kept:
            if kept.day:
                self.by_day.setdefault((kept.day.day, kept.day.month), []).append(kept)

    def __len__(self) -> int:
        return len({kept.confidence.key for kept in self.kept})

    def held_against(self, text: str, on: date) -> list[Finding]:
        """The places where one of them stands that may not be named on that day."""
        if not self.kept:
            return []
        text = text[:400_000]
        folded = _flat(text)
        found = [
            finding
            for amount in amounts(folded)
            for kept in self._like(amount)
            if not kept.confidence.is_free(on) and (finding := _of_amount(kept, amount, folded))
        ]
        for day in days(folded):
            for kept in self.by_day.get((day.day, day.month), ()):
                if not kept.confidence.is_free(on):
                    found += _of_day(kept, day, folded)
        return found

    def _like(self, amount: Amount) -> Iterator[_Kept]:
        for kept in self.kept:
            theirs = kept.amount
            if theirs and abs(theirs.value - amount.value) <= FAR_APART * abs(theirs.value):
                yield kept


def _flat(text: str) -> str:
    """Folded letter by letter, so that places stay where they are."""
    return text.lower() if len(text.lower()) == len(text) else text


def _kept(one: Confidence, folded: str, shared: frozenset[str]) -> list[_Kept]:
    words = _telling(folded) or shared
    if one.kind == Kind.DATE:
        return [_Kept(one, None, day, words) for day in list(days(folded))[:1]]
    figures = sorted(amounts(folded), key=lambda amount: -(amount.end - amount.start))
    return [_Kept(one, amount, None, words) for amount in figures[:1]]


def _telling(folded: str) -> frozenset[str]:
    return frozenset(
        word for word in _WORDS.findall(folded) if word not in _UNITS and len(word) > 3
    )


def _of_amount(kept: _Kept, amount: Amount, folded: str) -> Finding | None:
    theirs = kept.amount
    if theirs is None or (theirs.unit == "%") != (amount.unit == "%"):
        return None
    beside = _beside(kept.words, amount.start, amount.end, folded)
    digits = len(f"{amount.value:.6g}".replace(".", "").rstrip("0").lstrip("0"))
    if beside:
        sure = 0.9
    elif amount.value >= 1_000 and (digits >= 2 or amount.unit or amount.scaled):
        sure = 0.75 if digits >= 2 else 0.55
    else:
        sure = 0.6 if digits >= 3 and not kept.words else 0.3
    if sure < 0.5:
        return None
    return _finding(kept.confidence, amount.start, amount.end, sure, "same-figure")


def _of_day(kept: _Kept, day: Day, folded: str) -> list[Finding]:
    theirs = kept.day
    if theirs is None or (day.year and theirs.year and day.year != theirs.year):
        return []
    beside = _beside(kept.words, day.start, day.end, folded)
    sure = 0.95 if beside else 0.85 if day.year else 0.6
    return [_finding(kept.confidence, day.start, day.end, sure, "same-date")]


def _beside(words: frozenset[str], start: int, end: int, folded: str) -> bool:
    """Whether a telling word of it stands near, or a compound that ends or begins with one."""
    around = folded[max(0, start - NEAR) : end + NEAR]
    near = set(_WORDS.findall(around))
    return bool(words & near) or any(
        word in other and lexicon.ordinary(other) for word in words for other in near
    )


def _finding(one: Confidence, start: int, end: int, sure: float, code: str) -> Finding:
    return Finding(start, end, one.key, one.kind, sure, (Because(code),))
