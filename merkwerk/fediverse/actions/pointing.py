"""Words that are told by their address alone: fetched from their writer's own server, and only then
taken in like others."""

from __future__ import annotations

import time
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from merkwerk.connectors.activitypub import heard
from merkwerk.connectors.activitypub.client import fetch_document, packed
from merkwerk.connectors.activitypub.request import Refused
from merkwerk.connectors.errors import ConnectorError
from merkwerk.connectors.http import Http
from merkwerk.fediverse.actions.people import house_actor, signer_of
from merkwerk.fediverse.actions.taking_in import take
from merkwerk.fediverse.models import Pointer

LEASE = timedelta(minutes=1)
WAITS = (timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1))
AT_ONCE = 50


def fetch_pointed(now: datetime, *, end: float, http: Http) -> int:
    """Fetches what is due until `end` (of time.monotonic), by signed requests through the guarded
    way out; returns how many words were taken in. A server that doesn't answer is asked again
    three times, and once in a run."""
    taken = 0
    silent: set[str] = set()
    due = Pointer.objects.due(now).order_by("tries", "pk")
    for pk in list(due.values_list("pk", flat=True)[:AT_ONCE]):
        if time.monotonic() > end:
            break
        mine = Pointer.objects.due(now).filter(pk=pk)
        if not mine.update(claimed_until=now + LEASE, tries=F("tries") + 1):
            continue
        pointer = Pointer.objects.select_related("remote").filter(pk=pk).first()
        if pointer is not None:
            taken += _settle(pointer, http, silent, now)
    return taken


def _settle(pointer: Pointer, http: Http, silent: set[str], now: datetime) -> bool:
    if pointer.remote.host in silent:
        return _later(pointer, now)
    try:
        taken = _fetch(pointer, http, now)
    except Refused:
        taken = False
    except ConnectorError as trouble:
        if not trouble.lasting:
            silent.add(pointer.remote.host)
            return _later(pointer, now)
        taken = False
    Pointer.objects.filter(pk=pointer.pk).delete()
    return taken


def _fetch(pointer: Pointer, http: Http, now: datetime) -> bool:
    signer = signer_of(house_actor())
    told = fetch_document(http, pointer.about, signer=signer, now=timezone.now())
    whole = {
        "id": pointer.activity or None,
        "type": pointer.kind,
        "actor": pointer.remote.address,
        "object": told,
    }
    said = heard.read(packed(whole))
    with transaction.atomic():
        take(said, pointer.remote, now=now)
    return True


def _later(pointer: Pointer, now: datetime) -> bool:
    rows = Pointer.objects.filter(pk=pointer.pk)
    if pointer.tries > len(WAITS):
        rows.delete()
    else:
        rows.update(claimed_until=None, next_try=now + WAITS[pointer.tries - 1])
    return False
