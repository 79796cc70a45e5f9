"""How warm a relationship is, from what happened between two people, and whether it went quiet.

A figure for the ring around a face; what counts are its parts, which a page can say. It judges a
pair, for the colleague who owns the relationship, and never ranks people. `warmth_many` does the
same for many at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from math import exp
from statistics import median

from merkwerk.engine.because import Because

LASTING_DAYS = 40.0
FRESH_DAYS = 20.0
FADING = 0.5
"""What happened fades fast at first and ever more slowly after: of a day's contact
0.5^sqrt(age / 40) is left, and of the freshness of the last one 0.5^sqrt(age / 20). One scale for
people who talk by the hour and by the year; chosen so that a log loses least
(`bench/warmth_choose.py`, `docs/judgements.md`)."""

LIKE_KEEPS_FRESH = 0.1
"""A like or a follow keeps a relationship a tenth as fresh as a word does."""

LATE_GRACE_DAYS = 7
LATE_AT_MOST = 16.0
LATE = 0.5
GAPS_NEEDED = 1
"""Beyond the pair's own rhythm (a week's grace on both sides) warmth is divided by up to
4. One gap is enough here; to be said in words a rhythm needs two."""

ONE_SIDED = 0.9
"""What is left when only one of the two ever did something; nothing off from a quarter on."""

TOGETHER = 0.7
FULL_WARMTH = 11.0
"""How the sum becomes a ring; they don't change who stands above whom among equal kinds."""

QUIET_RHYTHMS = 2.5
QUIET_DAYS = 21
RHYTHM_GAPS_NEEDED = 2
RHYTHM_LAST_GAPS = 12
NEW_EXCHANGE = timedelta(days=7)
LONG_KNOWN_DAYS = 180


class Direction(StrEnum):
    """Who did it: the contact, one of us, or both at once."""

    THEIRS = "theirs"
    OURS = "ours"
    BOTH = "both"


class Kind(StrEnum):
    """What happened: from a meeting down to having seen each other."""

    MET = "met"
    TALKED = "talked"
    ANSWERED = "answered"
    ASKED = "asked"
    SHARED = "shared"
    REACTED = "reacted"
    FOLLOWED = "followed"
    NOTICED = "noticed"


WEIGHTS = {
    Kind.MET: 10.0,
    Kind.TALKED: 8.0,
    Kind.ANSWERED: 4.0,
    Kind.ASKED: 3.0,
    Kind.SHARED: 3.0,
    Kind.REACTED: 1.0,
    Kind.FOLLOWED: 0.5,
    Kind.NOTICED: 0.0,
}
"""Our own choice, by what it costs somebody: an hour, a sentence, a press of a button."""

NO_CONTACT = frozenset((Kind.FOLLOWED, Kind.NOTICED))
REAL_CONTACT = frozenset((Kind.MET, Kind.TALKED, Kind.ANSWERED, Kind.ASKED, Kind.SHARED))
"""Words or a meeting. A like shows that somebody is there, and keeps nothing up."""


class Stage(StrEnum):
    """How far it came, by what happened."""

    NONE = "none"
    FOLLOWED = "followed"
    ANSWERED = "answered"
    CONVERSED = "conversed"
    MET = "met"


@dataclass(frozen=True, slots=True)
class Touch:
    """One thing that happened between the two, at an aware time."""

    at: datetime
    direction: Direction
    kind: Kind


@dataclass(frozen=True, slots=True)
class Quiet:
    """Used to be in contact every `rhythm_days`, now not for `silent_days`."""

    rhythm_days: int
    silent_days: int


@dataclass(frozen=True, slots=True)
class Warmth:
    """`value` from 0 to 100; `rank` is the same figure before rounding, to order by. `parts` in
    the order to tell them: no-contact, only-likes (days), spoke (days), met (times, days), rhythm
    or quiet (rhythm_days, silent_days), both-ways, only-they, only-you (theirs, ours),
    they-begin-more, you-begin-more (times, of), known-since (days). Rhythm and silence are those
    of real contact."""

    value: int
    parts: tuple[Because, ...]
    quiet: Quiet | None = None
    rhythm_days: int | None = None
    silent_days: int | None = None
    rank: float = 0.0


def warmth(touches: Iterable[Touch], now: datetime) -> Warmth:
    """The warmth of one relationship at `now`: 100 (1 - e^(-x / 11)), where x^(1 / 0.7) is

    - the sum over days (UTC) of the day's weight, faded (`LASTING_DAYS`); a day weighs as its
      weightiest touch, more on the same day add a quarter each, up to half as much again;
    - times how fresh the last real contact is (`FRESH_DAYS`);
    - divided by how far silence is beyond the pair's own rhythm, if it has one (`LATE`);
    - times 0.9 when only one of the two ever did something, 1 when each did a quarter of it.

    Order of touches does not matter; times after `now` count as now.
    """
    known = sorted(
        (Touch(min(touch.at, now), touch.direction, Kind(touch.kind)) for touch in touches),
        key=_in_order,
    )
    contacts = [touch for touch in known if touch.kind not in NO_CONTACT]
    real = [touch for touch in contacts if touch.kind in REAL_CONTACT]
    theirs, ours = _counts(contacts)
    silent = _whole_days(real[-1].at, now) if real else None
    gaps = _gaps(real)
    rhythm = _middle(gaps, RHYTHM_GAPS_NEEDED)
    total = sum(_day_weight(day) * _left(day[0].at, now, LASTING_DAYS) for day in _days(known))
    total *= (
        _fresh(known, real, now)
        * _balance(theirs, ours)
        / _late(_middle(gaps, GAPS_NEEDED), silent)
    )
    rank = ring(total)
    if not contacts:
        return Warmth(round(rank), (Because("no-contact"),), rank=rank)
    quiet = _quiet(rhythm, silent)
    parts = (
        *_when(contacts, real, now),
        *_pace(rhythm, silent, quiet),
        *sides(theirs, ours, len(contacts)),
        *_beginnings(contacts),
        *_age(contacts, now),
    )
    return Warmth(round(rank), parts, quiet, rhythm, silent, rank)


def ring(total: float) -> float:
    """The decayed sum as a figure from 0 to 100."""
    return 100 * (1 - exp(-(total**TOGETHER) / FULL_WARMTH))


def stage(touches: Iterable[Touch]) -> Stage:
    """The furthest the two came: met in person; a conversation (a talk, or words from both
    sides); an answer or question from one side; a follow or a press of a button; nothing."""
    by_kind: dict[Kind, set[Direction]] = {}
    for touch in touches:
        by_kind.setdefault(Kind(touch.kind), set()).add(Direction(touch.direction))
    words = set().union(
        *(by_kind.get(kind, set()) for kind in (Kind.ANSWERED, Kind.ASKED, Kind.SHARED))
    )
    if Kind.MET in by_kind:
        return Stage.MET
    if Kind.TALKED in by_kind or Direction.BOTH in words or len(words) > 1:
        return Stage.CONVERSED
    if words:
        return Stage.ANSWERED
    pressed = by_kind.keys() & {Kind.FOLLOWED, Kind.REACTED}
    return Stage.FOLLOWED if pressed else Stage.NONE


def _in_order(touch: Touch) -> tuple[datetime, bool, str, str]:
    """By time; of what stands at the same moment a question comes first."""
    return touch.at, touch.kind is not Kind.ASKED, touch.kind, touch.direction


def _days(touches: Iterable[Touch]) -> Iterable[list[Touch]]:
    days: dict[date, list[Touch]] = {}
    for touch in touches:
        days.setdefault(_day(touch), []).append(touch)
    return days.values()


def _day(touch: Touch) -> date:
    return touch.at.astimezone(UTC).date()


def _day_weight(day: list[Touch]) -> float:
    """To the power of 1 / `TOGETHER`, which `ring` takes back: a day alone counts its weight."""
    weights = sorted((WEIGHTS[touch.kind] for touch in day), reverse=True)
    weight = min(weights[0] * 1.5, weights[0] + sum(weights[1:]) / 4)
    return float(weight ** (1 / TOGETHER))


def _left(at: datetime, now: datetime, days: float) -> float:
    return float(0.5 ** (((now - at) / timedelta(days=days)) ** FADING))


def _fresh(known: Sequence[Touch], real: Sequence[Touch], now: datetime) -> float:
    seen = [touch for touch in known if WEIGHTS[touch.kind]]
    liked = LIKE_KEEPS_FRESH * _left(seen[-1].at, now, FRESH_DAYS) if seen else 0.0
    return max(liked, _left(real[-1].at, now, FRESH_DAYS) if real else 0.0)


def _late(rhythm: int | None, silent: int | None) -> float:
    if rhythm is None or silent is None:
        return 1.0
    beyond = (silent + LATE_GRACE_DAYS) / (rhythm + LATE_GRACE_DAYS)
    return float(min(max(beyond, 1.0), LATE_AT_MOST) ** LATE)


def _whole_days(since: datetime, now: datetime) -> int:
    return (now - since) // timedelta(days=1)


def _days_ago(touch: Touch, now: datetime) -> int:
    """As people count: late last night was yesterday."""
    return (now.astimezone(UTC).date() - _day(touch)).days


def _counts(touches: Iterable[Touch]) -> tuple[int, int]:
    """How often they did something, and we; what both did counts for each."""
    theirs = ours = 0
    for touch in touches:
        theirs += touch.direction != Direction.OURS
        ours += touch.direction != Direction.THEIRS
    return theirs, ours


def _balance(theirs: int, ours: int) -> float:
    share = min(theirs, ours) / (theirs + ours) if theirs + ours else 0.0
    return ONE_SIDED + (1 - ONE_SIDED) * min(1.0, 4 * share)


def _gaps(real: Sequence[Touch]) -> list[int]:
    """Days between days of real contact, the last twelve."""
    days = sorted({_day(touch) for touch in real})
    return [(later - earlier).days for earlier, later in pairwise(days)][-RHYTHM_LAST_GAPS:]


def _middle(gaps: Sequence[int], needed: int) -> int | None:
    return round(median(gaps)) if len(gaps) >= needed else None


def _quiet(rhythm: int | None, silent: int | None) -> Quiet | None:
    if rhythm is None or silent is None or silent < patience_days(rhythm):
        return None
    return Quiet(rhythm, silent)


def patience_days(rhythm: int) -> int:
    """After how many days without contact a relationship with this learned rhythm is quiet."""
    return int(max(QUIET_RHYTHMS * rhythm, QUIET_DAYS)) + 1


def _when(contacts: Sequence[Touch], real: Sequence[Touch], now: datetime) -> list[Because]:
    if not real:
        return [Because("only-likes", {"days": _days_ago(contacts[-1], now)})]
    parts = [Because("spoke", {"days": _days_ago(real[-1], now)})]
    if meetings := [touch for touch in real if touch.kind == Kind.MET]:
        last = _days_ago(meetings[-1], now)
        parts.append(Because("met", {"times": len(meetings), "days": last}))
    return parts


def _pace(rhythm: int | None, silent: int | None, quiet: Quiet | None) -> list[Because]:
    if rhythm is None or silent is None:
        return []
    code = "quiet" if quiet else "rhythm"
    return [Because(code, {"rhythm_days": rhythm, "silent_days": silent})]


def sides(theirs: int, ours: int, times: int) -> list[Because]:
    """Whether both did something, of so many times in all: both-ways, only-they or only-you; none
    for a single time."""
    facts = {"theirs": theirs, "ours": ours}
    if times < 2:
        return []
    if not ours:
        return [Because("only-they", facts)]
    if not theirs:
        return [Because("only-you", facts)]
    mutual = min(theirs, ours) * 4 >= theirs + ours
    return [Because("both-ways", facts)] if mutual else []


def _beginnings(contacts: Sequence[Touch]) -> list[Because]:
    """Who begins: the first touch after a week of silence."""
    theirs = ours = 0
    before: datetime | None = None
    for touch in contacts:
        if before is None or touch.at - before > NEW_EXCHANGE:
            theirs += touch.direction == Direction.THEIRS
            ours += touch.direction == Direction.OURS
        before = touch.at
    return who_begins(theirs, ours)


def who_begins(theirs: int, ours: int) -> list[Because]:
    """they-begin-more or you-begin-more, by how often each began. Said from three times on, and
    only when one of the two begins at least three in five, and the other has begun too."""
    total, most = theirs + ours, max(theirs, ours)
    if total < 3 or not min(theirs, ours) or most * 5 < total * 3:
        return []
    code = "they-begin-more" if theirs > ours else "you-begin-more"
    return [Because(code, {"times": most, "of": total})]


def _age(contacts: Sequence[Touch], now: datetime) -> list[Because]:
    days = _whole_days(contacts[0].at, now)
    return [Because("known-since", {"days": days})] if days >= LONG_KNOWN_DAYS else []
