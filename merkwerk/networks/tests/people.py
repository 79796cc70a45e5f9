"""People and posts for tests of the rooms above networks."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import count
from typing import Any

from django.utils import timezone

from merkwerk.accounts.models import Colleague
from merkwerk.networks.models import ConnectedAccount, Identity, Message, Post, Sighting, Source

numbers = count(1)


def identity(name: str = "Joris Bakker", network: str = "mastodon", **rest: Any) -> Identity:
    """Somebody on a network, made once for each name."""
    word = name.lower().replace(" ", ".")
    return Identity.objects.get_or_create(
        network=network,
        uid=f"https://social.example/users/{word}",
        defaults={"handle": f"{word}@social.example", "name": name} | rest,
    )[0]


def post(text: str, by: Identity | None = None, at: datetime | None = None, **rest: Any) -> Post:
    """A post of a few minutes ago."""
    number = next(numbers)
    author = by or identity()
    at = at or timezone.now() - timedelta(minutes=5)
    made = {
        "network": author.network,
        "url": f"https://social.example/{number}",
        "try_after": at,
    } | rest
    return Post.objects.create(
        uid=f"https://social.example/posts/{number}", identity=author, text=text, written=at, **made
    )


def account(colleague: Colleague, name: str = "", network: str = "mastodon") -> ConnectedAccount:
    """A connected account of a colleague."""
    return ConnectedAccount.objects.create(
        colleague=colleague,
        network=network,
        server="https://social.example",
        identity=identity(name or colleague.name, network),
        token="{}",
    )


def limited_post(text: str, received_by: ConnectedAccount, by: Identity | None = None) -> Post:
    """A post for few, that came to one colleague through their home timeline."""
    made = post(text, by, audience="limited")
    home = Source.objects.get_or_create(
        kind="mastodon-home",
        account=received_by,
        address=received_by.identity.handle,
        defaults={"network": "mastodon", "title": "home", "next_check": timezone.now()},
    )[0]
    Sighting.objects.create(post=made, source=home)
    return made


def sent(colleague: Colleague, answers: Post, text: str = "Zo doe je dat.") -> Message:
    """A message that stands on the network."""
    return Message.objects.create(
        colleague=colleague,
        network=answers.network,
        answers=answers,
        text=text,
        state=Message.State.SENT,
        sent_at=timezone.now(),
        uid=f"https://social.example/sent/{next(numbers)}",
    )
