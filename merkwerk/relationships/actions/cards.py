"""A colleague's own cards: what they say about somebody, which changes nobody else's."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from merkwerk.accounts.models import Colleague
from merkwerk.engine.organisations import organisation_key
from merkwerk.engine.text import without_tricks
from merkwerk.relationships.actions.contacts import (
    clean_handle,
    identity_with,
    known_people,
    line,
    own,
    refresh_words,
)
from merkwerk.relationships.actions.joining import join
from merkwerk.relationships.actions.own_cards import own_card
from merkwerk.relationships.models import Contact, Handle, Position, Relationship


def add_contact(
    *,
    by: Colleague,
    name: str,
    organisation: str = "",
    function: str = "",
    how_met: str = "",
    handle: str = "",
) -> Relationship:
    """A relationship with somebody that `by` writes down, on a card of their own. With a handle of
    somebody they know already it is that relationship, whose name stays as it is; "how we met" is
    filled in only when it was empty."""
    handle = clean_handle(handle)
    with transaction.atomic():
        relationship = _known(by, handle) if handle else None
        if relationship is None:
            card = Contact.objects.create(
                owner=by,
                name=line(name, 300),
                organisation=line(organisation, 200),
                function=line(function, 200),
            )
            relationship = Relationship.objects.create(colleague=by, contact=card)
            remember_position(card)
            if handle:
                join(relationship=relationship, by=by, handle=handle)
        if how_met and not relationship.how_met:
            relationship.how_met = without_tricks(how_met)
            relationship.save(update_fields=["how_met"])
        refresh_words(contacts=[relationship.contact])
    return relationship


def _known(by: Colleague, handle: str) -> Relationship | None:
    identity = identity_with(handle)
    if identity is not None:
        known = known_people(by=by, identities=[identity.pk]).get(identity.pk)
        return Relationship.objects.get(pk=known.pk) if known else None
    written = Handle.objects.filter(handle=handle, contact__owner=by).first()
    return (
        Relationship.objects.filter(colleague=by, contact=written.contact_id).first()
        if written
        else None
    )


def describe(
    *,
    relationship: Relationship,
    by: Colleague,
    name: str,
    organisation: str,
    function: str,
    today: date | None = None,
) -> Contact:
    """Changes what `by` reads about somebody; what colleagues read stays as it is. Another
    organisation ends the position they had there and begins a new one."""
    own(relationship, by)
    with transaction.atomic():
        card = own_card(relationship=relationship, by=by)
        card.name = line(name, 300)
        card.organisation, card.function = line(organisation, 200), line(function, 200)
        card.save()
        refresh_words(contacts=[card])
        remember_position(card, today=today)
    return card


def remember_position(
    contact: Contact, *, because: str = "", noticed: bool = False, today: date | None = None
) -> Position | None:
    """Writes down where somebody works now, when that is new: the position they had gets an end.
    `noticed` lets who knows them be told. Another spelling of the same organisation corrects the
    position that stands. Answers a new position, if there is one."""
    today = today or timezone.localdate()
    now = contact.positions.filter(until=None).first()
    if not (contact.organisation or contact.function):
        if now is not None:
            contact.positions.filter(pk=now.pk).update(until=today)
        return None
    if now is not None and organisation_key(now.organisation) == contact.organisation_key:
        now.organisation, now.function = contact.organisation, contact.function
        now.save(update_fields=["organisation", "function"])
        return None
    if now is not None:
        contact.positions.filter(until=None).update(until=today)
    return Position.objects.create(
        contact=contact,
        organisation=contact.organisation,
        function=contact.function,
        since=today if now is not None else None,
        because=because,
        noticed=timezone.now() if noticed and now is not None else None,
    )
