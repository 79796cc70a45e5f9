"""People a colleague may like to know: who speaks about their subjects, asks what they could
answer, or talks with somebody they know. Each comes with the reason, and none with a score."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import islice

from django.db.models import Q

from merkwerk.accounts.models import Colleague
from merkwerk.engine.questions import is_question
from merkwerk.listening.actions import book
from merkwerk.listening.actions.queue import holding, muted_among
from merkwerk.listening.actions.sharing import own_topics
from merkwerk.listening.models import Topic
from merkwerk.networks.models import (
    ConnectedAccount,
    Follow,
    Identity,
    Message,
    Post,
    Reaction,
)
from merkwerk.relationships import actions as relationships
from merkwerk.relationships.models import Belonging, Relationship

LATELY = timedelta(days=30)
MOST_POSTS = 2_000
MOST_PEOPLE = 12
FEW = 3


@dataclass(frozen=True)
class Proposed:
    """Somebody, and why: `asks` is a question nobody of us answered, `said` their newest posts on
    `topics`, `talks_with` own contacts they answered. `follow` is what became of following them
    from here; `follows_you` that they follow an own account."""

    identity: Identity
    topics: tuple[Topic, ...]
    said: tuple[Post, ...]
    times: int
    asks: Post | None = None
    talks_with: tuple[Relationship, ...] = ()
    follow: Follow | None = None
    follows_you: bool = False

    @property
    def weight(self) -> float:
        """Only to put people in order: a question first, then a common contact, then how much."""
        return 3 * bool(self.asks) + 2 * min(len(self.talks_with), 2) + math.log1p(self.times)


def find(*, by: Colleague, now: datetime, topic: Topic | None = None) -> list[Proposed]:
    """At most twelve people who spoke about the topics of `by` (or about one of them) in the last
    30 days, the likeliest first. Leaves out whom they know already, who does not want to be
    proposed, bots, muted people and colleagues. The number of queries is constant."""
    topics = own_topics(by=by, topic=topic)
    met = dict(islice(book.newest(topics), MOST_POSTS))
    said: dict[int, list[Post]] = defaultdict(list)
    posts = _posts(met, by, now)
    muted = muted_among(posts)
    there = {pk: topics[pk] for pk in {pk for post in posts for pk in met[post.pk]}}
    for post, holds in zip(posts, holding(posts=posts, topics=there, by=by), strict=True):
        still = [one for one in holds if one in met[post.pk]]
        met[post.pk] = tuple(one for one in still if (one, post.identity_id) not in muted)
        if met[post.pk]:
            said[post.identity_id].append(post)
    asking = _asking(said)
    talks = _talks_with(said, by)
    people = [
        Proposed(
            identity=posts[0].identity,
            topics=tuple({topics[pk]: None for post in posts for pk in met[post.pk]}),
            said=tuple(posts[:FEW]),
            times=len(posts),
            asks=asking.get(who),
            talks_with=talks.get(who, ()),
        )
        for who, posts in said.items()
    ]
    people.sort(key=lambda one: (-one.weight, -one.said[0].written.timestamp(), one.identity.pk))
    return _followed(people[:MOST_PEOPLE], by)


def _posts(met: Iterable[int], by: Colleague, now: datetime) -> list[Post]:
    known = Belonging.objects.filter(contact__relationships__colleague=by).values("identity")
    ours = ConnectedAccount.objects.values("identity")
    wanted = Post.objects.visible_to(by).filter(
        pk__in=list(met),
        written__gt=now - LATELY,
        identity__bot=False,
        identity__discoverable=True,
        identity__gone_at=None,
    )
    strangers = wanted.exclude(identity__in=known).exclude(identity__in=ours)
    return list(
        strangers.exclude(network="web")
        .select_related("identity")
        .defer("html")
        .order_by("-written", "-pk")
    )


def _asking(said: Mapping[int, list[Post]]) -> dict[int, Post]:
    """The newest question of each person that none of us answered."""
    told = Message.objects.published()
    answered = set(told.filter(answers__identity__in=list(said)).values_list("answers", flat=True))
    found = {}
    for who, posts in said.items():
        for post in posts[:FEW]:
            if post.pk not in answered and is_question(f"{post.title}\n{post.text}").asks:
                found[who] = post
                break
    return found


def _talks_with(
    said: Mapping[int, list[Post]], by: Colleague
) -> dict[int, tuple[Relationship, ...]]:
    """The own contacts whose posts these people answered."""
    answers = {
        (post.network, post.reply_to): who
        for who, posts in said.items()
        for post in posts
        if post.reply_to
    }
    parents = Post.objects.visible_to(by).filter(uid__in=[uid for _, uid in answers])
    wrote = {
        (network, uid): identity
        for network, uid, identity in parents.values_list("network", "uid", "identity")
    }
    known = relationships.known_people(by=by, identities=set(wrote.values()))
    found: dict[int, dict[int, Relationship]] = defaultdict(dict)
    for key, who in answers.items():
        relationship = known.get(wrote.get(key, 0))
        if relationship is not None:
            found[who][relationship.pk] = relationship
    return {who: tuple(people.values()) for who, people in found.items()}


def _followed(people: list[Proposed], by: Colleague) -> list[Proposed]:
    """The same people, with what is known of following in either direction."""
    identities = [one.identity.pk for one in people]
    follows = {
        one.identity_id: one
        for one in Follow.objects.visible_to(by)
        .filter(identity__in=identities)
        .select_related("account")
    }
    follow_you = Reaction.objects.visible_to(by).filter(
        Q(kind=Reaction.Kind.FOLLOW), identity__in=identities
    )
    back = set(follow_you.values_list("identity", flat=True))
    return [
        replace(
            one,
            follow=follows.get(one.identity.pk),
            follows_you=one.identity.pk in back,
        )
        for one in people
    ]
