"""Noting many happenings at once: contacts, relationships, moments and warmth in batches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from merkwerk.networks.actions import hold
from merkwerk.relationships.actions.contacts import Pair, cards_of
from merkwerk.relationships.actions.reckoning import reckon_these
from merkwerk.relationships.models import Moment, Relationship


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """One thing between a colleague and somebody on a network, all by number."""

    colleague: int
    identity: int
    kind: str
    direction: str
    at: datetime
    channel: str
    key: str
    post: int | None = None
    message: int | None = None


def note_all(*, happenings: Sequence[Happening], now: datetime) -> int:
    """Notes each happening once, whoever does it how often and at the same time; makes contacts and
    relationships where there are none, and reckons warmth of the touched ones. Answers how many
    moments are new. A fixed number of questions for a batch (writes go by the database's batch
    size); rows are written in one order, so that two workers never wait for each other."""
    if not happenings:
        return 0
    with transaction.atomic():
        cards = cards_of({(one.colleague, one.identity) for one in happenings})
        pairs = {(who, card) for (who, _identity), card in cards.items()}
        relationships = _relationships(pairs)
        wanted = {
            (relationships[one.colleague, cards[one.colleague, one.identity]], one.key): one
            for one in happenings
        }
        new = sorted(wanted.keys() - _noted(wanted))
        Moment.objects.bulk_create(
            [_moment(number, wanted[number, key]) for number, key in new], ignore_conflicts=True
        )
        hold(posts={post for number in new if (post := wanted[number].post) is not None})
        touched = sorted({number for number, _key in new})
        if touched:
            rows = Relationship.objects.filter(pk__in=touched).order_by("pk")
            reckon_these(relationships=list(rows), now=now)
    return len(new)


def _relationships(pairs: set[Pair]) -> dict[Pair, int]:
    known = _known(pairs)
    missing = sorted(pairs - known.keys())
    if not missing:
        return known
    Relationship.objects.bulk_create(
        [
            Relationship(colleague_id=colleague, contact_id=contact)
            for colleague, contact in missing
        ],
        ignore_conflicts=True,
    )
    return _known(pairs)


def _known(pairs: set[Pair]) -> dict[Pair, int]:
    rows = Relationship.objects.filter(
        colleague__in={colleague for colleague, _contact in pairs},
        contact__in={contact for _colleague, contact in pairs},
    ).order_by()
    return {(one, other): pk for one, other, pk in rows.values_list("colleague", "contact", "pk")}


def _noted(wanted: dict[tuple[int, str], Happening]) -> set[tuple[int, str]]:
    rows = Moment.objects.filter(
        relationship__in={number for number, _key in wanted},
        key__in={key for _number, key in wanted},
    ).order_by()
    return set(rows.values_list("relationship", "key"))


def _moment(relationship: int, happening: Happening) -> Moment:
    return Moment(
        relationship_id=relationship,
        kind=happening.kind,
        direction=happening.direction,
        at=happening.at,
        channel=happening.channel,
        post_id=happening.post,
        message_id=happening.message,
        key=happening.key,
    )
