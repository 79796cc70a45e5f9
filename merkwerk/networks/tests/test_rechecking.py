"""What somebody reads is asked for again: edits and deletions are followed within the hour."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from merkwerk.accounts.models import Colleague
from merkwerk.connectors.bluesky import rechecking as bluesky
from merkwerk.connectors.tests.loopback import Asked, Reply
from merkwerk.connectors.values import Network, Page, Person
from merkwerk.networks import actions
from merkwerk.networks.actions import rechecking
from merkwerk.networks.models import Host, Identity, Post, Sighting, Source
from merkwerk.networks.tests.conftest import Connect, MakeSource
from merkwerk.networks.tests.mastodon_stand_in import Mastodon, reply
from merkwerk.networks.tests.steps import answered_on, run_jobs

pytestmark = pytest.mark.django_db


@pytest.fixture
def watched(mastodon: Mastodon, now: datetime) -> Post:
    post = answered_on(mastodon, "Weet iemand dit?")
    Identity.objects.update(uid=f"{mastodon.address}/users/joris")
    actions.watch(posts=[post.pk], until=now + timedelta(days=7))
    return post


def recheck(now: datetime) -> None:
    actions.recheck_due(now=now)
    run_jobs()


def test_what_nobody_watches_is_left_alone(mastodon: Mastodon, now: datetime) -> None:
    answered_on(mastodon)
    assert actions.recheck_due(now=now) == 0


def test_a_deletion_is_followed(watched: Post, mastodon: Mastodon, now: datetime) -> None:
    mastodon.statuses.clear()
    recheck(now)
    watched.refresh_from_db()
    assert watched.deleted_at
    assert watched.text == ""


def test_an_edit_is_followed_and_read_again(
    watched: Post, mastodon: Mastodon, now: datetime
) -> None:
    Post.objects.update(state=Post.State.READ)
    mastodon.statuses[0] |= {"content": "<p>Nee, dit!</p>", "edited_at": now.isoformat()}
    recheck(now)
    watched.refresh_from_db()
    assert (watched.text, watched.state) == ("Nee, dit!", Post.State.NEW)


def test_it_is_asked_once_an_hour(watched: Post, mastodon: Mastodon, now: datetime) -> None:
    recheck(now)
    assert actions.recheck_due(now=now + timedelta(minutes=30)) == 0
    assert actions.recheck_due(now=now + timedelta(minutes=60)) == 1


def test_what_is_watched_no_longer_is_not_asked(watched: Post, now: datetime) -> None:
    assert actions.recheck_due(now=now + timedelta(days=8)) == 0


def test_a_server_in_trouble_is_asked_again_in_ten_minutes(
    watched: Post, mastodon: Mastodon, now: datetime
) -> None:
    mastodon.trouble = lambda asked: Reply(503)
    recheck(now)
    watched.refresh_from_db()
    assert watched.text
    mastodon.trouble = lambda asked: None
    assert actions.recheck_due(now=now + timedelta(minutes=11)) == 1


def test_a_server_that_asks_for_a_pause_gets_it(
    watched: Post, mastodon: Mastodon, now: datetime
) -> None:
    mastodon.trouble = lambda asked: reply({}, 429, Retry_After="600")
    recheck(now)
    assert Host.objects.get().free_at > now + timedelta(minutes=8)


def test_forty_posts_take_few_calls(mastodon: Mastodon, now: datetime, monkeypatch: Any) -> None:
    monkeypatch.setattr(rechecking, "take_turn", lambda host: None)
    posts = [answered_on(mastodon, f"Vraag {n}") for n in range(40)]
    actions.watch(posts=[post.pk for post in posts], until=now + timedelta(days=1))

    def together(asked: Asked) -> Reply | None:
        if asked.path.startswith("/api/v1/statuses?"):
            return reply([s for s in mastodon.statuses if f"={s['id']}" in asked.path])
        return None

    mastodon.trouble = together
    recheck(now)
    assert mastodon.server is not None
    assert len(mastodon.server.asked) == 2
    assert not actions.watched(now).exists()


def test_a_letter_is_asked_for_through_the_account_that_got_it(
    watched: Post, mastodon: Mastodon, connect: Connect, sanne: Colleague, now: datetime
) -> None:
    own = connect(sanne)
    home = actions.listen(account=own, by=sanne, what="mastodon-home")
    assert home is not None
    Sighting.objects.create(post=watched, source=home)
    Post.objects.update(audience="limited")
    Source.objects.update(state=Source.State.PAUSED)
    recheck(now)
    assert mastodon.server is not None
    heads = [asked.headers.get("authorization", "") for asked in mastodon.server.asked]
    assert any(head.startswith("Bearer") for head in heads)


def test_a_letter_without_its_reader_is_left_as_it_is(
    watched: Post, mastodon: Mastodon, now: datetime
) -> None:
    Post.objects.update(audience="limited")
    mastodon.statuses.clear()
    recheck(now)
    assert Post.objects.get().text


def test_an_account_that_its_server_calls_gone_loses_its_words(
    mastodon: Mastodon, source_of: MakeSource, now: datetime
) -> None:
    answered_on(mastodon)
    source = source_of(
        f"joris@{mastodon.host}", "mastodon-account", server=mastodon.address, host=mastodon.host
    )
    mastodon.trouble = lambda asked: Reply(410)
    actions.collect(source_id=source.pk, now=now)
    assert Post.objects.get().text == ""
    assert Identity.objects.get().gone_at


def test_another_servers_word_about_an_account_is_not_enough(
    mastodon: Mastodon, source_of: MakeSource, now: datetime
) -> None:
    answered_on(mastodon)
    Identity.objects.update(uid="https://elders.example/users/joris")
    source = source_of(
        f"joris@{mastodon.host}", "mastodon-account", server=mastodon.address, host=mastodon.host
    )
    mastodon.trouble = lambda asked: Reply(410)
    actions.collect(source_id=source.pk, now=now)
    assert Post.objects.get().text


# --- names -----------------------------------------------------------------------------------


def by_number(did: str = "did:plc:joris") -> Identity:
    return Identity.objects.create(network="bluesky", uid=did, handle=did)


def test_people_of_a_stream_get_their_names(now: datetime, monkeypatch: Any) -> None:
    by_number()
    joris = Person(
        network=Network.BLUESKY, uid="did:plc:joris", handle="joris.example", name="Joris",
        indexable=False,
    )  # fmt: skip
    monkeypatch.setattr(bluesky, "people", lambda http, **more: (joris,))
    assert actions.nameless(now).exists()
    assert actions.name_people(now=now) == 1
    identity = Identity.objects.get()
    assert (identity.handle, identity.name, identity.indexable) == ("joris.example", "Joris", False)


def test_whom_nobody_knows_is_not_asked_for_again(now: datetime, monkeypatch: Any) -> None:
    by_number()
    monkeypatch.setattr(bluesky, "people", lambda http, **more: ())
    actions.name_people(now=now)
    assert not actions.nameless(now).exists()


def test_who_has_a_name_is_not_asked_for(now: datetime) -> None:
    Identity.objects.create(network="bluesky", uid="did:plc:a", handle="a.example")
    assert not actions.nameless(now).exists()
    assert actions.name_people(now=now) == 0


# --- looking back ----------------------------------------------------------------------------


def test_a_new_topic_looks_back_through_ones_own_account(
    mastodon: Mastodon, connect: Connect, sanne: Colleague
) -> None:
    connect(sanne)
    mastodon.says("Iets over #btw")
    assert actions.look_back(by=sanne, tags=["#btw"], words=["omzetbelasting", "nieuwe regels"])
    run_jobs()
    assert mastodon.server is not None
    paths = [asked.path.partition("?")[0] for asked in mastodon.server.asked]
    assert paths == ["/api/v1/timelines/tag/btw", "/api/v1/timelines/tag/omzetbelasting"]
    assert Post.objects.get().state == Post.State.NEW


def test_without_an_account_nobody_is_asked(sanne: Colleague) -> None:
    assert not actions.look_back(by=sanne, tags=["btw"], words=[])


def test_without_words_nobody_is_asked(connect: Connect, sanne: Colleague) -> None:
    connect(sanne)
    assert not actions.look_back(by=sanne, tags=[" "], words=[])


def test_a_server_that_asks_to_wait_is_left_alone(
    mastodon: Mastodon, connect: Connect, sanne: Colleague
) -> None:
    connect(sanne)
    mastodon.trouble = lambda asked: reply({}, 429)
    actions.look_back(by=sanne, tags=["een", "twee"], words=[])
    run_jobs()
    assert mastodon.server is not None
    assert len(mastodon.server.asked) == 1


def test_the_public_view_of_bluesky_is_in_the_settings(
    settings: Settings, now: datetime, monkeypatch: Any
) -> None:
    settings.BLUESKY_PUBLIC = "http://127.0.0.1:9"
    identity = Identity.objects.create(network="bluesky", uid="did:plc:a", handle="a.example")
    post = Post.objects.create(
        network="bluesky", uid="at://did:plc:a/app.bsky.feed.post/1", identity=identity,
        text="Hoi", written=now, try_after=now, watched_until=now + timedelta(days=1),
    )  # fmt: skip
    asked: list[Any] = []

    def gone(http: Any, **more: Any) -> Any:
        asked.append(more["server"])
        return Page(deleted=(post.uid,))

    monkeypatch.setattr(bluesky, "recheck", gone)
    recheck(now)
    assert asked == ["http://127.0.0.1:9"]
    assert Post.objects.get().deleted_at
    assert json.dumps(Post.objects.get().native) == "{}"
