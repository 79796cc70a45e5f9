"""Where a page takes webmentions, in the spellings of the specification and of its test site."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from merkwerk.connectors.errors import BadAddress, Unreachable
from merkwerk.connectors.tests.loopback import Asked, Reply, http_to, serving
from merkwerk.connectors.webmention import find_endpoint

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
HTML = {"Content-Type": "text/html; charset=utf-8"}
PAGE = "http://page.example/posts/1"


def found(body: str = "", **headers: str) -> str:
    """The endpoint of a page like this."""
    told = HTML | {name.replace("_", "-"): value for name, value in headers.items()}
    with serving(lambda asked: Reply(200, body.encode(), told)) as server:
        return find_endpoint(http_to(server), PAGE, now=NOW)


@pytest.mark.parametrize(
    ("body", "endpoint"),
    [
        ('<link rel="webmention" href="/wm">', "http://page.example/wm"),
        ('<link rel=webmention href=wm>', "http://page.example/posts/wm"),
        ('<a rel="webmention" href="https://else.example/wm?a=1">x</a>', "https://else.example/wm?a=1"),
        ('<a href="/one" rel="me WebMention">x</a><link rel="webmention" href="/two">', "http://page.example/one"),
        ('<link rel="webmention" href="">', PAGE),
        ('<!-- <link rel="webmention" href="/no"> --><a rel="webmention" href="/yes">', "http://page.example/yes"),
        ('&lt;link rel="webmention" href="/no"&gt;', ""),
        ('<link rel="not-webmention" href="/no">', ""),
        ('<link rel="webmention"><a rel="webmention" href="/yes">x</a>', "http://page.example/yes"),
        ("<p>Nothing.</p>", ""),
    ],
)  # fmt: skip
def test_the_first_one_in_the_page_counts(body: str, endpoint: str) -> None:
    assert found(f"<!doctype html><html>{body}</html>") == endpoint


@pytest.mark.parametrize(
    "field",
    [
        '</wm>; rel="webmention"',
        "</wm>; rel=webmention",
        '</x>; rel="other", </wm>; rel="me webmention"',
        '</wm>; title="a, b"; REL="webmention"',
    ],
)
def test_a_header_goes_before_the_page(field: str) -> None:
    assert found('<link rel="webmention" href="/page">', Link=field) == "http://page.example/wm"


def test_a_relative_one_holds_against_the_address_after_redirects() -> None:
    def answer(asked: Asked) -> Reply:
        if asked.path == "/posts/1":
            return Reply(302, b"", {"Location": "/moved/here/"})
        return Reply(200, b'<html><link rel="webmention" href="wm"></html>', HTML)

    with serving(answer) as server:
        place = find_endpoint(http_to(server), PAGE, now=NOW)
    assert place == "http://page.example/moved/here/wm"


def test_a_page_that_leads_in_circles_is_left() -> None:
    with (
        serving(lambda asked: Reply(302, b"", {"Location": asked.path})) as server,
        pytest.raises(Unreachable),
    ):
        find_endpoint(http_to(server), PAGE, now=NOW)


def test_an_endpoint_that_is_no_web_address_is_refused() -> None:
    with pytest.raises(BadAddress):
        found('<html><link rel="webmention" href="ftp://page.example/wm"></html>')
