"""Readers of stories, and a yes that ends soon, on Today."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from merkwerk.accounts.models import Colleague, Organisation
from merkwerk.photos.models import Person, Photo
from merkwerk.photos.tests.shown import ready_photo, says, somebody
from merkwerk.stories.actions import readers
from merkwerk.stories.models import PublicStory, Reaction
from merkwerk.stories.tests.reading import said
from merkwerk.stories.tests.told import open_site, teller, told
from merkwerk.today import actions
from merkwerk.today.models import Occasion
from merkwerk.today.tests.people import shown

pytestmark = pytest.mark.django_db
Browser = Callable[[Colleague], Client]


@pytest.fixture
def story(sanne: Colleague) -> PublicStory:
    open_site()
    return told(teller(sanne))


@pytest.fixture
def ending(sanne: Colleague, organisation: Organisation) -> Person:
    """Her yes ends in ten days."""
    person = says(somebody(ready_photo(sanne), sanne), "site")
    Person.objects.update(until=timezone.localdate() + timedelta(days=10))
    return person


def noticed() -> tuple[int, int]:
    now = timezone.now()
    return actions.notice_readers(now=now), actions.notice_consents(now=now)


def test_a_reader_stands_on_the_authors_day(
    as_colleague: Browser, sanne: Colleague, story: PublicStory
) -> None:
    reaction = said(story)
    assert noticed() == (1, 0)
    page = as_colleague(sanne).get("/today/").content.decode()
    assert "Joris Bakker says something about your story" in page
    assert f"/desk/stories/reactions/{reaction.pk}/" in page
    assert "Let this person rest" not in page


def test_it_goes_with_the_answer(sanne: Colleague, story: PublicStory) -> None:
    reaction = said(story)
    noticed()
    readers.answer(reaction=reaction, by=sanne, words="Met een föhn.", now=timezone.now())
    assert not shown(sanne)


def test_many_readers_of_one_story_take_one_place(sanne: Colleague, story: PublicStory) -> None:
    for number in range(3):
        words = f"Nummer {number} zegt iets heel anders over pompen"
        said(story, words, name=f"Lezer {number}", email=f"lezer{number}@lezer.example")
        noticed()
    assert len(shown(sanne)) == 1


def test_noticed_twice_it_stands_once(story: PublicStory, ending: Person) -> None:
    said(story)
    assert noticed() == (1, 1)
    assert noticed() == (0, 0)


def test_what_is_held_back_is_no_occasion(story: PublicStory) -> None:
    said(story)
    Reaction.objects.update(state=Reaction.State.HELD)
    assert noticed() == (0, 0)


def test_a_yes_that_ends_soon_stands_with_who_brought_the_photo(
    as_colleague: Browser, sanne: Colleague, ending: Person
) -> None:
    noticed()
    page = as_colleague(sanne).get("/today/").content.decode()
    assert "yes for a photo ends soon" in page
    assert f"/photos/{ending.photo_id}/people/" in page
    assert "Joris" not in page


def test_it_goes_when_the_yes_is_renewed(sanne: Colleague, ending: Person) -> None:
    noticed()
    says(ending, "site", months=36)
    assert not shown(sanne)


def test_everybody_in_one_photo_takes_one_place(sanne: Colleague, ending: Person) -> None:
    other = says(somebody(Photo.objects.get(), sanne, name="Mira"), "site")
    Person.objects.filter(pk=other.pk).update(until=timezone.localdate() + timedelta(days=5))
    noticed()
    assert Occasion.objects.get().consent == other


def test_both_go_into_the_seven(sanne: Colleague, story: PublicStory, ending: Person) -> None:
    said(story)
    noticed()
    now = timezone.now()
    assert actions.choose(colleague=sanne, now=now) == 2
    assert actions.day(colleague=sanne, now=now).total == 2


def test_the_letter_of_the_day_tells_of_both(
    sanne: Colleague, story: PublicStory, ending: Person
) -> None:
    said(story)
    noticed()
    places = shown(sanne)
    assert {place.occasion.kind for place in places} == {"reaction", "promise"}
