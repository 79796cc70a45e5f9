"""Dutch word forms: what the switch of a topic adds, going by the words that people use lately."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F

from merkwerk.connectors.values import Audience
from merkwerk.engine.topics import Query
from merkwerk.engine.topics.dutch import Heard, stretched
from merkwerk.engine.topics.listened import read
from merkwerk.listening.actions.ears import compiled, heard
from merkwerk.listening.models import Topic
from merkwerk.networks.models import Post

LATELY = timedelta(days=14)
POSTS = 20_000


def vocabulary(posts: Iterable[Post]) -> Heard:
    """The words of the public ones among these posts. A letter to a few lends no words to a list
    that others read."""
    words: set[str] = set()
    for post in posts:
        if post.audience == Audience.PUBLIC and post.identity.indexable:
            words.update(word for word in read(heard(post)).bag if word.isalpha())
    return Heard(words)


def added_forms(query: Query, words: Heard) -> list[dict[str, Any]]:
    """What the switch adds to a query, as a topic keeps it and its page shows it."""
    _, added = stretched(query, words)
    return [{"word": one.word, "forms": list(one.forms), "why": one.why} for one in added]


def refresh_forms(*, now: datetime) -> int:
    """Looks for every topic with the switch on whether people say words by now that it should
    add; returns how many topics changed. Costs nothing when no topic has it on."""
    stretching = Topic.objects.awake().filter(word_forms=True)
    if not stretching.exists():
        return 0
    lately = Post.objects.filter(received__gt=now - LATELY, audience=Audience.PUBLIC)
    posts = lately.filter(deleted_at=None).select_related("identity").order_by("-pk")[:POSTS]
    words, changed = vocabulary(posts.iterator(1_000)), 0
    for topic in stretching.iterator():
        query = compiled(topic.query)
        forms = added_forms(query, words) if query else []
        if forms != topic.added_forms:
            own = Topic.objects.filter(pk=topic.pk, version=topic.version)
            changed += own.update(added_forms=forms, version=F("version") + 1, changed=now)
    return changed
