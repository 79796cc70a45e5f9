"""Keeping in touch: groups, rhythms, addresses, and one relationship with everything in it."""

from __future__ import annotations

from datetime import datetime, timedelta

from merkwerk.accounts.models import Colleague
from merkwerk.engine.text import without_tricks
from merkwerk.lib.style import HOSTILE
from merkwerk.networks.tests.people import identity, post
from merkwerk.relationships import actions as relationships
from merkwerk.relationships.models import Contact, Moment, Position, Relationship
from merkwerk.relationships.tests.people import contact_of

LONG = "Lang verhaal over btw en fietsen 😀 "


def keep(sanne: Colleague, joris: Relationship, now: datetime) -> dict[str, int]:
    """People whose turn it is, and groups to keep them in; everyday and worst."""
    circle = relationships.group_named(by=sanne, name="Oude collega’s")
    relationships.change_group(group=circle, by=sanne, name=circle.name, days=42, now=now)
    relationships.put_in_group(group=circle, by=sanne, members=[joris.pk], now=now)
    worst = relationships.group_named(by=sanne, name=HOSTILE[:70])
    full = _full(sanne, worst.pk, now)
    for n in range(6):
        waiting = relationships.add_contact(by=sanne, name=f"Wachtende {n}")
        _met(waiting, 150 + n, now)
        relationships.set_rhythm(relationship=waiting, by=sanne, days=21, now=now)
    rests = relationships.add_contact(by=sanne, name="Rustige Roos")
    relationships.rest(relationship=rests, by=sanne, until=now + timedelta(days=40))
    return {"group": circle.pk, "group_worst": worst.pk, "full": full.pk, "rests": rests.pk}


def _met(relationship: Relationship, days: float, now: datetime, **rest: str) -> Moment:
    return relationships.note_moment(
        by=relationship.colleague,
        relationship=relationship,
        kind=Moment.Kind.MET,
        at=now - timedelta(days=days),
        now=now,
        **rest,
    )


def _full(sanne: Colleague, group: int, now: datetime) -> Relationship:
    """Somebody of whom everything is known, at length."""
    who = identity("Hendrikje-Jacomina van den Oudenhoven tot Rijsenburg")
    contact = contact_of(who)
    Contact.objects.filter(pk=contact.pk).update(
        organisation=without_tricks(HOSTILE[:150]), function=LONG * 4
    )
    full = Relationship.objects.create(colleague=sanne, contact=contact)
    for n in range(12):
        post(f"Wie weet {n} iets van btw? " + LONG * 12, who, now - timedelta(days=n))
        _met(full, 60 + n, now, note=LONG * 30, asked=LONG * 10, place="Een verre plaats " * 5)
        friend = relationships.add_contact(by=sanne, name=f"Vriend {n} " + LONG * 5)
        relationships.met_through(relationship=friend, by=sanne, contact=full.contact)
    relationships.keep_note(
        relationship=full, by=sanne, how_met=LONG * 30, note=HOSTILE + LONG * 60,
        interests=LONG * 40, could_give=LONG * 40,
    )  # fmt: skip
    relationships.set_rhythm(relationship=full, by=sanne, days=14, now=now)
    relationships.set_groups(relationship=full, by=sanne, groups=[group], now=now)
    ways = [("mail", "hendrikje@" + "lang" * 12 + ".example"), ("phone", "+31612345678"),
            ("site", "https://lang.example/" + "pad/" * 40), ("post", HOSTILE[:200])]  # fmt: skip
    for way, value in ways:
        relationships.add_address(relationship=full, by=sanne, way=way, value=value, label="werk")
    work = {"contact": contact, "because": "linkedin", "noticed": now}
    Position.objects.create(contact=contact, organisation="Oud BV", until=now.date())
    Position.objects.create(organisation=without_tricks(HOSTILE[:150]), since=now.date(), **work)
    return full
