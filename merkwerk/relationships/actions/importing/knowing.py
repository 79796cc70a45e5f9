"""What a colleague has already, so that a file can be held against it: their own people only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from allauth.account.models import EmailAddress

from merkwerk.accounts.models import Colleague
from merkwerk.connectors.exports.values import Card, Format, Owner, Reach, Way
from merkwerk.engine.identities import Known, judge
from merkwerk.engine.text import fold
from merkwerk.networks.models import ConnectedAccount
from merkwerk.relationships.actions.addresses import LONGEST
from merkwerk.relationships.actions.contacts import clean_handle, line
from merkwerk.relationships.actions.marks import mark
from merkwerk.relationships.models import Address, Belonging, Handle, ImportRow, Relationship

OPEN_NETWORKS = ("mastodon", "bluesky")
"""Whose handles people are seen under here; those of other networks are kept as an address."""


@dataclass(slots=True)
class Book:
    """A colleague's own people, by everything that a file may call them. Numbers are those of
    relationships; `rows` are the keys of rows taken over before."""

    marks: dict[tuple[str, str], int] = field(default_factory=dict)
    handles: dict[str, int] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    people: list[Known] = field(default_factory=list)


def book_of(by: Colleague) -> Book:
    """Everything `by` has, in six questions."""
    book = Book()
    people = Relationship.objects.filter(colleague=by).order_by("pk")
    told = list(people.values_list("pk", "contact", "contact__name", "contact__organisation"))
    by_contact = {contact: pk for pk, contact, _name, _organisation in told}
    handles: dict[int, list[tuple[str, str]]] = defaultdict(list)
    belongings = Belonging.objects.filter(contact__relationships__colleague=by)
    for contact, network, handle in belongings.values_list(
        "contact", "identity__network", "identity__handle"
    ):
        handles[by_contact[contact]].append((network, handle))
    written = Handle.objects.filter(contact__relationships__colleague=by)
    for contact, handle in written.values_list("contact", "handle"):
        handles[by_contact[contact]].append((_network(handle), handle))
    reaches: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for address in Address.objects.filter(relationship__colleague=by).order_by("pk"):
        book.marks.setdefault((address.way, address.mark), address.relationship_id)
        reaches[address.relationship_id][address.way].append(address.value)
    for pk, _contact, name, organisation in told:
        book.people.append(_known(f"r:{pk}", name, organisation, handles[pk], reaches[pk]))
        for _, handle in handles[pk]:
            book.handles.setdefault(clean_handle(handle), pk)
    before = ImportRow.objects.filter(batch__colleague=by, done=True).exclude(match=None)
    book.rows = dict(before.order_by("pk").values_list("key", "match"))
    for pk in by_contact.values():
        card = Card(key=own_key(by.pk, pk), where="", name="")
        book.rows[row_key(by.pk, Format.OWN, card)] = pk
    return book


def own_key(colleague: int, relationship: int) -> str:
    """What a relationship is called in a copy that is taken along: unlike anybody else's, and the
    same each time."""
    return mark(colleague=colleague, way="copy", value=str(relationship))[:32]


def row_key(colleague: int, kind: str, card: Card) -> str:
    """What a person's row is known by each time a file of this kind is read. A card that is
    named after its place alone is known by its name too."""
    value = f"{kind} {card.key}"
    if card.key == card.where:
        value += f" {card.name} {card.organisation}"
    return mark(colleague=colleague, way="row", value=value)


def _known(
    key: str,
    name: str,
    organisation: str,
    handles: Iterable[tuple[str, str]],
    reaches: dict[str, list[str]],
) -> Known:
    return Known(
        key,
        names=(name,),
        handles=tuple(handles),
        mails=tuple(reaches[Way.MAIL]),
        phones=tuple(reaches[Way.PHONE]),
        organisations=(organisation,) if organisation else (),
    )


def _network(handle: str) -> str:
    return "mastodon" if "@" in handle else "bluesky"


def known_of(key: str, card: Card) -> Known:
    """What a card tells of somebody, as the engine asks it."""
    names = dict.fromkeys(
        name for name in (card.name, f"{card.given} {card.family}".strip(), card.nickname) if name
    )
    return Known(
        key,
        names=tuple(names),
        handles=tuple((one.network, one.value) for one in card.reaches if one.way == Way.HANDLE),
        mails=tuple(one.value for one in card.reaches if one.way == Way.MAIL),
        phones=tuple(one.value for one in card.reaches if one.way == Way.PHONE),
        organisations=(card.organisation,) if card.organisation else (),
    )


def stored(reach: Reach) -> str:
    """An address as it is kept: the handle of a network we don't listen to with that network."""
    if reach.way == Way.HANDLE and reach.network not in ("", *OPEN_NETWORKS):
        return f"{reach.network}:{reach.value}"
    return reach.value


def mark_of(colleague: int, reach: Reach) -> str:
    """The mark by which an address is found again."""
    value = line(stored(reach), LONGEST)
    told = value.lower() if reach.way == Way.MAIL else value
    return mark(colleague=colleague, way=reach.way.value, value=told)


def own_names(by: Colleague) -> frozenset[str]:
    """By what letters and exports may call `by`: mail addresses and handles, in lower case."""
    mails = EmailAddress.objects.filter(user=by).values_list("email", flat=True)
    accounts = ConnectedAccount.objects.filter(colleague=by).select_related("identity")
    handles = [name for one in accounts for name in (one.identity.handle, one.identity.uid)]
    return frozenset(name.lower().lstrip("@") for name in (by.email, *mails, *handles) if name)


def is_of(owner: Owner, by: Colleague, names: frozenset[str]) -> bool | None:
    """Whether a file seems to be of `by`; None when it doesn't say whose it is."""
    called = {one.value.lower() for one in owner.reaches} | {one.uid for one in owner.reaches}
    if called & names:
        return True
    if not owner.name:
        return None if not owner.reaches else False
    if fold(owner.name) == fold(by.name):
        return True
    return judge(Known("file", names=(owner.name,)), Known("by", names=(by.name,))) is not None
