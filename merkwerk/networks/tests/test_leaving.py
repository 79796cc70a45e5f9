"""Accounts that leave, hide or come back, and what is taken away by number."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from merkwerk.connectors.values import Network, Page, Person, Presence, Standing
from merkwerk.connectors.values import Post as Told
from merkwerk.networks import actions
from merkwerk.networks.models import Identity, Post, Source
from merkwerk.networks.tests.conftest import MakePost, MakeSource

pytestmark = pytest.mark.django_db
DID = "did:plc:joris"


@pytest.fixture
def stream(source_of: MakeSource) -> Source:
    return source_of("wss://stream.example/subscribe", "bluesky-jetstream")


@pytest.fixture
def said(post_by: MakePost) -> Post:
    post = post_by(network="bluesky", uid=f"at://{DID}/app.bsky.feed.post/1")
    Identity.objects.update(uid=DID, handle="joris.test")
    return post


def stands(source: Source, now: datetime, presence: Presence = Presence.HERE, **more: Any) -> None:
    standing = Standing(network=Network.BLUESKY, uid=DID, presence=presence, written=now, **more)
    actions.receive(source=source, page=Page(standings=(standing,)), now=now)


def test_a_deleted_account_loses_its_words(stream: Source, said: Post, now: datetime) -> None:
    stands(stream, now, Presence.GONE)
    said.refresh_from_db()
    assert said.deleted_at
    assert said.text == ""
    assert Identity.objects.get().gone_at


def test_a_hidden_account_comes_back_with_its_words(
    stream: Source, said: Post, now: datetime
) -> None:
    stands(stream, now, Presence.AWAY)
    assert Post.objects.get().deleted_at
    stands(stream, now + timedelta(days=1))
    post = Post.objects.get()
    assert (post.deleted_at, post.text) == (None, said.text)
    assert Identity.objects.get().gone_at is None


def test_a_deleted_account_that_comes_back_brings_no_words(
    stream: Source, said: Post, now: datetime
) -> None:
    stands(stream, now, Presence.REMOVED)
    stands(stream, now)
    assert Post.objects.get().deleted_at


def test_a_new_name_is_taken_over(stream: Source, said: Post, now: datetime) -> None:
    stands(stream, now, handle="joris.example")
    assert Identity.objects.get().handle == "joris.example"


def test_a_wish_not_to_be_searched_is_taken_over(stream: Source, said: Post, now: datetime) -> None:
    stands(stream, now, indexable=False)
    assert not Identity.objects.get().indexable


def test_only_a_stream_of_the_network_is_believed(
    source_of: MakeSource, said: Post, now: datetime
) -> None:
    stands(source_of("joris.test", "bluesky-account"), now, Presence.GONE)
    assert Post.objects.get().text


def test_a_stream_names_nobody_by_their_number(stream: Source, said: Post, now: datetime) -> None:
    author = Person(network=Network.BLUESKY, uid=DID, handle=DID)
    told = Told(
        network=Network.BLUESKY, uid=f"at://{DID}/app.bsky.feed.post/2", url="", author=author,
        text="Nog iets", written=now,
    )  # fmt: skip
    actions.receive(source=stream, page=Page(posts=(told,)), now=now)
    assert Identity.objects.get().handle == "joris.test"


def test_a_deletion_of_what_came_another_way_is_asked_about(
    stream: Source, said: Post, now: datetime
) -> None:
    actions.receive(source=stream, page=Page(deleted=(said.uid,)), now=now)
    said.refresh_from_db()
    assert said.text
    assert said.watched_until
    assert said.rechecked is None


def test_a_deletion_by_number_empties_what_this_source_showed(
    source_of: MakeSource, now: datetime
) -> None:
    source = source_of("s.example", "mastodon-public", server="https://s.example")
    author = Person(network=Network.MASTODON, uid="https://s.example/users/j", handle="j@s.example")
    told = Told(
        network=Network.MASTODON, uid="https://s.example/p/1", url="", author=author, text="Hallo",
        written=now, native={"server": "https://s.example", "id": "77"},
    )  # fmt: skip
    actions.receive(source=source, page=Page(posts=(told,)), now=now)
    assert actions.receive(source=source, page=Page(deleted_ids=("77",)), now=now).deleted == 1
    assert Post.objects.get().text == ""


@pytest.mark.parametrize(
    "page", [{"deleted_ids": ("77",)}, {"deleted": ("https://own.example/p/1",)}]
)
def test_a_server_takes_nothing_of_another_away(
    source_of: MakeSource, now: datetime, page: dict[str, Any]
) -> None:
    author = Person(
        network=Network.MASTODON, uid="https://own.example/users/j", handle="j@own.example"
    )
    told = Told(
        network=Network.MASTODON, uid="https://own.example/p/1", url="", author=author,
        text="Hallo", written=now, native={"server": "https://own.example", "id": "77"},
    )  # fmt: skip
    own = source_of("local@own.example", "mastodon-public", server="https://own.example")
    evil = source_of("public@evil.example", "mastodon-public", server="https://evil.example")
    repeated = replace(told, native={"server": "https://evil.example", "id": "77"})
    actions.receive(source=own, page=Page(posts=(told,)), now=now)
    actions.receive(source=evil, page=Page(posts=(repeated,)), now=now)
    assert actions.receive(source=evil, page=Page(**page), now=now).deleted == 0
    assert Post.objects.get().text == "Hallo"
    assert actions.receive(source=own, page=Page(**page), now=now).deleted == 1
