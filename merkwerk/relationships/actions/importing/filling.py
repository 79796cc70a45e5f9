"""One person of a file, taken over: a new relationship, or what an old one lacked. What was there
before is told, so that it can be put back."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils import timezone

from merkwerk.accounts.models import Colleague
from merkwerk.connectors.exports.values import Card, Kept, Reach, Way
from merkwerk.engine.identities import Post, changed_job
from merkwerk.engine.organisations import organisation_key
from merkwerk.engine.text import fold
from merkwerk.networks.models import Identity
from merkwerk.relationships.actions.addresses import add_address
from merkwerk.relationships.actions.cards import remember_position
from merkwerk.relationships.actions.contacts import identity_with, known_people, line
from merkwerk.relationships.actions.importing.knowing import OPEN_NETWORKS, stored
from merkwerk.relationships.actions.joining import join
from merkwerk.relationships.actions.own_cards import own_card
from merkwerk.relationships.models import (
    Contact,
    Group,
    Import,
    Outcome,
    Relationship,
)

BY_IMPORT = "import"
Facts = dict[str, Any]


@dataclass(slots=True)
class Filling:
    """One import at work. `groups` are the colleague's own, by folded name; `now` the day on which
    a change of job is noticed."""

    by: Colleague
    batch: Import
    now: datetime
    groups: dict[str, Group] = field(default_factory=dict)

    @classmethod
    def of(cls, batch: Import, now: datetime) -> Filling:
        own = Group.objects.visible_to(batch.colleague)
        return cls(batch.colleague, batch, now, {fold(one.name): one for one in own})

    def new(self, card: Card) -> tuple[Relationship, Facts]:
        """A relationship with somebody nobody knew, on a card of the colleague's own."""
        contact = Contact.objects.create(
            owner=self.by,
            name=line(card.name, 300),
            organisation=line(card.organisation, 200),
            organisation_key=organisation_key(line(card.organisation, 200)),
            function=line(card.function, 200),
        )
        relationship = Relationship.objects.create(
            colleague=self.by, contact=contact, imported=self.batch
        )
        remember_position(contact, because=BY_IMPORT, today=timezone.localdate(self.now))
        return relationship, {"made": True}

    def fill(
        self, relationship: Relationship, card: Card, kept: Kept | None, *, again: bool
    ) -> Facts:
        """Adds what is missing, and changes nothing that is there, but for a job that is another
        one than the same source told before (`again`). Answers what was there."""
        told: Facts = {"before": {}}
        self._place(relationship, card, told, again)
        self._words(relationship, card, kept, told)
        self._reach(relationship, card, told)
        self._group(relationship, card, told)
        if kept is not None:
            self._outcomes(relationship, kept, told)
        return told

    def _place(self, relationship: Relationship, card: Card, told: Facts, again: bool) -> None:
        place = {"organisation": line(card.organisation, 200), "function": line(card.function, 200)}
        contact = relationship.contact
        other = organisation_key(place["organisation"]) != organisation_key(contact.organisation)
        moved = again and _has_moved(contact, place)
        new = {
            name: value
            for name, value in place.items()
            if value and (moved or not getattr(contact, name)) and value != getattr(contact, name)
        }
        if not new or (other and contact.organisation and not moved):
            return
        contact = own_card(relationship=relationship, by=self.by)
        was = contact.positions.filter(until=None).first()
        for name, value in new.items():
            told["before"][name] = [getattr(contact, name), value]
            setattr(contact, name, value)
        contact.organisation_key = organisation_key(contact.organisation)
        contact.save()
        today = timezone.localdate(self.now)
        made = remember_position(contact, because=BY_IMPORT, noticed=moved, today=today)
        told["position"] = [made.pk if made else None, was.pk if was else None]

    def _words(
        self, relationship: Relationship, card: Card, kept: Kept | None, told: Facts
    ) -> None:
        born = card.birthday.isoformat() if card.birthday else ""
        new: Facts = {"note": card.note, "birthday": born}
        if kept is not None:
            new |= {
                "how_met": kept.how_met,
                "interests": kept.interests,
                "could_give": kept.could_give,
                "rhythm_wish": kept.rhythm_days,
                "rests_for_good": kept.rests_for_good or None,
            }
        changed = []
        for name, value in new.items():
            there = getattr(relationship, name)
            if not value or (there and (name != "note" or value in there)):
                continue
            if there:
                value = f"{there}\n\n{value}"
            told["before"][name] = [there, value]
            setattr(relationship, name, value)
            changed.append(name)
        if changed:
            relationship.save(update_fields=changed)
        if kept is not None and kept.met_through and relationship.met_through_id is None:
            self._through(relationship, kept.met_through, told)

    def _through(self, relationship: Relationship, name: str, told: Facts) -> None:
        through = Contact.objects.filter(name=name, relationships__colleague=self.by).exclude(
            pk=relationship.contact_id
        )
        if (found := through.first()) is not None:
            Relationship.objects.filter(pk=relationship.pk).update(met_through=found)
            told["through"] = found.pk

    def _reach(self, relationship: Relationship, card: Card, told: Facts) -> None:
        for reach in card.reaches:
            if reach.way == Way.HANDLE and reach.network in OPEN_NETWORKS:
                self._handle(relationship, reach, told)
                continue
            add_address(
                relationship=relationship,
                by=self.by,
                way=reach.way.value,
                value=stored(reach),
                label=reach.label,
                imported=self.batch,
            )

    def _handle(self, relationship: Relationship, reach: Reach, told: Facts) -> None:
        """The identity goes on the card, unless it is somebody else's here: whether those two are
        one is a question, and no import answers it."""
        seen = Identity.objects.filter(network=reach.network, uid=reach.uid) if reach.uid else None
        identity = (seen and seen.first()) or identity_with(reach.value)
        if identity is not None:
            known = known_people(by=self.by, identities=[identity.pk]).get(identity.pk)
            if known is not None:
                return
        card = own_card(relationship=relationship, by=self.by)
        before = set(card.belongings.values_list("identity", flat=True))
        written = set(card.handles.values_list("handle", flat=True))
        join(
            relationship=relationship,
            by=self.by,
            handle=identity.handle if identity else reach.value,
        )
        joined = set(card.belongings.values_list("identity", flat=True)) - before
        new = set(card.handles.values_list("handle", flat=True)) - written
        told.setdefault("identities", []).extend(sorted(joined))
        told.setdefault("handles", []).extend(sorted(new))

    def _group(self, relationship: Relationship, card: Card, told: Facts) -> None:
        for name in card.groups:
            group = self.groups.get(fold(name))
            if group is None:
                group = Group.objects.create(colleague=self.by, name=line(name, 100))
                self.groups[fold(name)] = group
                told.setdefault("new_groups", []).append(group.pk)
            if not group.members.filter(pk=relationship.pk).exists():
                group.members.add(relationship)
                told.setdefault("groups", []).append(group.pk)

    def _outcomes(self, relationship: Relationship, kept: Kept, told: Facts) -> None:
        there = {(one.kind, one.title, one.on) for one in relationship.outcomes.all()}
        for result in kept.outcomes:
            on = result.on or timezone.localdate(self.now)
            kind = result.kind if result.kind in Outcome.Kind.values else Outcome.Kind.OTHER
            if not {(kind, result.title, on), (kind, result.title, result.on)} & there:
                made = relationship.outcomes.create(
                    kind=kind, title=result.title, told=result.told, on=on
                )
                told.setdefault("outcomes", []).append(made.pk)


def _has_moved(contact: Contact, place: Facts) -> bool:
    """Whether a file tells of another employer than before, and not of another spelling."""
    before = Post(contact.organisation, contact.function)
    change = changed_job(before, Post(place["organisation"], place["function"]))
    return change is not None and change.code != "new-function"
