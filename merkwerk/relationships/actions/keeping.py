"""What a colleague does with an own relationship: rest, note, let go."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from merkwerk.accounts.models import Colleague
from merkwerk.engine.text import fold, without_tricks
from merkwerk.relationships.actions.contacts import own
from merkwerk.relationships.actions.introducing import forget
from merkwerk.relationships.actions.reckoning import reckon
from merkwerk.relationships.actions.shared_words import refresh_shared_words
from merkwerk.relationships.models import Contact, Relationship, Relationships


def find(*, by: Colleague, text: str) -> Relationships:
    """Own relationships by words in the contact's name, organisation, function or handles."""
    return Relationship.objects.visible_to(by).about(fold(without_tricks(text)))


def rest(*, relationship: Relationship, by: Colleague, until: datetime | None) -> None:
    """Asks for no attention to this relationship until a time, or for good with None. What
    happens meanwhile still comes on the timeline."""
    own(relationship, by)
    relationship.rest_until = until
    relationship.rests_for_good = until is None
    _rest(relationship)


def wake(*, relationship: Relationship, by: Colleague) -> None:
    """Ends a rest."""
    own(relationship, by)
    relationship.rest_until = None
    relationship.rests_for_good = False
    _rest(relationship)


def _rest(relationship: Relationship) -> None:
    with transaction.atomic():
        relationship.save(update_fields=["rest_until", "rests_for_good"])
        reckon(relationship=relationship, now=timezone.now())


def keep_note(
    *,
    relationship: Relationship,
    by: Colleague,
    how_met: str,
    note: str,
    interests: str | None = None,
    could_give: str | None = None,
    birthday: str | None = None,
) -> None:
    """Keeps how they met, the note, and what else is given, encrypted, for the colleague alone. A
    birthday is a day in ISO form, without a year in YEARLESS, or words."""
    own(relationship, by)
    told = {"how_met": how_met, "note": note, "interests": interests, "could_give": could_give}
    told["birthday"] = birthday
    kept = {name: without_tricks(text) for name, text in told.items() if text is not None}
    for name, text in kept.items():
        setattr(relationship, name, text)
    relationship.save(update_fields=list(kept))


def met_through(*, relationship: Relationship, by: Colleague, contact: Contact | None) -> None:
    """Keeps through whom they met: somebody whom `by` knows too. Another is refused, as if there
    were none."""
    own(relationship, by)
    if contact and not Relationship.objects.visible_to(by).filter(contact=contact).exists():
        raise Contact.DoesNotExist
    relationship.met_through = contact
    relationship.save(update_fields=["met_through"])


def remove(*, relationship: Relationship, by: Colleague) -> None:
    """Erases a relationship with its moments and notes. The contact goes too when nobody else has
    a relationship with them; their public posts stay where they are."""
    own(relationship, by)
    with transaction.atomic():
        contact = relationship.contact
        forget(relationship.introductions.all())
        relationship.delete()
        if contact.owner_id == by.pk or not contact.relationships.exists():
            contact.delete()
        else:
            refresh_shared_words(contacts=[contact.pk])
