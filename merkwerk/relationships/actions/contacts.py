"""Contacts as public facts: made from identities, found again by words."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from django.db import transaction
from django.db.models import Q

from merkwerk.accounts.models import Colleague
from merkwerk.engine.organisations import organisation_key
from merkwerk.engine.text import fold, without_tricks
from merkwerk.networks.models import ConnectedAccount, Identity
from merkwerk.relationships.actions.shared_words import refresh_shared_words
from merkwerk.relationships.models import Belonging, Contact, Handle, Relationship

BY_HANDLE = "handle"
BY_SIGHT = "seen"
Pair = tuple[int, int]


def clean_handle(text: str) -> str:
    """A handle as it is compared: without tricks, outer @ and case."""
    return "".join(without_tricks(text).split()).strip("@").lower()[:300]


def contacts_of(identities: Collection[int]) -> dict[int, int]:
    """The public contact of each identity (both by number), made where there is none, in a fixed
    number of questions. Repeating it, or doing it twice at once, makes nothing double."""
    known = _public(identities)
    missing = sorted(set(identities) - known.keys())
    if not missing:
        return known
    with transaction.atomic():
        new = list(Identity.objects.filter(pk__in=missing).order_by("pk"))
        made = _make(new)
        Belonging.objects.bulk_create(
            [Belonging(identity=one, contact=made[one.pk], because=BY_SIGHT) for one in new],
            ignore_conflicts=True,
        )
        known = _public(identities)
        in_vain = [contact.pk for one, contact in made.items() if known[one] != contact.pk]
        Contact.objects.filter(pk__in=in_vain).delete()
    return known


def _public(identities: Collection[int]) -> dict[int, int]:
    rows = Belonging.objects.filter(identity__in=identities, owner=None)
    return dict(rows.values_list("identity", "contact"))


def _make(identities: Iterable[Identity]) -> dict[int, Contact]:
    contacts = {one.pk: Contact(name=without_tricks(one.called)[:300]) for one in identities}
    for one in identities:
        contacts[one.pk].words = words_of(contacts[one.pk], [one.handle])
    Contact.objects.bulk_create(contacts.values())
    return contacts


def cards_of(pairs: Collection[Pair]) -> dict[Pair, int]:
    """The contact that each identity is for each colleague, all by number: the card they joined it
    to, else the own card on which they wrote its handle (it joins now), else the public contact,
    made where there is none. A fixed number of questions; safe to do twice at once."""
    with transaction.atomic():
        own = _own(pairs)
        if missing := set(pairs) - own.keys():
            own |= _by_handle(missing)
        public = contacts_of(
            {identity for pair in pairs if pair not in own for identity in pair[1:]}
        )
    return {pair: own.get(pair) or public[pair[1]] for pair in pairs}


def _own(pairs: Collection[Pair]) -> dict[Pair, int]:
    rows = Belonging.objects.filter(
        owner__in={colleague for colleague, _identity in pairs},
        identity__in={identity for _colleague, identity in pairs},
    )
    wanted = set(pairs)
    found = {
        (who, one): contact
        for who, one, contact in rows.values_list("owner", "identity", "contact")
    }
    return {pair: contact for pair, contact in found.items() if pair in wanted}


def _by_handle(pairs: Collection[Pair]) -> dict[Pair, int]:
    """Identities whose handle a colleague wrote down on an own card; they belong to it now."""
    colleagues = {colleague for colleague, _identity in pairs}
    written = Handle.objects.filter(contact__owner__in=colleagues)
    if not written.exists():
        return {}
    named = Identity.objects.filter(pk__in={identity for _colleague, identity in pairs})
    handles = {one: clean_handle(handle) for one, handle in named.values_list("pk", "handle")}
    rows = written.filter(handle__in=set(handles.values())).order_by("pk")
    cards = {
        (who, handle): (pk, card)
        for pk, who, handle, card in rows.values_list("pk", "contact__owner", "handle", "contact")
    }
    met = {
        pair: cards[pair[0], handles[pair[1]]]
        for pair in pairs
        if (pair[0], handles.get(pair[1], "")) in cards
    }
    Belonging.objects.bulk_create(
        [
            Belonging(identity_id=one, contact_id=card, owner_id=who, because=BY_HANDLE)
            for (who, one), (_handle, card) in sorted(met.items())
        ],
        ignore_conflicts=True,
    )
    Handle.objects.filter(pk__in={handle for handle, _card in met.values()}).delete()
    return _own(met.keys())


def words_of(contact: Contact, handles: Iterable[str]) -> str:
    """All that a contact may be found by, folded."""
    told = [contact.name, contact.organisation, contact.function, *handles]
    return " ".join(fold(" ".join(told)).split())


def refresh_words(*, contacts: Iterable[Contact]) -> None:
    """Writes down again what each contact can be found by: name, organisation, function and
    handles; what its organisation is the same by; and, of who is shared, what others find them
    by."""
    fresh = list(contacts)
    handles: dict[int, list[str]] = {contact.pk: [] for contact in fresh}
    for number, handle in Belonging.objects.filter(contact__in=handles).values_list(
        "contact", "identity__handle"
    ):
        handles[number].append(handle)
    for number, handle in Handle.objects.filter(contact__in=handles).values_list(
        "contact", "handle"
    ):
        handles[number].append(handle)
    for contact in fresh:
        contact.words = words_of(contact, handles[contact.pk])
        contact.organisation_key = organisation_key(contact.organisation)
    Contact.objects.bulk_update(fresh, ["words", "organisation_key"], batch_size=500)
    refresh_shared_words(contacts=handles)


def line(text: str, most: int) -> str:
    """One line of typed text, without tricks, as long as its column."""
    return " ".join(without_tricks(text).split())[:most]


def identity_with(handle: str) -> Identity | None:
    """Somebody outside who was seen here under this handle, the latest when it changed hands. A
    colleague's connected account is passed over, without telling that it is one."""
    connected = ConnectedAccount.objects.filter(colleague__left_at=None).values("identity")
    outside = Identity.objects.filter(handle__iexact=handle).exclude(pk__in=connected)
    return outside.order_by("-updated").first()


def own(relationship: Relationship, by: Colleague) -> None:
    """Refuses whoever the relationship isn't of, as if there were none."""
    if relationship.colleague_id != by.pk:
        raise Relationship.DoesNotExist


def others_who_know(
    *, by: Colleague, identities: Collection[int], contact: int | None = None
) -> list[Relationship]:
    """Relationships of colleagues, shared with `by`, with who is behind one of these identities or
    this contact, by colleague's name. One each."""
    the_same = Q(contact__belongings__identity__in=identities)
    if contact is not None:
        the_same |= Q(contact=contact)
    shared = Relationship.objects.shared_with(by).filter(the_same)
    rows = shared.light().select_related("colleague").order_by("colleague__name", "pk")
    return list({one.colleague_id: one for one in rows}.values())


def known_people(*, by: Colleague, identities: Collection[int]) -> dict[int, Relationship]:
    """The own relationships of a colleague with who is behind these identities, by identity, in two
    questions. Without notes."""
    belongings = Belonging.objects.filter(
        identity__in=identities, contact__relationships__colleague=by
    )
    contacts = dict(belongings.values_list("identity", "contact"))
    own_ones = Relationship.objects.visible_to(by).filter(contact__in=set(contacts.values()))
    people: Mapping[int, Relationship] = {one.contact_id: one for one in own_ones.light()}
    return {identity: people[contact] for identity, contact in contacts.items()}
