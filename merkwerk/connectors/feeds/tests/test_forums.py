"""Forums: who answers what, whose words they are, and where their feeds are."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest

from merkwerk.connectors.errors import NotFound
from merkwerk.connectors.feeds import discover, forums, translate
from merkwerk.connectors.tests.loopback import Asked, Handler, Reply, http_to, serving

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
FEED = b"<rss><channel><title>T</title><item><guid>1</guid><title>A</title></item></channel></rss>"
PAGE = b'<html><head><meta name="generator" content="Discourse 3.6 - https://x"></head></html>'


@pytest.mark.parametrize(
    ("guid", "link", "root"),
    [
        ("forum.example-post-211-2", "", "forum.example-post-211-1"),
        ("forum.example-post-211-1", "", ""),
        ("forum.example-topic-211", "", ""),
        ("t1_abc", "https://www.reddit.com/r/x/comments/1abc2d/title/abc/", "t3_1abc2d"),
        ("t1_abc", "https://www.reddit.com/r/x/", ""),
        ("t3_1abc2d", "https://www.reddit.com/r/x/comments/1abc2d/title/", ""),
        ("https://site.example/1", "https://site.example/1", ""),
    ],
)
def test_an_answer_names_what_it_belongs_to(guid: str, link: str, root: str) -> None:
    assert forums.root(guid, link) == root


def test_a_count_below_a_topic_is_not_its_authors_words() -> None:
    tail = '<p><small>{} posts - 2 participants</small></p><p><a href="https://x/t/1">Read</a></p>'
    told = {forums.words("<p>Een zin</p>" + tail.format(n), "x-topic-1", "") for n in (3, 4)}
    assert told == {("<p>Een zin</p>", "")}


def test_other_feeds_keep_their_last_link() -> None:
    html = '<p>Een zin</p><p><a href="https://x/">Lees verder</a></p>'
    assert forums.words(html, "https://x/1", "") == (html, "")


def test_the_standard_for_answers_is_read() -> None:
    body = (
        '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:thr="http://purl.org/syndication/thread/1.0">'
        "<title>T</title><entry><id>b</id><title>B</title><thr:in-reply-to ref='a'/></entry></feed>"
    )
    page = translate.page(body.encode(), address="https://site.example/f", now=NOW)
    assert (page.posts[0].reply_to, page.posts[0].root) == ("site.example a", "")


@pytest.mark.parametrize(
    ("address", "feed"),
    [
        ("https://www.reddit.com/r/bruggen", "https://www.reddit.com/r/bruggen/.rss"),
        ("https://old.reddit.com/r/bruggen/", "https://www.reddit.com/r/bruggen/.rss"),
        ("https://reddit.com/user/kees", "https://www.reddit.com/user/kees/.rss"),
        (
            "https://www.reddit.com/r/x/comments/1a/b/",
            "https://www.reddit.com/r/x/comments/1a/b/.rss",
        ),
        ("https://www.reddit.com/r/bruggen/.rss", "https://www.reddit.com/r/bruggen/.rss"),
        ("https://www.reddit.com/", ""),
        ("https://site.example/r/bruggen", ""),
        ("https://[", ""),
    ],
)
def test_a_reddit_page_has_its_feed(address: str, feed: str) -> None:
    assert forums.direct(address) == feed


@pytest.mark.parametrize(
    ("path", "own"),
    [
        ("/", ""),
        ("/t/wie-kent/211", "/t/wie-kent/211.rss"),
        ("/t/wie-kent/211/4", "/t/wie-kent/211.rss"),
        ("/c/techniek/7", "/c/techniek/7.rss"),
        ("/c/techniek/bruggen/9/l/latest", "/c/techniek/bruggen/9.rss"),
        ("/tag/hout", "/tag/hout.rss"),
        ("/forum/t/wie-kent/211", "/forum/t/wie-kent/211.rss"),
        ("/u/anna", ""),
    ],
)
def test_a_forums_page_has_its_feed(path: str, own: str) -> None:
    found = forums.beside(f"https://site.example{path}", PAGE.decode())
    latest = "/forum/latest.rss" if path.startswith("/forum") else "/latest.rss"
    assert found == [f"https://site.example{one}" for one in (own, latest) if one]


def test_other_pages_are_no_forum() -> None:
    assert forums.beside("https://site.example/t/a/1", "<html></html>") == []


def forum(asked: Asked) -> Reply:
    if asked.path in ("/latest.rss", "/c/techniek/7.rss"):
        return Reply(body=FEED.replace(b"<title>T", b"<title>" + asked.path.encode()))
    return Reply(body=PAGE, headers={"Content-Type": "text/html"})


def found(handler: Handler, address: str) -> list[str]:
    with serving(handler) as server:
        return [one.address for one in discover.find(http_to(server), address, NOW)]


def test_the_ordinary_address_of_a_forum_leads_to_its_feed() -> None:
    assert found(forum, "http://site.example") == ["http://site.example/latest.rss"]


def test_a_category_leads_to_its_own_feed_first() -> None:
    assert found(forum, "http://site.example/c/techniek/7")[0] == (
        "http://site.example/c/techniek/7.rss"
    )


def test_what_reddit_does_not_have_is_not_found() -> None:
    with serving(lambda asked: Reply(404)) as server, pytest.raises(NotFound):
        discover._at(http_to(server), "http://www.reddit.com/r/nergens/.rss", NOW)


@pytest.mark.parametrize(
    "piece", ["<p>", " ", "submitted by ", "<p><small>1</small></p> ", "&#32;"]
)
def test_hostile_tails_end_in_time(piece: str) -> None:
    html = piece * (100_000 // len(piece))
    began = time.process_time()
    for guid in ("t3_a", "x-topic-1"):
        for _ in range(20):
            forums.words(html, guid, "")
    assert time.process_time() - began < 2
