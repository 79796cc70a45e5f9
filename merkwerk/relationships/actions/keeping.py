"""What a colleague does with an own relationship: share, rest, note, let go."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from merkwerk.accounts.models import Colleague
from merkwerk.colleagues.models import Department
from merkwerk.engine.text import fold, without_tricks
from merkwerk.relationships.actions.contacts import own
from merkwerk.relationships.models import Relationship, Relationships, Share


def find(*, by: Colleague, text: str) -> Relationships:
    """Own relationships by words in the contact's name, organisation, function or handles."""
    return Relationship.objects.visible_to(by).about(fold(without_tricks(text)))


def share(
    *,
    relationship: Relationship,
    by: Colleague,
    department: Department | None = None,
    colleague: Colleague | None = None,
    moments: bool = False,
) -> Share:
    """Lets everybody here, a department or one colleague see that `by` knows this contact, and
    with `moments` also when and how they were in touch; never a note. Sharing again with the same
    ones changes what they see."""
    own(relationship, by)
    shown, _made = Share.objects.update_or_create(
        relationship=relationship,
        everyone=department is None and colleague is None,
        department=department,
        with_colleague=colleague,
        defaults={"moments": moments},
    )
    return shown


def unshare(*, relationship: Relationship, by: Colleague, share: int | None = None) -> None:
    """Takes one share back, or all of them: from now on nobody they were for sees anything."""
    own(relationship, by)
    shares = relationship.shares.all()
    (shares if share is None else shares.filter(pk=share)).delete()


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
        if contact.owner_id == by.pk or not contact.relationships.exists():
            contact.delete()
