"""Which connector answers for which source."""

from __future__ import annotations

from dataclasses import fields
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings

from merkwerk.connectors.bluesky import client as bluesky
from merkwerk.connectors.errors import BadAddress
from merkwerk.connectors.feeds import client as feeds
from merkwerk.connectors.mail import client as mail
from merkwerk.connectors.mastodon import client as mastodon
from merkwerk.connectors.values import Bookmark, Network, Page, SourceKind
from merkwerk.networks.actions import way_out
from merkwerk.networks.models import Source


def fetch(source: Source, *, now: datetime) -> Page:
    """One page of a source from its network, after its bookmark. Never call it inside a
    transaction. Raises ConnectorError types."""
    bookmark = bookmark_of(source)
    kind = SourceKind(source.kind)
    http = way_out.http()
    match source.network:
        case Network.MASTODON:
            return mastodon.collect(
                http,
                kind=kind,
                address=source.address,
                server=source.account.server if source.account else source.server,
                token=way_out.mastodon_token(source.account),
                bookmark=bookmark,
            )
        case Network.BLUESKY:
            return _from_bluesky(source, kind, bookmark, now)
        case Network.WEB if kind is SourceKind.FEED:
            return feeds.collect(http, source.address, bookmark, now=now)
        case Network.WEB if kind is SourceKind.MAILBOX:
            return mail.collect(http, way_out.mailbox_of(source), bookmark, now=now)
    raise BadAddress(f"nothing to collect: {source.kind}")


def _from_bluesky(source: Source, kind: SourceKind, bookmark: Bookmark, now: datetime) -> Page:
    http, plc = way_out.http(), settings.PLC_DIRECTORY
    if source.account is None:
        server = source.server or settings.BLUESKY_PUBLIC
        if kind is SourceKind.BLUESKY_ACCOUNT:
            server = settings.BLUESKY_PUBLIC
        return bluesky.collect(
            http, kind=kind, address=source.address, now=now, server=server, plc=plc,
            bookmark=bookmark,
        )  # fmt: skip
    with way_out.bluesky_auth(source.account) as auth:
        return bluesky.collect(
            http, kind=kind, address=source.address, now=now, auth=auth, plc=plc, bookmark=bookmark
        )


def bookmark_of(source: Source) -> Bookmark:
    """Where the last collection ended; a bookmark that cannot be read is a beginning."""
    kept = source.bookmark if isinstance(source.bookmark, dict) else {}
    names = {field.name for field in fields(Bookmark)}
    return Bookmark(**{k: v for k, v in kept.items() if k in names and isinstance(v, str)})


def host_of(network: str, address: str, server: str) -> str:
    """Whose politeness a source counts for: the server that is asked."""
    if server:
        return (urlsplit(server).netloc or server)[:255]
    if network == Network.BLUESKY:
        return str(urlsplit(settings.BLUESKY_PUBLIC).netloc)
    if network == Network.MASTODON:
        return address.rpartition("@")[2][:255]
    return urlsplit(address).netloc[:255]
