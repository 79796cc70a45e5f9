"""Accounts, followers and messages for the hints."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from merkwerk.accounts.models import Colleague
from merkwerk.connectors.values import Network
from merkwerk.engine.marks import pack
from merkwerk.networks.actions import mark
from merkwerk.networks.models import ConnectedAccount, FollowerList, Identity, Message
from merkwerk.relationships.models import Belonging, Contact, Relationship
from merkwerk.writing.actions import begin
from merkwerk.writing.actions.hints import Hint, Kind, hints_for
from merkwerk.writing.models import Draft

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
PAGE = "https://krant.example/2026/water"
WORDS = "De controle begint bij het gesprek aan de keukentafel, waar de ondernemer vertelt."
OWN = "Ik zat gisteren bij mijn buurvrouw en dacht na over haar fiets. Wat zou jij doen?"


def person(name: str, network: str = Network.MASTODON) -> Identity:
    handle = f"{name.split()[0].lower()}@social.example"
    uid = f"https://social.example/users/{name}"
    return Identity.objects.create(network=network, uid=uid, handle=handle, name=name)


def account_of(colleague: Colleague, *followers: Identity, listed: bool = True) -> ConnectedAccount:
    """An account with these followers; not `listed`: nobody read who they are yet."""
    own = Identity.objects.create(
        network=Network.MASTODON, uid=f"own-{colleague.pk}", handle=f"own{colleague.pk}@a.example"
    )
    account = ConnectedAccount.objects.create(
        colleague=colleague,
        network=Network.MASTODON,
        server="https://social.example",
        identity=own,
    )
    if listed:
        marks = [mark(one.network, one.uid) for one in followers]
        FollowerList.objects.create(
            account=account,
            marks=pack(marks),
            count=len(marks),
            fetched_at=NOW,
            next_look=NOW + timedelta(days=1),
        )
    return account


def told(
    colleague: Colleague,
    text: str,
    *,
    account: ConnectedAccount | None = None,
    minutes: int = 20,
    **more: Any,
) -> Message:
    """What stands on a network since so many minutes."""
    columns = {
        "state": Message.State.SENT,
        "network": Network.MASTODON,
        "piece": uuid4().hex,
        **more,
    }
    return Message.objects.create(
        colleague=colleague,
        account=account,
        text=text,
        sent_at=NOW - timedelta(minutes=minutes),
        **columns,
    )


def knows(colleague: Colleague, identity: Identity) -> Relationship:
    contact = Contact.objects.create(name=identity.name)
    Belonging.objects.create(identity=identity, contact=contact)
    return Relationship.objects.create(colleague=colleague, contact=contact)


def drafted(by: Colleague, text: str = "") -> Draft:
    return begin(by=by, text=text)


def hints(draft: Draft, text: str, by: Colleague, **more: Any) -> list[Hint]:
    return hints_for(draft=draft, text=text, by=by, now=NOW, **more)


def of_kind(found: list[Hint], kind: Kind) -> Hint | None:
    return next((hint for hint in found if hint.kind == kind), None)
