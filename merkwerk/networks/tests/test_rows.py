"""The writer beside the ORM writes what the ORM would, and passes over what is there."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from django.utils.timezone import now

from merkwerk.connectors.values import Network, Person
from merkwerk.connectors.values import Post as Told
from merkwerk.networks.actions.remembering_seen import LASTS, Seen
from merkwerk.networks.actions.rows import see, write_new
from merkwerk.networks.models import Identity, Post, Sighting, Source
from merkwerk.networks.tests.people import identity, post

pytestmark = pytest.mark.django_db

HARD = [
    "gewoon", "", "tab\tregel\nterug\rschuin \\ en \\N en \\.", "aanhaling ' \" ;--",
    "é 漢字 🤝", "\u2028",
]  # fmt: skip


def values(uid: str = "https://a.example/1", **more: Any) -> dict[str, Any]:
    rest = {"identity_id": identity().pk, "written": now(), "try_after": now()}
    return {"network": "mastodon", "uid": uid, **rest, **more}


@pytest.mark.parametrize("text", HARD)
def test_every_text_comes_back_as_it_went_in(text: str) -> None:
    write_new(Post, [values(text=text, title=text, links=[text], native={"cid": text})])
    one = Post.objects.get()
    assert (one.text, one.title, one.links, one.native) == (text, text, [text], {"cid": text})


def test_times_truths_and_gaps_come_back() -> None:
    at = datetime(2026, 11, 21, 12, 30, 15, 123456, timezone(timedelta(hours=2)))
    write_new(Post, [values(written=at, held=True, edited=None)])
    one = Post.objects.get()
    assert (one.written, one.held, one.edited) == (at.astimezone(UTC), True, None)


def test_what_is_left_out_gets_its_default() -> None:
    write_new(Post, [values()])
    one = Post.objects.get()
    assert (one.state, one.tags, one.native, one.tries) == (Post.State.NEW, [], {}, 0)
    assert now() - one.received < timedelta(minutes=1)


def test_what_is_there_is_passed_over() -> None:
    write_new(Post, [values(text="eerst")])
    write_new(Post, [values(text="later"), values("https://a.example/2", text="nieuw")])
    assert sorted(Post.objects.values_list("text", flat=True)) == ["eerst", "nieuw"]


def test_nothing_is_written_of_nothing() -> None:
    write_new(Post, [])
    assert not Post.objects.exists()


@pytest.fixture
def source(db: None) -> Source:
    return Source.objects.create(
        kind="mastodon-hashtag", network="mastodon", address="x@a", title="x", next_check=now()
    )


def test_posts_are_seen_once_through_a_source(source: Source) -> None:
    one, other = post("een"), post("twee")
    see(source=source, uids=[one.uid])
    see(source=source, uids=[one.uid, other.uid, "https://a.example/not-there"])
    assert sorted(Sighting.objects.values_list("post", flat=True)) == [one.pk, other.pk]


def test_a_person_is_written_with_all_that_is_known() -> None:
    write_new(Identity, [{"network": "bluesky", "uid": "did:plc:x", "handle": "x", "bot": True}])
    one = Identity.objects.get()
    assert (one.handle, one.bot, one.indexable, one.name) == ("x", True, True, "")


def told(text: str = "dag", uid: str = "at://1") -> Told:
    who = Person(network=Network.BLUESKY, uid="did:plc:x", handle="x")
    return Told(network=Network.BLUESKY, uid=uid, url="", author=who, text=text, written=now())


def test_what_a_source_showed_before_is_no_news(source: Source) -> None:
    seen, one = Seen(), told()
    assert seen.fresh(source, [one], now()) == [one]
    seen.remember(source, [one])
    assert seen.fresh(source, [one, told(uid="at://2")], now())[0].uid == "at://2"


def test_an_edit_is_news_and_so_is_going_back(source: Source) -> None:
    seen, one = Seen(), told()
    edited = replace(one, text="hoi")
    seen.fresh(source, [], now())
    seen.remember(source, [one])
    assert seen.fresh(source, [edited], now()) == [edited]
    seen.remember(source, [edited])
    assert seen.fresh(source, [one], now()) == [one]


def test_after_an_hour_everything_is_looked_at_again(source: Source) -> None:
    seen, one = Seen(), told()
    seen.fresh(source, [], now())
    seen.remember(source, [one])
    assert seen.fresh(source, [one], now() + LASTS * 2) == [one]


def test_another_source_tells_its_own_news(source: Source) -> None:
    seen, one = Seen(), told()
    other = Source.objects.create(
        kind="mastodon-hashtag", network="mastodon", address="y@a", title="y", next_check=now()
    )
    seen.fresh(source, [], now())
    seen.remember(source, [one])
    assert seen.fresh(other, [one], now()) == [one]
    assert seen.fresh(None, [one], now()) == [one]
