"""The book of matches is read from the newest post back, however its pages were bound."""

from __future__ import annotations

import random
from datetime import timedelta
from itertools import islice

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from merkwerk.accounts.models import Colleague
from merkwerk.engine import matchbook
from merkwerk.listening.actions import book
from merkwerk.listening.models import MatchPage, Topic
from merkwerk.networks.models import Post
from merkwerk.networks.tests.people import post

pytestmark = pytest.mark.django_db


@pytest.fixture
def topics(sanne: Colleague) -> list[int]:
    made = [Topic(colleague=sanne, name=str(n), query="btw") for n in range(30)]
    return [topic.pk for topic in Topic.objects.bulk_create(made)]


def written(topics: list[int], pages: int, *, seed: int = 5) -> dict[int, set[int]]:
    """Writes random matches, and gives for each post its topics."""
    dice = random.Random(seed)
    told: dict[int, set[int]] = {}
    for number in range(pages):
        pairs = [(dice.choice(topics), 100 + 10 * number + dice.randrange(14)) for _ in range(25)]
        book.write(topics=[one for one, _ in pairs], posts=[other for _, other in pairs])
        for one, other in pairs:
            told.setdefault(other, set()).add(one)
    return told


def of(told: dict[int, set[int]], some: list[int]) -> list[tuple[int, tuple[int, ...]]]:
    """What should be read of these topics."""
    met = {post: tuple(sorted(those & set(some))) for post, those in told.items()}
    return [(post, those) for post, those in sorted(met.items(), reverse=True) if those]


def test_it_reads_the_newest_first(topics: list[int]) -> None:
    told = written(topics, 40)
    assert list(book.newest(topics[3:7])) == of(told, topics[3:7])


def test_bound_pages_say_the_same(topics: list[int]) -> None:
    told = written(topics, 40)
    assert book.is_loose()
    assert book.bind(now=timezone.now()) == 40
    assert MatchPage.objects.count() == 1
    assert list(book.newest(topics)) == of(told, topics)
    assert not book.is_loose()


def test_large_pages_are_cut_by_topic(topics: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(matchbook.merge, "__kwdefaults__", {"part": 100, "without": ()})
    told = written(topics, 40)
    book.bind(now=timezone.now())
    assert MatchPage.objects.count() > 5
    assert list(book.newest(topics[:2])) == of(told, topics[:2])
    assert book.topics_met(123, topics) == told[123]


def test_pages_bound_while_somebody_reads_are_read_on(
    topics: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(book, "FIRST_ROUND", 2)
    told = written(topics, 20)
    reading = book.newest(topics)
    begun = list(islice(reading, 5))
    book.bind(now=timezone.now())
    assert [*begun, *reading] == of(told, topics)


def test_reading_costs_few_queries(
    topics: list[int], django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    written(topics, 100)
    with django_assert_max_num_queries(5):
        list(book.newest(topics))
    with django_assert_max_num_queries(1):
        list(book.newest(topics))


def test_what_is_read_first_needs_few_pages(
    topics: list[int], django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    written(topics, 100)
    with django_assert_max_num_queries(2):
        assert len(list(islice(book.newest(topics), 20))) == 20


def test_binding_leaves_out_topics_that_are_no_more(topics: list[int]) -> None:
    told = written(topics, 20)
    Topic.objects.filter(pk=topics[0]).delete()
    book.bind(now=timezone.now())
    assert list(book.newest(topics)) == of(told, topics[1:])


def test_pages_of_long_ago_are_thrown_away(topics: list[int]) -> None:
    old, new = post("btw"), post("btw")
    long_ago = timezone.now() - book.FORGET - timedelta(days=1)
    Post.objects.filter(pk=old.pk).update(received=long_ago)
    for one in (old, new):
        book.write(topics=topics, posts=[one.pk] * len(topics))
    book.bind(now=timezone.now())
    assert [pk for pk, _ in book.newest(topics)] == [new.pk]


def test_the_shelf_keeps_no_more_than_it_may(topics: list[int]) -> None:
    written(topics, 10)
    shelf = book.Shelf(most=500)
    for row in MatchPage.objects.all():
        shelf.put((row.pk, row.written), matchbook.unpack(row.packed))
    assert 0 < shelf.size <= 500
    assert shelf.size == sum(page.size for page in shelf.pages.values())


def test_nobody_reads_nothing() -> None:
    assert list(book.newest([])) == []


def test_a_harmed_page_keeps_nobody_from_reading_the_others(topics: list[int]) -> None:
    book.write(topics=topics[:1], posts=[1])
    MatchPage.objects.update(packed=b"MWmb" + bytes(60))
    book.write(topics=topics[:1], posts=[2])
    assert list(book.newest(topics)) == [(2, (topics[0],))]
    assert book.posts_after(0, most=10) == [2]
