"""Somebody publishes a photo while somebody in it takes their yes back: whoever comes last finds
what the other did. SQLite has one writer at a time; here it is about PostgreSQL."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.db import connection, transaction

from merkwerk.accounts.models import Colleague
from merkwerk.photos.actions import consent
from merkwerk.photos.models import Person, Photo
from merkwerk.photos.tests.shown import ready_photo, says, somebody
from merkwerk.stories import actions
from merkwerk.stories.models import PublicStory, Story
from merkwerk.stories.tests.told import open_site, teller

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time"),
]


@pytest.fixture
def person(sanne: Colleague) -> Person:
    """Joris said yes to a photo of Sanne's."""
    open_site()
    teller(sanne)
    return says(somebody(ready_photo(sanne, with_files=True), sanne), "site")


@pytest.fixture
def story(sanne: Colleague, person: Person) -> Story:
    body = f'<p>Het water kwam.</p><figure data-photo="{person.photo_id}"></figure>'
    return Story.objects.create(author=sanne, title="De kade", body=body)


def in_a_thread(work: Callable[[], object]) -> threading.Thread:
    def whole() -> None:
        work()
        connection.close()

    thread = threading.Thread(target=whole)
    thread.start()
    return thread


@contextmanager
def halfway(work: Callable[[], object]) -> Iterator[None]:
    """Somebody did `work` and has not committed yet; does when the block ends."""
    begun, go_on = threading.Event(), threading.Event()

    def held() -> None:
        with transaction.atomic():
            work()
            begun.set()
            go_on.wait(10)

    thread = in_a_thread(held)
    assert begun.wait(10)
    try:
        yield
    finally:
        go_on.set()
        thread.join()


def test_who_takes_a_yes_back_during_publishing_empties_what_was_published(
    person: Person, story: Story, sanne: Colleague
) -> None:
    with halfway(lambda: actions.publish(story=story, by=sanne)):
        other = in_a_thread(lambda: consent.withdraw(person=person))
        other.join(0.3)
        assert other.is_alive()
    other.join()
    assert PublicStory.objects.exists()
    assert Photo.objects.get().outside_since is None
    assert Person.objects.get().state == Person.State.WITHDRAWN


def test_who_publishes_while_a_yes_is_taken_back_is_refused(
    person: Person, story: Story, sanne: Colleague
) -> None:
    refused: list[Exception] = []

    def publish() -> None:
        try:
            actions.publish(story=story, by=sanne)
        except actions.Unpublishable as trouble:
            refused.append(trouble)

    with halfway(lambda: consent.withdraw(person=person)):
        other = in_a_thread(publish)
        other.join(0.3)
        assert other.is_alive()
    other.join()
    assert refused
    assert not PublicStory.objects.exists()
