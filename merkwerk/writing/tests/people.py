"""Rows the tests of the desk begin with."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.test import Client

from merkwerk.accounts.models import Colleague
from merkwerk.networks.models import ConnectedAccount, Message
from merkwerk.networks.tests import people
from merkwerk.writing import actions
from merkwerk.writing.models import Draft, Version


def client_of(colleague: Colleague) -> Client:
    client = Client()
    client.force_login(colleague)
    return client


def account(colleague: Colleague, **more: Any) -> ConnectedAccount:
    """A connected account; nothing reaches a network from it."""
    return people.account(colleague, **more)


def draft(colleague: Colleague, text: str = "Wat me opviel", **more: Any) -> Draft:
    return actions.begin(by=colleague, text=text, **more)


def placed(of: Draft, through: ConnectedAccount, at: datetime) -> Message:
    """A draft that stands on a network."""
    version = Version.objects.create(draft=of, account=through)
    message = Message.objects.create(
        colleague=of.colleague,
        account=through,
        network=through.network,
        text=of.text,
        piece=version.key,
        state=Message.State.SENT,
        sent_at=at,
        asked_at=at,
        uid=f"https://social.example/told/{of.pk}",
        url=f"https://social.example/told/{of.pk}",
    )
    Version.objects.filter(pk=version.pk).update(message=message)
    Draft.objects.filter(pk=of.pk).update(told_at=at)
    of.refresh_from_db()
    return message
