"""Reactions and relationships for the tests of Today."""

from __future__ import annotations

from itertools import count
from typing import Any

from django.utils import timezone

from merkwerk.accounts.models import Colleague
from merkwerk.networks.models import ConnectedAccount, Identity, Reaction, Source
from merkwerk.networks.tests.people import identity
from merkwerk.relationships.models import Belonging, Contact, Relationship
from merkwerk.today import actions

numbers = count(1)


def knows(colleague: Colleague, name: str = "Mira Kaya", **rest: Any) -> Relationship:
    """A relationship with somebody who has an identity; theirs to talk with unless said."""
    contact = Contact.objects.create(name=name)
    Belonging.objects.create(identity=identity(name), contact=contact)
    facts = {"stage": "conversed"} | rest
    return Relationship.objects.create(colleague=colleague, contact=contact, **facts)


def reaction(
    by: Identity, of: ConnectedAccount, kind: str = "favourite", about: str = "", **rest: Any
) -> Reaction:
    mentions, _made = Source.objects.get_or_create(
        kind="mastodon-mentions",
        account=of,
        address=of.identity.handle,
        defaults={"network": "mastodon", "title": "to me", "next_check": timezone.now()},
    )
    facts = {"at": timezone.now(), "network": by.network} | rest
    return Reaction.objects.create(
        uid=str(next(numbers)), kind=kind, identity=by, about=about, source=mentions, **facts
    )


def shown(colleague: Colleague) -> list[actions.Place]:
    return list(actions.day(colleague=colleague, now=timezone.now()).shown)
