"""Finding stories by their words."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from merkwerk.accounts.models import Colleague
from merkwerk.stories.actions import searching
from merkwerk.stories.models import PersonPage, PublicStory, StoryWord
from merkwerk.stories.tests.told import open_site, teller, told


@pytest.fixture
def page(sanne: Colleague) -> PersonPage:
    open_site()
    return teller(sanne)


def titles(typed: str, page: int = 1) -> list[str]:
    return [one.story.title for one in searching.found(typed, page).told]


def test_every_word_must_be_met(page: PersonPage) -> None:
    told(page, "De haven slaapt")
    told(page, "De haven wacht")
    assert titles("haven wacht") == ["De haven wacht"]
    assert titles("haven zebra") == []


def test_case_accents_and_beginnings_are_enough(page: PersonPage) -> None:
    told(page, "Één Deur")
    assert titles("een DEU") == ["Één Deur"]


def test_a_title_goes_before_newer_words(page: PersonPage) -> None:
    told(page, "Iets nieuws", body="<p>Over de haven.</p>")
    told(page, "De haven", days=30)
    assert titles("haven") == ["De haven", "Iets nieuws"]


@pytest.mark.parametrize("typed", ["", "  ", "!!!", "%", "_", "'; drop table"])
def test_strange_words_find_nothing(page: PersonPage, typed: str) -> None:
    told(page)
    assert titles(typed) == []


def test_a_page_has_twenty_and_the_next_goes_on(page: PersonPage) -> None:
    for number in range(25):
        told(page, f"Haven {number}", days=number)
    assert searching.found("haven").more == 2
    assert titles("haven", 2) == [f"Haven {number}" for number in range(20, 25)]


def test_titles_and_words_go_on_over_pages_without_gaps(page: PersonPage) -> None:
    for number in range(13):
        told(page, f"Haven {number}", days=number)
        told(page, f"Kade {number}", body="<p>haven</p>", days=number)
    both = titles("haven") + titles("haven", 2)
    assert len(both) == len(set(both)) == 26
    assert both[12].startswith("Haven")
    assert both[13].startswith("Kade")


def test_common_words_together_still_need_each_other(
    page: PersonPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "RARE", 1)
    for number in range(3):
        told(page, f"Haven {number}")
        told(page, f"Kade {number}")
    told(page, "Haven en kade")
    assert titles("haven kade") == ["Haven en kade"]


def test_what_was_taken_down_is_found_no_more(page: PersonPage) -> None:
    told(page, "De haven").delete()
    assert not StoryWord.objects.exists()
    assert titles("haven") == []


def test_words_are_replaced_when_a_story_changes(page: PersonPage) -> None:
    one = told(page, "De haven")
    PublicStory.objects.filter(pk=one.pk).update(title="De kade", folded="de kade")
    one.refresh_from_db()
    searching.note_words(one)
    assert titles("haven") == []
    assert titles("kade") == ["De kade"]


def test_it_asks_as_often_however_much_is_found(
    page: PersonPage, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    told(page, "De haven")
    with django_assert_max_num_queries(12) as few:
        searching.found("haven kade")
    for number in range(30):
        told(page, f"Haven aan de kade {number}")
    with django_assert_max_num_queries(len(few) + 4):
        searching.found("haven kade")


def test_a_word_of_a_thousand_letters_is_no_trouble(client: Client, page: PersonPage) -> None:
    told(page, "x" * 190)
    assert client.get("/stories/search/", {"q": "x" * 1000}).status_code == 200


def test_the_number_of_stories_held_is_asked_only_between_titles_and_words(
    page: PersonPage,
) -> None:
    for number in range(25):
        told(page, f"Haven {number}", days=number)
    with CaptureQueriesContext(connection) as asked:
        searching.found("haven")
    assert not [one for one in asked.captured_queries if "COUNT(" in one["sql"]]


def test_a_page_behind_all_titles_goes_on_with_the_words(page: PersonPage) -> None:
    for number in range(22):
        told(page, f"Haven {number}", days=number)
        told(page, f"Kade {number}", body="<p>haven</p>", days=number)
    assert titles("haven", 3) == [f"Kade {number}" for number in range(18, 22)]
    assert searching.found("haven", 3).more is None
    assert titles("haven", 4) == []
