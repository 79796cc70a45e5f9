"""Streams: what should be open, what is kept of it, and where it goes on."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest

from merkwerk.accounts.models import Colleague
from merkwerk.connectors import values
from merkwerk.connectors.errors import Forbidden, Gone, Unreachable
from merkwerk.connectors.values import Bookmark, Network, Notice, NoticeKind, Page, Person
from merkwerk.networks import actions
from merkwerk.networks.models import ConnectedAccount, Identity, Post, Source
from merkwerk.networks.tests.conftest import Connect, MakePost, MakeSource
from merkwerk.networks.tests.mastodon_stand_in import Mastodon
from merkwerk.networks.tests.stream_stand_in import Jetstream, account, jetstream_server, line
from merkwerk.notifications.models import Notice as Told

pytestmark = pytest.mark.django_db


def about_btw(posts: Sequence[values.Post]) -> list[bool]:
    return ["btw" in post.text for post in posts]


@pytest.fixture
def stand_in() -> Iterator[Jetstream]:
    with jetstream_server() as server:
        yield server


@pytest.fixture
def jetstream(source_of: MakeSource, stand_in: Jetstream) -> Source:
    return source_of(stand_in.address, "bluesky-jetstream", host="stream.example")


def listen(source: Source, server: Jetstream, now: datetime) -> None:
    """Hears everything that the server has to say, as the process does."""
    last = str(json.loads(server.lines[-1])["time_us"])
    stream = actions.open_stream(source, sieve=about_btw, now=now)
    for page in stream.batches():
        actions.hear(source, actions.streamed(source, page, sieve=about_btw), now=now)
        if page.bookmark.cursor == last:
            stream.close()
    source.refresh_from_db()


def test_only_what_the_sieve_wants_is_kept(
    jetstream: Source, stand_in: Jetstream, now: datetime
) -> None:
    stand_in.lines += [line(1, "De btw gaat omhoog"), line(2, "Het regent")]
    listen(jetstream, stand_in, now)
    assert [post.text for post in Post.objects.all()] == ["De btw gaat omhoog"]


def test_it_goes_on_where_it_stopped(jetstream: Source, stand_in: Jetstream, now: datetime) -> None:
    stand_in.lines += [line(1, "btw een"), line(20_000, "btw twee")]
    listen(jetstream, stand_in, now)
    stand_in.lines += [line(30_000, "btw drie")]
    listen(jetstream, stand_in, now)
    assert Post.objects.count() == 3
    assert stand_in.told is not None
    assert "cursor=" in stand_in.told.paths[1]


def test_what_comes_twice_is_there_once(
    jetstream: Source, stand_in: Jetstream, now: datetime
) -> None:
    stand_in.lines += [line(1, "btw een")]
    listen(jetstream, stand_in, now)
    Source.objects.update(bookmark={})
    listen(Source.objects.get(), stand_in, now)
    assert Post.objects.count() == 1


def test_how_far_it_was_heard_stands_on_the_source(
    jetstream: Source, stand_in: Jetstream, now: datetime
) -> None:
    stand_in.lines += [line(1, "btw")]
    listen(jetstream, stand_in, now)
    assert jetstream.connected_since == now
    assert jetstream.heard_until is not None
    assert now - timedelta(hours=2) < jetstream.heard_until < now


def test_a_deleted_account_is_followed(
    jetstream: Source, stand_in: Jetstream, now: datetime
) -> None:
    stand_in.lines += [line(1, "btw", did="did:plc:joris"), account(2, "did:plc:joris", "deleted")]
    listen(jetstream, stand_in, now)
    post = Post.objects.get()
    assert post.text == ""
    assert post.deleted_at


def test_a_paused_source_is_heard_no_more(jetstream: Source, now: datetime) -> None:
    jetstream.bookmark = {}
    Source.objects.update(state=Source.State.PAUSED)
    page = Page(bookmark=Bookmark(cursor="1760000000000000"))
    assert actions.hear(jetstream, page, now=now) is None


def test_a_page_without_anything_is_noted_now_and_then(
    jetstream: Source, now: datetime, django_assert_num_queries: Callable[[int], Any]
) -> None:
    page = Page(bookmark=Bookmark(cursor="1760000000000000"))
    actions.hear(jetstream, page, now=now)
    with django_assert_num_queries(0):
        actions.hear(jetstream, page, now=now + timedelta(seconds=2))
    actions.hear(jetstream, page, now=now + timedelta(seconds=6))
    jetstream.refresh_from_db()
    assert jetstream.last_check == now + timedelta(seconds=6)


def test_deletions_of_strangers_cost_no_write(
    jetstream: Source, now: datetime, django_assert_num_queries: Callable[[int], Any]
) -> None:
    actions.hear(jetstream, Page(), now=now)
    with django_assert_num_queries(1):
        actions.hear(jetstream, Page(deleted=("at://did:plc:x/app.bsky.feed.post/1",)), now=now)


def test_a_public_timeline_remembers_the_newest_number(
    source_of: MakeSource, now: datetime
) -> None:
    source = source_of("local@s.example", "mastodon-public", server="https://s.example")
    author = Person(network=Network.MASTODON, uid="https://s.example/u/j", handle="j@s.example")
    told = [
        values.Post(
            network=Network.MASTODON, uid=f"https://s.example/p/{n}", url="", author=author,
            text=text, written=now, native={"server": "https://s.example", "id": str(n)},
        )
        for n, text in ((7, "btw"), (8, "regen"))
    ]  # fmt: skip
    page = actions.streamed(source, Page(posts=tuple(told)), sieve=about_btw)
    actions.hear(source, page, now=now)
    assert '"8"' in Source.objects.get().bookmark["cursor"]
    assert Post.objects.get().text == "btw"


def test_what_is_paused_or_gone_is_not_wanted(source_of: MakeSource) -> None:
    source_of("wss://a.example/", "bluesky-jetstream", state="paused")
    source_of("local@s.example", "mastodon-public", state="removed")
    assert not actions.streams_are_wanted()
    assert not actions.wanted_streams()


def test_each_connected_account_has_one_bell(
    connect: Connect, sanne: Colleague, now: datetime
) -> None:
    own = connect(sanne)
    actions.listen(account=own, by=sanne, what="mastodon-mentions")
    mentions = actions.wanted_streams()
    home = actions.listen(account=own, by=sanne, what="mastodon-home")
    assert home is not None
    assert len(mentions) == 1
    assert [one.source for one in actions.wanted_streams().values()] == [home.pk]
    assert actions.streams_are_wanted()


def rung(account_source: Source, now: datetime, **page: Any) -> Source:
    later = {"next_check": now + timedelta(seconds=90), "last_check": now - timedelta(seconds=30)}
    Source.objects.update(**later)
    actions.ring(account_source, Page(**page), now=now)
    account_source.refresh_from_db()
    return account_source


@pytest.fixture
def mentions(connect: Connect, sanne: Colleague) -> Source:
    made = actions.listen(account=connect(sanne), by=sanne, what="mastodon-mentions")
    assert made is not None
    return made


def follow(now: datetime) -> Notice:
    person = Person(network=Network.MASTODON, uid="https://s.example/u/j", handle="j@s.example")
    return Notice(
        kind=NoticeKind.FOLLOW, network=Network.MASTODON, uid="1", person=person, written=now
    )


def test_the_bell_of_an_account_brings_a_visit(mentions: Source, now: datetime) -> None:
    assert rung(mentions, now, notices=(follow(now),)).next_check == now


def test_the_bell_rings_every_five_seconds_at_most(mentions: Source, now: datetime) -> None:
    Source.objects.update(last_check=now, next_check=now + timedelta(seconds=90))
    actions.ring(mentions, Page(notices=(follow(now),)), now=now)
    mentions.refresh_from_db()
    assert mentions.next_check == now + timedelta(seconds=5)


def test_a_bell_about_posts_leaves_the_mentions_alone(mentions: Source, now: datetime) -> None:
    assert rung(mentions, now, deleted_ids=("1",)).next_check > now


def test_a_first_break_is_no_trouble_yet(jetstream: Source, now: datetime) -> None:
    first = actions.broke(jetstream, Unreachable("hung up"), now=now)
    jetstream.refresh_from_db()
    assert first < 2
    assert jetstream.error == ""
    second = actions.broke(jetstream, Unreachable("hung up"), now=now)
    jetstream.refresh_from_db()
    assert second > first
    assert jetstream.error == "unreachable"


def test_the_waits_grow_to_five_minutes(jetstream: Source, now: datetime) -> None:
    waits = [actions.broke(jetstream, Unreachable(), now=now) for _ in range(12)]
    assert 240 <= waits[-1] <= 360


def test_a_servers_own_wish_counts(jetstream: Source, now: datetime) -> None:
    assert actions.broke(jetstream, Unreachable(wait=1000.0), now=now) >= 1000


def test_what_only_a_person_can_mend_stops_and_is_told(
    jetstream: Source, sanne: Colleague, now: datetime
) -> None:
    Source.objects.update(added_by=sanne)
    actions.broke(jetstream_of(jetstream), Gone(), now=now)
    jetstream.refresh_from_db()
    assert jetstream.state == Source.State.STOPPED
    assert Told.objects.get().colleague == sanne


def jetstream_of(source: Source) -> Source:
    return Source.objects.select_related("added_by").get(pk=source.pk)


def test_a_closed_door_is_tried_again_slowly(jetstream: Source, now: datetime) -> None:
    assert actions.broke(jetstream, Forbidden(), now=now) >= 48
    jetstream.refresh_from_db()
    assert (jetstream.error, jetstream.state) == ("forbidden", Source.State.ACTIVE)


def test_a_pause_of_a_stream_says_nobody_is_connected(jetstream: Source, now: datetime) -> None:
    Source.objects.update(connected_since=now)
    actions.let_go(jetstream.pk)
    assert Source.objects.get().connected_since is None


def test_people_of_a_stream_keep_the_names_we_know(
    jetstream: Source, stand_in: Jetstream, post_by: MakePost, now: datetime
) -> None:
    post_by(network="bluesky")
    Identity.objects.update(uid="did:plc:joris", handle="joris.example")
    stand_in.lines += [line(1, "btw", did="did:plc:joris")]
    listen(jetstream, stand_in, now)
    assert Identity.objects.get().handle == "joris.example"


def test_what_a_public_timeline_said_meanwhile_is_caught_up(
    source_of: MakeSource, mastodon: Mastodon, now: datetime
) -> None:
    source = source_of(
        f"local@{mastodon.host}", "mastodon-public", server=mastodon.address, host=mastodon.host,
        bookmark={"cursor": json.dumps({"at": "1001"})},
    )  # fmt: skip
    recent = (now - timedelta(minutes=1)).isoformat()
    for text in ("oud", "oud", "btw een", "regen", "btw twee"):
        mastodon.says(text, created_at=recent)
    mastodon.trouble = lambda asked: None
    for page in actions.catch_up(source, sieve=about_btw, now=now):
        actions.hear(source, page, now=now)
    assert {post.text for post in Post.objects.all()} == {"btw een", "btw twee"}
    assert "1004" in Source.objects.get().bookmark["cursor"]


def test_a_public_timeline_that_begins_catches_nothing_up(
    source_of: MakeSource, now: datetime
) -> None:
    source = source_of("local@s.example", "mastodon-public", server="https://s.example")
    assert list(actions.catch_up(source, sieve=about_btw, now=now)) == []


def test_a_newly_connected_account_opens_the_jetstream_anew(
    jetstream: Source, on_bluesky: ConnectedAccount
) -> None:
    with_it = actions.wanted_streams()
    ConnectedAccount.objects.update(state=ConnectedAccount.State.REFUSED)
    assert actions.wanted_streams() != with_it


def test_who_speaks_to_us_on_bluesky_is_heard_whatever_it_is_about(
    jetstream: Source, stand_in: Jetstream, on_bluesky: ConnectedAccount, now: datetime
) -> None:
    ours = f"at://{on_bluesky.identity.uid}/app.bsky.feed.post/1"
    reply = {"parent": {"uri": ours, "cid": "b"}, "root": {"uri": ours, "cid": "b"}}
    told = json.loads(line(1, "Mooi weer", did="did:plc:joris"))
    told["commit"]["record"]["reply"] = reply
    stand_in.lines += [json.dumps(told)]
    listen(jetstream, stand_in, now)
    assert Post.objects.get().reply_to == ours
