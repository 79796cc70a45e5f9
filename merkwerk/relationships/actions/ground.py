"""What a colleague and somebody have in common, what was asked and given, and what the colleague
could give: facts with where they come from, for the colleague alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import BooleanField, Case, Prefetch, Q, Value, When

from merkwerk.accounts.models import Colleague
from merkwerk.colleagues.models import Stance
from merkwerk.connectors.values import Audience
from merkwerk.engine.because import Because
from merkwerk.engine.common_ground import Shared, Told, common_ground
from merkwerk.engine.upkeep import balance
from merkwerk.engine.warmth import Direction, Kind, Touch
from merkwerk.networks.models import Identity, Message, Post
from merkwerk.relationships.actions.reckoning import KINDS, touch
from merkwerk.relationships.models import (
    Introduction,
    Moment,
    Position,
    Relationship,
)

A_YEAR = timedelta(days=365)
A_QUESTION_STANDS = timedelta(days=120)
NEWS_FOR = timedelta(days=120)
MOST_POSTS = 40
MOST_ASKED = 3
ANSWERS = frozenset((Kind.ANSWERED, Kind.MET, Kind.TALKED))


@dataclass(frozen=True, slots=True)
class Exchange:
    """The last year between the two: the balance in the engine's words, and what they asked to
    which nothing came back yet, the latest first."""

    balance: tuple[Because, ...]
    asked: Sequence[Moment]


@dataclass(frozen=True, slots=True)
class Common:
    """A subject they share, with the latest post that shows it, if a post does."""

    shared: Shared
    post: Post | None
    asked: Post | None
    """The latest in which they ask about it, and to which one didn't answer."""


def lately_said(*, by: Colleague, identities: Sequence[Identity]) -> list[Post]:
    """What somebody last said to the world, as far as it came by here, the latest first."""
    said = Post.objects.visible_to(by).filter(identity__in=identities, audience=Audience.PUBLIC)
    return list(said.order_by("-written", "-pk")[:MOST_POSTS])


def ground_of(
    *,
    relationship: Relationship,
    by: Colleague,
    identities: Sequence[Identity],
    posts: Sequence[Post],
) -> list[Common]:
    """The subjects of `by` (gladly or sometimes) that come up in what somebody says in public, in
    their profiles, or in what `by` wrote down of their interests. Whoever doesn't want their
    words searched is only known by their tags. Two questions."""
    feelings = [Stance.Feeling.GLADLY, Stance.Feeling.SOMETIMES]
    stances = Stance.objects.visible_to(by).filter(feeling__in=feelings)
    names = list(stances.order_by("feeling", "subject").values_list("subject__name", flat=True))
    if not names:
        return []
    told = [
        Told("interests", "", relationship.interests),
        *(_bio(identity) for identity in identities if identity.indexable),
        *(_post(post, identities) for post in posts),
    ]
    by_number = {str(post.pk): post for post in posts}
    answers = Message.objects.filter(colleague=by, answers__in=posts, state=Message.State.SENT)
    answered = {str(number) for number in answers.values_list("answers", flat=True)}
    open_ones = {number: post for number, post in by_number.items() if number not in answered}
    return [
        Common(one, _first(one.because, by_number), _first(one.asked, open_ones))
        for one in common_ground(names, told)
    ]


def _bio(identity: Identity) -> Told:
    return Told("bio", str(identity.pk), identity.bio)


def _post(post: Post, identities: Sequence[Identity]) -> Told:
    searched = any(one.pk == post.identity_id and one.indexable for one in identities)
    words = (post.text, post.title) if searched else ("", "")
    return Told("post", str(post.pk), *words, tags=tuple(str(tag) for tag in post.tags))


def _first(because: Sequence[Because], posts: dict[str, Post]) -> Post | None:
    numbers = (str(part.facts["key"]) for part in because if part.code == "post")
    return next((posts[number] for number in numbers if number in posts), None)


def exchange_of(*, relationship: Relationship, by: Colleague, now: datetime) -> Exchange:
    """What was asked and given over the last year. In three questions."""
    rows = list(
        relationship.moments.filter(at__gt=now - A_YEAR, at__lte=now)
        .annotate(gave=_has("given"), wondered=_has("asked"))
        .order_by("at", "pk")
        .values_list("pk", "at", "direction", "kind", "gave", "wondered")
    )
    touches = [part for row in rows for part in _touches(*row[1:])]
    found = Moment.objects.visible_to(by).filter(pk__in=_unanswered(rows, now))
    seen = Prefetch("post", queryset=Post.objects.visible_to(by))
    asked = found.select_related("message").prefetch_related(seen).order_by("-at", "-pk")
    return Exchange(balance(touches, now), list(asked[:MOST_ASKED]))


def _has(name: str) -> Case:
    return Case(When(Q(**{name: ""}), then=False), default=Value(True), output_field=BooleanField())


def _touches(at: datetime, direction: str, kind: str, gave: bool, wondered: bool) -> list[Touch]:
    """A moment, and what was given and asked in it by the colleague's own account."""
    told = [touch(at, direction, kind)]
    if gave:
        told.append(Touch(at, Direction.OURS, Kind.ANSWERED))
    if wondered:
        told.append(Touch(at, Direction.THEIRS, Kind.ASKED))
    return told


Row = tuple[int, datetime, str, str, bool, bool]


def _unanswered(rows: Sequence[Row], now: datetime) -> list[int]:
    """Moments in which they asked something, with nothing from the colleague since."""
    waiting: list[int] = []
    for pk, at, direction, kind, gave, wondered in rows:
        judged = KINDS[Moment.Kind(kind)]
        ours = direction != Moment.Direction.THEIRS
        if gave or (ours and judged in ANSWERS):
            waiting.clear()
        asks = wondered and not gave
        if (asks or (judged is Kind.ASKED and not ours)) and at > now - A_QUESTION_STANDS:
            waiting.append(pk)
    return waiting[-MOST_ASKED:]


def promised(*, relationship: Relationship, by: Colleague) -> list[Introduction]:
    """Introductions to this person that `by` promised to colleagues."""
    return list(
        Introduction.objects.visible_to(by)
        .filter(knower=by, relationship=relationship, state=Introduction.State.PROMISED)
        .select_related("asker")
        .order_by("promised_for")
    )


@dataclass(frozen=True, slots=True)
class Job:
    """Where somebody works now, and what they did before; `fresh` when the change is recent and
    so a good reason to write."""

    now: Position
    before: Position | None
    fresh: bool


def job_of(*, relationship: Relationship, now: datetime) -> Job | None:
    """What is known of somebody's work that says more than their card does: since when, or what
    came before. One question."""
    rows = list(relationship.contact.positions.order_by("-since", "-pk")[:10])
    present = next((one for one in rows if one.until is None), None)
    if present is None:
        return None
    past = [one for one in rows if one.until is not None]
    before = max(past, key=lambda one: (one.until, one.pk), default=None)
    if before is None and present.since is None:
        return None
    return Job(present, before, bool(present.noticed and present.noticed > now - NEWS_FOR))
