"""Making a card one's own, at the first thing that a colleague says about somebody."""

from __future__ import annotations

from django.db import transaction

from merkwerk.accounts.models import Colleague
from merkwerk.relationships.actions.shared_words import refresh_shared_words
from merkwerk.relationships.models import Belonging, Contact, Join, Relationship


def own_card(*, relationship: Relationship, by: Colleague) -> Contact:
    """The card that `by` may write on: the contact when it is theirs, else a copy of the public one
    with the same identities, to which the relationship moves. A public contact that nobody else
    knows goes, since then nothing is left that it says of its own."""
    with transaction.atomic():
        held = Relationship.objects.select_for_update().get(pk=relationship.pk)
        contact = held.contact
        if contact.owner_id != by.pk:
            contact = _copy(held, contact, by)
    relationship.contact = contact
    return contact


def _copy(relationship: Relationship, public: Contact, by: Colleague) -> Contact:
    card = Contact.objects.create(
        owner=by,
        name=public.name,
        organisation=public.organisation,
        organisation_key=public.organisation_key,
        function=public.function,
        words=public.words,
    )
    Belonging.objects.bulk_create(
        [
            Belonging(identity_id=identity, contact=card, owner=by, because=because)
            for identity, because in public.belongings.values_list("identity", "because")
        ],
        ignore_conflicts=True,
    )
    Relationship.objects.filter(pk=relationship.pk).update(contact=card)
    Relationship.objects.filter(colleague=by, met_through=public).update(met_through=card)
    Join.objects.filter(colleague=by, one=public).update(one=card)
    Join.objects.filter(colleague=by, other=public).update(other=card)
    numbers = [card.pk, public.pk]
    if not public.relationships.exists():
        public.delete()
    refresh_shared_words(contacts=numbers)
    return card
