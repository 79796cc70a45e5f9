"""A whole list of feeds at once (OPML): read, shown, added by the worker; and ours handed out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from merkwerk.accounts.models import Colleague
from merkwerk.connectors.feeds import opml
from merkwerk.connectors.values import Network, SourceKind
from merkwerk.engine.text import without_tricks
from merkwerk.jobs.actions import asked_to_stop, progress
from merkwerk.networks import tasks
from merkwerk.networks.models import Lookup, Source

PIECE = 200
SHOWN = 100
APART = timedelta(milliseconds=200)


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder of a list, with how many feeds in it are new here. `number` names it in a form;
    the feeds outside folders have an empty name."""

    number: int
    name: str
    new: int


@dataclass(frozen=True, slots=True)
class Preview:
    """What a list would bring: how many of its feeds are `new` (`first` of them by name), how
    many are listened to already, and how many entries can't be used."""

    new: int
    known: int
    unusable: int
    repeated: int
    first: tuple[str, ...]
    folders: tuple[Folder, ...]


def read_list(*, by: Colleague, body: bytes, content_type: str = "") -> Lookup:
    """Reads a list and keeps it for a day, to be looked at before anything is added. Raises
    Unreadable or TooLarge."""
    told = opml.read(body, content_type=content_type)
    feeds = [
        {
            "address": feed.address,
            "title": without_tricks(feed.title)[:200],
            "folder": without_tricks(feed.folders[0])[:100] if feed.folders else "",
        }
        for feed in told.feeds
        if len(feed.address) <= 1000
    ]
    counts = {
        "unusable": told.without_address + told.left_out + len(told.feeds) - len(feeds),
        "repeated": told.repeated,
    }
    return Lookup.objects.create(
        colleague=by, aim=Lookup.Aim.OPML, state=Lookup.State.FOUND,
        text=without_tricks(told.title)[:200], findings=[counts, *feeds],
    )  # fmt: skip


def preview(lookup: Lookup) -> Preview:
    """What stands in the list now that is not listened to yet. One query."""
    feeds = _feeds(lookup)
    here = _listened({feed["address"] for feed in feeds})
    new = [feed for feed in feeds if feed["address"] not in here]
    folders = Counter(feed["folder"] for feed in new)
    counts = lookup.findings[0] if lookup.findings else {}
    names = list(dict.fromkeys(feed["folder"] for feed in feeds))
    return Preview(
        new=len(new),
        known=len(feeds) - len(new),
        unusable=counts.get("unusable", 0),
        repeated=counts.get("repeated", 0),
        first=tuple(feed["title"] or feed["address"] for feed in new[:SHOWN]),
        folders=tuple(
            Folder(number, name, folders[name])
            for number, name in enumerate(names)
            if folders[name]
        ),
    )


def _feeds(lookup: Lookup) -> list[dict[str, Any]]:
    return [found for found in lookup.findings if {"address", "folder"} <= found.keys()]


def _listened(addresses: Collection[str]) -> set[str]:
    shared = Source.objects.filter(kind=SourceKind.FEED.value, account=None)
    here = shared.exclude(state=Source.State.REMOVED).values_list("address", flat=True)
    return set(here) & set(addresses)


def add_list(*, by: Colleague, lookup: Lookup, folders: Collection[int]) -> bool:
    """Asks the worker to add the feeds in these folders (by their number); False when it isn't
    theirs, is being added already, or nothing was chosen."""
    if lookup.colleague_id != by.pk or lookup.aim != Lookup.Aim.OPML or not folders:
        return False
    found = Lookup.objects.filter(pk=lookup.pk, state=Lookup.State.FOUND)
    with transaction.atomic():
        if not found.update(state=Lookup.State.WAITING, nudged=timezone.now()):
            return False
        tasks.finish_list.enqueue(lookup.pk, sorted(folders))
    return True


def finish_list(*, lookup_id: int, folders: Collection[int], now: datetime | None = None) -> int:
    """Adds the feeds of a list in pieces; gives how many are new. Their first visits are spread,
    so that a thousand feeds do not come at once. A killed worker's list is begun again, and what
    stands already is passed over. Stopped by hand it keeps what was added."""
    now = now or timezone.now()
    lookup = Lookup.objects.filter(pk=lookup_id, state=Lookup.State.WAITING).first()
    if lookup is None:
        return 0
    names = list(dict.fromkeys(feed["folder"] for feed in _feeds(lookup)))
    chosen = {name for number, name in enumerate(names) if number in folders}
    wanted = [feed for feed in _feeds(lookup) if feed["folder"] in chosen]
    here = _listened({feed["address"] for feed in wanted})
    new = [feed for feed in wanted if feed["address"] not in here]
    for start in range(0, len(new), PIECE):
        _add_some(lookup, new[start : start + PIECE], now + start * APART)
        progress(done=min(start + PIECE, len(new)), total=len(new))
        if asked_to_stop():
            break
    Lookup.objects.filter(pk=lookup.pk).update(state=Lookup.State.FOUND)
    return len(new)


def _add_some(lookup: Lookup, feeds: list[dict[str, Any]], now: datetime) -> None:
    addresses = [feed["address"] for feed in feeds]
    gone = Source.objects.removed().filter(
        kind=SourceKind.FEED.value, account=None, address__in=addresses
    )
    with transaction.atomic():
        gone.update(
            state=Source.State.ACTIVE, error="", error_detail="", errors_in_a_row=0, next_check=now
        )
        Source.objects.bulk_create(
            [
                Source(
                    kind=SourceKind.FEED.value, network=Network.WEB.value,
                    address=feed["address"], host=urlsplit(feed["address"]).netloc[:255],
                    title=feed["title"] or urlsplit(feed["address"]).netloc[:200],
                    added_by_id=lookup.colleague_id, next_check=now + number * APART,
                )
                for number, feed in enumerate(feeds)
            ],
            ignore_conflicts=True,
        )  # fmt: skip


def feeds_as_list(*, now: datetime) -> bytes:
    """All shared feeds that are listened to, as OPML, for another reader."""
    shared = Source.objects.filter(kind=SourceKind.FEED.value, account=None)
    going = shared.filter(state__in=[Source.State.ACTIVE, Source.State.PAUSED]).order_by("title")
    rows = going.values_list("address", "title")
    feeds = [opml.Listed(address=address, title=title) for address, title in rows.iterator()]
    return opml.write(feeds, title=f"Merkwerk, {urlsplit(settings.SITE_URL).netloc}", now=now)
