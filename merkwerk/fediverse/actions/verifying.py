"""Messages whose key wasn't known yet: the worker looks it up, and then believes them or not."""

from __future__ import annotations

import time
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from merkwerk.connectors.activitypub import heard
from merkwerk.connectors.activitypub.actors import Found, host_of
from merkwerk.connectors.activitypub.client import fetch_owner
from merkwerk.connectors.activitypub.request import Received, Refused
from merkwerk.connectors.activitypub.signatures import holds, signed
from merkwerk.connectors.errors import ConnectorError
from merkwerk.connectors.http import Http
from merkwerk.fediverse.actions import places
from merkwerk.fediverse.actions.door import accept
from merkwerk.fediverse.actions.people import house_actor, signer_of
from merkwerk.fediverse.actions.pointing import fetch_pointed
from merkwerk.fediverse.actions.waiting_room import in_turn
from merkwerk.fediverse.models import Incoming, Pointer, Remote, RemoteKey
from merkwerk.lib.outgoing import http as way_out

LEASE = timedelta(minutes=1)
WAITS = (timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1))
AT_ONCE = 50
SECONDS = 40.0


def letters_wait(now: datetime) -> bool:
    """Whether a message waits for its key, or words for being fetched."""
    return Incoming.objects.due(now).exists() or Pointer.objects.due(now).exists()


def verify_due(now: datetime, *, seconds: float = SECONDS, http: Http | None = None) -> int:
    """Looks up the keys that messages name and does what the true ones ask, and then fetches words
    that were told by their address; returns how many were believed. What can't be looked up is
    tried again three times within little more than an hour; what is not true is thrown away. A
    server that doesn't answer is not asked again in this run."""
    end, http, believed = time.monotonic() + seconds, http or way_out(), 0
    silent: set[str] = set()
    for pk in in_turn(now, AT_ONCE):
        if time.monotonic() > end:
            break
        mine = Incoming.objects.due(now).filter(pk=pk)
        if not mine.update(claimed_until=now + LEASE, tries=F("tries") + 1):
            continue
        waiting = Incoming.objects.filter(pk=pk).first()
        if waiting is not None:
            believed += _settle(waiting, http, silent, now)
    return believed + fetch_pointed(now, end=end, http=http)


def _settle(waiting: Incoming, http: Http, silent: set[str], now: datetime) -> bool:
    if waiting.host in silent:
        return _later(waiting, now)
    try:
        believed = _verify(waiting, http, now)
    except Refused:
        believed = False
    except ConnectorError as trouble:
        if not trouble.lasting:
            silent.add(waiting.host)
            return _later(waiting, now)
        believed = False
    waiting.delete()
    return believed


def _later(waiting: Incoming, now: datetime) -> bool:
    if waiting.tries > len(WAITS):
        waiting.delete()
    else:
        wait = WAITS[waiting.tries - 1]
        Incoming.objects.filter(pk=waiting.pk).update(claimed_until=None, next_try=now + wait)
    return False


def _verify(waiting: Incoming, http: Http, now: datetime) -> bool:
    """The checks of the door once more, by the clock of when it came, with the key as its owner's
    own server tells it now."""
    request = Received(
        waiting.method, waiting.target, places.origin(), waiting.headers,
        waiting.body.encode("utf-8", "surrogateescape"),
    )  # fmt: skip
    claim, said = signed(request, now=waiting.came_at), heard.read(request.body)
    if host_of(claim.key) != host_of(said.actor):
        raise Refused("other-actor")
    found, public = fetch_owner(
        http, claim.key, signer=signer_of(house_actor()), now=timezone.now()
    )
    remote = keep_remote(found, now)
    if found.address != said.actor or not holds(claim, public):
        raise Refused("signature")
    return accept(said, claim, remote, now=now)


def keep_remote(found: Found, now: datetime) -> Remote:
    """Writes down an actor elsewhere with its keys, as its own server told them just now; keys it
    no longer names are forgotten."""
    with transaction.atomic():
        remote, _new = Remote.objects.update_or_create(
            address=found.address,
            defaults={
                "host": host_of(found.address)[:255],
                "handle": found.handle[:255],
                "name": found.name,
                "page": found.page,
                "inbox": found.inbox,
                "shared_inbox": found.shared_inbox,
                "moved_to": found.moved_to,
                "fetched_at": now,
            },
        )
        remote.keys.exclude(address__in=[address for address, _ in found.keys]).delete()
        for address, public in found.keys:
            RemoteKey.objects.update_or_create(
                address=address, defaults={"owner": remote, "public": public, "fetched_at": now}
            )
    return remote
