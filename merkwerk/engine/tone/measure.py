"""A card from what was heard in a place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, tzinfo

from merkwerk.engine.languages import guess
from merkwerk.engine.tone import habits, manners
from merkwerk.engine.tone.card import FEWEST, Card, Figure, Heard
from merkwerk.engine.tone.place import Place

FIGURES: tuple[Callable[[Place], Sequence[Figure]], ...] = (
    habits.length,
    manners.addresses,
    manners.formalities,
    manners.questions,
    habits.hashtags,
    habits.emoji,
    habits.links,
    habits.pictures,
    habits.replies,
    habits.hours,
    manners.languages,
    habits.authors,
)


def measure(posts: Sequence[Heard], zone: tzinfo = UTC) -> Card | None:
    """How people talk in a place, by what was heard there; None below fifty posts.

    `zone` is the time zone in which the hours of the day are told. A post heard twice (by its
    key) counts once; a post without a language gets the one it seems to be in. The order of the
    posts changes nothing."""
    once = {post.key: _spoken(post) for post in posts}
    if len(once) < FEWEST:
        return None
    place = Place.of(sorted(once.values(), key=lambda post: (post.at, post.key)), zone)
    return Card(
        posts=len(place.posts),
        authors=place.people(place.posts),
        since=place.posts[0].at,
        until=place.posts[-1].at,
        figures=tuple(figure for measured in FIGURES for figure in measured(place)),
    )


def _spoken(post: Heard) -> Heard:
    return post if post.language else replace(post, language=guess(post.text).language)
