"""Paging without loss, and answers that are not what they should be."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from merkwerk.connectors.bluesky import client
from merkwerk.connectors.bluesky.cursor import Entry, Place
from merkwerk.connectors.bluesky.tests.test_translate import SAMPLES
from merkwerk.connectors.bluesky.tid import new_tid
from merkwerk.connectors.errors import BadAddress, Gone, NotFound, RateLimited, Unreadable
from merkwerk.connectors.tests import pairs
from merkwerk.connectors.tests.loopback import Asked, Handler, Reply, http_to, serving
from merkwerk.connectors.values import Bookmark, Page, Post, SourceKind

NOW = datetime(2026, 11, 21, 21, 0, tzinfo=UTC)
BEGIN = NOW - timedelta(days=2)
DID = "did:plc:l43phxojkypah3r2wqrhq76w"
PDS, PLC, VIEW = "http://pds.example", "http://plc.example", "http://appview.example"


def reply(told: object, status: int = 200) -> Reply:
    return Reply(status, json.dumps(told).encode(), {"Content-Type": "application/json"})


def at(minute: int) -> datetime:
    return BEGIN + timedelta(minutes=minute)


def item(minute: int) -> dict[str, Any]:
    view = pairs.sample(SAMPLES, "feed")["feed"][0]["post"]
    uri = f"at://{DID}/app.bsky.feed.post/{new_tid(at(minute))}"
    record = view["record"] | {"text": str(minute), "createdAt": at(minute).isoformat()}
    return {"post": view | {"uri": uri, "record": record, "indexedAt": at(minute).isoformat()}}


class Feed:
    """Posts minute by minute, read back from the newest in pages, as an AppView does."""

    def __init__(self, minutes: range) -> None:
        self.minutes = list(minutes)

    def __call__(self, asked: Asked) -> Reply:
        query = parse_qs(urlsplit(asked.path).query)
        limit, before = int(query["limit"][0]), int(query.get("cursor", ["999999"])[0])
        shown = [minute for minute in reversed(self.minutes) if minute < before][:limit]
        told: dict[str, object] = {"feed": [item(minute) for minute in shown]}
        if len(shown) == limit:
            told["cursor"] = str(shown[-1])
        return reply(told)


# The last quarter of an hour before the top is read again, for what an AppView saw late.
OVERLAP = range(44, 60)


def collect(
    handler: Handler, mark: Bookmark = client.START, kind: SourceKind = SourceKind.BLUESKY_HOME,
    address: str = "", limit: int = 100,
) -> Page:  # fmt: skip
    with serving(handler) as server:
        return client.collect(
            http_to(server), kind=kind, address=address, now=NOW, server=VIEW, plc=PLC,
            bookmark=mark, limit=limit,
        )  # fmt: skip


def everything(handler: Handler, mark: Bookmark, **asked: Any) -> tuple[list[str], Bookmark]:
    texts: list[str] = []
    more = True
    while more:
        page = collect(handler, mark, limit=20, **asked)
        texts = [post.text for post in page.posts] + texts
        mark, more = page.bookmark, page.more
    return texts, mark


def test_a_timeline_begins_at_its_newest_page() -> None:
    page = collect(Feed(range(500)))
    assert (len(page.posts), page.more) == (100, False)


def test_all_that_came_since_is_read_back_and_nothing_twice() -> None:
    feed = Feed(range(60))
    mark = collect(feed).bookmark
    feed.minutes += range(100, 1000)
    texts, mark = everything(feed, mark)
    assert texts == [str(minute) for minute in (*OVERLAP, *range(100, 1000))]
    assert everything(feed, mark)[0] == [str(minute) for minute in range(984, 1000)]


def test_what_comes_while_reading_back_is_for_the_next_time() -> None:
    feed = Feed(range(60))
    mark = collect(feed).bookmark
    feed.minutes += range(100, 200)
    first = collect(feed, mark, limit=20)
    feed.minutes += range(300, 310)
    texts, mark = everything(feed, first.bookmark)
    assert texts == [str(minute) for minute in (*OVERLAP, *range(100, 180))]
    assert "300" in everything(feed, mark)[0]


def test_a_timeline_that_was_empty_misses_nothing_of_what_comes() -> None:
    place = Place.read(collect(lambda asked: reply({"feed": []})).bookmark.cursor)
    assert place.top == NOW.isoformat()


def test_a_server_whose_pages_never_end_is_left_after_a_while() -> None:
    place = Place(top=BEGIN.isoformat(), page="1", pages=999)
    entry = Entry(NOW, NOW, {})
    assert place.after([entry], "2", NOW)[2] is False


@pytest.mark.parametrize("cursor", ["x", "[]", "null", '{"top": 3}', '{"top": "x", "pages": -1}'])
def test_a_cursor_not_ours_is_a_beginning(cursor: str) -> None:
    assert collect(Feed(range(5)), Bookmark(cursor=cursor)).posts


@pytest.mark.parametrize("told", [{}, {"feed": None}, {"feed": {}}, {"posts": []}, [], 3])
def test_an_answer_without_its_list_is_unreadable(told: object) -> None:
    with pytest.raises(Unreadable):
        collect(lambda asked: reply(told))


def test_junk_in_a_list_is_refused_piece_by_piece() -> None:
    page = collect(lambda asked: reply({"feed": [None, 3, {}, [], {"post": {}}, item(3)]}))
    assert (len(page.posts), len(page.refused)) == (1, 5)


def test_a_repost_is_counted_and_not_a_post() -> None:
    told = {"feed": pairs.sample(SAMPLES, "feed")["feed"]}
    page = collect(lambda asked: reply(told))
    assert ([post.text for post in page.posts], page.skipped) == (["Ja, van de markt."], 1)


def test_a_search_asks_for_the_latest_and_a_feed_for_itself() -> None:
    def asked_for(kind: SourceKind, address: str) -> str:
        with serving(lambda asked: reply({"posts": [], "feed": []})) as server:
            client.collect(http_to(server), kind=kind, address=address, now=NOW, server=VIEW)
            return server.asked[0].path

    assert "searchPosts?q=%23tuin&sort=latest" in asked_for(SourceKind.BLUESKY_SEARCH, "#tuin")
    feed = f"at://{DID}/app.bsky.feed.generator/x"
    assert "getFeed?feed=" in asked_for(SourceKind.BLUESKY_LIST, feed)
    assert "getListFeed?list=" in asked_for(
        SourceKind.BLUESKY_LIST, f"at://{DID}/app.bsky.graph.list/x"
    )


def test_too_many_requests_say_how_long_to_wait() -> None:
    headers = {"Retry-After": "60"}
    with pytest.raises(RateLimited) as caught:
        collect(lambda asked: Reply(429, b"{}", headers))
    assert caught.value.wait == 60


class Repo:
    """An account's own data server and directory: records by key, oldest first on request."""

    def __init__(self, minutes: range) -> None:
        self.keys = [new_tid(at(minute)) for minute in minutes]
        self.document: object = {
            "id": DID, "alsoKnownAs": ["at://mirjam.example"],
            "service": [{"id": "#atproto_pds", "serviceEndpoint": PDS}],
        }  # fmt: skip

    def __call__(self, asked: Asked) -> Reply:
        if "listRecords" in asked.path:
            return reply({"records": [self.record(key) for key in self.chosen(asked)]})
        if "resolveHandle" in asked.path:
            return reply({"did": DID})
        if "getRecord" in asked.path:
            return reply({"error": "RecordNotFound", "message": "Could not locate record"}, 400)
        return reply(self.document)

    def chosen(self, asked: Asked) -> list[str]:
        query = parse_qs(urlsplit(asked.path).query)
        limit, cursor = int(query["limit"][0]), query.get("cursor", [""])[0]
        if "reverse" in query:
            return [key for key in sorted(self.keys) if key > cursor][:limit]
        return sorted(self.keys, reverse=True)[:limit]

    def record(self, key: str) -> dict[str, object]:
        value = {"$type": "app.bsky.feed.post", "text": key, "createdAt": at(1).isoformat()}
        return {"uri": f"at://{DID}/app.bsky.feed.post/{key}", "cid": "bafy", "value": value}


ACCOUNT: dict[str, Any] = {"kind": SourceKind.BLUESKY_ACCOUNT, "address": DID}


def account(repo: Repo, mark: Bookmark = client.START) -> Page:
    return collect(repo, mark, limit=20, **ACCOUNT)


def test_an_account_is_read_on_from_its_last_key() -> None:
    repo = Repo(range(5))
    mark = account(repo).bookmark
    repo.keys += Repo(range(100, 155)).keys
    lengths, more = [], True
    while more:
        page = account(repo, mark)
        lengths.append(len(page.posts))
        mark, more = page.bookmark, page.more
    assert lengths == [20, 20, 15]
    assert not account(repo, mark).posts


def test_an_account_without_posts_begins_at_its_first() -> None:
    repo = Repo(range(0))
    mark = account(repo).bookmark
    repo.keys += Repo(range(30)).keys
    assert account(repo, mark).more


def test_a_key_from_the_future_does_not_hide_what_comes_after() -> None:
    repo = Repo(range(5))
    repo.keys += [new_tid(NOW + timedelta(days=900)), "zzz-eigen-sleutel"]
    mark = account(repo).bookmark
    new = new_tid(NOW)
    repo.keys.append(new)
    assert new in {post.text for post in account(repo, mark).posts}


def test_an_account_is_called_by_a_handle_only_when_it_leads_back() -> None:
    repo = Repo(range(1))
    assert account(repo).title == "mirjam.example"
    repo.document = {"id": DID, "service": [{"id": "#atproto_pds", "serviceEndpoint": PDS}]}
    assert account(repo).title == DID


def test_a_document_about_somebody_else_is_not_believed() -> None:
    repo = Repo(range(1))
    repo.document = {"id": "did:plc:aaaaaaaaaaaaaaaaaaaaaaaa", "service": []}
    with pytest.raises(Unreadable):
        account(repo)


@pytest.mark.parametrize(
    ("error", "kind"),
    [("RepoNotFound", NotFound), ("RepoTakendown", Gone), ("RepoDeactivated", Gone)],
)
def test_an_account_that_is_gone_says_how(error: str, kind: type[Exception]) -> None:
    repo = Repo(range(1))

    def gone(asked: Asked) -> Reply:
        return reply({"error": error}, 400) if "listRecords" in asked.path else repo(asked)

    with pytest.raises(kind):
        collect(gone, **ACCOUNT)


def thread(told: object) -> tuple[Post, ...]:
    with serving(lambda asked: reply({"thread": told})) as server:
        return client.thread(http_to(server), uri="at://x", now=NOW, server=VIEW)


def test_a_thread_is_flattened_oldest_first() -> None:
    node = item(5) | {"parent": item(3), "replies": [item(9) | {"replies": [item(12)]}, item(7)]}
    assert [post.text for post in thread(node)] == ["3", "5", "7", "9", "12"]


@pytest.mark.parametrize(
    "told", [None, 3, {}, {"notFound": True}, {"replies": 3}, item(1) | {"replies": {}}]
)
def test_a_thread_of_junk_does_no_harm(told: object) -> None:
    assert len(thread(told)) <= 1


def test_a_thread_too_deep_for_recursion_is_read_all_the_same() -> None:
    node: dict[str, Any] = {"post": None}
    for minute in range(400):
        node = item(minute) | {"replies": [node]}
    assert len(thread(node)) == 400


@pytest.mark.parametrize("uri", ["", "https://bsky.app/x", "at://did:plc:x", f"at://{DID}/a"])
def test_what_is_no_post_is_refused_before_asking(uri: str) -> None:
    with serving(lambda asked: reply({})) as server, pytest.raises(BadAddress):
        client.post(http_to(server), uri=uri, now=NOW)
