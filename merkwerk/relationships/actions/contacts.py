"""Contacts: making them from identities or by hand, describing them, joining what is one person."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from django.db import transaction

from merkwerk.accounts.models import Colleague
from merkwerk.engine.text import fold, without_tricks
from merkwerk.networks.models import ConnectedAccount, Identity
from merkwerk.relationships.models import Belonging, Contact, Handle, Moment, Relationship

BY_HANDLE = "handle"
BY_SIGHT = "seen"


def clean_handle(text: str) -> str:
    """A handle as it is compared: without tricks, outer @ and case."""
    return "".join(without_tricks(text).split()).strip("@").lower()[:300]


def contact_of(identity: Identity) -> Contact:
    """The contact behind an identity, made when there is none. Two who ask at once get the same."""
    return Contact.objects.get(pk=contacts_of([identity.pk])[identity.pk])


def contacts_of(identities: Collection[int]) -> dict[int, int]:
    """The contact of each identity (both by number), made where there is none, in a fixed number of
    questions. An identity with a handle that somebody wrote down joins the contact it was written
    for. Repeating it, or doing it twice at once, makes nothing double."""
    known = _known(identities)
    missing = sorted(set(identities) - known.keys())
    if not missing:
        return known
    with transaction.atomic():
        new = list(Identity.objects.filter(pk__in=missing).order_by("pk"))
        written = dict(
            Handle.objects.filter(handle__in=[clean_handle(one.handle) for one in new]).values_list(
                "handle", "contact"
            )
        )
        made = _make([one for one in new if clean_handle(one.handle) not in written])
        _belong(new, written, made)
        Handle.objects.filter(handle__in=written).delete()
        known = _known(identities)
        in_vain = [contact.pk for one, contact in made.items() if known[one] != contact.pk]
        Contact.objects.filter(pk__in=in_vain).delete()
    return known


def _known(identities: Collection[int]) -> dict[int, int]:
    return dict(
        Belonging.objects.filter(identity__in=identities).values_list("identity", "contact")
    )


def _make(identities: Iterable[Identity]) -> dict[int, Contact]:
    contacts = {one.pk: Contact(name=without_tricks(one.called)[:300]) for one in identities}
    for one in identities:
        contacts[one.pk].words = _words(contacts[one.pk], [one.handle])
    Contact.objects.bulk_create(contacts.values())
    return contacts


def _belong(
    identities: Iterable[Identity], written: Mapping[str, int], made: Mapping[int, Contact]
) -> None:
    rows = []
    for one in identities:
        by_handle = written.get(clean_handle(one.handle))
        rows.append(
            Belonging(
                identity=one,
                contact_id=by_handle or made[one.pk].pk,
                because=BY_HANDLE if by_handle else BY_SIGHT,
            )
        )
    Belonging.objects.bulk_create(rows, ignore_conflicts=True)


def _words(contact: Contact, handles: Iterable[str]) -> str:
    told = [contact.name, contact.organisation, contact.function, *handles]
    return " ".join(fold(" ".join(told)).split())


def refresh_words(*, contacts: Iterable[Contact]) -> None:
    """Writes down again what each contact can be found by: name, organisation, function and
    handles."""
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
        contact.words = _words(contact, handles[contact.pk])
    Contact.objects.bulk_update(fresh, ["words"])


def add_contact(
    *,
    by: Colleague,
    name: str,
    organisation: str = "",
    function: str = "",
    how_met: str = "",
    handle: str = "",
) -> Relationship:
    """A relationship with somebody that `by` writes down. With a handle that is known here it is
    with that contact, whose name stays as it is; a relationship that is there already is kept, and
    "how we met" is filled in only when it was empty."""
    with transaction.atomic():
        contact = _with_handle(clean_handle(handle)) if handle else None
        if contact is None:
            contact = Contact.objects.create(
                name=_line(name, 300),
                organisation=_line(organisation, 200),
                function=_line(function, 200),
            )
        relationship, made = Relationship.objects.get_or_create(colleague=by, contact=contact)
        if handle:
            join(relationship=relationship, by=by, handle=handle)
            relationship = Relationship.objects.get(pk=relationship.pk)
        if how_met and (made or not relationship.how_met):
            relationship.how_met = without_tricks(how_met)
            relationship.save(update_fields=["how_met"])
        refresh_words(contacts=[relationship.contact])
    return relationship


def _line(text: str, most: int) -> str:
    return " ".join(without_tricks(text).split())[:most]


def _identity_with(handle: str) -> Identity | None:
    """Somebody outside who was seen here under this handle, the latest when it changed hands. A
    colleague's connected account is passed over, without telling that it is one."""
    connected = ConnectedAccount.objects.filter(colleague__left_at=None).values("identity")
    outside = Identity.objects.filter(handle__iexact=handle).exclude(pk__in=connected)
    return outside.order_by("-updated").first()


def _with_handle(handle: str) -> Contact | None:
    identity = _identity_with(handle)
    if identity is not None:
        found = Belonging.objects.filter(identity=identity).select_related("contact").first()
        return found.contact if found else None
    written = Handle.objects.filter(handle=handle).select_related("contact").first()
    return written.contact if written else None


def describe(
    *, relationship: Relationship, by: Colleague, name: str, organisation: str, function: str
) -> Contact:
    """Changes what everybody here reads about a contact: a shared public fact. Only somebody with
    a relationship with the contact does so."""
    own(relationship, by)
    contact = relationship.contact
    contact.name = _line(name, 300)
    contact.organisation = _line(organisation, 200)
    contact.function = _line(function, 200)
    with transaction.atomic():
        contact.save()
        refresh_words(contacts=[contact])
    return contact


def own(relationship: Relationship, by: Colleague) -> None:
    """Refuses whoever the relationship isn't of, as if there were none."""
    if relationship.colleague_id != by.pk:
        raise Relationship.DoesNotExist


def join(*, relationship: Relationship, by: Colleague, handle: str) -> bool:
    """Says that a contact is also found under this handle. True when somebody here was seen under
    it: then that identity, or the whole contact it belonged to, becomes one with this contact, for
    everybody. Otherwise the handle is written down, and joins when it turns up."""
    own(relationship, by)
    contact, handle = relationship.contact, clean_handle(handle)
    with transaction.atomic():
        identity, other = _identity_with(handle), _with_handle(handle)
        if other is not None and other != contact:
            _merge(contact, other)
        if identity is not None:
            Belonging.objects.get_or_create(
                identity=identity,
                defaults={"contact": contact, "joined_by": by, "because": BY_HANDLE},
            )
        elif handle:
            Handle.objects.get_or_create(
                handle=handle, defaults={"contact": contact, "said_by": by}
            )
        refresh_words(contacts=[contact])
    return identity is not None


def part(*, relationship: Relationship, by: Colleague, handle: str) -> None:
    """Says that a contact isn't found under this handle after all. What happened stays on the
    timelines; what comes from now on is with another contact."""
    own(relationship, by)
    with transaction.atomic():
        contact = relationship.contact
        contact.handles.filter(handle=clean_handle(handle)).delete()
        contact.belongings.filter(identity__handle__iexact=clean_handle(handle)).delete()
        refresh_words(contacts=[contact])


def _merge(kept: Contact, other: Contact) -> None:
    """Two contacts turn out to be one person, for everybody who knows either."""
    for relationship in other.relationships.all():
        mine = kept.relationships.filter(colleague=relationship.colleague_id).first()
        if mine is None:
            relationship.contact = kept
            relationship.save(update_fields=["contact"])
        else:
            _merge_relationships(mine, relationship)
    other.belongings.update(contact=kept)
    other.handles.update(contact=kept)
    kept.organisation = kept.organisation or other.organisation
    kept.function = kept.function or other.function
    kept.save()
    other.delete()


def _merge_relationships(kept: Relationship, other: Relationship) -> None:
    """One colleague knew both: one timeline, both notes; shared only when both were."""
    there = Moment.objects.filter(relationship=kept).values("key")
    other.moments.exclude(key__in=list(there.values_list("key", flat=True))).update(
        relationship=kept
    )
    kept.note = "\n\n".join(text for text in (kept.note, other.note) if text)
    kept.how_met = kept.how_met or other.how_met
    kept.is_shared = kept.is_shared and other.is_shared
    kept.save()
    other.delete()
