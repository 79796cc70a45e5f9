"""Occasions that no post brings: somebody is due for a sign of life, has another job, or is whom
a colleague would like to meet."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from merkwerk.accounts.models import works_here
from merkwerk.relationships.models import Introduction, Position, Relationship
from merkwerk.today.actions.keeping import keep_new
from merkwerk.today.models import Occasion

BATCH = 500
NEWS = timedelta(days=14)
LONG_AGO = timedelta(days=365)
SOON = timedelta(days=3)
"""So long before a promise runs out it stands on Today."""


def notice_quiet(*, now: datetime) -> int:
    """Makes an occasion of every relationship that is due for a sign of life: by the rhythm that
    its colleague wished for this person or their group, or quiet against the learned one. It comes
    once for each silence: real contact ends it, and a new silence makes a new one. Who rests is
    left alone."""
    made, last = 0, 0
    due = (
        Relationship.objects.light()
        .awake(now)
        .filter(
            Q(due_on__lte=now.date()) | Q(due_on=None, quiet_days__isnull=False),
            works_here("colleague"),
        )
    )
    while True:
        rows = list(due.filter(pk__gt=last).order_by("pk").prefetch_related("groups")[:BATCH])
        if not rows:
            return made
        with transaction.atomic():
            made += len(keep_new([_from_silence(one, now) for one in rows if _is_news(one, now)]))
        last = rows[-1].pk


def _is_news(relationship: Relationship, now: datetime) -> bool:
    """Not a silence that began long ago and that nobody asked to be told of: of those an import of
    old letters may bring hundreds at once. They stand on the upkeep page."""
    last = relationship.last_contact or relationship.last_moment or now
    return _rhythm(relationship)[0] or last > now - LONG_AGO


def _from_silence(relationship: Relationship, now: datetime) -> Occasion:
    last = relationship.last_contact or relationship.last_moment or relationship.since
    wished, rhythm = _rhythm(relationship)
    facts = {"rhythm_days": rhythm, "silent_days": max((now - last).days, 0), "wished": wished}
    if not (relationship.last_contact or relationship.last_moment):
        facts["never"] = True
    return Occasion(
        colleague_id=relationship.colleague_id,
        kind=Occasion.Kind.UPKEEP if wished else Occasion.Kind.QUIET,
        relationship=relationship,
        at=now,
        facts=facts,
        key=f"quiet:{relationship.pk}:{last:%Y-%m-%d}",
    )


def _rhythm(relationship: Relationship) -> tuple[bool, int]:
    """Whether it was wished, and its days: for this person, else the shortest of the groups, else
    the learned one."""
    groups = [group.rhythm_days for group in relationship.groups.all() if group.rhythm_days]
    wish = relationship.rhythm_wish or min(groups, default=0)
    return bool(wish), max(wish or relationship.rhythm_days or 1, 1)


@transaction.atomic
def notice_news(*, now: datetime) -> int:
    """Makes an occasion of every new job that was noticed lately, for each colleague who knows
    that person."""
    fresh = Position.objects.filter(noticed__gt=now - NEWS, noticed__lte=now, until=None)
    rows = list(fresh.values("pk", "contact", "organisation", "function", "noticed")[:BATCH])
    if not rows:
        return 0
    known: dict[int, list[Relationship]] = {}
    people = Relationship.objects.awake(now).filter(contact__in={row["contact"] for row in rows})
    for relationship in people.only("colleague", "contact"):
        known.setdefault(relationship.contact_id, []).append(relationship)
    return len(
        keep_new(
            [
                Occasion(
                    colleague_id=relationship.colleague_id,
                    kind=Occasion.Kind.NEWS,
                    relationship=relationship,
                    at=row["noticed"] or now,
                    facts={"organisation": row["organisation"], "function": row["function"]},
                    key=f"position:{row['pk']}",
                )
                for row in rows
                for relationship in known.get(row["contact"], [])
            ]
        )
    )


@transaction.atomic
def notice_introductions(*, now: datetime) -> int:
    """Makes an occasion, for who is asked, of every introduction that a colleague asks for, and of
    every promised one that runs out within three days. A promise that was moved keeps its one."""
    asked = Introduction.objects.filter(state=Introduction.State.ASKED)
    promised = Introduction.objects.promised((now + SOON).date())
    promises = [_from_promise(one, now) for one in _whole(promised)]
    new = keep_new([*map(_from_introduction, _whole(asked)), *promises])
    for occasion in promises:
        there = Occasion.objects.filter(colleague=occasion.colleague_id, key=occasion.key)
        there.exclude(facts=occasion.facts).update(facts=occasion.facts)
    return len(new)


def _whole(rows: Iterable[Introduction]) -> list[Introduction]:
    here = Introduction.objects.filter(
        works_here("asker"), works_here("knower"), pk__in=[one.pk for one in rows]
    )
    return list(here.select_related("asker", "relationship").defer("words", "reply")[:BATCH])


def _from_introduction(asked: Introduction) -> Occasion:
    return Occasion(
        colleague_id=asked.knower_id,
        kind=Occasion.Kind.INTRODUCE,
        relationship=asked.relationship,
        introduction=asked,
        at=asked.asked_at,
        facts={"colleague": asked.asker.name},
        key=f"introduction:{asked.pk}",
    )


def _from_promise(promised: Introduction, now: datetime) -> Occasion:
    due = promised.promised_for
    return Occasion(
        colleague_id=promised.knower_id,
        kind=Occasion.Kind.PROMISE,
        relationship=promised.relationship,
        introduction=promised,
        at=now,
        facts={"colleague": promised.asker.name, "due": due.isoformat() if due else ""},
        key=f"promise:{promised.pk}",
    )
