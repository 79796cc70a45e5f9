"""A list of confidences made ready, and a text held against it."""

from __future__ import annotations

from bisect import bisect, insort
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from merkwerk.engine.because import Because
from merkwerk.engine.confidences.draft import read
from merkwerk.engine.confidences.figures import Figures
from merkwerk.engine.confidences.hunting import findings
from merkwerk.engine.confidences.register import Register
from merkwerk.engine.confidences.values import NAMED, Confidence, Finding

MOST_FINDINGS = 200


class Confidences:
    """A compiled list. Building takes about 40 µs a name or alias; it holds about a kilobyte for
    each, and is never changed: make a new one when the list changed."""

    def __init__(self, confidences: Iterable[Confidence]) -> None:
        everything = tuple(confidences)
        self.register = Register(one for one in everything if one.kind in NAMED)
        self.figures = Figures(one for one in everything if one.kind not in NAMED)
        self._timed = [
            (place, one) for place, one in enumerate(self.register.confidences) if one.may_be_named
        ]

    def __len__(self) -> int:
        return len(self.register) + len(self.figures)

    def held_against(self, text: str, *, on: date) -> list[Finding]:
        """What of the list stands in the text and may not be named on that day, in order of place,
        none within another; 200 at most. Reads the first 400,000 letters, in linear time."""
        resting = frozenset(place for place, one in self._timed if one.is_free(on))
        found: list[Finding] = []
        for number, draft in enumerate(read(text)):
            more = findings(self.register, draft, resting)
            found += [_disguised(finding) for finding in more] if number else more
        found += self.figures.held_against(text, on)
        return apart(found)[:MOST_FINDINGS]


def _disguised(finding: Finding) -> Finding:
    because = (*finding.because, Because("disguised"))
    return replace(finding, certainty=finding.certainty - 0.01, because=because)


def apart(found: list[Finding]) -> list[Finding]:
    """The longest of those that overlap, the surest of those as long, in order of place."""
    kept: dict[int, Finding] = {}
    starts: list[int] = []
    for one in sorted(found, key=lambda one: (one.start - one.end, -one.certainty, one.start)):
        place = bisect(starts, one.start)
        before = kept[starts[place - 1]] if place else None
        if before and before.end > one.start:
            continue
        if place < len(starts) and starts[place] < one.end:
            continue
        insort(starts, one.start)
        kept[one.start] = one
    return [kept[start] for start in starts]
