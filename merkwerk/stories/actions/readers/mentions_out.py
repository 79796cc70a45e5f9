"""Telling the pages a story links to or quotes from that it does (practice P207)."""

from __future__ import annotations

from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.db import transaction
from django.db.models import F, QuerySet

from merkwerk.connectors import content
from merkwerk.connectors.errors import ConnectorError
from merkwerk.connectors.http import Http
from merkwerk.connectors.webmention import find_endpoint, notify
from merkwerk.lib.outgoing import http
from merkwerk.stories.actions.addresses import site_address
from merkwerk.stories.actions.readers.marks import plain_mark
from merkwerk.stories.actions.readers.mentions_in import own_hosts
from merkwerk.stories.models import MentionOut, PublicStory, Story, StoryEvent

LEASE = timedelta(minutes=5)
FIRST_WAIT = timedelta(minutes=5)
TRIES = 6
AT_ONCE = 20
State = MentionOut.State


@transaction.atomic
def note_links(*, event: StoryEvent, now: datetime) -> int:
    """Leaves a row for each page the story links to, to be told of this event, and for each that it
    linked to before. A story that was taken down tells all of them. Safe to repeat: an event that
    was noted, or an older one, changes nothing. Returns how many are to be told."""
    if event.story_id is None:
        return 0
    rows = MentionOut.objects.filter(story=event.story_id)
    wanted = {plain_mark(link): link for link in _links(event.story_id)}
    there = set(rows.values_list("mark", flat=True))
    source = site_address(event.path)
    MentionOut.objects.bulk_create(
        [
            MentionOut(story_id=event.story_id, source=source, target=link, mark=mark, next_try=now)
            for mark, link in wanted.items()
            if mark not in there
        ],
        ignore_conflicts=True,
    )
    older = rows.filter(event__lt=event.pk)
    again = {"event": event.pk, "state": State.WAITING, "tries": 0, "error": "", "next_try": now}
    still = older.filter(mark__in=wanted).update(is_linked=True, source=source, **again)
    gone = older.filter(is_linked=True).exclude(mark__in=wanted).exclude(state=State.NOTHING)
    return still + gone.update(is_linked=False, source=source, **again)


def tell_due(*, now: datetime, way: Http | None = None) -> int:
    """Tells what is due, at most twenty; each by one worker, and again when that one died (a page
    that is told twice changes nothing). Never inside a transaction: it waits for the network.
    Returns how many were told."""
    due = list(MentionOut.objects.due(now).order_by("next_try").values_list("pk", flat=True))
    told = 0
    for pk in due[:AT_ONCE]:
        free = MentionOut.objects.due(now).filter(pk=pk)
        if free.update(next_try=now + LEASE, tries=F("tries") + 1):
            told += tell(MentionOut.objects.get(pk=pk), now=now, way=way)
    return told


def tell(mention: MentionOut, *, now: datetime, way: Http | None = None) -> bool:
    """Looks where the page takes messages and sends one. Whether it was told. Trouble that may pass
    is tried six times in all, over a day and a half."""
    rows = MentionOut.objects.filter(pk=mention.pk, event=mention.event)
    out = way or http()
    try:
        endpoint = find_endpoint(out, mention.target, now=now)
        if not endpoint:
            rows.update(state=State.NOTHING, error="")
            return False
        notify(out, endpoint=endpoint, source=mention.source, target=mention.target, now=now)
    except ConnectorError as trouble:
        _later(rows, mention, trouble, now)
        return False
    rows.update(state=State.TOLD, error="", told_at=now)
    return True


def told_of(story: Story) -> QuerySet[MentionOut]:
    """The pages that were told of a story, or are to be told, for its author."""
    return MentionOut.objects.filter(story=story).order_by("pk")


def _later(
    rows: QuerySet[MentionOut], mention: MentionOut, trouble: ConnectorError, now: datetime
) -> None:
    if trouble.lasting or mention.tries >= TRIES:
        rows.update(state=State.REFUSED, error=trouble.code)
        return
    wait = max(FIRST_WAIT * 4 ** (mention.tries - 1), timedelta(seconds=trouble.wait or 0))
    rows.update(error=trouble.code, next_try=now + wait)


def _links(story_pk: int) -> list[str]:
    """The addresses in what everybody reads, without our own pages; none when it is taken down."""
    body = PublicStory.objects.filter(story=story_pk).values_list("body", flat=True).first()
    ours = own_hosts()
    found = content.links_in(body or "")
    return [link for link in found if urlsplit(link).netloc.lower() not in ours]
