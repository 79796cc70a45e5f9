"""Invented people, accounts and posts for the tests of this room."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from django.test import Client

from merkwerk.accounts.models import Colleague, Duty, Organisation
from merkwerk.connectors.values import SourceKind
from merkwerk.networks.models import (
    ConnectedAccount,
    Identity,
    Message,
    Post,
    Reaction,
    Sighting,
    Source,
)
from merkwerk.relationships import actions
from merkwerk.relationships.models import Contact, Moment, Relationship

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
numbers = count(1)


def days_ago(days: float) -> datetime:
    return NOW - timedelta(days=days)


def colleague(name: str = "Sanne", role: str = "", **rest: Any) -> Colleague:
    Organisation.objects.get_or_create(pk=1, defaults={"name": "De Zaak"})
    made = Colleague.objects.create_user(
        f"{name.lower()}{next(numbers)}@zaak.example", name=name, language="en", **rest
    )
    if role:
        Duty.objects.create(colleague=made, role=role)
    return made


def client_of(person: Colleague) -> Client:
    client = Client()
    client.force_login(person)
    return client


def identity(name: str = "Joris Bakker", network: str = "mastodon", **rest: Any) -> Identity:
    n = next(numbers)
    facts = {"uid": f"https://social.example/users/{n}", "handle": f"p{n}@social.example"}
    return Identity.objects.create(network=network, name=name, **{**facts, **rest})


def contact_of(one: Identity) -> Contact:
    """The public contact behind an identity."""
    return Contact.objects.get(pk=actions.contacts_of([one.pk])[one.pk])


def account(of: Colleague, **rest: Any) -> ConnectedAccount:
    whose = rest.pop("identity", None) or identity(of.name)
    return ConnectedAccount.objects.create(
        colleague=of,
        network=whose.network,
        server="social.example",
        identity=whose,
        token="{}",
        **rest,
    )


def post(by: Identity, text: str = "Mooi verhaal.", **rest: Any) -> Post:
    n = next(numbers)
    facts = {
        "network": by.network,
        "uid": f"https://social.example/posts/{n}",
        "written": days_ago(1),
        "try_after": NOW,
    }
    return Post.objects.create(identity=by, text=text, **{**facts, **rest})


def sent(by: Colleague, **rest: Any) -> Message:
    n = next(numbers)
    facts = {
        "network": "mastodon",
        "text": "Mijn antwoord.",
        "state": Message.State.SENT,
        "sent_at": NOW,
        "uid": f"https://social.example/sent/{n}",
        "piece": f"piece-{n}",
    }
    return Message.objects.create(colleague=by, **{**facts, **rest})


def mentions_source(of: ConnectedAccount) -> Source:
    return Source.objects.get_or_create(
        kind=SourceKind.MASTODON_MENTIONS,
        address="mentions",
        account=of,
        defaults={"network": "mastodon", "title": "Mentions", "next_check": NOW},
    )[0]


def seen_through(what: Post, of: ConnectedAccount) -> None:
    Sighting.objects.create(post=what, source=mentions_source(of))


def reaction(by: Identity, of: ConnectedAccount, kind: str = "favourite") -> Reaction:
    return Reaction.objects.create(
        network=by.network,
        uid=str(next(numbers)),
        kind=kind,
        identity=by,
        at=days_ago(1),
        source=mentions_source(of),
    )


def knows(by: Colleague, name: str = "Joris Bakker", **rest: Any) -> Relationship:
    made = Contact.objects.create(name=name)
    actions.refresh_words(contacts=[made])
    return Relationship.objects.create(colleague=by, contact=made, **rest)


def met(relationship: Relationship, days: float = 1, **rest: Any) -> Moment:
    return actions.note_moment(
        by=relationship.colleague,
        relationship=relationship,
        kind=rest.pop("kind", Moment.Kind.MET),
        at=days_ago(days),
        now=NOW,
        **rest,
    )
