"""How a colleague reaches somebody: private addresses, and whom an address is of."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.db.models import Q

from merkwerk.accounts.models import Colleague
from merkwerk.connectors.exports.values import Reach, Way
from merkwerk.networks.models import Identity
from merkwerk.relationships.actions.contacts import (
    clean_handle,
    known_people,
    line,
    own,
)
from merkwerk.relationships.actions.marks import mark
from merkwerk.relationships.models import Address, Handle, Import, Relationship

LONGEST = 500


def add_address(
    *,
    relationship: Relationship,
    by: Colleague,
    way: str,
    value: str,
    label: str = "",
    imported: Import | None = None,
) -> Address | None:
    """Writes down how `by` reaches somebody; the same address once. None for what is empty."""
    own(relationship, by)
    value = _plain(way, value)
    if not value:
        return None
    address, _made = Address.objects.get_or_create(
        relationship=relationship,
        way=way,
        mark=mark(colleague=by.pk, way=way, value=value),
        defaults={"value": value, "label": line(label, 60), "imported": imported},
    )
    return address


def remove_address(*, address: Address, by: Colleague) -> None:
    """Forgets how somebody is reached; what came in by it stays."""
    own(address.relationship, by)
    address.delete()


def _plain(way: str, value: str) -> str:
    told = line(value, LONGEST)
    return told.lower() if way == Way.MAIL else told


def find_people(*, by: Colleague, reaches: Iterable[Reach]) -> dict[Reach, Relationship]:
    """The own relationships that these ways reach, by mark, identity or written handle, in a fixed
    number of questions for each five hundred. An address that two of them have in common (a
    family, a front desk) finds nobody."""
    wanted = list(dict.fromkeys(reaches))
    found: dict[Reach, Relationship] = {}
    for start in range(0, len(wanted), 500):
        some = wanted[start : start + 500]
        found |= _by_mark(by, [one for one in some if one.way is not Way.HANDLE])
        found |= _by_handle(by, [one for one in some if one.way is Way.HANDLE])
    return found


def _by_mark(by: Colleague, reaches: Collection[Reach]) -> dict[Reach, Relationship]:
    marks = {
        mark(colleague=by.pk, way=one.way, value=_plain(one.way, one.value)): one for one in reaches
    }
    rows = Address.objects.visible_to(by).filter(mark__in=marks)
    holders: dict[str, set[int]] = {}
    for what, holder in rows.values_list("mark", "relationship"):
        holders.setdefault(what, set()).add(holder)
    alone = {what: next(iter(who)) for what, who in holders.items() if len(who) == 1}
    people = Relationship.objects.select_related("contact").in_bulk(set(alone.values()))
    return {marks[what]: people[number] for what, number in alone.items()}


def _by_handle(by: Colleague, reaches: Collection[Reach]) -> dict[Reach, Relationship]:
    if not reaches:
        return {}
    uids = {one.uid for one in reaches if one.uid}
    handles = {clean_handle(one.value) for one in reaches if one.value}
    seen = Identity.objects.filter(Q(uid__in=uids) | Q(handle__in=handles))
    names = {
        pk: (uid, clean_handle(handle))
        for pk, uid, handle in seen.values_list("pk", "uid", "handle")
    }
    known = known_people(by=by, identities=list(names))
    by_name: dict[str, Relationship] = {}
    for pk, relationship in known.items():
        for name in names[pk]:
            by_name[name] = relationship
    for card, handle in Handle.objects.filter(contact__owner=by, handle__in=handles).values_list(
        "contact", "handle"
    ):
        if handle not in by_name:
            holder = Relationship.objects.filter(colleague=by, contact=card).first()
            if holder is not None:
                by_name[handle] = holder
    found = {one: by_name.get(one.uid) or by_name.get(clean_handle(one.value)) for one in reaches}
    return {one: person for one, person in found.items() if person is not None}
