"""A yes is taken back: the photo is nowhere any more, by whatever address somebody asks."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pytest
from django.core.wsgi import get_wsgi_application
from pytest_django.fixtures import Settings

from merkwerk.accounts.models import Colleague
from merkwerk.fediverse import actions as fediverse
from merkwerk.pages.front.door import Door
from merkwerk.pages.tests.conftest import AtOnce, Got
from merkwerk.photos.actions import consent
from merkwerk.photos.actions.files import new_folder
from merkwerk.photos.models import KINDS, Person, Photo, PhotoEvent
from merkwerk.photos.tests.shown import jpeg
from merkwerk.stories import actions
from merkwerk.stories.actions.own_page import change_person_page
from merkwerk.stories.models import PublicStory, Story
from merkwerk.stories.tests.told import open_site

pytestmark = pytest.mark.django_db(transaction=True)
LISTS = ["/stories/", "/stories/people/", "/stories/archive/", "/stories/en/", "/sitemap.xml"]
FEEDS = [f"/stories/{of}feed.{kind}" for of in ("", "people/sanne-vos/")
         for kind in ("rss", "atom", "json")]  # fmt: skip
OWN = ["/stories/de-kat/", "/stories/people/sanne-vos/", "/sitemap-images-1.xml"]
EVERY = [*LISTS, *FEEDS, *OWN]


@dataclass
class Process:
    """A web process with a memory of its own."""

    door: Door

    def __call__(self, path: str, query: str = "", method: str = "GET", **more: str) -> Got:
        heard: list[tuple[str, list[tuple[str, str]]]] = []
        environ = {
            "REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": query,
            "SCRIPT_NAME": "", "SERVER_NAME": "localhost", "SERVER_PORT": "8000",
            "SERVER_PROTOCOL": "HTTP/1.1", "HTTP_HOST": "localhost:8000",
            "REMOTE_ADDR": "127.0.0.1", "wsgi.url_scheme": "http", "wsgi.input": BytesIO(), **more,
        }  # fmt: skip
        answer = self.door(environ, lambda status, told, *_: heard.append((status, told)))
        body = b"".join(answer)
        if hasattr(answer, "close"):
            answer.close()
        return Got(int(heard[0][0].split()[0]), dict(heard[0][1]), body)


def process() -> Process:
    made = Door(get_wsgi_application())
    made.keeper, made._begun = AtOnce(), True
    return Process(made)


@pytest.fixture
def person(sanne: Colleague, settings: Settings, tmp_path: Path) -> Person:
    """Joris, who said yes to a photo that is on top of a story, in it, and somebody's portrait."""
    settings.DATA_DIR, settings.SITE_URL = tmp_path, "http://localhost:8000"
    settings.PUBLIC_PICTURES_DIR = tmp_path / "public-pictures"
    settings.ALLOWED_HOSTS = ["localhost"]
    open_site()
    photo = Photo.objects.create(
        brought_by=sanne, state=Photo.State.READY, width=1280, height=960, sizes=[[1280, 960]],
        description="De kade", photographer="Sanne Vos", source="Kade",
        original=new_folder().name,
    )  # fmt: skip
    for ending in KINDS:
        (settings.PRIVATE_DIR / "photos" / photo.original / f"1280.{ending}").write_bytes(jpeg())
    joris = consent.mark(photo=photo, by=sanne, told=consent.Told(name="Joris"))
    consent.say_all_marked(photo=photo, by=sanne)
    consent.answer(person=joris, given=consent.Answer(places=("site", "networks")))
    told = {"name": "Sanne Vos"}
    change_person_page(by=sanne, told=told, portrait=photo, is_open=True)
    body = f'<p>Hij heet Boekjaar.</p><figure data-photo="{photo.pk}"></figure>'
    story = Story.objects.create(author=sanne, title="De kat", body=body, cover=photo)
    actions.publish(story=story, by=sanne)
    return joris


def key_of(person: Person) -> bytes:
    return Photo.objects.values_list("key", flat=True).get(pk=person.photo_id).encode()


def shows(asked: Process, key: bytes) -> list[str]:
    return [path for path in EVERY if key in asked(path).body]


def test_it_is_gone_in_every_process_at_once(person: Person) -> None:
    key, one, other = key_of(person), process(), process()
    assert len(shows(one, key)) > 8
    assert shows(other, key) == shows(one, key)
    consent.withdraw(person=person)
    assert (shows(one, key), shows(other, key)) == ([], [])
    assert not shows(one, key_of(person))


@pytest.mark.parametrize("more", [{"query": "a=1"}, {"method": "HEAD"}, {"HTTP_HOST": "localhost"}])
def test_its_file_is_gone_however_it_is_asked(person: Person, more: dict[str, str]) -> None:
    asked, path = process(), f"/pictures/{key_of(person).decode()}-1280.jpg"
    first = asked(path)
    assert first.status == 200
    consent.withdraw(person=person)
    assert asked(path, **more).status == 404
    assert asked(path, HTTP_IF_NONE_MATCH=first.headers["ETag"]).status == 404


def test_who_has_the_page_gets_another(person: Person) -> None:
    asked, key = process(), key_of(person)
    asked("/stories/de-kat/")
    first = asked("/stories/de-kat/")
    consent.withdraw(person=person)
    again = asked("/stories/de-kat/", HTTP_IF_NONE_MATCH=first.headers["ETag"])
    assert again.status == 200
    assert key not in again.body


def test_the_card_with_the_photo_is_drawn_no_more(person: Person) -> None:
    asked = process()
    at = asked("/stories/de-kat/").body.decode().split('property="og:image" content="')[1]
    card = at.split('"')[0].removeprefix("http://localhost:8000")
    assert card.endswith(".jpg")
    assert asked(card).status == 200
    consent.withdraw(person=person)
    assert asked(card).status == 302


def test_other_servers_get_it_no_more(person: Person) -> None:
    key, asked = key_of(person), process()
    name = PublicStory.objects.get().story.key
    ways = [f"/ap/stories/{name}", "/ap/people/sanne-vos"]
    fediverse.house_actor()
    before = [asked(way, HTTP_ACCEPT="application/activity+json").body for way in ways]
    assert all(key in one for one in before)
    consent.withdraw(person=person)
    after = [asked(way, HTTP_ACCEPT="application/activity+json").body for way in ways]
    assert not any(key in one for one in after)
    assert PhotoEvent.objects.filter(what=PhotoEvent.What.WITHDRAWN).exists()


def test_a_story_that_is_told_meanwhile_stays_without_it(person: Person, sanne: Colleague) -> None:
    consent.withdraw(person=person)
    story = Story.objects.create(author=sanne, title="Nog een", body="<p>x</p>", cover=person.photo)
    with pytest.raises(actions.Unpublishable):
        actions.publish(story=story, by=sanne)
    assert Photo.objects.get(pk=person.photo_id).outside_since is None
