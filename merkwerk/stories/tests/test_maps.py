"""Sitemaps, and what is asked of robots."""

from __future__ import annotations

import json
from datetime import timedelta
from urllib.robotparser import RobotFileParser

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from merkwerk.accounts.models import Colleague
from merkwerk.connectors.feeds.tests.feed_rules import read_xml
from merkwerk.pages.actions.marks import marks_of
from merkwerk.stories.actions.found import choices, maps
from merkwerk.stories.models import PersonPage, PublicStory, Series
from merkwerk.stories.tests.photographed import a_photo, used
from merkwerk.stories.tests.told import open_site, teller, told

pytestmark = pytest.mark.django_db
S = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
HERE = "http://localhost:8000"


@pytest.fixture
def sannes(sanne: Colleague) -> PersonPage:
    open_site()
    return teller(sanne)


def places(client: Client, path: str) -> list[str]:
    """The addresses in a file."""
    answer = client.get(path)
    assert answer.status_code == 200, path
    return [one.text or "" for one in read_xml(answer.content).iter(f"{S}loc")]


def test_the_index_leads_to_everything(client: Client, sannes: PersonPage) -> None:
    series = Series.objects.create(title="Drieluik", slug="drieluik")
    one = told(sannes, "De mist", about=["Zeilen"], series=series)
    subject = one.subjects.get()
    found: list[str] = []
    for file in places(client, "/sitemap.xml"):
        found += places(client, file.removeprefix(HERE))
    for path in ("de-mist", "people/sanne-vos", f"subjects/{subject.pk}-zeilen", "series/drieluik"):
        assert f"{HERE}/stories/{path}/" in found


def test_closed_people_and_empty_series_are_left_out(client: Client, sannes: PersonPage) -> None:
    Series.objects.create(title="Leeg", slug="leeg")
    sannes.is_open = False
    sannes.save()
    found = "".join(places(client, "/sitemap-places-1.xml"))
    assert "sanne-vos" not in found
    assert "leeg" not in found


def test_many_stories_are_split(
    client: Client, sannes: PersonPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(maps, "STORIES_A_FILE", 2)
    for day in range(5):
        told(sannes, f"Dag {day}", days=day)
    files = [file for file in places(client, "/sitemap.xml") if "stories" in file]
    found = [place for file in files for place in places(client, file.removeprefix(HERE))]
    assert len(files) == 3
    assert len(set(found)) == 5


def test_a_file_that_is_not_there(client: Client, sannes: PersonPage) -> None:
    told(sannes)
    for path in ("stories-2", "stories-0", "nothing-1", "news-2"):
        assert client.get(f"/sitemap-{path}.xml").status_code == 404


def test_news_is_two_days_old_at_most(client: Client, sannes: PersonPage) -> None:
    now = timezone.now()
    for hours, title in ((1, "Nieuw"), (47, "Gisteren"), (49, "Oud")):
        one = told(sannes, title)
        PublicStory.objects.filter(pk=one.pk).update(published_at=now - timedelta(hours=hours))
    found = places(client, "/sitemap-news-1.xml")
    assert found == [f"{HERE}/stories/nieuw/", f"{HERE}/stories/gisteren/"]
    assert not marks_of(client.get("/sitemap-news-1.xml"))  # type: ignore[arg-type]


def test_pictures_are_those_that_may_be_shown(client: Client, sannes: PersonPage) -> None:
    assert sannes.colleague
    shown, hidden = a_photo(sannes.colleague), a_photo(sannes.colleague)
    one = told(sannes, cover=shown)
    used(f"story:{one.story_id}", shown, hidden)
    hidden.outside_since = None
    hidden.save()
    text = client.get("/sitemap-images-1.xml").content.decode()
    assert shown.key in text
    assert hidden.key not in text


def test_kept_files_go_when_a_story_changes(client: Client, sannes: PersonPage) -> None:
    told(sannes)
    for path in ("/sitemap.xml", "/sitemap-stories-1.xml", "/sitemap-places-1.xml"):
        assert "stories" in marks_of(client.get(path))  # type: ignore[arg-type]


def may(client: Client, agent: str, path: str) -> bool:
    """What a robot that keeps to RFC 9309 reads in robots.txt."""
    parser = RobotFileParser()
    parser.parse(client.get("/robots.txt").content.decode().splitlines())
    return parser.can_fetch(agent, f"{HERE}{path}")


def test_search_engines_read_the_site_and_nothing_else(client: Client, sannes: PersonPage) -> None:
    assert may(client, "Googlebot", "/stories/de-mist/")
    assert may(client, "Googlebot", "/pictures/a-1280.jpg")
    for path in ("/today/", "/desk/stories/", "/consent/x/", "/me/"):
        assert not may(client, "Googlebot", path)
    assert "desk" not in client.get("/robots.txt").content.decode()


@pytest.mark.parametrize("agent", choices.TRAINING)
def test_training_machines_are_kept_out_unless_welcome(
    client: Client, sannes: PersonPage, agent: str
) -> None:
    assert not may(client, agent, "/stories/de-mist/")
    open_site(keeps_out_models=False)
    assert may(client, agent, "/stories/de-mist/")


def test_a_closed_site_sends_everybody_away(client: Client, sannes: PersonPage) -> None:
    open_site(is_open=False)
    assert not may(client, "Googlebot", "/stories/")
    for path in ("/sitemap.xml", "/sitemap-stories-1.xml", "/llms.txt", "/.well-known/tdmrep.json"):
        assert client.get(path).status_code == 404


def test_robots_are_answered_before_there_is_a_site(client: Client, organisation: object) -> None:
    assert not may(client, "Googlebot", "/stories/")


def test_a_site_not_for_search_engines_has_no_map(client: Client, sannes: PersonPage) -> None:
    open_site(keeps_out_search=True)
    told(sannes)
    assert client.get("/sitemap.xml").status_code == 404
    assert client.get("/sitemap-news-1.xml").status_code == 404
    assert "Sitemap:" not in client.get("/robots.txt").content.decode()
    assert client.get("/stories/feed.rss").headers["X-Robots-Tag"] == "noindex"


def test_the_right_to_train_is_kept_back_in_every_way(client: Client, sannes: PersonPage) -> None:
    told = json.loads(client.get("/.well-known/tdmrep.json").content)
    assert told == [{"location": "/", "tdm-reservation": 1}]
    assert client.get("/stories/feed.rss").headers["tdm-reservation"] == "1"
    assert "may not be" in client.get("/llms.txt").content.decode()


def test_who_welcomes_models_tells_them_the_way(client: Client, sannes: PersonPage) -> None:
    open_site(keeps_out_models=False)
    assert "tdm-reservation" not in client.get("/stories/feed.rss").headers
    assert f"({HERE}/stories/feed.json)" in client.get("/llms.txt").content.decode()


def test_on_its_own_domain_the_root_may_be_read(
    client: Client, sannes: PersonPage, settings: Settings
) -> None:
    settings.SITE_ADDRESS = "http://localhost:8000"
    assert "Allow: /$" in client.get("/robots.txt").content.decode()


@pytest.mark.parametrize("part", ["stories-01", "stories-0", f"stories-{10**30}", "places-00001"])
def test_a_part_has_one_number(client: Client, part: str) -> None:
    open_site()
    assert client.get(f"/sitemap-{part}.xml").status_code == 404
