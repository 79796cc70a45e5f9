"""Matches that were rows come into the book, and what people did with them stays theirs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from merkwerk.accounts.models import Colleague
from merkwerk.listening.actions import book

pytestmark = pytest.mark.django_db(transaction=True)

BEFORE = [("listening", "0003_pages_cut_by_topic")]
AFTER = [("listening", "0004_matches_into_the_book")]


def at(state: list[tuple[str, str]]) -> Any:
    """The models as they are at one point of this room's way, with the latest of the others'."""
    executor = MigrationExecutor(connection)
    executor.migrate(state)
    loader = MigrationExecutor(connection).loader
    below = [one for one in loader.graph.leaf_nodes() if one[0] == "networks"]
    return loader.project_state([*state, *below]).apps


@pytest.fixture
def before() -> Iterator[Any]:
    latest = list(MigrationExecutor(connection).loader.graph.leaf_nodes("listening"))
    yield at(BEFORE)
    at(latest)


def test_matches_become_pages_readings_and_interpretations(
    before: Any, sanne: Colleague, karim: Colleague
) -> None:
    now = timezone.now()
    author = before.get_model("networks", "Identity").objects.create(network="web", uid="x")
    posts = [
        before.get_model("networks", "Post").objects.create(
            network="web", uid=str(n), identity=author, written=now, try_after=now
        )
        for n in range(4)
    ]
    topics = [
        before.get_model("listening", "Topic").objects.create(
            colleague_id=who.pk, name="Btw", query="btw"
        )
        for who in (sanne, sanne, karim)
    ]
    match = before.get_model("listening", "Match").objects
    match.create(topic=topics[0], post=posts[0])
    match.create(topic=topics[0], post=posts[1], state="rested")
    match.create(topic=topics[1], post=posts[1], state="kept", interpretation="Zij zoeken hulp.")
    match.create(topic=topics[2], post=posts[1], state="answered")
    match.create(topic=topics[2], post=posts[3], interpretation="Let op.")

    after = at(AFTER)

    told = dict(book.newest([topic.pk for topic in topics]))
    one, two, three = (topic.pk for topic in topics)
    assert told == {posts[0].pk: (one,), posts[1].pk: (one, two, three), posts[3].pk: (three,)}
    readings = after.get_model("listening", "Reading").objects
    assert set(readings.values_list("colleague", "post", "state", "kept")) == {
        (sanne.pk, posts[1].pk, "kept", True),
        (karim.pk, posts[1].pk, "answered", False),
    }
    said = after.get_model("listening", "Interpretation").objects
    assert set(said.values_list("colleague", "post", "text")) == {
        (sanne.pk, posts[1].pk, "Zij zoeken hulp."),
        (karim.pk, posts[3].pk, "Let op."),
    }
    held = after.get_model("networks", "Post").objects.filter(held=True)
    assert set(held.values_list("pk", flat=True)) == {posts[1].pk, posts[3].pk}
