"""Letting a follower go, and what a person says of their own actor."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from merkwerk.connectors.activitypub import translate
from merkwerk.connectors.activitypub.client import fetch_actor, look_up
from merkwerk.connectors.errors import ConnectorError
from merkwerk.connectors.http import Http
from merkwerk.fediverse import tasks
from merkwerk.fediverse.actions import places
from merkwerk.fediverse.actions.outgoing import say
from merkwerk.fediverse.actions.people import move, signer_of
from merkwerk.fediverse.models import Actor, Follower
from merkwerk.lib.outgoing import http as way_out

NOT_NAMED = "not-named"
"""The other place doesn't name this one as its own, so a move there would lead nobody there."""


def let_go(*, follower: Follower, now: datetime | None = None) -> None:
    """Removes a follower; their server hears that the follow is refused, and stops showing it."""
    now = now or timezone.now()
    actor, remote = follower.actor, follower.remote
    by = places.actor_address(actor.handle)
    asked = {"type": "Follow", "id": follower.asked, "actor": remote.address, "object": by}
    address = places.activity_address(f"{actor.handle}-reject-{follower.pk}")
    body = translate.says("Reject", address=address, by=by, about=asked, at=now, open_=False)
    with transaction.atomic():
        say(actor, {**body, "to": [remote.address]}, [remote.inbox], now)
        follower.delete()


def ask_to_move(*, actor: Actor, handle: str, way: str) -> None:
    """The person moves to @name@server ("to"), or comes from there ("from"): looked up by the
    worker, since no page waits for another server. An empty handle takes a move back at once.
    Raises ValueError for another way."""
    if way not in ("to", "from"):
        raise ValueError(way)
    if not handle.strip():
        if way == "to" and actor.moved_to:
            move(actor=actor, to="")
        _note(actor, "", "", "")
        return
    with transaction.atomic():
        _note(actor, handle.strip()[:300], way, "")
        tasks.find_other_place.enqueue(actor.pk)


def find_other_place(*, actor_id: int, http: Http | None = None) -> bool:
    """Looks up the place the person typed, and moves there when it names this actor as its own, or
    names it as the place they come from. What stands in the way is kept for the page; a server
    that can't be reached raises, and is asked again."""
    actor = Actor.objects.open().filter(pk=actor_id).exclude(asked_for="").first()
    if actor is None:
        return False
    scheme = places.origin().partition("://")[0]
    try:
        http = http or way_out()
        address = look_up(http, actor.asked_for, scheme=scheme)
        found = fetch_actor(http, address, signer=signer_of(actor), now=timezone.now())
    except ConnectorError as trouble:
        _note(actor, actor.asked_for, actor.asked_way, trouble.code)
        if trouble.lasting:
            return False
        raise
    own = places.actor_address(actor.handle)
    if actor.asked_way == "to" and own not in found.also_known_as:
        _note(actor, actor.asked_for, actor.asked_way, NOT_NAMED)
        return False
    with transaction.atomic():
        if actor.asked_way == "to":
            move(actor=actor, to=found.address)
        else:
            known = list(dict.fromkeys([*actor.also_known_as, found.address]))[-5:]
            Actor.objects.filter(pk=actor.pk).update(also_known_as=known)
        _note(actor, "", "", "")
    return True


def _note(actor: Actor, asked: str, way: str, trouble: str) -> None:
    Actor.objects.filter(pk=actor.pk).update(asked_for=asked, asked_way=way, asked_trouble=trouble)
