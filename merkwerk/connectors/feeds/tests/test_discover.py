from __future__ import annotations

from datetime import UTC, datetime

import pytest

from merkwerk.connectors import errors
from merkwerk.connectors.feeds.discover import MOST_REQUESTS, find, typed
from merkwerk.connectors.tests.loopback import Asked, Handler, Reply, http_to, serving

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


def feed(name: str, entries: int = 5) -> bytes:
    items = "".join(
        f"<item><guid>{name}{n}</guid><title>{n}</title><pubDate>2026-11-0{n + 1}</pubDate></item>"
        for n in range(entries)
    )
    return f"<rss><channel><title>{name}</title>{items}</channel></rss>".encode()


def site(pages: dict[str, bytes]) -> Handler:
    def answer(asked: Asked) -> Reply:
        body = pages.get(asked.path)
        kind = "text/html" if body and body.startswith(b"<html") else "text/xml"
        return Reply(404) if body is None else Reply(body=body, headers={"Content-Type": kind})

    return answer


def page(head: str, body: str = "") -> bytes:
    return f"<html><head>{head}</head><body>{body}</body></html>".encode()


def link(href: str, title: str = "", kind: str = "application/rss+xml") -> str:
    return f'<link rel="alternate" type="{kind}" title="{title}" href="{href}">'


def test_the_address_of_a_feed_is_that_feed() -> None:
    with serving(site({"/feed": feed("Blog")})) as server:
        found = find(http_to(server), "http://a.example/feed", NOW)
    assert [(f.address, f.title, f.server) for f in found] == [
        ("http://a.example/feed", "Blog", "a.example")
    ]
    assert [post.title for post in found[0].recent] == ["4", "3", "2"]
    assert len(server.asked) == 1


def test_a_page_names_its_feeds() -> None:
    head = link("/comments/feed", "Comments") + link("/feed", "Blog") + link("/atom", "", "text/x")
    pages = {"/": page(head), "/feed": feed("Blog"), "/comments/feed": feed("Comments", 2)}
    with serving(site(pages)) as server:
        found = find(http_to(server), "http://a.example/", NOW)
    assert [f.title for f in found] == ["Blog", "Comments"]


def test_a_base_is_respected() -> None:
    head = '<base href="http://a.example/blog/">' + link("feed")
    with serving(site({"/": page(head), "/blog/feed": feed("Blog")})) as server:
        assert find(http_to(server), "http://a.example/", NOW)[0].address.endswith("/blog/feed")


def test_a_link_on_the_page_is_followed() -> None:
    body = (
        '<a href="/about">x</a><a href="/nieuws/rss/">RSS</a><a href="http://b.example/rss">x</a>'
    )
    with serving(site({"/": page("", body), "/nieuws/rss/": feed("Nieuws")})) as server:
        found = find(http_to(server), "http://a.example/", NOW)
    assert [f.title for f in found] == ["Nieuws"]
    assert {asked.headers["host"] for asked in server.asked} == {"a.example"}


def test_the_usual_places_are_tried() -> None:
    with serving(site({"/x": page(""), "/atom.xml": feed("Atom")})) as server:
        assert find(http_to(server), "http://a.example/x", NOW)[0].title == "Atom"


def test_the_same_feed_twice_is_one() -> None:
    head = link("/feed") + link("/feed2")
    pages = {"/": page(head), "/feed": feed("Blog"), "/feed2": feed("Blog")}
    with serving(site(pages)) as server:
        assert len(find(http_to(server), "http://a.example/", NOW)) == 1


def test_a_page_without_a_feed_says_so() -> None:
    with serving(site({"/": page("")})) as server, pytest.raises(errors.NothingThere):
        find(http_to(server), "http://a.example/", NOW)
    assert len(server.asked) <= MOST_REQUESTS


def test_a_page_of_a_thousand_feeds_costs_few_requests() -> None:
    head = "".join(link(f"/missing{n}") for n in range(1000))
    with serving(site({"/": page(head)})) as server, pytest.raises(errors.NothingThere):
        find(http_to(server), "http://a.example/", NOW)
    assert len(server.asked) == MOST_REQUESTS


def test_a_picture_is_nothing_to_listen_to() -> None:
    with (
        serving(lambda asked: Reply(body=b"\x89PNG....")) as server,
        pytest.raises(errors.NothingThere),
    ):
        find(http_to(server), "http://a.example/", NOW)


def test_a_page_that_is_not_there_is_not_found() -> None:
    with serving(site({})) as server, pytest.raises(errors.NotFound):
        find(http_to(server), "http://a.example/", NOW)


def test_a_feed_named_inside_the_private_network_is_not_fetched() -> None:
    head = link("http://127.0.0.1/feed") + link("http://169.254.169.254/")
    with serving(site({"/": page(head)})) as server, pytest.raises(errors.NothingThere):
        find(http_to(server), "http://a.example/", NOW)
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("a.example", "https://a.example"),
        (" a.example/blog ", "https://a.example/blog"),
        ("http://a.example", "http://a.example"),
        ("feed://a.example/x", "https://a.example/x"),
        ("feed:https://a.example/x", "https://a.example/x"),
        ("//a.example", "https://a.example"),
        ("a.example:80/x", "https://a.example:80/x"),
        ("javascript:alert(1)", "javascript:alert(1)"),
    ],
)
def test_what_a_person_types_is_understood(text: str, address: str) -> None:
    assert typed(text) == address
