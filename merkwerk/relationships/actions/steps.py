"""How an outcome came about: back to the first moment, and through who introduced them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Min
from django.utils import timezone

from merkwerk.accounts.models import Colleague
from merkwerk.relationships.actions.introducing import CHANNEL
from merkwerk.relationships.models import Introduction, Moment, Outcome, Relationship
from merkwerk.relationships.sentences.together import CONVERSATION, INTRODUCED, OUTCOME

Kind, Direction = Moment.Kind, Moment.Direction
SPOKEN = (Kind.ASKED, Kind.ANSWERED, Kind.MENTIONED, Kind.WROTE)
Firsts = Mapping[tuple[str, str], datetime]
"""When each (kind, direction) happened first in one relationship."""


@dataclass(frozen=True, slots=True)
class Step:
    """One turn on the way to an outcome. `what` is a kind of moment, or conversation, introduced,
    outcome. `by` is the colleague who introduced (empty when the reader may not know who), or
    whose moment it was before that; else empty."""

    what: str
    on: date
    by: str = ""


def steps(outcomes: Sequence[Outcome], reader: Colleague) -> dict[int, tuple[Step, ...]]:
    """The way to each outcome, by number: the first moment, the first answer, conversation and
    meeting as far as they happened before it, and the outcome. When a colleague introduced them,
    that is a step, and before it how that colleague's contact began, if `reader` may see its
    moments. Others than the owner are told no channel, place or note either. Six questions at
    most, whatever the number. Wants `relationship` selected."""
    whose = {one.relationship_id for one in outcomes}
    began = _firsts(whose)
    before = _introductions(whose, reader)
    return {
        one.pk: _way(before.get(one.relationship_id, []), began[one.relationship_id], one.on)
        for one in outcomes
    }


def _way(before: Sequence[Step], firsts: Firsts, until: date) -> tuple[Step, ...]:
    steps = [step for step in before if step.on <= until] + _turns(firsts, until)
    return (*sorted(steps, key=lambda step: step.on), Step(OUTCOME, until))


def _firsts(relationships: Collection[int]) -> dict[int, dict[tuple[str, str], datetime]]:
    found: dict[int, dict[tuple[str, str], datetime]] = defaultdict(dict)
    if relationships:
        rows = Moment.objects.filter(relationship__in=relationships).exclude(channel=CHANNEL)
        told = rows.order_by().values("relationship", "kind", "direction").annotate(at=Min("at"))
        for row in told:
            found[row["relationship"]][row["kind"], row["direction"]] = row["at"]
    return found


def _turns(firsts: Firsts, until: date) -> list[Step]:
    """The first moment, and the turns after it, in order; of what happened on one day only the
    furthest is told."""
    if not firsts:
        return []
    (kind, _way), began = min(firsts.items(), key=lambda item: item[1])
    later = [
        (_first(firsts, [Kind.ANSWERED]), str(Kind.ANSWERED)),
        (_conversation(firsts), CONVERSATION),
        (_first(firsts, [Kind.MET]), str(Kind.MET)),
    ]
    days = {
        timezone.localdate(at): what for at, what in later if at and at > began and what != kind
    }
    turns = [(timezone.localdate(began), kind), *sorted(days.items())]
    return [Step(what, on) for on, what in turns if on <= until]


def _first(firsts: Firsts, kinds: Collection[str], direction: str | None = None) -> datetime | None:
    times = (
        at
        for (kind, way), at in firsts.items()
        if kind in kinds and (direction is None or way in (direction, Direction.BOTH))
    )
    return min(times, default=None)


def _conversation(firsts: Firsts) -> datetime | None:
    """When both had spoken, or they called each other."""
    theirs = _first(firsts, SPOKEN, Direction.THEIRS)
    ours = _first(firsts, SPOKEN, Direction.OURS)
    called = _first(firsts, [Kind.CALLED])
    both = max(theirs, ours) if theirs and ours else None
    return min((at for at in (called, both) if at), default=None)


def _introductions(whose: Collection[int], reader: Colleague) -> dict[int, list[Step]]:
    """What came before, of relationships that began with an introduction."""
    ended = (Introduction.State.INTRODUCED, Introduction.State.MET, Introduction.State.ENDED)
    rows = Introduction.objects.filter(made__in=whose, state__in=ended).select_related("knower")
    made = {one.made_id: one for one in _oldest_last(rows) if one.made_id is not None}
    if not made:
        return {}
    days = _days(made)
    known = [one.relationship_id for one in made.values()]
    shared = Relationship.objects.shared_with(reader).filter(pk__in=known)
    named = set(shared.values_list("pk", flat=True))
    named |= {
        one.relationship_id for one in made.values() if reader.pk in (one.asker_id, one.knower_id)
    }
    open_ones = Relationship.objects.moments_shared_with(reader).filter(pk__in=known)
    began = _firsts(set(open_ones.values_list("pk", flat=True)))
    return {
        number: _before(one, days[number], named, began.get(one.relationship_id, {}))
        for number, one in made.items()
    }


def _oldest_last(rows: Iterable[Introduction]) -> list[Introduction]:
    return sorted(rows, key=lambda one: one.asked_at, reverse=True)


def _days(made: Mapping[int, Introduction]) -> dict[int, date]:
    """When each was introduced: by the moment of it, or as well as is known without."""
    rows = Moment.objects.filter(relationship__in=made, channel=CHANNEL).order_by()
    noted = dict(
        rows.values("relationship").annotate(first=Min("at")).values_list("relationship", "first")
    )
    return {
        number: timezone.localdate(noted.get(number) or one.changed_at)
        for number, one in made.items()
    }


def _before(one: Introduction, day: date, named: set[int], firsts: Firsts) -> list[Step]:
    told = one.relationship_id in named
    by = one.knower.name if told else ""
    first = _turns(firsts, day)[:1]
    return [*(Step(step.what, step.on, by) for step in first), Step(INTRODUCED, day, by)]
