"""Somebody who is followed from elsewhere, and a server that is kept out."""

from __future__ import annotations

from django.utils import timezone

from merkwerk.accounts.models import Colleague
from merkwerk.fediverse.models import Actor, Follower, Remote, RemoteKey, Server
from merkwerk.stories import actions as stories


def followed(sanne: Colleague, word: str) -> dict[str, int]:
    """Who follows is known to the one who is followed, and to nobody else here."""
    now = timezone.now()
    actor = Actor.objects.create(handle="sanne-vos", person=stories.person_page_of(sanne))
    remote = Remote.objects.create(
        address="https://social.example/users/anna", host="social.example", name=f"{word} Anna",
        handle="anna@social.example", inbox="https://social.example/inbox", fetched_at=now,
    )  # fmt: skip
    RemoteKey.objects.create(address=f"{remote.address}#key", owner=remote, fetched_at=now)
    follower = Follower.objects.create(actor=actor, remote=remote)
    shut = Server.objects.create(host="spam.example", blocked_at=now, reason="spam")
    return {"follower": follower.pk, "kept_out": shut.pk}
