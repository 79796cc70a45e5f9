"""Where occasions come from: matches, people who speak to us, colleagues who pass something on,
and relationships gone quiet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from merkwerk.listening import actions as listening
from merkwerk.listening.models import PassedPost
from merkwerk.networks.models import Post
from merkwerk.relationships.models import Moment, Relationship
from merkwerk.today.actions.room import Heard, room
from merkwerk.today.models import Occasion, RestingPerson

FRESH = timedelta(days=7)
"""Older posts are for reading, not for answering today."""
BATCH = 500

SPEAKS_TO_YOU = {Moment.Kind.ASKED, Moment.Kind.ANSWERED, Moment.Kind.MENTIONED}
REACTS = {Moment.Kind.REACTED, Moment.Kind.SHARED, Moment.Kind.FOLLOWED}


@transaction.atomic
def consider(*, posts: Sequence[Post], now: datetime) -> int:
    """Makes an occasion of every new match and of everything somebody said to a colleague in
    these posts, one for each colleague and post, and returns how many. Speaking to somebody
    counts for more than speaking about their topic. Of strangers so much is kept as a day can
    hold. Safe to repeat."""
    fresh = [post for post in posts if post.written > now - FRESH and post.deleted_at is None]
    spoken = list(
        Moment.objects.filter(
            post__in=fresh,
            kind__in=SPEAKS_TO_YOU | REACTS,
            direction=Moment.Direction.THEIRS,
        ).select_related("relationship", "post")
    )
    made = _keep_new([_from_moment(moment) for moment in spoken])
    told = listening.meeting(posts=fresh, now=now)
    there = {post.pk: post for post in fresh}
    heard = [_heard(one, there[one.post_id]) for one in told]
    pairs = zip(told, room.has(heard, now), strict=True)
    return made + _keep_new([_from_meeting(one, there) for one, has_room in pairs if has_room])


def _from_moment(moment: Moment) -> Occasion:
    """Only moments with a post come here."""
    waits = moment.kind in SPEAKS_TO_YOU
    return Occasion(
        colleague_id=moment.relationship.colleague_id,
        kind=Occasion.Kind.WAITING if waits else Occasion.Kind.REACTION,
        identity_id=moment.post.identity_id if moment.post else None,
        post_id=moment.post_id,
        relationship=moment.relationship,
        at=moment.at,
        facts={"asks": moment.kind == Moment.Kind.ASKED},
        key=f"post:{moment.post_id}" if moment.post_id else f"moment:{moment.pk}",
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


def _keep_new(occasions: Sequence[Occasion]) -> int:
    """Stores what is new, leaving out people who rest."""
    resting = set(
        RestingPerson.objects.filter(
            colleague__in={o.colleague_id for o in occasions},
            identity__in={o.identity_id for o in occasions if o.identity_id},
        ).values_list("colleague", "identity")
    )
    wanted = [o for o in occasions if (o.colleague_id, o.identity_id) not in resting]
    there = _there(wanted)
    new = {(o.colleague_id, o.key): o for o in wanted if (o.colleague_id, o.key) not in there}
    Occasion.objects.bulk_create(new.values(), ignore_conflicts=True)
    return len(new)


def _there(occasions: Sequence[Occasion]) -> set[tuple[int, str]]:
    """Which of these are known already, by colleague and key."""
    by_post = Q(post__in={o.post_id for o in occasions if o.post_id})
    others = [o for o in occasions if not o.post_id]
    by_key = Q(colleague__in={o.colleague_id for o in others}, key__in={o.key for o in others})
    rows = Occasion.objects.order_by().values_list("colleague", "key")
    return {*rows.filter(by_post), *(rows.filter(by_key) if others else ())}


@transaction.atomic
def notice_passed(*, now: datetime) -> int:
    """Makes an occasion of every post a colleague passed on that has none yet."""
    known = Occasion.objects.filter(passed=OuterRef("pk"))
    fresh = PassedPost.objects.filter(~Exists(known), at__gt=now - 2 * FRESH, post__deleted_at=None)
    return _keep_new(
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


@transaction.atomic
def notice_moments(*, now: datetime) -> int:
    """Makes an occasion of every fresh reaction or follow that has no post of its own."""
    fresh = Moment.objects.filter(
        at__gt=now - FRESH,
        kind__in=REACTS,
        direction=Moment.Direction.THEIRS,
        post=None,
    ).select_related("relationship")
    return _keep_new([_from_moment(moment) for moment in fresh[:BATCH]])


@transaction.atomic
def notice_quiet(*, now: datetime) -> int:
    """Makes an occasion of every relationship that has gone quiet against its own rhythm. It comes
    once for each silence: a real contact and a new silence make a new one."""
    quiet = Relationship.objects.filter(
        Q(rest_until=None) | Q(rest_until__lte=now),
        quiet_days__isnull=False,
        rests_for_good=False,
        colleague__is_active=True,
    ).exclude(last_moment=None)
    made = 0
    for start in range(0, quiet.count(), BATCH):
        rows = quiet.order_by("pk")[start : start + BATCH]
        made += _keep_new([_from_silence(relationship, now) for relationship in rows])
    return made


def _from_silence(relationship: Relationship, now: datetime) -> Occasion:
    last = relationship.last_moment or now
    return Occasion(
        colleague_id=relationship.colleague_id,
        kind=Occasion.Kind.QUIET,
        relationship=relationship,
        at=now,
        facts={"rhythm_days": relationship.rhythm_days or 0, "silent_days": (now - last).days},
        key=f"quiet:{relationship.pk}:{last:%Y-%m-%d}",
    )
