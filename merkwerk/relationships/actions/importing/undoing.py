"""Undoing an import: what it made goes, what it changed is put back, what a colleague touched since
stays. The worker does it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from merkwerk.relationships.actions.contacts import refresh_words
from merkwerk.relationships.actions.importing import claiming
from merkwerk.relationships.actions.importing.packed import pack, unpack
from merkwerk.relationships.actions.own_cards import own_card
from merkwerk.relationships.actions.reckoning import reckon_these
from merkwerk.relationships.models import (
    Belonging,
    Group,
    Import,
    ImportRow,
    Join,
    Moment,
    Outcome,
    Position,
    Relationship,
)

State = Import.State
PIECE = 50
MOMENTS = 2000
PLACE = ("organisation", "function")
OWN_WORDS = ("note", "how_met", "interests", "could_give", "birthday")
Facts = dict[str, Any]


def undo_import(*, import_id: int, now: datetime | None = None) -> bool:
    """Takes back everything that one import made, and nothing else. Killed halfway it goes on where
    it was. False when it isn't waiting."""
    now = now or timezone.now()
    batch = claiming.claim(import_id, State.UNDOING, now)
    if batch is None:
        return False
    try:
        stayed = _undo(batch, now)
    except claiming.Lost:
        return False
    return claiming.finish(batch, State.UNDONE, now, counts=batch.counts | {"stayed": stayed})


def _undo(batch: Import, now: datetime) -> int:
    while pks := list(batch.moments.values_list("pk", flat=True)[:MOMENTS]):
        Moment.objects.filter(pk__in=pks).delete()
        claiming.stay(batch, 0, batch.rows.count(), timezone.now())
    rows = batch.rows.filter(done=True)
    total = rows.count()
    stayed = 0
    while some := list(rows.order_by("-position")[:PIECE]):
        with transaction.atomic():
            stayed += sum(_row(batch, row, now) for row in some)
            claiming.stay(batch, total - rows.count(), total, timezone.now())
    batch.addresses.all().delete()
    return stayed


def _row(batch: Import, row: ImportRow, now: datetime) -> int:
    """Puts one person back; 1 when somebody who was made stays, since they were touched."""
    facts = unpack(row.card)
    told: Facts = facts.pop("undo", {})
    relationship = (
        Relationship.objects.filter(pk=row.match_id or 0, colleague=batch.colleague)
        .select_related("contact")
        .first()
    )
    row.done, row.card = False, pack(facts)
    row.save(update_fields=["done", "card"])
    if relationship is None:
        return 0
    relationship.addresses.filter(imported=batch).delete()
    _take_back(relationship, told)
    before = told.get("before", {})
    if told.get("made") and not is_touched(relationship, facts["card"], before):
        row.match = None
        row.save(update_fields=["match"])
        relationship.contact.delete()
        return 0
    _restore(batch, relationship, told)
    refresh_words(contacts=[relationship.contact])
    reckon_these(relationships=[relationship], now=now)
    return int(bool(told.get("made")))


def _take_back(relationship: Relationship, told: Facts) -> None:
    """Groups, outcomes and handles that came with this row."""
    for group in Group.objects.filter(pk__in=told.get("groups", ())):
        group.members.remove(relationship)
    for group in Group.objects.filter(pk__in=told.get("new_groups", ())):
        if not group.members.exists() and group.rhythm_days is None:
            group.delete()
    Join.objects.filter(pk__in=told.get("apart", ()), state=Join.State.APART).delete()
    Outcome.objects.filter(pk__in=told.get("outcomes", ()), relationship=relationship).delete()
    card = relationship.contact
    card.handles.filter(handle__in=told.get("handles", ())).delete()
    Belonging.objects.filter(
        contact=card, owner=relationship.colleague_id, identity__in=told.get("identities", ())
    ).delete()


def is_touched(relationship: Relationship, card: Facts, before: Facts) -> bool:
    """Whether anything is left that didn't come with the import that made it: words changed, a
    moment, a handle, somebody it is shared with."""
    contact = relationship.contact
    words = any(
        (getattr(relationship, name) or "") != (before.get(name, ["", ""])[1] or "")
        for name in (*OWN_WORDS, "rhythm_wish")
    )
    called = any(getattr(contact, name) != card.get(name, "") for name in ("name", *PLACE))
    return (
        words
        or called
        or relationship.rests_for_good != bool(before.get("rests_for_good"))
        or relationship.rest_until is not None
        or any(
            left.exists()
            for left in (
                relationship.moments,
                relationship.shares,
                relationship.addresses,
                relationship.outcomes,
                relationship.introductions,
                relationship.introduced_by,
                relationship.groups,
                contact.belongings,
                contact.handles,
                contact.joins,
            )
        )
    )


def _restore(batch: Import, relationship: Relationship, told: Facts) -> None:
    """Words that were filled in go back to what they were, unless they were changed since."""
    before: Facts = told.get("before", {})
    changed = []
    for name, (old, new) in before.items():
        if name not in PLACE and getattr(relationship, name) == new:
            setattr(relationship, name, old)
            changed.append(name)
    if told.get("through") and relationship.met_through_id == told["through"]:
        relationship.met_through = None
        changed.append("met_through")
    if changed:
        relationship.save(update_fields=changed)
    _restore_place(batch, relationship, before, told)


def _restore_place(batch: Import, relationship: Relationship, before: Facts, told: Facts) -> None:
    card = relationship.contact
    place = {name: before[name] for name in PLACE if name in before}
    if not place or any(getattr(card, name) != new for name, (_old, new) in place.items()):
        return
    card = own_card(relationship=relationship, by=batch.colleague)
    for name, (old, _new) in place.items():
        setattr(card, name, old)
    card.save()
    made, was = told.get("position", (None, None))
    Position.objects.filter(pk=made, contact=card).delete()
    Position.objects.filter(pk=was, contact=card).update(until=None)
