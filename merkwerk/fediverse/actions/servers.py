"""Whole servers that are kept out, followers who are let go, and what is no longer needed."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from merkwerk.accounts.models import Colleague, Role
from merkwerk.fediverse.actions import places
from merkwerk.fediverse.actions.taking_in import take_away_all
from merkwerk.fediverse.models import (
    Activity,
    Brought,
    Delivery,
    Follower,
    Heard,
    Incoming,
    Pointer,
    Server,
)

GUARDS = frozenset((Role.EDITOR, Role.SOCIAL_LEAD))
"""Who decides which servers are kept out."""
REPLAYS_KEPT = timedelta(days=60)
ENDED_KEPT = timedelta(days=90)
_HOST = re.compile(r"[a-z0-9.-]{1,250}(?::\d{1,5})?", re.ASCII)


def block(*, host: str, by: Colleague, reason: str = "", now: datetime | None = None) -> Server:
    """Keeps a server out: nothing of it is heard, its followers get nothing any more, and what
    its people said under stories goes. Raises PermissionError for who may not, ValueError for what
    is no host name, or our own."""
    if GUARDS.isdisjoint(by.roles):
        raise PermissionError("Servers are kept out by an editor or the social lead.")
    name = _plain(host)
    if not _HOST.fullmatch(name) or name == places.host():
        raise ValueError("not a server's name")
    now = now or timezone.now()
    with transaction.atomic():
        server, _new = Server.objects.get_or_create(host=name)
        server.blocked_at, server.blocked_by, server.reason = now, by, reason[:200]
        server.save(update_fields=["blocked_at", "blocked_by", "reason"])
        Follower.objects.filter(remote__host=name).delete()
        Incoming.objects.filter(host=name).delete()
        Pointer.objects.filter(remote__host=name).delete()
        waiting = Delivery.objects.filter(host=name, state=Delivery.State.WAITING)
        waiting.update(state=Delivery.State.DROPPED, ended_at=now, claim="", claimed_until=None)
        take_away_all(Brought.objects.filter(remote__host=name))
    return server


def unblock(*, server: Server, by: Colleague) -> None:
    """Lets a server in again; who followed has to ask again. Raises PermissionError."""
    if GUARDS.isdisjoint(by.roles):
        raise PermissionError("Servers are let in by an editor or the social lead.")
    Server.objects.filter(pk=server.pk).update(blocked_at=None, blocked_by=None, reason="")


def forget_old(now: datetime) -> int:
    """Lets go of what nobody needs: marks of what was heard (a replay that old is refused by its
    date), and deliveries that ended long ago, except those of stories, which say where a story
    stands. Returns how many rows went."""
    heard, _ = Heard.objects.filter(at__lt=now - REPLAYS_KEPT).delete()
    old = Delivery.objects.filter(ended_at__lt=now - ENDED_KEPT, activity__story_key="")
    ended, _ = old.delete()
    empty = Activity.objects.filter(story_key="", deliveries=None, made_at__lt=now - ENDED_KEPT)
    said, _ = empty.delete()
    return heard + ended + said


def _plain(host: str) -> str:
    text = host.strip().lower().removeprefix("https://").removeprefix("http://")
    return text.rpartition("@")[2].partition("/")[0].removesuffix(".")
