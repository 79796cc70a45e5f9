"""The feeds of the site."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from django.utils.text import slugify
from pytest_django.fixtures import Settings

from merkwerk.accounts.models import Colleague
from merkwerk.colleagues.models import Subject
from merkwerk.connectors.feeds.tests.feed_rules import wrong_in_atom, wrong_in_json, wrong_in_rss
from merkwerk.pages.actions.marks import marks_of
from merkwerk.photos.actions import hide_outside
from merkwerk.stories.actions import found
from merkwerk.stories.models import PersonPage, PublicStory, Series
from merkwerk.stories.tests.photographed import a_photo
from merkwerk.stories.tests.told import open_site, teller, told

pytestmark = pytest.mark.django_db
RULES = {"rss": wrong_in_rss, "atom": wrong_in_atom, "json": wrong_in_json}


@pytest.fixture
def sannes(sanne: Colleague) -> PersonPage:
    open_site()
    return teller(sanne)


@pytest.fixture
def story(sannes: PersonPage) -> PublicStory:
    series = Series.objects.create(title="Drieluik", slug="drieluik", language="nl")
    return told(sannes, about=["Zeilen"], series=series, opening="Over mist.", question="En jij?")


def items(client: Client, path: str = "/stories/feed.json") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(client.get(path).content)["items"]
    return found


@pytest.mark.parametrize("spelling", RULES)
def test_every_feed_keeps_its_rules(client: Client, story: PublicStory, spelling: str) -> None:
    subject = Subject.objects.get(name="Zeilen")
    for place in ("", "people/sanne-vos/", f"subjects/{subject.pk}-zeilen/", "series/drieluik/"):
        answer = client.get(f"/stories/{place}feed.{spelling}")
        assert answer.status_code == 200
        assert RULES[spelling](answer.content) == []


@pytest.mark.parametrize("spelling", RULES)
def test_a_feed_without_stories_keeps_them_too(
    client: Client, sannes: PersonPage, spelling: str
) -> None:
    assert RULES[spelling](client.get(f"/stories/feed.{spelling}").content) == []


def test_a_story_stands_in_it_whole(client: Client, story: PublicStory) -> None:
    item = items(client)[0]
    assert "Op de derde verdieping" in item["content_html"]
    assert "En jij?" in item["content_html"]
    assert item["url"] == f"http://localhost:8000/stories/{story.slug}/"
    assert item["authors"][0]["name"] == "Sanne Vos"
    assert item["tags"] == ["Zeilen"]


def test_the_key_stays_when_the_address_changes(client: Client, story: PublicStory) -> None:
    before = items(client)[0]
    PublicStory.objects.filter(pk=story.pk).update(slug="anders")
    after = items(client)[0]
    assert before["id"] == after["id"]
    assert before["url"] != after["url"]


def test_a_person_whose_page_closed_is_named_without_it(client: Client, story: PublicStory) -> None:
    PersonPage.objects.update(is_open=False)
    assert items(client)[0]["authors"] == [{"name": "Sanne Vos"}]
    assert client.get("/stories/people/sanne-vos/feed.rss").status_code == 404


def test_a_photo_that_may_be_shown_stands_in_it(client: Client, sannes: PersonPage) -> None:
    assert sannes.colleague
    photo = a_photo(sannes.colleague)
    told(sannes, body=f'<p>Zie.</p><figure data-photo="{photo.pk}"></figure>', cover=photo)
    item = items(client)[0]
    assert item["attachments"][0]["size_in_bytes"] > 1000
    assert f"{photo.key}-1280.jpg" in item["content_html"]
    assert "Ilse Bos" in item["content_html"]


def test_a_photo_that_was_taken_back_is_gone(client: Client, sannes: PersonPage) -> None:
    assert sannes.colleague
    photo = a_photo(sannes.colleague)
    told(sannes, body=f'<p>Zie.</p><figure data-photo="{photo.pk}"></figure>', cover=photo)
    hide_outside([photo.pk])
    item = items(client)[0]
    assert "attachments" not in item
    assert "figure" not in item["content_html"]


def test_it_is_dropped_when_anything_of_it_changes(client: Client, sannes: PersonPage) -> None:
    assert sannes.colleague
    photo = a_photo(sannes.colleague)
    one = told(sannes, cover=photo)
    marks = marks_of(client.get("/stories/feed.rss"))  # type: ignore[arg-type]
    every = {"site", "stories", f"story:{one.story_id}", f"person:{sannes.pk}", f"photo:{photo.pk}"}
    assert marks == every


def test_older_stories_follow_page_by_page(client: Client, sannes: PersonPage) -> None:
    for day in range(25):
        told(sannes, f"Dag {day}", days=day)
    first = json.loads(client.get("/stories/feed.json").content)
    second = json.loads(client.get(first["next_url"]).content)
    titles = [item["title"] for item in first["items"] + second["items"]]
    assert titles == [f"Dag {day}" for day in range(25)]
    assert "next_url" not in second


def test_a_strange_place_to_go_on_from_is_the_start(client: Client, story: PublicStory) -> None:
    for typed in ("x", "-1", "999999", "9" * 40):
        assert len(items(client, f"/stories/feed.json?before={typed}")) == 1


def test_a_hub_is_named_in_the_answer_as_well(
    client: Client, story: PublicStory, settings: Settings
) -> None:
    settings.HUBS = ["https://hub.example/"]
    link = client.get("/stories/feed.atom").headers["Link"]
    assert '<https://hub.example/>; rel="hub"' in link
    assert '<http://localhost:8000/stories/feed.atom>; rel="self"' in link


def test_a_closed_site_has_no_feeds(client: Client, story: PublicStory) -> None:
    open_site(is_open=False)
    assert client.get("/stories/feed.rss").status_code == 404


def test_a_subject_nobody_told_about_has_none(client: Client, sannes: PersonPage) -> None:
    hidden = Subject.objects.create(name="Ziekte", folded="ziekte")
    assert client.get(f"/stories/subjects/{hidden.pk}-ziekte/feed.rss").status_code == 404


def test_a_subjects_feed_has_one_address(client: Client, story: PublicStory) -> None:
    subject = story.subjects.get()
    own = f"/stories/subjects/{subject.pk}-{slugify(subject.name)}/feed.rss"
    answer = client.get(f"/stories/subjects/{subject.pk}-iets-anders/feed.rss")
    assert (answer.status_code, answer["Location"]) == (301, own)
    assert client.get(own).status_code == 200
    assert client.get(own.replace("subjects/", "subjects/0")).status_code != 200


def test_a_feed_moves_along_with_its_person(client: Client, sannes: PersonPage) -> None:
    found.move(old="/stories/people/oude-naam/", new="/stories/people/sanne-vos/")
    answer = client.get("/stories/people/oude-naam/feed.rss?before=3")
    assert answer.status_code == 301
    assert answer["Location"] == "/stories/people/sanne-vos/feed.rss?before=3"


def test_the_number_of_questions_does_not_grow(
    client: Client, sannes: PersonPage, django_assert_max_num_queries: Any
) -> None:
    assert sannes.colleague
    for day in range(12):
        told(sannes, f"Dag {day}", days=day, about=["Zeilen"], cover=a_photo(sannes.colleague))
    with django_assert_max_num_queries(12):
        client.get("/stories/feed.rss")
