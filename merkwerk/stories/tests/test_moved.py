"""Addresses that changed, and stories that were taken back."""

from __future__ import annotations

import pytest
from django.test import Client

from merkwerk.accounts.models import Colleague
from merkwerk.stories.actions import found, publish, take_down
from merkwerk.stories.models import OldAddress, Story
from merkwerk.stories.tests.told import open_site, teller

pytestmark = pytest.mark.django_db
A, B, C = "/stories/a/", "/stories/b/", "/stories/c/"


def test_who_comes_by_the_old_address_is_sent_on() -> None:
    found.move(old=A, new=B)
    assert found.moved(A) == B
    assert found.moved(C) is None


def test_nobody_is_sent_on_twice() -> None:
    found.move(old=A, new=B)
    found.move(old=B, new=C)
    assert (found.moved(A), found.moved(B)) == (C, C)


def test_there_and_back_is_no_ring() -> None:
    found.move(old=A, new=B)
    found.move(old=B, new=A)
    assert (found.moved(A), found.moved(B)) == (None, A)


def test_a_ring_of_three_is_none_either() -> None:
    for old, new in ((A, B), (B, C), (C, A)):
        found.move(old=old, new=new)
    assert (found.moved(A), found.moved(B), found.moved(C)) == (None, A, A)


def test_moving_to_itself_changes_nothing() -> None:
    found.move(old=A, new=A)
    assert not OldAddress.objects.exists()


def test_what_is_below_moves_along() -> None:
    found.move(old="/stories/people/an/", new="/stories/people/anna/")
    assert found.moved("/stories/people/an/feed.rss") == "/stories/people/anna/feed.rss"
    assert found.moved("/stories/people/anton/") is None


def test_the_language_of_the_frame_stays() -> None:
    found.move(old="/stories/people/an/", new="/stories/people/anna/")
    assert found.moved("/stories/en/people/an/") == "/stories/en/people/anna/"


def test_addresses_outside_the_site_are_none_of_its_business() -> None:
    OldAddress.objects.create(path="/desk/", to="https://elsewhere.example/")
    assert found.moved("/desk/") is None
    assert found.moved("/stories/" + "x/" * 300) is None


def test_a_story_taken_back_is_gone(sanne: Colleague) -> None:
    open_site()
    teller(sanne)
    story = Story.objects.create(author=sanne, title="De kat", body="<p>Boekjaar.</p>")
    path = f"/stories/{publish(story=story, by=sanne).slug}/"
    assert not found.gone(path)
    take_down(story=story, by=sanne)
    assert found.gone(path)
    story.delete()
    assert found.gone(path)


def test_what_never_was_is_not_gone(sanne: Colleague) -> None:
    Story.objects.create(author=sanne, title="De kat", slug="de-kat")
    assert not found.gone("/stories/de-kat/")
    assert not found.gone("/stories/zomaar/")


def test_another_slug_leaves_a_way(sanne: Colleague) -> None:
    open_site()
    teller(sanne)
    story = Story.objects.create(author=sanne, title="De kat", body="<p>Boekjaar.</p>")
    publish(story=story, by=sanne)
    Story.objects.filter(pk=story.pk).update(slug="de-poes")
    story.refresh_from_db()
    publish(story=story, by=sanne)
    assert found.moved("/stories/de-kat/") == "/stories/de-poes/"


def test_a_visitor_of_the_site_is_sent_on_or_told(client: Client, sanne: Colleague) -> None:
    open_site(language="en")
    teller(sanne)
    story = Story.objects.create(author=sanne, title="De kat", body="<p>Boekjaar.</p>")
    publish(story=story, by=sanne)
    found.move(old="/stories/oud/", new="/stories/de-kat/")
    sent = client.get("/stories/oud/?from=letter")
    assert (sent.status_code, sent["Location"]) == (301, "/stories/de-kat/?from=letter")
    take_down(story=story, by=sanne)
    told = client.get("/stories/de-kat/")
    assert told.status_code == 410
    assert "taken back" in told.content.decode()
    assert client.get("/stories/nooit-geweest/").status_code == 404
