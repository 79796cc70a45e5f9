"""Writing down how warm a relationship is, and why, when a moment comes or a day passes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from merkwerk.engine.warmth import Direction, Kind, Touch, stage, warmth
from merkwerk.relationships.models import Moment, Relationship

A_BATCH = 200
KINDS = {
    Moment.Kind.MET: Kind.MET,
    Moment.Kind.CALLED: Kind.TALKED,
    Moment.Kind.WROTE: Kind.TALKED,
    Moment.Kind.OTHER: Kind.SHARED,
    Moment.Kind.ASKED: Kind.ASKED,
    Moment.Kind.ANSWERED: Kind.ANSWERED,
    Moment.Kind.MENTIONED: Kind.ASKED,
    Moment.Kind.SHARED: Kind.SHARED,
    Moment.Kind.REACTED: Kind.REACTED,
    Moment.Kind.FOLLOWED: Kind.FOLLOWED,
    Moment.Kind.SAID: Kind.NOTICED,
    Moment.Kind.NOTICED: Kind.NOTICED,
}
RECKONED = ["warmth", "because", "quiet_days", "rhythm_days", "stage", "last_moment", "reckoned_at"]


def reckon(*, relationship: Relationship, now: datetime) -> Relationship:
    """Works out warmth, its reasons, rhythm, silence and stage of one relationship anew from its
    moments, and writes them down."""
    reckon_these(relationships=[relationship], now=now)
    return relationship


def reckon_these(*, relationships: Sequence[Relationship], now: datetime) -> None:
    """The same for several at once: one question for all their moments, one answer in batches."""
    touches: dict[int, list[Touch]] = defaultdict(list)
    rows = Moment.objects.filter(relationship__in=relationships).order_by()
    for number, at, direction, kind in rows.values_list("relationship", "at", "direction", "kind"):
        what = KINDS.get(Moment.Kind(kind), Kind.NOTICED)
        touches[number].append(Touch(at, Direction(direction), what))
    for relationship in relationships:
        _write(relationship, touches[relationship.pk], now)
    Relationship.objects.bulk_update(relationships, RECKONED)


def _write(relationship: Relationship, touches: list[Touch], now: datetime) -> None:
    found = warmth(touches, now)
    relationship.warmth = found.value
    relationship.because = [{"code": p.code, "facts": dict(p.facts)} for p in found.parts]
    relationship.quiet_days = found.quiet.silent_days if found.quiet else None
    relationship.rhythm_days = found.rhythm_days
    relationship.stage = stage(touches)
    relationship.last_moment = max((touch.at for touch in touches), default=None)
    relationship.reckoned_at = now


def reckon_all(*, now: datetime) -> int:
    """Reckons every relationship again, since warmth fades by the day. Works in batches, so that
    no transaction is long; an interrupted run is simply taken up again. Answers how many."""
    done, last = 0, 0
    while True:
        batch = list(Relationship.objects.filter(pk__gt=last).order_by("pk")[:A_BATCH])
        if not batch:
            return done
        reckon_these(relationships=batch, now=now)
        done, last = done + len(batch), batch[-1].pk
