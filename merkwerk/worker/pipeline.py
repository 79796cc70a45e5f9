"""What is read by whom, in order. New posts, sent messages and reactions stand in `networks` as
rows; these readers take them up through the rooms. A room that wants to hear of them adds a line.

Every reader may meet the same row again (a killed worker, a failed neighbour) and then changes
nothing: each of its rows has a key.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol

from merkwerk.fediverse import actions as fediverse
from merkwerk.listening import actions as listening
from merkwerk.networks.models import Message, Post, Reaction
from merkwerk.photos.models import PhotoEvent
from merkwerk.relationships import actions as relationships
from merkwerk.stories import actions as stories
from merkwerk.stories.actions import found, readers
from merkwerk.stories.models import StoryEvent
from merkwerk.today import actions as today


class ReaderOfPosts(Protocol):
    """Reads a batch of posts (with `identity` and `source` at hand) in one transaction."""

    def __call__(self, *, posts: Sequence[Post], now: datetime) -> int: ...


READERS_OF_POSTS: tuple[ReaderOfPosts, ...] = (
    relationships.remember_posts,
    listening.consider,
    today.consider,
)
READERS_OF_MESSAGES: tuple[Callable[[Message, datetime], object], ...] = (
    lambda message, now: relationships.remember_message(message=message, now=now),
    lambda message, now: listening.note_message(message=message),
    lambda message, now: today.note_message(message=message, now=now),
)
READERS_OF_REACTIONS: tuple[Callable[[Reaction, datetime], object], ...] = (
    lambda reaction, now: relationships.remember_reactions(reactions=[reaction], now=now),
    lambda reaction, now: today.hear_reactions(reactions=[reaction], now=now),
)
READERS_OF_PHOTOS: tuple[Callable[[PhotoEvent, datetime], object], ...] = (
    lambda event, now: stories.photos_changed(
        [event.photo_pk], gone=event.what == PhotoEvent.What.WITHDRAWN, event=event.pk
    ),
)
READERS_OF_STORIES: tuple[Callable[[StoryEvent, datetime], object], ...] = (
    readers.hear,
    found.hear,
    fediverse.hear,
)
