"""Timelines, notices, searches and threads, which need a real AppView."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from merkwerk.connectors.bluesky import client, writing
from merkwerk.connectors.bluesky.calls import procedure
from merkwerk.connectors.bluesky.session import Auth
from merkwerk.connectors.errors import NotFound
from merkwerk.connectors.http import Http
from merkwerk.connectors.values import Bookmark, NoticeKind, Page, Post, Sent, SourceKind
from tests.peers.servers import Atproto
from tests.peers.waiting import until

pytestmark = pytest.mark.peer
START = Bookmark()


def now() -> datetime:
    return datetime.now(UTC)


def say(http: Http, auth: Auth, text: str, reply_to: Post | None = None) -> Sent:
    moment = now()
    return writing.send(
        http, auth=auth, text=text, key=writing.new_tid(moment), now=moment, reply_to=reply_to
    )


def record(http: Http, auth: Auth, collection: str, told: dict[str, object]) -> str:
    body = {
        "repo": auth.session.did,
        "collection": collection,
        "record": {"$type": collection, "createdAt": now().isoformat(), **told},
    }
    made = procedure(http, auth.session.server, "com.atproto.repo.createRecord", body, auth=auth)
    return str(made["uri"])


def page(
    http: Http, kind: SourceKind, auth: Auth, address: str = "", mark: Bookmark = START
) -> Page:
    return client.collect(http, kind=kind, address=address, now=now(), auth=auth, bookmark=mark)


def seen(http: Http, sent: Sent, auth: Auth) -> tuple[Post, ...]:
    """The thread around a message, once the AppView has heard of it."""

    def ask() -> tuple[Post, ...]:
        try:
            return client.thread(http, uri=sent.uid, now=now(), auth=auth)
        except NotFound:
            return ()

    return until(ask)


@pytest.fixture
def anna(http: Http, atproto_appview: Atproto) -> Auth:
    return atproto_appview.account(http, "anna")


@pytest.fixture
def bram(http: Http, atproto_appview: Atproto) -> Auth:
    return atproto_appview.account(http, "bram")


def test_a_mention_arrives_with_its_post(http: Http, anna: Auth, bram: Auth) -> None:
    sent = say(http, anna, f"Weet jij dit, @{bram.session.handle}?")
    got = until(lambda: page(http, SourceKind.BLUESKY_MENTIONS, bram).notices)
    assert [(notice.kind, notice.about) for notice in got] == [(NoticeKind.MENTION, sent.uid)]
    assert page(http, SourceKind.BLUESKY_MENTIONS, bram).posts[0].uid == sent.uid


def test_an_answer_a_like_and_a_follow_are_told_apart(http: Http, anna: Auth, bram: Auth) -> None:
    ours = say(http, anna, "Wie komt er?")
    post = seen(http, ours, bram)[0]
    say(http, bram, "Ik!", reply_to=post)
    subject: dict[str, object] = {"subject": {"uri": ours.uid, "cid": ours.revision}}
    record(http, bram, "app.bsky.feed.like", subject)
    record(http, bram, "app.bsky.graph.follow", {"subject": anna.session.did})

    def arrived() -> Page | None:
        got = page(http, SourceKind.BLUESKY_MENTIONS, anna)
        return got if len(got.notices) == 3 else None

    got = until(arrived)
    assert got is not None
    kinds = {notice.kind: notice.about for notice in got.notices}
    assert kinds.keys() == {NoticeKind.REPLY, NoticeKind.FAVOURITE, NoticeKind.FOLLOW}
    assert kinds[NoticeKind.FAVOURITE] == ours.uid


def test_the_home_timeline_brings_posts_and_counts_reposts(
    http: Http, anna: Auth, bram: Auth
) -> None:
    record(http, bram, "app.bsky.graph.follow", {"subject": anna.session.did})
    theirs = say(http, bram, "van Bram")
    mine = say(http, anna, "van Anna")
    record(
        http, anna, "app.bsky.feed.repost", {"subject": {"uri": theirs.uid, "cid": theirs.revision}}
    )

    def arrived() -> Page | None:
        got = page(http, SourceKind.BLUESKY_HOME, bram)
        return got if got.skipped and mine.uid in {post.uid for post in got.posts} else None

    assert until(arrived)


def test_a_thread_is_read_whole(http: Http, anna: Auth, bram: Auth) -> None:
    first = say(http, anna, "een")
    post = seen(http, first, bram)[0]
    second = say(http, bram, "twee", reply_to=post)
    assert [post.text for post in seen(http, second, anna)] == ["een", "twee"]


def test_a_list_brings_the_posts_of_its_members(http: Http, anna: Auth, bram: Auth) -> None:
    told: dict[str, object] = {"purpose": "app.bsky.graph.defs#curatelist", "name": "buren"}
    address = record(http, bram, "app.bsky.graph.list", told)
    record(http, bram, "app.bsky.graph.listitem", {"subject": anna.session.did, "list": address})
    sent = say(http, anna, "op de lijst")
    got = until(lambda: page(http, SourceKind.BLUESKY_LIST, bram, address).posts)
    assert [post.uid for post in got] == [sent.uid]


def test_many_notices_arrive_over_several_pages(http: Http, anna: Auth, bram: Auth) -> None:
    say(http, anna, f"nul @{bram.session.handle}")
    first = until(lambda: page(http, SourceKind.BLUESKY_MENTIONS, bram).posts)
    assert len(first) == 1
    mark = page(http, SourceKind.BLUESKY_MENTIONS, bram).bookmark
    sent = {say(http, anna, f"nog een {n} @{bram.session.handle}").uid for n in range(25)}

    def collected() -> set[str]:
        found: set[str] = set()
        at, more = mark, True
        while more:
            got = client.collect(
                http, kind=SourceKind.BLUESKY_MENTIONS, address="", now=now(), auth=bram,
                bookmark=at, limit=10,
            )  # fmt: skip
            found |= {post.uid for post in got.posts}
            at, more = got.bookmark, got.more
        return found if sent <= found else set()

    assert until(collected)
