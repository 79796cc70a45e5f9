"""New topics and what was said before them: stored posts are looked through in the background."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
from django.utils import timezone

from merkwerk.accounts.models import Colleague
from merkwerk.engine.topics import Matcher, Query
from merkwerk.engine.topics.query import And, Leaf, Near, Node, Or, Phrase, Prefix, Term
from merkwerk.jobs.actions import asked_to_stop, progress
from merkwerk.listening import tasks
from merkwerk.listening.actions import book
from merkwerk.listening.actions.ears import query_of
from merkwerk.listening.actions.queue import heard_of
from merkwerk.listening.models import Topic
from merkwerk.networks.models import Post

REACH = timedelta(days=90)
CHUNK = 1_000
AT_ONCE = 20_000
"""So many posts one job looks through; the next one goes on where it ended."""


def look_back(*, first: int, last: int, by: int, before: int | None = None) -> int:
    """Holds the topics of colleague `by` with numbers first..last against the stored posts that
    they may see, from the newest (or from the post `before`) back over 90 days, and writes what
    they meet into the book; returns how many posts it looked through. Goes on in another job after
    20,000 posts. Safe to repeat."""
    topics = Topic.objects.filter(pk__range=(first, last), colleague=by)
    matcher = Matcher({topic.pk: query for topic in topics if (query := query_of(topic))})
    owner = Colleague.objects.filter(pk=by).first()
    if owner is None or not len(matcher):
        return 0
    since = timezone.now() - REACH
    there = Post.objects.visible_to(owner).filter(received__gt=since).select_related("identity")
    looked = 0
    while looked < AT_ONCE and not asked_to_stop():
        older = there.filter(pk__lt=before) if before is not None else there
        posts = list(older.order_by("-pk")[:CHUNK])
        if not posts:
            return looked
        _write(matcher, posts, owner)
        looked, before = looked + len(posts), posts[-1].pk
        progress(done=looked, total=AT_ONCE)
    tasks.look_back.enqueue(first, last, by, before)
    return looked


def searches(query: Query) -> tuple[list[str], list[str]]:
    """What to ask the search of a network for: tags, and words or phrases. What the query joins by
    AND is asked for together, what it joins by OR apart; what it leaves out is not asked."""
    tags: list[str] = []
    words: list[str] = []
    for one in query.root.children if isinstance(query.root, Or) else (query.root,):
        leaves = [leaf for leaf in _leaves(one) if not isinstance(leaf, Prefix)]
        named = [leaf.token for leaf in leaves if isinstance(leaf, Term) and leaf.token[0] == "#"]
        plain = [str(leaf) for leaf in leaves if not _is_special(leaf)]
        if plain:
            words.append(" ".join(plain))
        else:
            tags += named[:1]
    return tags, words


def _leaves(node: Node) -> list[Leaf]:
    """What must be there, as far as it goes without a choice."""
    if isinstance(node, And):
        return [leaf for child in node.children for leaf in _leaves(child)]
    if isinstance(node, Near):
        return [node.left, node.right]
    return [node] if isinstance(node, Term | Phrase | Prefix) else []


def _is_special(leaf: Leaf) -> bool:
    return isinstance(leaf, Term) and (leaf.token[0] in "#@" or ":" in leaf.token)


def _write(matcher: Matcher, posts: list[Post], owner: Colleague) -> None:
    hits = matcher.match(heard_of(posts, owner))
    met = np.fromiter((topic for topics in hits for topic in topics), np.int64)
    pks = np.fromiter((post.pk for post in posts), np.int64)
    book.write(topics=met, posts=np.repeat(pks, [len(topics) for topics in hits]))
