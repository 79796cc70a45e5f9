from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest

from merkwerk.connectors import errors, pages
from merkwerk.connectors.tests.loopback import Reply, http_to, serving
from merkwerk.connectors.values import Post
from merkwerk.connectors.web.client import read

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
PAGE = """<!doctype html><html lang="nl-NL"><head><meta charset="utf-8">
<title>Titel &amp; meer</title>
<!-- <title>niet deze</title> --><script>var x = '<title>ook niet</title>';</script>
<meta property="og:title" content="Een brug van hout">
<meta name="description" content="Over &quot;bruggen&quot;">
<meta name="author" content="Anna de Wit"><meta property="og:site_name" content="Werkplaats">
<meta property="article:published_time" content="2026-11-20T10:00:00+01:00">
<meta property="og:image" content="/brug.jpg"><link rel="canonical" href="/2026/brug">
<link rel="alternate" type="application/rss+xml" href="/feed" title="Blog"></head>
<body><nav>Menu</nav><header>Kop</header><article><h1>Een brug</h1><p>We bouwden een
<a href="https://ander.example/">brug</a>.</p><aside>Lees ook</aside>
<script>alert(1)</script></article>
<footer>Voet</footer></body></html>"""


def fetched(text: str | bytes, **fields: str) -> Post:
    body = text if isinstance(text, bytes) else text.encode()
    headers = {"Content-Type": "text/html", **{k.replace("_", "-"): v for k, v in fields.items()}}
    with serving(lambda asked: Reply(body=body, headers=headers)) as server:
        return read(http_to(server), "http://a.example/x?utm=1#top", NOW)


def test_a_page_becomes_a_post() -> None:
    post = fetched(PAGE)
    assert (post.title, post.language) == ("Een brug van hout", "nl")
    assert post.text == "Een brug\n\nWe bouwden een brug."
    assert post.uid == post.url == "http://a.example/2026/brug"
    assert post.links == ("https://ander.example/",)
    assert post.written == datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
    assert [picture.url for picture in post.pictures] == ["http://a.example/brug.jpg"]


def test_its_author_is_a_person_of_that_site() -> None:
    author = fetched(PAGE).author
    assert (author.name, author.uid) == ("Anna de Wit", "https://a.example/#Anna de Wit")
    assert author.indexable


def test_a_page_without_an_author_is_the_sites() -> None:
    author = fetched("<html><head><title>x</title></head></html>").author
    assert (author.name, author.uid) == ("a.example", "https://a.example/")


def test_a_foreign_canonical_address_is_not_believed() -> None:
    text = '<html><head><link rel="canonical" href="https://victim.example/1"></head></html>'
    assert fetched(text).uid == "http://a.example/x?utm=1"


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ('<html><head><meta name="robots" content="NOINDEX"></head></html>', {}),
        ("<html></html>", {"X_Robots_Tag": "noindex, nofollow"}),
    ],
)
def test_the_wish_not_to_be_indexed_is_kept(text: str, fields: dict[str, str]) -> None:
    assert not fetched(text, **fields).author.indexable


def test_a_page_without_words_has_its_description() -> None:
    text = '<html><head><meta name="description" content="Kort"></head><body></body></html>'
    assert fetched(text).text == "Kort"


def test_its_own_charset_is_read() -> None:
    text = '<html><head><meta charset="windows-1251"><title>Привет</title></head></html>'
    assert fetched(text.encode("cp1251")).title == "Привет"


def test_a_date_in_the_future_is_now() -> None:
    text = '<html><head><meta name="date" content="2040-01-01"></head></html>'
    assert fetched(text).written == NOW


def test_what_is_no_page_is_unreadable() -> None:
    with pytest.raises(errors.Unreadable):
        fetched(b"%PDF-1.7", Content_Type="application/pdf")


def test_nothing_hostile_comes_through() -> None:
    post = fetched(
        "<html><head><title><script>alert(1)</script></title>"
        '<meta property="og:image" content="javascript:alert(1)"></head>'
        '<body onload=x><p onclick=y>Hi <a href="javascript:x">z</a><img src=x onerror=y></p>'
    )
    assert "onerror" not in post.html
    assert "javascript" not in repr(post)


@pytest.mark.parametrize(
    "piece", ["<meta ", "<a href='x'", "<!--", "<script>", "<title>", "<link rel=x>", "<article>",
              "<a x=\"", "</script", "-->", "<p>"],
)  # fmt: skip
def test_a_long_hostile_page_costs_little(piece: str) -> None:
    started = time.process_time()
    fetched("<html>" + piece * (2_000_000 // len(piece)))
    assert time.process_time() - started < 4


def test_feeds_are_found_in_order() -> None:
    assert pages.head(PAGE, "http://a.example/x").feeds == [("http://a.example/feed", "Blog")]
