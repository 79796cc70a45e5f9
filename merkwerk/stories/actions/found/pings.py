"""Telling hubs (WebSub) and IndexNow what changed. Both are off until a setting names them."""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from hashlib import sha256
from itertools import groupby
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.db.models import F

from merkwerk.connectors import pings
from merkwerk.connectors.errors import ConnectorError
from merkwerk.jobs.actions import note_trouble
from merkwerk.lib import outgoing
from merkwerk.stories.actions.addresses import site_address
from merkwerk.stories.actions.found import paths
from merkwerk.stories.models import PersonPage, Ping, PublicStory, Site, Story, StoryEvent

MOST_TRIES = 8
AT_ONCE = 200
CLAIMED = timedelta(minutes=10)
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=12)


def ask(event: StoryEvent, *, site: Site, now: datetime) -> None:
    """Leaves a row for each hub and each feed that has to hear of what happened to a story, and one
    for IndexNow. Met twice, the rows stay the same."""
    with transaction.atomic():
        for hub in settings.HUBS:
            _ask(Ping.To.HUB, hub, _topics(event), now)
        if settings.INDEXNOW and not site.keeps_out_search:
            _ask(Ping.To.INDEX, settings.INDEXNOW, [event.path], now)


def tells_index() -> bool:
    """Whether IndexNow is told of anything."""
    return bool(settings.INDEXNOW)


def pings_wait(now: datetime) -> bool:
    """Whether somebody has to hear something now."""
    return Ping.objects.due(now).exists()


def pings_due(now: datetime) -> int:
    """Tells those whose turn it is; returns how many addresses got through. What fails is tried
    again, later and later, and after MOST_TRIES given up: the health page says so."""
    told = 0
    waiting = sorted(_claimed(now), key=lambda one: (one.to, one.endpoint))
    for (to, endpoint), group in groupby(waiting, key=lambda one: (one.to, one.endpoint)):
        for rows in _letters(to, list(group)):
            try:
                _tell(to, endpoint, rows, now)
            except ConnectorError as trouble:
                _later(rows, trouble, now)
            else:
                told += len(rows)
                for row in rows:
                    Ping.objects.filter(pk=row.pk, asked_at=row.asked_at).delete()
    return told


def index_key() -> str:
    """The key by which IndexNow knows that it is us: made of this installation's own key, so that
    it stays the same and need not be kept. It is meant to be read by everybody."""
    return hmac.new(settings.PEOPLE_KEY.encode(), b"merkwerk.indexnow", sha256).hexdigest()[:32]


def index_key_at() -> str:
    """The path of the file that holds the key. It stands where the stories do, and so speaks for
    everything below (the protocol's second way)."""
    return f"{paths.ROOT}{index_key()}.txt"


def _topics(event: StoryEvent) -> list[str]:
    """The feeds in which the story stands or stood."""
    pages = [paths.ROOT]
    story = event.story
    standing = PublicStory.objects.filter(story=story).first() if story else None
    of = standing or story
    if of is not None:
        pages += [paths.subject(one) for one in of.subjects.all()]
    if of is not None and of.series is not None:
        pages.append(paths.series(of.series.slug))
    person = standing.person if standing else _teller(story)
    if person is not None:
        pages.append(paths.person(person.slug))
    return [paths.feed(page, spelling) for page in pages for spelling in paths.SPELLINGS]


def _teller(story: Story | None) -> PersonPage | None:
    if story is None or story.author_id is None:
        return None
    return PersonPage.objects.filter(colleague_id=story.author_id).first()


def _ask(to: Ping.To, endpoint: str, asked: Iterable[str], now: datetime) -> None:
    for path in asked:
        Ping.objects.update_or_create(
            endpoint=endpoint,
            path=path,
            defaults={"to": to, "asked_at": now, "due": now, "tries": 0, "trouble": ""},
        )


def _claimed(now: datetime) -> Iterator[Ping]:
    """Rows that no other worker has in hands."""
    for row in Ping.objects.due(now)[:AT_ONCE]:
        mine = Ping.objects.filter(pk=row.pk, due=row.due)
        if mine.update(due=now + CLAIMED, tries=F("tries") + 1):
            row.tries += 1
            yield row


def _letters(to: str, rows: list[Ping]) -> list[list[Ping]]:
    """A hub hears of one feed at a time, IndexNow of all addresses at once."""
    return [rows] if to == Ping.To.INDEX else [[row] for row in rows]


def _tell(to: str, endpoint: str, rows: list[Ping], now: datetime) -> None:
    addresses = [site_address(row.path) for row in rows]
    if to == Ping.To.HUB:
        pings.tell_hub(outgoing.http(), endpoint, addresses[0], now=now)
        return
    pings.tell_index(
        outgoing.http(),
        endpoint,
        host=urlsplit(site_address()).netloc,
        key=index_key(),
        key_at=site_address(index_key_at()),
        addresses=addresses,
        now=now,
    )


def _later(rows: list[Ping], trouble: ConnectorError, now: datetime) -> None:
    for row in rows:
        if row.tries >= MOST_TRIES:
            Ping.objects.filter(pk=row.pk, asked_at=row.asked_at).delete()
            note_trouble(place=f"found.{row.to}", error=trouble)
            continue
        wait = min(LONGEST_WAIT, FIRST_WAIT * 4 ** (row.tries - 1))
        wait = max(wait, timedelta(seconds=min(trouble.wait or 0, 86400)))
        Ping.objects.filter(pk=row.pk).update(due=now + wait, trouble=trouble.code)
