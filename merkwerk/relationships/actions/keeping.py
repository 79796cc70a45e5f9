"""What a colleague does with an own relationship: share, rest, note, let go."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from merkwerk.accounts.models import Colleague
from merkwerk.engine.text import fold, without_tricks
from merkwerk.relationships.actions.contacts import own
from merkwerk.relationships.models import Relationship, Relationships


def find(*, by: Colleague, text: str) -> Relationships:
    """Own relationships by words in the contact's name, organisation, function or handles."""
    return Relationship.objects.visible_to(by).about(fold(without_tricks(text)))


def share(*, relationship: Relationship, by: Colleague) -> None:
    """Lets colleagues see that `by` knows this contact: that, and nothing else."""
    own(relationship, by)
    relationship.is_shared = True
    relationship.save(update_fields=["is_shared"])


def unshare(*, relationship: Relationship, by: Colleague) -> None:
    """Takes that back: from now on nobody else sees that the relationship exists."""
    own(relationship, by)
    relationship.is_shared = False
    relationship.save(update_fields=["is_shared"])


def rest(*, relationship: Relationship, by: Colleague, until: datetime | None) -> None:
    """Asks for no attention to this relationship until a time, or for good with None. What
    happens meanwhile still comes on the timeline."""
    own(relationship, by)
    relationship.rest_until = until
    relationship.rests_for_good = until is None
    relationship.save(update_fields=["rest_until", "rests_for_good"])


def wake(*, relationship: Relationship, by: Colleague) -> None:
    """Ends a rest."""
    own(relationship, by)
    relationship.rest_until = None
    relationship.rests_for_good = False
    relationship.save(update_fields=["rest_until", "rests_for_good"])


def keep_note(*, relationship: Relationship, by: Colleague, how_met: str, note: str) -> None:
    """Keeps how they met and the note, encrypted, for the colleague alone."""
    own(relationship, by)
    relationship.how_met = without_tricks(how_met)
    relationship.note = without_tricks(note)
    relationship.save(update_fields=["how_met", "note"])


def remove(*, relationship: Relationship, by: Colleague) -> None:
    """Erases a relationship with its moments and notes. The contact goes too when nobody else has
    a relationship with them; their public posts stay where they are."""
    own(relationship, by)
    with transaction.atomic():
        contact = relationship.contact
        relationship.delete()
        if not contact.relationships.exists():
            contact.delete()
