"""The pictures of a message go first, one after the other; what is there already stays there."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from merkwerk.connectors.bluesky import pictures as bluesky
from merkwerk.connectors.errors import NotFound, RateLimited, Rejected
from merkwerk.connectors.mastodon import pictures as mastodon
from merkwerk.connectors.values import Network
from merkwerk.lib.pictures import Fitted, NoPicture, fitted
from merkwerk.networks.actions import way_out
from merkwerk.networks.actions.own_words import room_of
from merkwerk.networks.models import ConnectedAccount, Message

FRESH = timedelta(minutes=50)
"""Servers forget a picture that no message shows after some hours; older than this, once more."""
SIDES = {Network.BLUESKY.value: 2000}


class PictureGone(Rejected):
    """The file of a picture is not here any more."""

    code = "picture-missing"


class StillWorking(RateLimited):
    """The server is still preparing a picture."""


def bring_pictures(message: Message, account: ConnectedAccount, *, lease: timedelta) -> None:
    """Brings those of its pictures that aren't on the network yet (or so long ago that they may be
    forgotten), and notes each at once, so that a killed worker's successor goes on from there; the
    claim is renewed with each. Raises what the network says, PictureGone for a file that went, and
    StillWorking while a server isn't ready to show them."""
    for one in message.pictures:
        if not _is_fresh(one):
            one["there"], one["there_at"] = _brought(one, account), timezone.now().isoformat()
            mine = Message.objects.filter(pk=message.pk, claim=message.claim)
            mine.update(pictures=message.pictures, claimed_until=timezone.now() + lease)
    if account.network == Network.MASTODON:
        _wait_for(message, account)


def _is_fresh(one: dict[str, Any]) -> bool:
    if "there" not in one:
        return False
    age = timezone.now() - datetime.fromisoformat(one["there_at"])
    return timedelta(0) <= age < FRESH


def _brought(one: dict[str, Any], account: ConnectedAccount) -> Any:
    http, room = way_out.http(), room_of(account)
    side = SIDES.get(account.network, 4096)
    try:
        made: Fitted = fitted(one["file"], most_bytes=room.picture_bytes, side=side)
    except NoPicture as trouble:
        raise PictureGone(trouble.code) from trouble
    one["width"], one["height"] = made.width, made.height
    if account.network == Network.BLUESKY:
        with way_out.bluesky_auth(account) as auth:
            return bluesky.bring(http, auth=auth, data=made.data, kind=made.type)
    return mastodon.bring(
        http, server=account.server, as_token=way_out.mastodon_token(account), data=made.data,
        kind=made.type, description=one.get("description", ""),
    ).id  # fmt: skip


def _wait_for(message: Message, account: ConnectedAccount) -> None:
    """Each picture is asked after once; a server that needs longer is asked again in a while."""
    for one in message.pictures:
        try:
            ready = mastodon.is_ready(
                way_out.http(), server=account.server,
                as_token=way_out.mastodon_token(account), id=one["there"],
            )  # fmt: skip
        except NotFound:
            continue  # a server without this door has them ready at once
        if not ready:
            raise StillWorking("the server is still preparing a picture", wait=5)


def media_of(message: Message) -> list[str]:
    """The numbers of its pictures on a Mastodon-like server."""
    return [str(one["there"]) for one in message.pictures if "there" in one]


def shown(message: Message) -> list[bluesky.Shown]:
    """Its pictures as a record on a data server shows them."""
    return [
        bluesky.Shown(one["there"], one.get("description", ""), one["width"], one["height"])
        for one in message.pictures
        if "there" in one
    ]
