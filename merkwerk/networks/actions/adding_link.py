"""A page somebody found by hand becomes a post among the others."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from merkwerk.connectors.errors import Unreadable
from merkwerk.connectors.feeds import discover
from merkwerk.connectors.values import Network, Page, SourceKind
from merkwerk.connectors.web import client as web
from merkwerk.networks.actions import way_out
from merkwerk.networks.actions.receiving import receive
from merkwerk.networks.models import Post, Source


def links_by_hand(*, now: datetime) -> Source:
    """The one shared source that pages added by hand are seen through; it is never collected."""
    source, _made = Source.objects.get_or_create(
        kind=SourceKind.LINK.value,
        address="",
        account=None,
        defaults={
            "network": Network.WEB.value,
            "title": "",
            "host": "",
            "next_check": now + timedelta(days=36500),
        },
    )
    return source


def read_link(address: str, *, now: datetime | None = None) -> Post:
    """Reads one page, outside any transaction, and stores it as a post, once however often it is
    added. Raises ConnectorError types."""
    now = now or timezone.now()
    told = web.read(way_out.http(), discover.typed(address), now)
    receive(source=links_by_hand(now=now), page=Page(posts=(told,)), now=now)
    post = Post.objects.filter(network=told.network, uid=told.uid).first()
    if post is None:
        raise Unreadable("the page has no address that can be kept")
    return post
