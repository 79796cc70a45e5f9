"""Which handles somebody is found under, as one colleague sees it."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from merkwerk.accounts.models import Colleague
from merkwerk.networks.models import Identity
from merkwerk.relationships.actions.contacts import (
    BY_HANDLE,
    clean_handle,
    identity_with,
    known_people,
    line,
    own,
    refresh_words,
)
from merkwerk.relationships.actions.own_cards import own_card
from merkwerk.relationships.actions.uniting import join_people
from merkwerk.relationships.models import Belonging, Contact, Handle, Join, Relationship


def join(*, relationship: Relationship, by: Colleague, handle: str) -> bool:
    """Says that somebody is also found under this handle. True when somebody here was seen under
    it: then that identity, and all of the own relationship with it, goes on this card. Otherwise
    the handle is written down, and joins when it turns up. For `by` alone."""
    own(relationship, by)
    handle = clean_handle(handle)
    with transaction.atomic():
        card = own_card(relationship=relationship, by=by)
        identity = identity_with(handle) if handle else None
        if identity is not None:
            _take(relationship, identity, by)
        elif handle:
            Handle.objects.get_or_create(contact=card, handle=handle, defaults={"said_by": by})
        refresh_words(contacts=[card])
    return identity is not None


def _take(relationship: Relationship, identity: Identity, by: Colleague) -> None:
    """The identity goes on this card, with what else of the same person `by` has elsewhere."""
    known = known_people(by=by, identities=[identity.pk]).get(identity.pk)
    if known is not None and known.pk != relationship.pk:
        other = Relationship.objects.get(pk=known.pk)
        join_people(kept=relationship, other=other, by=by, because=[{"code": "said", "facts": {}}])
        return
    public = Belonging.objects.filter(identity=identity, owner=None).first()
    with_it = {identity.pk}
    if public is not None:
        with_it |= set(public.contact.belongings.values_list("identity", flat=True))
    Belonging.objects.filter(identity=identity, owner=by).update(contact=relationship.contact)
    Belonging.objects.bulk_create(
        [
            Belonging(identity_id=number, contact=relationship.contact, owner=by, because=BY_HANDLE)
            for number in sorted(with_it)
        ],
        ignore_conflicts=True,
    )


def part(*, relationship: Relationship, by: Colleague, handle: str) -> None:
    """Says that somebody isn't found under this handle after all, which is remembered: no machine
    joins it again. What happened stays on the timeline; what comes from now on is with somebody
    else. For `by` alone."""
    own(relationship, by)
    with transaction.atomic():
        card = own_card(relationship=relationship, by=by)
        card.handles.filter(handle=clean_handle(handle)).delete()
        for belonging in card.belongings.filter(
            identity__handle__iexact=clean_handle(handle)
        ).select_related("identity"):
            other = Contact.objects.create(owner=by, name=line(belonging.identity.called, 300))
            Belonging.objects.filter(pk=belonging.pk).update(contact=other)
            Join.objects.create(
                colleague=by,
                one=card,
                other=other,
                state=Join.State.APART,
                decided=timezone.now(),
            )
            refresh_words(contacts=[other])
        refresh_words(contacts=[card])
