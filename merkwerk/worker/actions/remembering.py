"""Telling the rooms above what we said, what people did with it, and what happened outside."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from merkwerk.jobs.actions import tried
from merkwerk.networks.models import Message, Reaction
from merkwerk.photos.models import PhotoEvent
from merkwerk.stories.models import StoryEvent
from merkwerk.worker import pipeline, tasks
from merkwerk.worker.actions.reading import NOT_ITS_FAULT

AT_ONCE = 200
Told = Message | Reaction | PhotoEvent | StoryEvent
Readers = Iterable[Callable[[Any, datetime], object]]


def remember_messages(*, now: datetime | None = None) -> int:
    """Tells the rooms above of every message that stands on its network, and returns how many.
    One that fails gets a job of its own with retries, so that it holds up nobody: its row is
    marked in the transaction that makes the job. Safe to repeat, and by two at once."""
    waiting = Message.objects.unremembered().select_related("answers", "colleague")
    again = tasks.remember_message.enqueue
    return _remember(waiting, pipeline.READERS_OF_MESSAGES, again, now or timezone.now())


def remember_reactions(*, now: datetime | None = None) -> int:
    """The same for likes, shares and follows."""
    waiting, again = Reaction.objects.unremembered(), tasks.remember_reaction.enqueue
    return _remember(waiting, pipeline.READERS_OF_REACTIONS, again, now or timezone.now())


def remember_outside(*, now: datetime | None = None) -> int:
    """The same for what happened to photos and stories that everybody sees. Photos come first:
    a yes taken back changes the stories that showed it, and these are told of right after."""
    now = now or timezone.now()
    photos, stories = PhotoEvent.objects.unremembered(), StoryEvent.objects.unremembered()
    told = _remember(photos, pipeline.READERS_OF_PHOTOS, tasks.remember_photo.enqueue, now)
    return told + _remember(stories, pipeline.READERS_OF_STORIES, tasks.remember_story.enqueue, now)


def remember_photo(*, event_id: int, now: datetime | None = None) -> None:
    """Tells of one thing that happened to a photo; raises whatever a reader raises."""
    for event in PhotoEvent.objects.filter(pk=event_id):
        _pass_up(event, pipeline.READERS_OF_PHOTOS, now or timezone.now())


def remember_story(*, event_id: int, now: datetime | None = None) -> None:
    """Tells of one thing that happened to a story; raises whatever a reader raises."""
    for event in StoryEvent.objects.filter(pk=event_id):
        _pass_up(event, pipeline.READERS_OF_STORIES, now or timezone.now())


def _remember(
    waiting: QuerySet[Any], readers: Readers, again: Callable[[int], object], now: datetime
) -> int:
    rows = list(waiting[:AT_ONCE])
    for row in rows:
        own = type(row).objects.filter(pk=row.pk)
        if _tell(row, readers, now):
            own.update(remembered_at=now)
            continue
        with transaction.atomic():
            if own.filter(remembered_at=None).update(remembered_at=now):
                again(row.pk)
    return len(rows)


def remember_message(*, message_id: int, now: datetime | None = None) -> None:
    """Tells of one message; raises whatever a reader raises. Nothing when it is gone."""
    for message in Message.objects.filter(pk=message_id).select_related("answers", "colleague"):
        _pass_up(message, pipeline.READERS_OF_MESSAGES, now or timezone.now())


def remember_reaction(*, reaction_id: int, now: datetime | None = None) -> None:
    """Tells of one reaction; raises whatever a reader raises. Nothing when it is gone."""
    for reaction in Reaction.objects.filter(pk=reaction_id):
        _pass_up(reaction, pipeline.READERS_OF_REACTIONS, now or timezone.now())


def _tell(row: Told, readers: Readers, now: datetime) -> bool:
    error = tried(partial(_pass_up, row, readers, now))
    if isinstance(error, NOT_ITS_FAULT):
        raise error
    return error is None


def _pass_up(row: Told, readers: Readers, now: datetime) -> None:
    for reader in readers:
        with transaction.atomic():
            reader(row, now)
