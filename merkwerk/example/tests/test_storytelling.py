"""The example's own site."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from merkwerk.photos import actions as photos
from merkwerk.photos.models import Person, Photo
from merkwerk.stories.models import PublicStory, StoryEvent

pytestmark = pytest.mark.usefixtures("example")


def test_the_site_is_open_and_shows_a_story() -> None:
    page = Client().get(reverse("site:home")).content.decode()
    assert "Ik word zeeziek" in page


@pytest.mark.parametrize("number", range(10))
def test_every_story_can_be_read(number: int) -> None:
    story = PublicStory.objects.order_by("pk")[number]
    page = Client().get(reverse("site:story", args=[story.slug]))
    assert story.title.split("'")[0] in page.content.decode()


def test_the_two_languages_of_a_story_know_each_other() -> None:
    english = PublicStory.objects.get(language="en")
    assert english.translates is not None
    assert english.translates.language == "nl"


def test_every_photo_may_be_shown() -> None:
    for photo in Photo.objects.all():
        assert not photos.missing(photo)
    assert Photo.objects.exclude(outside_since=None).count() == Photo.objects.count() == 5


def test_who_stands_on_the_boat_said_yes() -> None:
    assert Person.objects.filter(state=Person.State.AGREED).count() == 3


def test_readers_are_answered_by_name() -> None:
    story = PublicStory.objects.get(slug__contains="zeeziek")
    page = Client().get(reverse("site:story", args=[story.slug])).content.decode()
    assert page.index("Joris Bakker") < page.index("Wie van jullie")


def test_nothing_of_it_waits_to_be_told_of() -> None:
    assert not StoryEvent.objects.unremembered().exists()
    assert not photos.has_work(PublicStory.objects.newest()[0].published_at)
