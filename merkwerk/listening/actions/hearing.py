"""Every post against every topic at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
from django.db import transaction

from merkwerk.connectors import values
from merkwerk.connectors.values import Audience
from merkwerk.engine.questions import is_question
from merkwerk.listening.actions import book
from merkwerk.listening.actions.ears import compiled, heard, told
from merkwerk.listening.actions.listener import listener
from merkwerk.listening.actions.queue import muted_among
from merkwerk.listening.actions.sharing import (
    among,
    is_special,
    may_hear,
    readers_of,
    receivers,
    share_of,
)
from merkwerk.listening.models import Reading
from merkwerk.networks import actions as networks
from merkwerk.networks.models import ConnectedAccount, Post

__all__ = ["Meeting", "compiled", "consider", "heard", "meeting", "sieve"]

WATCHED = timedelta(days=7)
Hits = dict[int, tuple[int, ...]]
"""For each post (by number) the topics it meets."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """One colleague hears one post now. `topics`: the names of their topics that it meets."""

    colleague_id: int
    post_id: int
    topics: tuple[str, ...]
    asks: bool


@transaction.atomic
def consider(*, posts: Sequence[Post], now: datetime) -> int:
    """Writes into the book of matches which topics these posts meet, and returns how many matches
    that is. A post for a few is matched only for who received it; a post by somebody who does not
    want to be searched only by its tags, the handles in it and its author, but in full for whose
    own source brought it. Safe to repeat: what stands twice in the book is read once, and what
    holds no longer is not read at all. For a week its author's edits and deletions are followed.
    The number of queries is constant."""
    hits = _heard([post for post in posts if post.deleted_at is None])
    networks.watch(posts=[pk for pk, topics in hits.items() if topics], until=now + WATCHED)
    counts = [len(topics) for topics in hits.values()]
    met = np.fromiter((topic for topics in hits.values() for topic in topics), np.int64)
    return book.write(topics=met, posts=np.repeat(np.fromiter(hits, np.int64), counts))


def sieve(posts: Sequence[values.Post]) -> list[bool]:
    """For each post of a stream whether it meets any topic of anybody, before it is stored. What
    was not meant for everybody meets none here."""
    hits = listener().match([told(post) for post in posts])
    return [
        bool(topics) and post.audience is Audience.PUBLIC
        for post, topics in zip(posts, hits, strict=True)
    ]


# --- who hears it --------------------------------------------------------------------------


def meeting(*, posts: Sequence[Post], now: datetime) -> list[Meeting]:
    """Which colleagues should be told of which of these posts now, one for each colleague and
    post. Left out are own posts, muted people, topics in their quiet hours, and posts that the
    colleague has done something with; a team's post is for the reader whose turn it is. The number
    of queries is constant."""
    there = {post.pk: post for post in posts if post.deleted_at is None}
    hits = _hits(list(there.values()))
    ears = listener().ears
    pairs = [
        (there[pk], topic)
        for pk, topics in hits.items()
        for topic in topics
        if topic in ears and not ears[topic].is_quiet(now)
    ]
    readers = readers_of({topic for _, topic in pairs if ears[topic].team})
    received, written = receivers(there.values()), writers(there.values())
    muted = muted_among(there.values())
    done = set(Reading.objects.filter(post__in=there).values_list("colleague", "post"))
    subjects: dict[tuple[int, int], list[str]] = defaultdict(list)
    for post, topic in pairs:
        who = _whose(post, readers.get(topic), received[post.pk], now) or ears[topic].owner
        barred = post.audience != Audience.PUBLIC and who not in received[post.pk]
        own = who in written[post.identity_id]
        if not (barred or own or (topic, post.identity_id) in muted or (who, post.pk) in done):
            subjects[who, post.pk].append(ears[topic].name)
    asks = {pk: _asks(there[pk]) for pk in {pk for _, pk in subjects}}
    return [Meeting(who, pk, tuple(names), asks[pk]) for (who, pk), names in subjects.items()]


def _whose(
    post: Post, readers: Sequence[int] | None, received: set[int], now: datetime
) -> int | None:
    """Whose turn it is of a team's readers; None when there is nobody among whom to divide."""
    own = among(post=post, readers=readers or (), received=received)
    return share_of(post=post, readers=own, now=now) if own else None


def _asks(post: Post) -> bool:
    return is_question(f"{post.title}\n{post.text}").asks


def writers(posts: Iterable[Post]) -> dict[int, set[int]]:
    """For each identity among the writers the colleagues who speak through it."""
    found: dict[int, set[int]] = defaultdict(set)
    own = ConnectedAccount.objects.filter(identity__in={post.identity_id for post in posts})
    for identity, colleague in own.values_list("identity", "colleague"):
        found[identity].add(colleague)
    return found


# --- what it meets -------------------------------------------------------------------------

_Key = tuple[int, tuple[tuple[int, str, int], ...]]
_last: list[tuple[_Key, Hits]] = []
"""The last batch: who is told of it asks again what it meets."""


def _hits(posts: Sequence[Post]) -> Hits:
    listener().follow()
    return _last[0][1] if _last and _last[0][0] == _key(posts) else _heard(posts)


def _key(posts: Sequence[Post]) -> _Key:
    said = tuple((post.pk, post.revision, hash(post.text)) for post in posts)
    return listener().changes, said


def _heard(posts: Sequence[Post]) -> Hits:
    found = listener().match([heard(post) for post in posts])
    hits = {post.pk: topics for post, topics in zip(posts, found, strict=True) if topics}
    special = [post for post in posts if is_special(post)]
    if special:
        hits |= _permitted(special, hits)
    hits = {pk: topics for pk, topics in hits.items() if topics}
    _last[:] = [(_key(posts), hits)]
    return hits


def _permitted(special: Sequence[Post], hits: Mapping[int, tuple[int, ...]]) -> Hits:
    """The matches of posts that may not be heard by everybody in full."""
    ears, received = listener().ears, receivers(special)
    all_met = {topic for post in special for topic in hits.get(post.pk, ()) if topic in ears}
    readers = readers_of([topic for topic in all_met if ears[topic].team])
    who = may_hear({topic: ears[topic].owner for topic in all_met}, readers)
    bare = listener().match([heard(post, in_full=False) for post in special])
    found: Hits = {}
    for post, open_to_all in zip(special, bare, strict=True):
        full = [t for t in hits.get(post.pk, ()) if who.get(t, set()) & received[post.pk]]
        free = open_to_all if post.audience == Audience.PUBLIC else ()
        found[post.pk] = tuple(sorted({*full, *free}))
    return found
