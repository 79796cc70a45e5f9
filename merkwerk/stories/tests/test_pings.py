"""Telling hubs and IndexNow."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from urllib.parse import parse_qs

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from merkwerk.accounts.models import Colleague
from merkwerk.connectors.tests.loopback import LOOPBACK, Reply, Server, serving
from merkwerk.jobs.models import Trouble
from merkwerk.pages.models import MadePage
from merkwerk.stories.actions import found
from merkwerk.stories.actions.found import pings
from merkwerk.stories.models import PersonPage, Ping, PublicStory, StoryEvent
from merkwerk.stories.tests.told import open_site, teller, told

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def story(sanne: Colleague) -> PublicStory:
    open_site()
    return told(teller(sanne), "De mist", about=["Zeilen"])


def event(story: PublicStory, what: str = "published") -> StoryEvent:
    return StoryEvent.objects.create(
        story_key=story.story.key, story=story.story, what=what, path=f"/stories/{story.slug}/"
    )


@contextmanager
def hub(settings: Settings, status: int = 202) -> Iterator[Server]:
    """A hub and an IndexNow on the loopback, which the settings name."""
    settings.ALLOWED_NETWORKS = LOOPBACK
    with serving(lambda asked: Reply(status)) as server:
        settings.HUBS = [f"{server.address}/hub"]
        settings.INDEXNOW = f"{server.address}/indexnow"
        yield server


def test_nothing_is_told_unless_it_is_set(story: PublicStory) -> None:
    found.hear(event(story), NOW)
    assert not Ping.objects.exists()
    assert not found.pings_wait(NOW)


def test_the_hub_hears_of_each_feed(story: PublicStory, settings: Settings) -> None:
    with hub(settings) as server:
        settings.INDEXNOW = ""
        found.hear(event(story), NOW)
        assert found.pings_wait(NOW)
        assert found.pings_due(NOW) == 9
    told = [parse_qs(asked.body.decode()) for asked in server.asked]
    assert {one["hub.mode"][0] for one in told} == {"publish"}
    subject = story.subjects.get()
    topics = {one["hub.url"][0].removeprefix("http://localhost:8000") for one in told}
    for place in ("", "people/sanne-vos/", f"subjects/{subject.pk}-zeilen/"):
        assert {f"/stories/{place}feed.{word}" for word in ("rss", "atom", "json")} <= topics
    assert not Ping.objects.exists()


def test_index_now_hears_the_address_with_the_key(
    client: Client, story: PublicStory, settings: Settings
) -> None:
    with hub(settings) as server:
        settings.HUBS = []
        found.hear(event(story), NOW)
        found.pings_due(NOW)
        told = json.loads(server.asked[0].body)
        assert told["urlList"] == ["http://localhost:8000/stories/de-mist/"]
        assert told["host"] == "localhost:8000"
        path = told["keyLocation"].removeprefix("http://localhost:8000")
        assert client.get(path).content.decode() == told["key"]


def test_another_key_is_not_there(client: Client, story: PublicStory, settings: Settings) -> None:
    settings.INDEXNOW = "https://index.example/"
    assert client.get(f"/stories/{'0' * 32}.txt").status_code == 404
    settings.INDEXNOW = ""
    assert client.get(f"/stories/{found.index_key()}.txt").status_code == 404


def test_heard_twice_is_told_once(story: PublicStory, settings: Settings) -> None:
    with hub(settings) as server:
        one = event(story)
        found.hear(one, NOW)
        found.hear(one, NOW)
        found.pings_due(NOW)
    assert len(server.asked) == 10


def test_who_does_not_answer_is_told_later_and_then_given_up(
    story: PublicStory, settings: Settings
) -> None:
    now = NOW
    with hub(settings, status=500) as server:
        settings.INDEXNOW = ""
        found.hear(event(story), now)
        assert found.pings_due(now) == 0
        assert not found.pings_wait(now)
        assert set(Ping.objects.values_list("tries", "trouble")) == {(1, "server-trouble")}
        for _try in range(pings.MOST_TRIES):
            now += timedelta(days=2)
            found.pings_due(now)
    assert len(server.asked) == 9 * pings.MOST_TRIES
    assert not Ping.objects.exists()
    assert Trouble.objects.filter(place="found.hub").exists()


def test_what_changed_meanwhile_is_told_again(
    story: PublicStory, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    with hub(settings):
        settings.INDEXNOW = ""
        found.hear(event(story), NOW)
        tell = pings._tell

        def slow(to: str, endpoint: str, rows: list[Ping], now: object) -> None:
            Ping.objects.update(asked_at=NOW + timedelta(seconds=5))
            tell(to, endpoint, rows, NOW)

        monkeypatch.setattr(pings, "_tell", slow)
        found.pings_due(NOW)
    assert Ping.objects.count() == 9


def test_a_story_taken_down_is_told_as_well(story: PublicStory, settings: Settings) -> None:
    settings.HUBS, settings.INDEXNOW = ["https://hub.example/"], "https://index.example/"
    one = event(story, "taken-down")
    story.delete()
    found.hear(one, NOW)
    paths = set(Ping.objects.values_list("path", flat=True))
    assert {"/stories/de-mist/", "/stories/people/sanne-vos/feed.atom"} <= paths


def test_a_closed_site_tells_nobody(story: PublicStory, settings: Settings) -> None:
    settings.HUBS, settings.INDEXNOW = ["https://hub.example/"], "https://index.example/"
    open_site(is_open=False)
    found.hear(event(story), NOW)
    assert not Ping.objects.exists()


def test_a_site_not_for_search_engines_does_not_call_them(
    story: PublicStory, settings: Settings
) -> None:
    settings.INDEXNOW = "https://index.example/"
    open_site(keeps_out_search=True)
    found.hear(event(story), NOW)
    assert not Ping.objects.exists()


def test_an_address_inside_the_house_is_never_called(
    story: PublicStory, settings: Settings
) -> None:
    with hub(settings) as server:
        settings.ALLOWED_NETWORKS = ()
        found.hear(event(story), NOW)
        assert found.pings_due(NOW) == 0
        assert not server.asked


def test_page_and_card_are_asked_for_beforehand(story: PublicStory) -> None:
    found.hear(event(story), NOW)
    paths = set(MadePage.objects.values_list("path", flat=True))
    assert {"/stories/de-mist/", "/stories/feed.rss"} <= paths
    assert any("/card-" in path for path in paths)
    assert PersonPage.objects.exists()
