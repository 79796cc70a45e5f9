"""Writing down how a relationship stands, and why, whenever something changes: warmth, rhythm,
silence, stage, the last contact, and the day on which it asks for a sign of life.

The reasons are those of the day on which they were written (`reckoned_at`): what grows by a day
each day is told older by the page, so that a night needn't write what nobody did.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet

from merkwerk.engine.upkeep import Rhythms, Upkeep, upkeep
from merkwerk.engine.warmth import REAL_CONTACT, Direction, Kind, Touch, stage, warmth
from merkwerk.relationships.actions.through import also_known, through
from merkwerk.relationships.models import Group, Moment, Relationship, Share

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
RECKONED = (
    "warmth",
    "because",
    "quiet_days",
    "rhythm_days",
    "stage",
    "last_moment",
    "last_contact",
    "through_at",
    "due_on",
    "reckoned_at",
)


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a colleague wished for one relationship, and since when it stands."""

    own: int | None
    groups: Sequence[int]
    since: datetime
    rests_until: datetime | None
    rests_for_good: bool

    @classmethod
    def of(cls, relationship: Relationship, groups: Sequence[int]) -> Wishes:
        return cls(
            relationship.rhythm_wish,
            groups,
            relationship.since,
            relationship.rest_until,
            relationship.rests_for_good,
        )


def reckon(*, relationship: Relationship, now: datetime) -> Relationship:
    """Works out anew how one relationship stands, from its moments, and writes it down."""
    reckon_these(relationships=[relationship], now=now)
    return relationship


def reckon_these(*, relationships: Sequence[Relationship], now: datetime) -> None:
    """The same for several at once, in a fixed number of questions and one answer in batches. What
    is newly told of a contact that is shared with its moments moves the reminders of colleagues
    too, once all this is kept."""
    numbers = [one.pk for one in relationships]
    touches, rhythms = touches_of(numbers), group_rhythms(numbers)
    shares = Share.objects.filter(relationship__in=numbers)
    shared: dict[int, bool] = defaultdict(bool)
    for number, moments in shares.values_list("relationship", "moments"):
        shared[number] |= moments
    others = through([one for one in relationships if one.pk in shared])
    before = {one.pk: one.last_contact for one in relationships}
    for relationship in relationships:
        relationship.through_at = others.get(relationship.pk)
        _write(relationship, touches[relationship.pk], rhythms.get(relationship.pk, []), now)
    Relationship.objects.bulk_update(relationships, RECKONED)
    told = [one.pk for one in relationships if shared.get(one.pk) and _is_newer(one, before)]
    if told:
        transaction.on_commit(lambda: carry_over(numbers=told, now=now))


def _is_newer(relationship: Relationship, before: Mapping[int, datetime | None]) -> bool:
    last, was = relationship.last_contact, before[relationship.pk]
    return last is not None and (was is None or last > was)


def carry_over(*, numbers: Sequence[int], now: datetime) -> int:
    """Moves the day on which colleagues are asked for a sign of life, where the contact in one of
    these relationships counts for them: both share. In a transaction of its own, so that no two
    wait for each other; what is lost is found at night. Answers how many reminders moved."""
    known = also_known(numbers)
    latest, rhythms = through(known), group_rhythms(one.pk for one in known)
    moved = 0
    for one in known:
        at = latest.get(one.pk)
        if at is None or at == one.through_at:
            continue
        due = due_on(
            Wishes.of(one, rhythms.get(one.pk, [])),
            learned=one.rhythm_days,
            last=one.last_contact,
            through=at,
            now=now,
        )
        moved += Relationship.objects.filter(pk=one.pk).update(through_at=at, due_on=due)
    return moved


def touches_of(numbers: Iterable[int]) -> Mapping[int, list[Touch]]:
    """All that happened, as the engine reads it, by relationship."""
    touches: dict[int, list[Touch]] = defaultdict(list)
    rows = Moment.objects.filter(relationship__in=list(numbers)).order_by()
    for number, at, direction, kind in rows.values_list("relationship", "at", "direction", "kind"):
        touches[number].append(touch(at, direction, kind))
    return touches


def touch(at: datetime, direction: str, kind: str) -> Touch:
    """A moment as the engine reads it."""
    return Touch(at, Direction(direction), KINDS.get(Moment.Kind(kind), Kind.NOTICED))


def group_rhythms(numbers: Iterable[int]) -> dict[int, list[int]]:
    """The rhythms of the groups that each relationship stands in, as far as these have one."""
    return rhythms_in(Group.objects.filter(members__in=list(numbers)))


def rhythms_in(groups: QuerySet[Group]) -> dict[int, list[int]]:
    """The rhythm of each of these groups, by relationship that it was found for."""
    found: dict[int, list[int]] = defaultdict(list)
    rows = groups.filter(rhythm_days__gt=0).order_by()
    for number, days in rows.values_list("members", "rhythm_days"):
        found[number].append(int(days or 0))
    return found


def _write(
    relationship: Relationship, touches: Sequence[Touch], groups: Sequence[int], now: datetime
) -> None:
    found = warmth(touches, now)
    relationship.warmth = found.value
    relationship.because = [{"code": p.code, "facts": dict(p.facts)} for p in found.parts]
    relationship.quiet_days = found.quiet.silent_days if found.quiet else None
    relationship.rhythm_days = found.rhythm_days
    relationship.stage = stage(touches)
    relationship.last_moment = max((one.at for one in touches), default=None)
    relationship.last_contact = max(
        (one.at for one in touches if one.kind in REAL_CONTACT), default=None
    )
    relationship.due_on = due_on(
        Wishes.of(relationship, groups),
        learned=found.rhythm_days,
        last=relationship.last_contact,
        through=relationship.through_at,
        now=now,
    )
    relationship.reckoned_at = now


def due_on(
    wishes: Wishes,
    *,
    learned: int | None,
    last: datetime | None,
    through: datetime | None,
    now: datetime,
) -> date | None:
    """The day from which a relationship asks for a sign of life; None when it never does."""
    found = asked_for(wishes, learned=learned, last=last, through=through, now=now)
    return found.due if found else None


def asked_for(
    wishes: Wishes,
    *,
    learned: int | None,
    last: datetime | None,
    through: datetime | None,
    now: datetime,
) -> Upkeep | None:
    """The engine's judgement of when it asks for a sign of life, with its reasons."""
    return upkeep(
        Rhythms(wishes.own, wishes.groups, learned),
        now=now,
        last=last,
        through=through,
        since=wishes.since,
        rests_until=wishes.rests_until,
        rests_for_good=wishes.rests_for_good,
    )


def upkeep_of(relationship: Relationship, groups: Sequence[int], now: datetime) -> Upkeep | None:
    """The same for a relationship as it was last reckoned."""
    return asked_for(
        Wishes.of(relationship, groups),
        learned=relationship.rhythm_days,
        last=relationship.last_contact,
        through=relationship.through_at,
        now=now,
    )
