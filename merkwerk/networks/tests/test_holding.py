"""What somebody did something with stays; the rest goes after its time, and nothing breaks."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from merkwerk.accounts.models import Colleague
from merkwerk.connectors.values import Network, Page, Person
from merkwerk.connectors.values import Post as Told
from merkwerk.networks import actions
from merkwerk.networks.models import Post, Sighting, Source
from merkwerk.networks.tests.conftest import Connect, MakePost, MakeSource

pytestmark = pytest.mark.django_db
LONG_AGO = timedelta(days=91)


@pytest.fixture
def old(post_by: MakePost, now: datetime) -> Post:
    return aged(post_by(), now)


def aged(post: Post, now: datetime) -> Post:
    Post.objects.filter(pk=post.pk).update(received=now - LONG_AGO, written=now - LONG_AGO)
    return post


def test_what_nobody_did_anything_with_expires(old: Post, now: datetime) -> None:
    assert actions.has_expired(now)
    assert actions.expire(now=now) == 1
    assert not Post.objects.exists()
    assert not actions.has_expired(now)


def test_what_is_held_stays(old: Post, now: datetime) -> None:
    assert actions.hold(posts=[old.pk]) == 1
    assert actions.hold(posts=[old.pk]) == 0
    assert actions.expire(now=now) == 0


def test_what_came_in_lately_stays(post_by: MakePost, now: datetime) -> None:
    post_by(written=now - LONG_AGO)
    assert actions.expire(now=now) == 0


def test_nothing_expires_when_the_setting_is_zero(
    old: Post, now: datetime, settings: Settings
) -> None:
    settings.KEPT_DAYS = 0
    assert actions.expire(now=now) == 0


def test_it_goes_in_pieces(post_by: MakePost, now: datetime, monkeypatch: Any) -> None:
    monkeypatch.setattr("merkwerk.networks.actions.holding.PIECE", 2)
    for _ in range(5):
        aged(post_by(), now)
    assert actions.expire(now=now) == 5


def test_sightings_go_with_it(old: Post, source_of: MakeSource, now: datetime) -> None:
    Sighting.objects.create(post=old, source=source_of())
    actions.expire(now=now)
    assert not Sighting.objects.exists()


def test_our_own_words_stay(
    connect: Connect, sanne: Colleague, post_by: MakePost, now: datetime
) -> None:
    post = aged(post_by(), now)
    Post.objects.update(identity=connect(sanne).identity)
    actions.expire(now=now)
    assert Post.objects.filter(pk=post.pk).exists()


def test_a_draft_holds_what_it_answers(old: Post, sanne: Colleague, now: datetime) -> None:
    actions.save_draft(by=sanne, post=old, text="Ik denk er over na.")
    assert actions.expire(now=now) == 0


def test_an_answer_from_elsewhere_holds_it(old: Post, sanne: Colleague, now: datetime) -> None:
    actions.said_elsewhere(by=sanne, post=old, address="https://social.example/@sanne/1")
    assert actions.expire(now=now) == 0


def told(now: datetime) -> Told:
    author = Person(network=Network.WEB, uid="https://site.example/", handle="site.example")
    return Told(
        network=Network.WEB, uid="oud", url="https://site.example/oud", author=author,
        text="Oud nieuws", written=now - LONG_AGO,
    )  # fmt: skip


def test_what_expired_does_not_come_back(source_of: MakeSource, now: datetime) -> None:
    source = source_of(last_success=now)
    assert actions.receive(source=source, page=Page(posts=(told(now),)), now=now).new == 0


def test_the_first_visit_brings_old_posts_too(source_of: MakeSource, now: datetime) -> None:
    assert actions.receive(source=source_of(), page=Page(posts=(told(now),)), now=now).new == 1


def test_an_old_post_that_we_have_is_still_followed(source_of: MakeSource, now: datetime) -> None:
    source = source_of()
    actions.receive(source=source, page=Page(posts=(told(now),)), now=now)
    source.last_success = now
    assert actions.receive(source=source, page=Page(posts=(told(now),)), now=now).new == 0
    assert Post.objects.count() == 1


def test_watching_never_gets_shorter(post_by: MakePost, now: datetime) -> None:
    post = post_by()
    week, day = now + timedelta(days=7), now + timedelta(days=1)
    assert actions.watch(posts=[post.pk], until=week) == 1
    assert actions.watch(posts=[post.pk], until=day) == 0
    assert Post.objects.get().watched_until == week


def test_pages_of_the_web_are_not_asked_again(post_by: MakePost, now: datetime) -> None:
    post = post_by(network="web")
    assert actions.watch(posts=[post.pk], until=now + timedelta(days=1)) == 0


def test_an_open_stream_tells_of_its_own_posts(
    post_by: MakePost, source_of: MakeSource, now: datetime
) -> None:
    post = post_by()
    stream = source_of("local@s.example", "mastodon-public")
    Sighting.objects.create(post=post, source=stream)
    assert actions.watch(posts=[post.pk], until=now + timedelta(days=1)) == 0
    Source.objects.update(state=Source.State.PAUSED)
    assert actions.watch(posts=[post.pk], until=now + timedelta(days=1)) == 1
