"""Who would be lost, and who got no attention: for the colleague alone, and written nowhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from django.utils import timezone

from merkwerk.accounts.models import Colleague
from merkwerk.engine.unattended import Unattended, attention
from merkwerk.engine.upkeep import Held, Upkeep, lost
from merkwerk.engine.warmth import Stage
from merkwerk.relationships.actions.many_moments import moments_of
from merkwerk.relationships.actions.reckoning import group_rhythms, upkeep_of
from merkwerk.relationships.models import Relationship

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
    own = Relationship.objects.visible_to(by)
    numbers = np.array(sorted(own.order_by().values_list("pk", flat=True)), np.int64)
    if not len(numbers):
        return Attention([], [])
    found = attention(moments_of(by.pk, numbers), start, end)
    people = {one.pk: one for one in own.light().order_by()}
    ones = [people.get(number) for number in numbers.tolist()]
    without = [(one, why) for why in found.without if (one := ones[why.number])]
    return Attention(
        [(one, why) for one, why in without if not one.rests_for_good],
        [one for number in found.given if (one := ones[number])],
    )
