"""Upkeep: when a relationship asks for a sign of life, who would be lost, who got no attention.

It counts real contact only: met, talked, answered, asked, shared words. A like or a follow keeps
nothing up. It judges for the colleague who owns the relationships, and is shown to nobody else.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from math import log2

from merkwerk.engine.because import Because
from merkwerk.engine.warmth import (
    Direction,
    Kind,
    Touch,
    patience_days,
)

A_DAY = timedelta(days=1)
A_YEAR = timedelta(days=365)
MOST_BEYOND = 8.0
"""Beyond eight times its rhythm a silence counts no further: what it says then is how cold it
has become, and warmth says that already."""

GIVEN = frozenset((Kind.ANSWERED, Kind.SHARED))


class Source(StrEnum):
    """Whose rhythm it is: wished for this person, for a group, or learned from what happened."""

    OWN = "own"
    GROUP = "group"
    LEARNED = "learned"


@dataclass(frozen=True, slots=True)
class Upkeep:
    """`due`: the day from which a sign of life is asked for. `over`: silence divided by rhythm, 1
    when it is just full. `through`: the last real contact was a colleague's. `because`, in the
    order to tell it: own-rhythm, group-rhythm or learned-rhythm (rhythm_days), silent (days) or
    never (days since it was noted), through-colleague (days), rests (days still to go)."""

    due: date
    over: float
    rhythm_days: int
    source: Source
    through: bool
    because: tuple[Because, ...]

    def is_due(self, today: date) -> bool:
        return self.due <= today


@dataclass(frozen=True, slots=True)
class Rhythms:
    """The rhythms that a relationship may follow, in days; 0 and None mean there is none."""

    own: int | None = None
    groups: Iterable[int | None] = ()
    learned: int | None = None

    def chosen(self) -> tuple[int, Source] | None:
        """The wish for this person, else the shortest of its groups, else the learned one."""
        if self.own:
            return self.own, Source.OWN
        if wishes := [days for days in self.groups if days]:
            return min(wishes), Source.GROUP
        return (self.learned, Source.LEARNED) if self.learned else None


@dataclass(frozen=True, slots=True)
class Held:
    """One relationship of the colleague, for `lost`. `warmth`: `Warmth.rank`, or its value.
    `existing`: they conversed or met (P123: these go before new ones)."""

    key: str
    warmth: float
    upkeep: Upkeep | None
    existing: bool = True


def upkeep(
    rhythms: Rhythms,
    *,
    now: datetime,
    last: datetime | None,
    through: datetime | None = None,
    since: datetime | None = None,
    rests_until: datetime | None = None,
    rests_for_good: bool = False,
) -> Upkeep | None:
    """When this relationship asks for a sign of life.

    `last` is the last real contact, `through` the last one by a colleague, given only when both
    share; the later of the two starts the rhythm again. Without either, a wished rhythm runs from
    `since`. A wished rhythm is due when it is full, a learned one only when it counts as quiet
    (`patience_days`): nobody is reminded of the middle of a habit. A rest moves the day to its
    end. None without a rhythm (so never after one or two contacts, unless wished), without a
    beginning, and always when it rests for good.
    """
    found = rhythms.chosen()
    begin = max((at for at in (last, through) if at), default=since)
    if rests_for_good or found is None or begin is None:
        return None
    rhythm, source = found
    begin = min(begin, now)
    wait = patience_days(rhythm) if source is Source.LEARNED else rhythm
    due = (begin + timedelta(days=wait)).date()
    if rests_until and rests_until > now:
        due = max(due, rests_until.date())
    by_colleague = bool(through and (last is None or through > last))
    silent = (now - begin) // A_DAY
    because = [
        Because(f"{source}-rhythm", {"rhythm_days": rhythm}),
        Because("silent" if last or through else "never", {"days": silent}),
    ]
    if by_colleague:
        because.append(Because("through-colleague", {"days": silent}))
    if rests_until and rests_until > now:
        because.append(Because("rests", {"days": -((now - rests_until) // A_DAY)}))
    return Upkeep(due, (now - begin) / A_DAY / rhythm, rhythm, source, by_colleague, tuple(because))


def stake(warmth: float, over: float) -> float:
    """What would be lost by waiting: warmth, times one and the number of times the silence
    doubled its rhythm (at most three). Warmth leads: over its own rhythm alone says little of who
    will be seen again (`docs/judgements.md`)."""
    return warmth * (1 + log2(min(max(over, 1.0), MOST_BEYOND)))


def lost(relationships: Iterable[Held], today: date) -> list[Held]:
    """Who would be lost, first to last: those whose upkeep is due, existing relationships before
    new ones, then by `stake`. Equal ones keep the order of their keys."""
    due = [
        (not each.existing, -stake(each.warmth, each.upkeep.over), each.key, each)
        for each in relationships
        if each.upkeep and each.upkeep.is_due(today)
    ]
    return [row[-1] for row in sorted(due, key=lambda row: row[:-1])]


def balance(touches: Iterable[Touch], now: datetime) -> tuple[Because, ...]:
    """What was given and asked over the last year, for the colleague's own eyes: they-gave,
    you-gave, they-asked, you-asked (times each; left out when it never happened), and at the end
    they-gave-more or you-gave-more (times more), when the one gave at least twice as often as the
    other and three times more. Given: an answer, or sharing what somebody told. What both did
    counts for each."""
    counts = dict.fromkeys(("they-gave", "you-gave", "they-asked", "you-asked"), 0)
    for touch in touches:
        word = "gave" if touch.kind in GIVEN else "asked" if touch.kind is Kind.ASKED else ""
        if not word or not now - A_YEAR < touch.at <= now:
            continue
        counts[f"they-{word}"] += touch.direction != Direction.OURS
        counts[f"you-{word}"] += touch.direction != Direction.THEIRS
    parts = [Because(code, {"times": times}) for code, times in counts.items() if times]
    theirs, ours = counts["they-gave"], counts["you-gave"]
    if max(theirs, ours) >= max(2 * min(theirs, ours), min(theirs, ours) + 3):
        code = "they-gave-more" if theirs > ours else "you-gave-more"
        parts.append(Because(code, {"times": abs(theirs - ours)}))
    return tuple(parts)
