"""A colleague types an address; the worker finds out what it is; the colleague keeps it or not."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from merkwerk.accounts.models import Colleague
from merkwerk.connectors import addresses
from merkwerk.connectors.errors import ConnectorError
from merkwerk.connectors.mastodon import client as mastodon
from merkwerk.connectors.values import Audience, Finding, Network, SourceKind
from merkwerk.connectors.values import Post as Told
from merkwerk.engine.text import shorten, without_tricks
from merkwerk.networks import tasks
from merkwerk.networks.actions import fetching, way_out
from merkwerk.networks.actions.account_lists import lists_of
from merkwerk.networks.actions.adding_link import read_link
from merkwerk.networks.models import ConnectedAccount, Lookup, Source

AGAIN = timedelta(seconds=45)
EXCERPT = 280
LOOPBACK = {"127.0.0.1", "localhost"}


def look_up(*, by: Colleague, text: str, aim: str = Lookup.Aim.SOURCE) -> Lookup:
    """Writes down what was typed (at most 1000 signs) and asks the worker to find out what it is.
    The same text pressed twice within a few seconds is one lookup."""
    text = without_tricks(text).strip()[:1000]
    recent = timezone.now() - timedelta(seconds=10)
    with transaction.atomic():
        same = Lookup.objects.filter(
            colleague=by, text=text, aim=aim, state=Lookup.State.WAITING, created__gt=recent
        ).first()
        if same is not None:
            return same
        lookup = Lookup.objects.create(colleague=by, text=text, aim=aim)
        tasks.finish_lookup.enqueue(lookup.pk)
    return lookup


def add_link(*, by: Colleague, address: str) -> Lookup:
    """Asks the worker to read one page and store it as a post; the lookup tells how it went."""
    return look_up(by=by, text=address, aim=Lookup.Aim.LINK)


def look_again(*, now: datetime | None = None) -> int:
    """Asks once more for lookups whose job was lost, and forgets those a day old."""
    now = now or timezone.now()
    Lookup.objects.filter(created__lt=now - Lookup.LASTS).delete()
    asked = Lookup.objects.exclude(aim=Lookup.Aim.OPML)
    lost = asked.filter(state=Lookup.State.WAITING, nudged__lt=now - AGAIN)
    count = 0
    for pk in lost.values_list("pk", flat=True)[:100]:
        with transaction.atomic():
            if lost.filter(pk=pk).update(nudged=now):
                tasks.finish_lookup.enqueue(pk)
                count += 1
    return count


def finish_lookup(lookup_id: int, *, now: datetime | None = None) -> None:
    """Finds out what is behind the text, outside any transaction, and writes down the findings
    or the error. Repeating it is harmless: only a waiting lookup is changed."""
    now = now or timezone.now()
    lookup = Lookup.objects.filter(pk=lookup_id, state=Lookup.State.WAITING).first()
    if lookup is None:
        return
    waiting = Lookup.objects.filter(pk=lookup_id, state=Lookup.State.WAITING)
    try:
        if lookup.aim == Lookup.Aim.LINK:
            post = read_link(lookup.text, now=now)
            waiting.update(state=Lookup.State.FOUND, post=post)
            return
        findings = lists_of(lookup) if lookup.aim == Lookup.Aim.LISTS else _findings(lookup, now)
    except ConnectorError as trouble:
        waiting.update(state=Lookup.State.FAILED, error=trouble.code, error_detail=trouble.detail)
        return
    waiting.update(state=Lookup.State.FOUND, findings=findings)


def _findings(lookup: Lookup, now: datetime) -> list[dict[str, Any]]:
    account = own_server(lookup.colleague)
    server, token = "", ""
    if account is not None:
        server, token = account.server, way_out.mastodon_token(account)
    found = addresses.find(
        way_out.http(),
        lookup.text,
        now=now,
        server=server,
        token=token,
        appview=settings.BLUESKY_PUBLIC,
        plc=settings.PLC_DIRECTORY,
        scheme=scheme_for(lookup.text, server),
    )
    return [_written_down(finding, account) for finding in found]


def own_server(colleague: Colleague) -> ConnectedAccount | None:
    """The Mastodon account whose server answers for bare tags and shut servers; the first one."""
    working = ConnectedAccount.objects.visible_to(colleague).working()
    return working.filter(network=Network.MASTODON).order_by("connected").first()


def scheme_for(text: str, server: str = "") -> str:
    """Always https, except on this very machine where the settings allow to call it."""
    host = urlsplit(f"//{text.rpartition('://')[2].rpartition('@')[2]}").hostname
    near = host in LOOPBACK or (text.startswith("#") and server.startswith("http://"))
    return "http" if settings.ALLOWED_NETWORKS and near else "https"


def _written_down(finding: Finding, account: ConnectedAccount | None) -> dict[str, Any]:
    own = account is not None and account.server == finding.server
    return {
        "kind": finding.kind.value,
        "network": finding.network.value,
        "address": finding.address,
        "title": without_tricks(finding.title)[:200] or finding.address[:200],
        "server": finding.server,
        "about": without_tricks(finding.person.bio)[:EXCERPT] if finding.person else "",
        "needs_account": account.pk if account and own and not _is_open(finding) else None,
        "recent": [_item(post) for post in finding.recent[:3] if post.audience is Audience.PUBLIC],
    }


def _is_open(finding: Finding) -> bool:
    """Whether the server shows it to everybody; else only through the colleague's own account."""
    try:
        mastodon.collect(
            way_out.http(),
            kind=finding.kind,
            address=finding.address,
            server=finding.server,
            limit=1,
        )
    except ConnectorError:
        return False
    return True


def _item(post: Told) -> dict[str, str]:
    return {
        "title": without_tricks(post.title)[:200],
        "text": shorten(without_tricks(post.text), EXCERPT),
        "author": without_tricks(post.author.name or post.author.handle)[:200],
        "url": post.url if post.url.startswith(("http://", "https://")) else "",
        "written": post.written.isoformat(),
    }


def keep(
    *, by: Colleague, lookup: Lookup, choice: int, now: datetime | None = None
) -> Source | None:
    """Keeps the finding number `choice` (from 0) as a source and asks for its first collection.

    The same place is one source, however often it is kept; a paused, stopped or removed one
    comes back to life. Gives None when there is no such finding, or it is a single page, which
    is not listened to but added once (`add_link`).
    """
    now = now or timezone.now()
    if lookup.colleague_id != by.pk or not 0 <= choice < len(lookup.findings):
        return None
    found = lookup.findings[choice]
    if found["kind"] == SourceKind.LINK:
        return None
    account = None
    if found["needs_account"]:
        mine = ConnectedAccount.objects.visible_to(by)
        account = mine.filter(pk=found["needs_account"]).first()
    with transaction.atomic():
        source = listen_to(
            kind=found["kind"],
            network=found["network"],
            address=found["address"],
            server=found["server"],
            title=found["title"],
            account=account,
            by=by,
            now=now,
        )
        Lookup.objects.filter(pk=lookup.pk).update(source=source)
    return source


def listen_to(
    *,
    kind: str,
    network: str,
    address: str,
    title: str,
    by: Colleague,
    now: datetime,
    server: str = "",
    account: ConnectedAccount | None = None,
) -> Source:
    """The one source of this kind, address and account, made or woken, with a job on its way."""
    fresh = {
        "network": network,
        "server": server,
        "host": fetching.host_of(network, address, account.server if account else server),
        "title": title[:200],
        "added_by": by,
        "next_check": now,
    }
    with transaction.atomic():
        source, made = Source.objects.get_or_create(
            kind=kind, address=address, account=account, defaults=fresh
        )
        if not made and source.state != Source.State.ACTIVE:
            wake(source, now=now)
        elif made and not source.is_continuous:
            tasks.collect.enqueue(source.pk)
    return source


def wake(source: Source, *, now: datetime) -> None:
    """Back to listening, with a clean slate, at once."""
    columns: dict[str, Any] = {
        "state": Source.State.ACTIVE,
        "error": "",
        "error_detail": "",
        "errors_in_a_row": 0,
        "next_check": now,
    }
    with transaction.atomic():
        Source.objects.filter(pk=source.pk).update(**columns)
        if not source.is_continuous:
            tasks.collect.enqueue(source.pk)
    for name, value in columns.items():
        setattr(source, name, value)
