"""What other servers bring to our inbox: believed only when wholly verified, and heard once."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from merkwerk.connectors.activitypub import heard
from merkwerk.connectors.activitypub.actors import host_of
from merkwerk.connectors.activitypub.heard import Said
from merkwerk.connectors.activitypub.request import Received, Refused, Signed
from merkwerk.connectors.activitypub.signatures import holds, signed
from merkwerk.fediverse.actions.keeping import revive
from merkwerk.fediverse.actions.taking_in import take
from merkwerk.fediverse.actions.waiting_room import let_in
from merkwerk.fediverse.models import Heard, Incoming, Remote, RemoteKey, Server

FRESH = timedelta(minutes=5)
"""A key looked up so lately isn't looked up again because a signature doesn't fit it."""
MOST_UNKNOWN_BYTES = 64 * 1024
"""Whose sender nobody knows yet may say less than others, so that what waits stays small."""
HEADERS = frozenset(
    ("host", "date", "digest", "content-digest", "signature", "signature-input", "content-type",
     "content-length", "accept", "user-agent", "accept-encoding")
)  # fmt: skip
ACCEPTED, UNREADABLE, UNSIGNED, FORBIDDEN, TOO_LARGE, TOO_MANY = 202, 400, 401, 403, 413, 429
_STATUS = {
    "unreadable": UNREADABLE,
    "too-large": TOO_LARGE,
    "other-server": FORBIDDEN,
    "other-actor": FORBIDDEN,
    "blocked": FORBIDDEN,
}


def receive(request: Received, *, now: datetime) -> int:
    """Takes one message to an inbox and answers the status for its sender: 202 when it was heard,
    had been heard before, says nothing for us, or waits until the worker has looked up its key;
    401 or 403 when it is unsigned, forged, replayed, too old, for another host, of another actor
    than the key's owner, or from a blocked server: then nothing happens. Asks nobody anything."""
    try:
        said = heard.read(request.body)
        claim = signed(request, now=now)
        _check_sender(said, claim)
        key = RemoteKey.objects.select_related("owner").filter(address=claim.key).first()
        if key is None:
            return ACCEPTED if _is_a_strangers_leave(said) else _keep(request, claim, now)
        if key.owner.address != said.actor:
            raise Refused("other-actor")
        if holds(claim, key.public):
            accept(said, claim, key.owner, now=now)
            return ACCEPTED
        if key.fetched_at > now - FRESH:
            raise Refused("signature")
        return _keep(request, claim, now)
    except Refused as refused:
        return _STATUS.get(refused.code, UNSIGNED)


def accept(said: Said, claim: Signed, remote: Remote, *, now: datetime) -> bool:
    """Does what a verified message asks, once: the same signature again is refused (Refused), the
    same activity in a new one changes nothing (False)."""
    with transaction.atomic():
        if not _first_time(claim.mark, now):
            raise Refused("replayed")
        if not _first_time(said.mark, now):
            return False
        revive(remote.host)
        take(said, remote, now=now)
    return True


def _check_sender(said: Said, claim: Signed) -> None:
    host = host_of(said.actor)
    if host_of(claim.key) != host:
        raise Refused("other-actor")
    if Server.objects.blocked().filter(host=host).exists():
        raise Refused("blocked")


def _is_a_strangers_leave(said: Said) -> bool:
    """Servers tell everybody when an account is deleted, whose key can't be had any more."""
    return said.kind == "Delete" and said.about == said.actor


def _keep(request: Received, claim: Signed, now: datetime) -> int:
    if len(request.body) > MOST_UNKNOWN_BYTES:
        raise Refused("too-large")
    host = host_of(claim.key)
    if not let_in(host, now):
        return TOO_MANY
    names = HEADERS | set(claim.covered)
    Incoming.objects.create(
        body=request.body.decode("utf-8", "surrogateescape"),
        headers={name: value for name, value in request.headers.items() if name in names},
        method=request.method,
        target=request.target[:500],
        host=host[:255],
        came_at=now,
        next_try=now,
    )
    return ACCEPTED


def _first_time(mark: str, now: datetime) -> bool:
    try:
        with transaction.atomic():
            Heard.objects.create(mark=mark, at=now)
    except IntegrityError:
        return False
    return True
