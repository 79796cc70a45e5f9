"""Streams as sources: everything on Bluesky, the public timeline of a Mastodon-like server."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone

from merkwerk.accounts.models import KEEPERS, Colleague
from merkwerk.connectors.errors import BadAddress
from merkwerk.connectors.mastodon.calls import server_address
from merkwerk.connectors.values import Network, SourceKind
from merkwerk.networks.actions.looking import listen_to, scheme_for
from merkwerk.networks.models import Source

SUBSCRIBE = "/subscribe"
_SECURE = {"wss": "wss", "https": "wss", "ws": "ws", "http": "ws"}


def may_add_streams(colleague: Colleague) -> bool:
    """The social lead and the administrator: a stream is work for the machine of everybody."""
    return bool(KEEPERS & colleague.roles)


def add_jetstream(*, by: Colleague, address: str = "", now: datetime | None = None) -> Source:
    """Listens to everything on Bluesky through the Jetstream at this address, else through the
    one in the settings. Raises PermissionError for who may not, BadAddress for what is none."""
    _check(by)
    place = _jetstream(address.strip() or settings.JETSTREAM)
    parts = urlsplit(place)
    return listen_to(
        kind=SourceKind.BLUESKY_JETSTREAM.value, network=Network.BLUESKY.value, address=place,
        server=f"{parts.scheme}://{parts.netloc}", title=parts.netloc, by=by,
        now=now or timezone.now(),
    )  # fmt: skip


def add_public(
    *, by: Colleague, server: str, everywhere: bool = False, now: datetime | None = None
) -> Source:
    """Listens to what is said in public on a server, `everywhere` also to what it knows of
    others. Raises PermissionError for who may not, BadAddress for what is no server."""
    _check(by)
    host = urlsplit(server_address(server)).netloc
    which = "public" if everywhere else "local"
    return listen_to(
        kind=SourceKind.MASTODON_PUBLIC.value, network=Network.MASTODON.value,
        address=f"{which}@{host}", server=f"{scheme_for(host)}://{host}", title=host, by=by,
        now=now or timezone.now(),
    )  # fmt: skip


def _check(by: Colleague) -> None:
    if not may_add_streams(by):
        raise PermissionError("the social lead or an administrator adds streams")


def _jetstream(address: str) -> str:
    scheme, mark, rest = address.partition("://")
    secure = _SECURE.get(scheme.lower()) if mark else "wss"
    if secure is None:
        raise BadAddress("a Jetstream begins with wss://")
    bare = rest if mark else address
    host = urlsplit(server_address(bare.partition("/")[0])).netloc
    path = urlsplit(f"https://{bare}").path.rstrip("/")
    return f"{secure}://{host}{path or SUBSCRIBE}"
