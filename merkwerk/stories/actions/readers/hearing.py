"""What the worker asks of this room for its readers."""

from __future__ import annotations

from datetime import datetime

from merkwerk.connectors.http import Http
from merkwerk.stories.actions.readers.issues import forget_old_issues
from merkwerk.stories.actions.readers.mentions_in import look_at_due
from merkwerk.stories.actions.readers.mentions_out import note_links, tell_due
from merkwerk.stories.actions.readers.reacting import forget_unconfirmed
from merkwerk.stories.actions.readers.subscribing import forget_unasked
from merkwerk.stories.models import MentionIn, MentionOut, StoryEvent


def hear(event: StoryEvent, now: datetime) -> None:
    """Something happened to a story: the pages it links to, or linked to, are to be told. Asks no
    network; safe to repeat."""
    if event.what != StoryEvent.What.ANSWERED:
        note_links(event=event, now=now)


def is_due(now: datetime) -> bool:
    """Whether a webmention waits to be looked at or sent; two indexed questions."""
    return MentionIn.objects.due(now).exists() or MentionOut.objects.due(now).exists()


def mentions_due(*, now: datetime, way: Http | None = None) -> int:
    """Looks at webmentions that came in and sends those that are due, at most twenty of each.
    Returns how many."""
    return look_at_due(now=now, way=way) + tell_due(now=now, way=way)


def tidy(*, now: datetime) -> int:
    """Forgets what nobody confirmed, and which letters went long ago. Returns how many rows."""
    return forget_unconfirmed(now=now) + forget_unasked(now=now) + forget_old_issues(now=now)
