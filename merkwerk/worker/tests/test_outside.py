"""What happened to photos and stories outside goes up through the rooms."""

from __future__ import annotations

from datetime import datetime

import pytest

from merkwerk.accounts.models import Colleague
from merkwerk.fediverse.models import Delivery
from merkwerk.photos.models import PhotoEvent
from merkwerk.stories import actions as stories
from merkwerk.stories.models import (
    MentionOut,
    PersonPage,
    Ping,
    PublicStory,
    Story,
    StoryEvent,
)
from merkwerk.worker import actions, pipeline

pytestmark = pytest.mark.django_db


@pytest.fixture
def standing(sanne: Colleague) -> PublicStory:
    PersonPage.objects.filter(pk=stories.person_page_of(sanne).pk).update(is_open=True)
    story = Story.objects.create(author=sanne, title="Koffie", body="<p>Zonder.</p>")
    return stories.publish(story=story, by=sanne)


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    told: list[str] = []

    def hear(event: StoryEvent, now: datetime) -> None:
        told.append(event.what)

    monkeypatch.setattr(pipeline, "READERS_OF_STORIES", (hear,))
    return told


def test_a_story_is_told_of_once(standing: PublicStory, heard: list[str]) -> None:
    assert [actions.remember_outside() for _ in range(2)] == [1, 0]
    assert heard == ["published"]


def test_a_photo_that_changed_changes_the_stories_in_the_same_turn(
    standing: PublicStory, heard: list[str]
) -> None:
    actions.remember_outside()
    PublicStory.objects.update(body='<figure data-photo="3"></figure>')
    PhotoEvent.objects.create(photo_pk=3, what=PhotoEvent.What.WITHDRAWN)
    assert actions.remember_outside() == 2
    assert heard == ["published", "changed"]


def test_every_reader_takes_the_same_event_twice(standing: PublicStory) -> None:
    event = StoryEvent.objects.get()
    left = []
    for _ in range(2):
        actions.remember_story(event_id=event.pk)
        left.append([one.objects.count() for one in (Delivery, MentionOut, Ping, StoryEvent)])
    assert left[0] == left[1]


def test_a_reader_that_fails_gets_a_try_of_its_own(
    standing: PublicStory, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fall(event: StoryEvent, now: datetime) -> None:
        raise ValueError("x")

    monkeypatch.setattr(pipeline, "READERS_OF_STORIES", (fall,))
    assert actions.remember_outside() == 1
    assert StoryEvent.objects.get().remembered_at is not None
