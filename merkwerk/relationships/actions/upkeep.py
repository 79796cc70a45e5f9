"""Who would be lost, and who got no attention: for the colleague alone, and written nowhere."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from merkwerk.accounts.models import Colleague
from merkwerk.engine.upkeep import Held, Known, Unattended, Upkeep, attention, lost
from merkwerk.engine.warmth import REAL_CONTACT, Direction, Stage, Touch
from merkwerk.relationships.actions.reckoning import group_rhythms, touch, upkeep_of
from merkwerk.relationships.models import Moment, Relationship

KNOWN = (Stage.CONVERSED, Stage.MET)


@dataclass(frozen=True, slots=True)
class Losing:
    """Somebody who would be lost, and why."""

    relationship: Relationship
    upkeep: Upkeep


@dataclass(frozen=True, slots=True)
class Attention:
    """A stretch of time: existing relationships that got nothing, most to lose first, and those
    that did, latest first."""

    without: Sequence[tuple[Relationship, Unattended]]
    given: Sequence[Relationship]


def would_be_lost(*, by: Colleague, now: datetime) -> list[Losing]:
    """Whose sign of life is due, first those with most to lose, existing relationships before new
    ones; whoever rests is left out. In a fixed number of questions, without notes."""
    today = timezone.localdate(now)
    awake = Relationship.objects.visible_to(by).awake(now).filter(due_on__lte=today)
    due = {str(one.pk): one for one in awake.light()}
    groups = group_rhythms(one.pk for one in due.values())
    asked = {key: upkeep_of(one, groups.get(one.pk, ()), now) for key, one in due.items()}
    held = [Held(key, one.warmth, asked[key], one.stage in KNOWN) for key, one in due.items()]
    return [Losing(due[one.key], one.upkeep) for one in lost(held, today) if one.upkeep]


def attention_of(*, by: Colleague, start: datetime, end: datetime) -> Attention:
    """Which existing relationships of a colleague got no real contact from them from `start` up to
    `end`, and which did. Those that rest for good are left out of the first: that was chosen.
    Reads only. Refuses an end before the start (ValueError)."""
    people = {one.pk: one for one in Relationship.objects.visible_to(by).light()}
    touches: dict[int, list[Touch]] = defaultdict(list)
    rows = Moment.objects.visible_to(by).filter(at__lt=end).order_by()
    for number, at, direction, kind in rows.values_list("relationship", "at", "direction", "kind"):
        touches[number].append(touch(at, direction, kind))
    known = [
        Known(str(number), tuple(told))
        for number, told in touches.items()
        if not people[number].rests_for_good
    ]
    without = [(people[int(one.key)], one) for one in attention(known, start, end)]
    last = {
        number: max(times)
        for number, told in touches.items()
        if (times := [one.at for one in told if one.at >= start and _from_you(one)])
    }
    latest = sorted(last, key=lambda number: last[number], reverse=True)
    return Attention(without, [people[number] for number in latest])


def _from_you(one: Touch) -> bool:
    return one.kind in REAL_CONTACT and one.direction != Direction.THEIRS
