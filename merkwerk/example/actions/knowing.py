"""Who knows whom: how it began, notes, and what happened outside the networks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from merkwerk.example.actions.outside import person_of
from merkwerk.example.actions.people import Insider
from merkwerk.example.actions.reading_texts import Block, Outsider, blocks
from merkwerk.example.actions.times import Clock
from merkwerk.networks.models import Identity
from merkwerk.relationships import actions as relationships
from merkwerk.relationships.models import Belonging, Contact, Moment, Relationship

_MOMENT = re.compile(r"(\S+) (\w+)(?: ([^:]+))?(?:: (.+))?$")
Kind, Direction = Moment.Kind, Moment.Direction
HAPPENED = {
    "ontmoet": (Kind.MET, Direction.BOTH),
    "belde": (Kind.CALLED, Direction.BOTH),
    "schreef": (Kind.WROTE, Direction.BOTH),
    "vindleuk": (Kind.REACTED, Direction.OURS),
    "volgt": (Kind.FOLLOWED, Direction.THEIRS),
}


def know(
    *, insiders: Mapping[str, Insider], outsiders: Mapping[str, Outsider], clock: Clock
) -> None:
    """Makes or fills in the relationships of the texts, then says of every contact that somebody
    knows who they are and where else they are found."""
    told = blocks("relationships.txt")
    seen = {_main(person): person for person in outsiders.values()}
    identities = {
        seen[identity.uid].key: identity.pk for identity in Identity.objects.filter(uid__in=seen)
    }
    contacts = relationships.contacts_of([identities[block.head[1]] for block in told])
    for block in told:
        by = insiders[block.head[0]].colleague
        relationship, _made = Relationship.objects.get_or_create(
            colleague=by, contact_id=contacts[identities[block.head[1]]]
        )
        _know(block, relationship, clock)
    _describe(outsiders.values())


def _main(outsider: Outsider) -> str:
    return person_of(outsider, outsider.places[0][0]).uid


def _know(block: Block, relationship: Relationship, clock: Clock) -> None:
    by, facts = relationship.colleague, block.facts
    if facts:
        relationships.keep_note(
            relationship=relationship,
            by=by,
            how_met=facts.get("hoe", ""),
            note=facts.get("notitie", ""),
        )
    if "gedeeld" in block.head:
        relationships.share(relationship=relationship, by=by)
    for number, line in enumerate(block.lines):
        _note(line, relationship, f"{'-'.join(block.head[:2])}-{number}", clock)


def _note(line: str, relationship: Relationship, key: str, clock: Clock) -> None:
    found = _MOMENT.match(line)
    if not found:
        raise ValueError(f"This is no moment: {line}")
    when, what, place, note = found.groups()
    kind, direction = HAPPENED[what]
    relationships.note_moment(
        by=relationship.colleague,
        relationship=relationship,
        kind=kind,
        direction=direction,
        at=clock.at(when),
        place=place or "",
        note=note or "",
        key=key,
        now=clock.now,
    )


def _describe(outsiders: Iterable[Outsider]) -> None:
    """Name, function and organisation of everybody somebody knows, and all their identities."""
    by_uid = {
        person_of(outsider, network).uid: outsider
        for outsider in outsiders
        for network, _handle in outsider.places
    }
    identities = list(Identity.objects.filter(uid__in=by_uid).order_by("pk"))
    known: dict[str, Contact] = {}
    belongings = Belonging.objects.filter(identity__in=identities).select_related("contact")
    for belonging in belongings.select_related("identity").order_by("contact"):
        known.setdefault(by_uid[belonging.identity.uid].key, belonging.contact)
    for key, contact in known.items():
        outsider = next(person for person in by_uid.values() if person.key == key)
        contact.name = outsider.name
        contact.function, contact.organisation = outsider.function, outsider.organisation
    Contact.objects.bulk_update(known.values(), ["name", "function", "organisation"])
    Belonging.objects.bulk_create(
        [
            Belonging(identity=identity, contact=known[by_uid[identity.uid].key])
            for identity in identities
            if by_uid[identity.uid].key in known
        ],
        ignore_conflicts=True,
    )
    relationships.refresh_words(contacts=known.values())
