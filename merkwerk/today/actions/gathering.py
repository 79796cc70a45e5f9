"""Where occasions come from: matches, people who speak to us, and colleagues who pass something
on. Reactions, upkeep and what colleagues ask of each other have files of their own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef

from merkwerk.listening import actions as listening
from merkwerk.listening.models import PassedPost
from merkwerk.networks.models import Post
from merkwerk.relationships.models import Moment
from merkwerk.today.actions.keeping import keep_new
from merkwerk.today.actions.reacting import REACTS, buzz_about, what_was_told
from merkwerk.today.actions.room import Heard, room
from merkwerk.today.models import Occasion

FRESH = timedelta(days=7)
"""Older posts are for reading, not for answering today."""
BATCH = 500

SPEAKS_TO_YOU = {Moment.Kind.ASKED, Moment.Kind.ANSWERED, Moment.Kind.MENTIONED}


@transaction.atomic
def consider(*, posts: Sequence[Post], now: datetime) -> int:
    """Makes an occasion of every new match and of everything somebody said to a colleague in
    these posts, one for each colleague and post, and returns how many. Speaking to somebody
    counts for more than speaking about their topic, and is told to their devices if they wish. Of
    strangers so much is kept as a day can hold. Safe to repeat."""
    fresh = [post for post in posts if post.written > now - FRESH and post.deleted_at is None]
    spoken = Moment.objects.filter(
        post__in=fresh,
        kind__in=SPEAKS_TO_YOU | REACTS,
        direction=Moment.Direction.THEIRS,
    )
    moments = list(spoken.select_related("relationship__contact", "post"))
    to_us = keep_new(_from_moments(moments))
    buzz_about(occasions=to_us, now=now)
    told = listening.meeting(posts=fresh, now=now)
    there = {post.pk: post for post in fresh}
    heard = [_heard(one, there[one.post_id]) for one in told]
    pairs = zip(told, room.has(heard, now), strict=True)
    met = keep_new([_from_meeting(one, there) for one, has_room in pairs if has_room])
    return len(to_us) + len(met)


def _from_moments(moments: Sequence[Moment]) -> list[Occasion]:
    """Only moments with a post come here; what they answer is quoted."""
    about = [
        (moment.relationship.colleague_id, moment.post.network, moment.post.reply_to)
        for moment in moments
        if moment.post and moment.post.reply_to
    ]
    told = what_was_told(about)
    made = [_from_moment(moment) for moment in moments]
    for occasion in made:
        if occasion.post:
            where = (occasion.colleague_id, occasion.post.network, occasion.post.reply_to)
            occasion.told_id, occasion.message_id = told.get(where, (None, None))
    return made


def _from_moment(moment: Moment) -> Occasion:
    waits = moment.kind in SPEAKS_TO_YOU
    return Occasion(
        colleague_id=moment.relationship.colleague_id,
        kind=Occasion.Kind.WAITING if waits else Occasion.Kind.REACTION,
        identity_id=moment.post.identity_id if moment.post else None,
        post=moment.post,
        relationship=moment.relationship,
        at=moment.at,
        facts={"asks": moment.kind == Moment.Kind.ASKED, "did": moment.kind},
        key=f"post:{moment.post_id}",
    )


def _heard(told: listening.Meeting, post: Post) -> Heard:
    return Heard(told.colleague_id, post.identity_id, _kind(told), post.written)


def _kind(told: listening.Meeting) -> str:
    return Occasion.Kind.QUESTION.value if told.asks else Occasion.Kind.SAID.value


def _from_meeting(told: listening.Meeting, posts: Mapping[int, Post]) -> Occasion:
    post = posts[told.post_id]
    return Occasion(
        colleague_id=told.colleague_id,
        kind=_kind(told),
        identity_id=post.identity_id,
        post_id=post.pk,
        at=post.written,
        facts={"subjects": list(told.topics), "asks": told.asks},
        key=f"post:{post.pk}",
    )


@transaction.atomic
def notice_passed(*, now: datetime) -> int:
    """Makes an occasion of every post a colleague passed on that has none yet."""
    known = Occasion.objects.filter(passed=OuterRef("pk"))
    fresh = PassedPost.objects.filter(~Exists(known), at__gt=now - 2 * FRESH, post__deleted_at=None)
    made = keep_new(
        [
            Occasion(
                colleague_id=passed.to_id,
                kind=Occasion.Kind.COLLEAGUE,
                identity_id=passed.post.identity_id,
                post_id=passed.post_id,
                passed=passed,
                at=passed.at,
                facts={"colleague": passed.by.name},
                key=f"passed:{passed.pk}",
            )
            for passed in fresh.select_related("post", "by")[:BATCH]
        ]
    )
    return len(made)
