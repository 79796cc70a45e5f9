"""Moments that a colleague notes by hand."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from merkwerk.accounts.models import Colleague
from merkwerk.engine.text import without_tricks
from merkwerk.relationships.actions.contacts import own
from merkwerk.relationships.actions.reckoning import reckon
from merkwerk.relationships.models import Moment, Relationship

USUALLY = {
    Moment.Kind.MET: Moment.Direction.BOTH,
    Moment.Kind.CALLED: Moment.Direction.BOTH,
    Moment.Kind.WROTE: Moment.Direction.OURS,
    Moment.Kind.OTHER: Moment.Direction.BOTH,
}


def note_moment(
    *,
    by: Colleague,
    relationship: Relationship,
    kind: str,
    at: datetime,
    direction: str = "",
    channel: str = "hand",
    place: str = "",
    note: str = "",
    given: str = "",
    asked: str = "",
    key: str = "",
    now: datetime | None = None,
) -> Moment:
    """Notes that something happened between `by` and a contact. The same `key` notes it once, so
    that a button pressed twice makes one moment. Without a direction it gets the usual one: a
    meeting is together, a letter is from you."""
    own(relationship, by)
    with transaction.atomic():
        moment, made = Moment.objects.get_or_create(
            relationship=relationship,
            key=Moment.BY_HAND + (key or uuid.uuid4().hex),
            defaults={
                "kind": kind,
                "direction": direction or _usually(kind),
                "at": at,
                "channel": channel,
                "place": without_tricks(place)[:120],
                "note": without_tricks(note),
                "given": without_tricks(given),
                "asked": without_tricks(asked),
            },
        )
        if made:
            reckon(relationship=relationship, now=now or timezone.now())
    return moment


def _usually(kind: str) -> str:
    return USUALLY.get(Moment.Kind(kind), Moment.Direction.BOTH)


def change_moment(
    *,
    by: Colleague,
    moment: Moment,
    kind: str,
    at: datetime,
    direction: str = "",
    place: str = "",
    note: str = "",
    given: str = "",
    asked: str = "",
    now: datetime | None = None,
) -> Moment:
    """Changes a moment that was noted by hand. What happened on a network can't be rewritten: that
    is refused with ValueError."""
    _by_hand(moment, by)
    moment.kind = kind
    moment.direction = direction or _usually(kind)
    moment.at = at
    moment.place = without_tricks(place)[:120]
    moment.note, moment.given = without_tricks(note), without_tricks(given)
    moment.asked = without_tricks(asked)
    with transaction.atomic():
        moment.save()
        reckon(relationship=moment.relationship, now=now or timezone.now())
    return moment


def remove_moment(*, by: Colleague, moment: Moment, now: datetime | None = None) -> None:
    """Takes away a moment that was noted by hand, and reckons without it."""
    _by_hand(moment, by)
    with transaction.atomic():
        relationship = moment.relationship
        moment.delete()
        reckon(relationship=relationship, now=now or timezone.now())


def _by_hand(moment: Moment, by: Colleague) -> None:
    own(moment.relationship, by)
    if not moment.is_by_hand:
        raise ValueError("Only moments noted by hand can be changed.")
