"""What Today shows, and in which order: a ladder of rules a page can say, no score.

The ladder, first to last, and who comes first on a rung:

1. waits: somebody asks you, and waits for your answer (who waits longest)
2. promise: something you promised, or a consent, runs out (the soonest)
3. colleague: a colleague passes it on to you, or asks to be introduced (who waits longest)
4. known-question: a question on your subject from somebody you know (the newest)
5. open-question: a question on your subject that none of us answered (the newest)
6. mention: somebody names you (the newest)
7. reaction: somebody reacts to what you told (the newest)
8. news: somebody you know has another job (the newest)
9. quiet: a relationship gone quiet, or due by a wished rhythm (those that once were real contact
   first, then the furthest beyond the rhythm)
10. known-post, open-post: something on your subject, by somebody you know, by others (the newest)

One person stands there once, with the highest rung. Of the quiet ones two at most, unless places
stay free. A question one of us already answered is left to that colleague. What is too old to be
answered naturally (`FRESH_DAYS`) is left out.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from merkwerk.engine.because import Because
from merkwerk.engine.warmth import Quiet

MOST_QUIET = 2


class Kind(StrEnum):
    """What happened, as the room that asks knows it."""

    ASKED = "asked"
    MENTION = "mention"
    PASSED = "passed"
    QUESTION = "question"
    POST = "post"
    REACTION = "reaction"
    NEWS = "news"
    QUIET = "quiet"
    PROMISE = "promise"
    INTRODUCE = "introduce"


class Rung(StrEnum):
    """The ladder, first to last; see the head of this file."""

    WAITS = "waits"
    PROMISE = "promise"
    COLLEAGUE = "colleague"
    KNOWN_QUESTION = "known-question"
    OPEN_QUESTION = "open-question"
    MENTION = "mention"
    REACTION = "reaction"
    NEWS = "news"
    QUIET = "quiet"
    KNOWN_POST = "known-post"
    OPEN_POST = "open-post"


LADDER = {rung: place for place, rung in enumerate(Rung)}
OLDEST_FIRST = frozenset((Rung.WAITS, Rung.COLLEAGUE))
FRESH_DAYS = {
    Rung.WAITS: 30,
    Rung.KNOWN_QUESTION: 14,
    Rung.OPEN_QUESTION: 7,
    Rung.MENTION: 30,
    Rung.REACTION: 30,
    Rung.NEWS: 30,
    Rung.KNOWN_POST: 7,
    Rung.OPEN_POST: 3,
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something that might be shown. `key` names it, `person` the contact (any steady text).
    `known`: the colleague has a relationship; `asks`: its text asks something; `answered`: one of
    us already answered; `quiet` belongs to kind quiet, with `existing` when they once spoke or met
    (these go before new ones), `due` to a promise; `reasons` are added to why you."""

    key: str
    person: str
    kind: Kind
    at: datetime
    known: bool = False
    asks: bool = False
    answered: bool = False
    subjects: tuple[str, ...] = ()
    colleague: str = ""
    due: datetime | None = None
    quiet: Quiet | None = None
    existing: bool = True
    reasons: tuple[Because, ...] = ()


@dataclass(frozen=True, slots=True)
class Chosen:
    """A moment for Today. `others` are the same person's candidates further down the ladder.

    Why you: asks-you, you-promised, colleague-asks or wants-introduction (colleague),
    you-know-them, your-subject (subjects), names-you, you-told, your-relationship, and the
    candidate's own reasons.
    Why now: waiting (minutes), due (days), overdue (days), fresh (minutes), nobody-answered,
    silent (rhythm_days, silent_days).
    """

    candidate: Candidate
    rung: Rung
    why_you: tuple[Because, ...]
    why_now: tuple[Because, ...]
    others: tuple[Candidate, ...] = ()


def choose(candidates: Iterable[Candidate], now: datetime, limit: int = 7) -> tuple[Chosen, ...]:
    """The moments to show at `now`, at most `limit`, in the order of the ladder. The same
    candidates in any order give the same answer; refuses a limit below 0."""
    if limit < 0:
        raise ValueError("limit must not be negative")
    people = _by_person(candidates, now)
    quiet = [own for own in people if own[0][0] is Rung.QUIET]
    spare = quiet[MOST_QUIET:]
    first = [own for own in people if own not in spare][:limit]
    filled = first + spare[: limit - len(first)]
    return tuple(_chosen(own, now) for own in people if own in filled)


def rung(candidate: Candidate, now: datetime) -> Rung | None:
    """Where a candidate stands on the ladder; None when it is not for today."""
    found = _rung(candidate)
    if found is None:
        return None
    days = FRESH_DAYS.get(found)
    if days is not None and now - candidate.at > timedelta(days=days):
        return None
    return found


def _rung(candidate: Candidate) -> Rung | None:
    asks = candidate.kind in (Kind.ASKED, Kind.QUESTION) or candidate.asks
    match candidate.kind:
        case Kind.ASKED | Kind.MENTION if asks:
            return None if candidate.answered else Rung.WAITS
        case Kind.QUESTION | Kind.POST if asks:
            if candidate.answered:
                return None
            return Rung.KNOWN_QUESTION if candidate.known else Rung.OPEN_QUESTION
        case Kind.POST:
            return Rung.KNOWN_POST if candidate.known else Rung.OPEN_POST
        case Kind.PASSED | Kind.INTRODUCE:
            return Rung.COLLEAGUE
        case _:
            return Rung(candidate.kind.value)


Placed = tuple[Rung, Candidate]


def _by_person(candidates: Iterable[Candidate], now: datetime) -> list[list[Placed]]:
    """Each person's candidates, highest first; people in the order of their highest."""
    placed = [(found, one) for one in candidates if (found := rung(one, now))]
    placed.sort(key=_order)
    people: dict[str, list[Placed]] = {}
    for pair in placed:
        people.setdefault(pair[1].person, []).append(pair)
    return list(people.values())


def _order(placed: Placed) -> tuple[int, bool, float, str]:
    found, candidate = placed
    time = candidate.at.timestamp()
    new = found is Rung.QUIET and not candidate.existing
    if found is Rung.PROMISE:
        within = (candidate.due or candidate.at).timestamp()
    elif found is Rung.QUIET and candidate.quiet:
        within = -candidate.quiet.silent_days / candidate.quiet.rhythm_days
    else:
        within = time if found in OLDEST_FIRST else -time
    return LADDER[found], new, within, candidate.key


def _chosen(own: list[Placed], now: datetime) -> Chosen:
    found, candidate = own[0]
    return Chosen(
        candidate,
        found,
        _why_you(found, candidate),
        _why_now(found, candidate, now),
        tuple(other for _, other in own[1:]),
    )


_FIRST_REASON = {
    Rung.WAITS: "asks-you",
    Rung.PROMISE: "you-promised",
    Rung.MENTION: "names-you",
    Rung.REACTION: "you-told",
    Rung.NEWS: "your-relationship",
    Rung.QUIET: "your-relationship",
}


def _why_you(found: Rung, candidate: Candidate) -> tuple[Because, ...]:
    reasons: list[Because] = []
    if code := _FIRST_REASON.get(found):
        reasons.append(Because(code))
    if found is Rung.COLLEAGUE:
        asks = candidate.kind is Kind.INTRODUCE
        code = "wants-introduction" if asks else "colleague-asks"
        reasons.append(Because(code, {"colleague": candidate.colleague}))
    if candidate.subjects:
        reasons.append(Because("your-subject", {"subjects": ", ".join(candidate.subjects)}))
    if candidate.known and found not in (Rung.QUIET, Rung.NEWS):
        reasons.append(Because("you-know-them"))
    return (*reasons, *candidate.reasons)


def _why_now(found: Rung, candidate: Candidate, now: datetime) -> tuple[Because, ...]:
    minutes = max(0, (now - candidate.at) // timedelta(minutes=1))
    if found is Rung.QUIET and (quiet := candidate.quiet):
        facts = {"rhythm_days": quiet.rhythm_days, "silent_days": quiet.silent_days}
        return (Because("silent", facts),)
    if found is Rung.PROMISE:
        return (_deadline(candidate.due or candidate.at, now),)
    if found in OLDEST_FIRST:
        return (Because("waiting", {"minutes": minutes}),)
    fresh = Because("fresh", {"minutes": minutes})
    if found in (Rung.KNOWN_QUESTION, Rung.OPEN_QUESTION):
        return (fresh, Because("nobody-answered"))
    return (fresh,)


def _deadline(due: datetime, now: datetime) -> Because:
    if due < now:
        return Because("overdue", {"days": (now - due) // timedelta(days=1)})
    return Because("due", {"days": (due - now) // timedelta(days=1)})
