from __future__ import annotations

from datetime import UTC, datetime

import pytest

from merkwerk.connectors import errors
from merkwerk.connectors.feeds.client import collect
from merkwerk.connectors.tests.loopback import Asked, Handler, Reply, http_to, serving
from merkwerk.connectors.values import Bookmark

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
FEED = b"<rss><channel><title>T</title><item><guid>1</guid><title>A</title></item></channel></rss>"
PLACE = "http://a.example/feed"


def careful(asked: Asked) -> Reply:
    """A server that knows conditional requests."""
    fields = {"ETag": '"x"', "Last-Modified": "Fri, 20 Nov 2026 09:00:00 GMT"}
    if asked.headers.get("if-none-match") == '"x"':
        return Reply(304, headers={**fields, "Cache-Control": "max-age=900"})
    return Reply(body=FEED, headers=fields)


def plainly(asked: Asked) -> Reply:
    return Reply(body=FEED)


def moving(status: int) -> Handler:
    def answer(asked: Asked) -> Reply:
        if asked.path == "/feed":
            return Reply(status, headers={"Location": "http://b.example/new"})
        return Reply(body=FEED)

    return answer


def test_a_first_visit_brings_everything() -> None:
    with serving(careful) as server:
        page = collect(http_to(server), PLACE, Bookmark(), now=NOW)
    assert [post.title for post in page.posts] == ["A"]
    assert (page.title, page.unchanged, page.moved_to) == ("T", False, "")
    assert page.bookmark.etag == '"x"'


def test_a_second_visit_costs_a_304() -> None:
    with serving(careful) as server:
        http = http_to(server)
        first = collect(http, PLACE, Bookmark(), now=NOW)
        second = collect(http, PLACE, first.bookmark, now=NOW)
    assert (second.posts, second.unchanged, second.wait) == ((), True, 900.0)
    assert second.bookmark == first.bookmark
    assert server.asked[1].headers["if-modified-since"] == "Fri, 20 Nov 2026 09:00:00 GMT"


def test_the_same_body_is_unchanged_without_a_304() -> None:
    with serving(plainly) as server:
        http = http_to(server)
        first = collect(http, PLACE, Bookmark(), now=NOW)
        second = collect(http, PLACE, first.bookmark, now=NOW)
    assert (second.posts, second.unchanged) == ((), True)
    assert second.bookmark.cursor == first.bookmark.cursor


def test_a_new_date_around_the_same_entries_is_unchanged() -> None:
    bodies = [FEED, FEED.replace(b"<item>", b"<lastBuildDate>x</lastBuildDate><item>")]
    with serving(lambda asked: Reply(body=bodies.pop(0))) as server:
        http = http_to(server)
        first = collect(http, PLACE, Bookmark(), now=NOW)
        second = collect(http, PLACE, first.bookmark, now=NOW)
    assert (second.posts, second.unchanged) == ((), True)


@pytest.mark.parametrize(
    ("status", "moved"),
    [(301, "http://b.example/new"), (308, "http://b.example/new"), (302, ""), (307, "")],
)
def test_a_permanent_move_is_told(status: int, moved: str) -> None:
    with serving(moving(status)) as server:
        assert collect(http_to(server), PLACE, Bookmark(), now=NOW).moved_to == moved


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (404, errors.NotFound),
        (410, errors.Gone),
        (403, errors.Forbidden),
        (500, errors.ServerTrouble),
    ],
)
def test_a_refusal_has_its_type(status: int, kind: type[errors.ConnectorError]) -> None:
    with serving(lambda asked: Reply(status)) as server, pytest.raises(kind):
        collect(http_to(server), PLACE, Bookmark(), now=NOW)


def test_being_told_to_wait_is_kept() -> None:
    with (
        serving(lambda asked: Reply(429, headers={"Retry-After": "30"})) as server,
        pytest.raises(errors.RateLimited) as caught,
    ):
        collect(http_to(server), PLACE, Bookmark(), now=NOW)
    assert caught.value.wait == 30.0


def test_a_web_page_where_a_feed_was_is_unreadable() -> None:
    with (
        serving(lambda asked: Reply(body=b"<html><body>For sale</body></html>")) as server,
        pytest.raises(errors.Unreadable),
    ):
        collect(http_to(server), PLACE, Bookmark(), now=NOW)


def test_an_absurd_etag_is_not_sent_back() -> None:
    with serving(lambda asked: Reply(body=FEED, headers={"ETag": "x" * 5000})) as server:
        page = collect(http_to(server), PLACE, Bookmark(), now=NOW)
    assert page.bookmark.etag == ""
