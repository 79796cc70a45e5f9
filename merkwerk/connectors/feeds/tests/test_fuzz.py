"""Whatever a feed holds: a page or a ConnectorError, within time, and nothing hostile in it."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from merkwerk.connectors.errors import ConnectorError
from merkwerk.connectors.feeds import translate
from merkwerk.connectors.values import Page

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
SAMPLES = Path(__file__).parents[1] / "samples"
BODIES = [p.read_bytes() for p in sorted(SAMPLES.iterdir()) if ".expected." not in p.name]
PIECES = [
    b"<item>", b"</item>", b"<entry>", b"</entry>", b"<![CDATA[", b"]]>", b"<!--", b"-->", b"&",
    b"&#0;", b"&#x110000;", b"&amp;lt;", b"\x00", b"\xff", b"\xed\xa0\x80", b"<!DOCTYPE x [",
    b"<?xml",
    b"<link/>", b"<title", b" xml:base='//['", b" xml:lang='\xe2\x80\xae'", b"http://[::1", b"{",
    b"[",
    b'"items": 3,', b"null", b"1e999", b"\\ud800", b"javascript:", b"9999-99-99T99:99:99+99:99",
    b"<guid isPermaLink='true'>http://[", b"\xe2\x80\xae", b" rel='alternate' href='http://a:b:c'",
]  # fmt: skip
QUICK = settings(
    max_examples=150, deadline=4000, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)


def read(body: bytes, cursor: str = "", kind: str = "") -> Page | None:
    started = time.process_time()
    try:
        page = translate.page(
            body, address="https://a.example/f", now=NOW, cursor=cursor, content_type=kind
        )
    except ConnectorError:
        page = None
    assert time.process_time() - started < 4
    return page


def check(page: Page | None) -> None:
    for post in page.posts if page else ():
        assert post.uid
        assert post.written <= NOW
        assert post.written.tzinfo is UTC
        assert post.url.startswith(("http://", "https://"))
        for place in (*post.links, post.author.url, *(picture.url for picture in post.pictures)):
            assert place.startswith(("http://", "https://"))
        assert "<script" not in post.html
        assert max(len(post.title), len(post.uid)) <= 500
        repr(post).encode()


@QUICK
@given(
    st.sampled_from(BODIES),
    st.lists(
        st.tuples(
            st.floats(0, 1), st.sampled_from(PIECES) | st.binary(max_size=6), st.integers(0, 40)
        ),
        min_size=1,
        max_size=8,
    ),
)
def test_mutated_feeds_never_break_it(body: bytes, changes: list[tuple[float, bytes, int]]) -> None:
    for place, piece, length in changes:
        at = int(place * len(body))
        body = body[:at] + piece + body[at + length :]
    page = read(body)
    check(page)
    if page:
        check(read(body, cursor=page.bookmark.cursor))


@QUICK
@given(st.binary(max_size=500), st.text(max_size=40), st.text(max_size=40))
def test_any_bytes_never_break_it(body: bytes, kind: str, cursor: str) -> None:
    check(read(body, cursor, kind))


@QUICK
@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=20),
        lambda inner: (
            st.lists(inner, max_size=4)
            | st.dictionaries(
                st.sampled_from(
                    ["id", "url", "title", "content_html", "authors", "author", "name", "tags",
                     "attachments", "mime_type", "date_published", "image", "language"]
                ),
                inner,
                max_size=6,
            )
        ),
        max_leaves=12,
    )
)  # fmt: skip
def test_any_json_feed_never_breaks_it(item: object) -> None:
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "items": [item, {"id": item}],
        "title": item,
    }
    check(read(json.dumps(feed).encode()))


@pytest.mark.parametrize(
    "piece",
    [b"<item>", b"<b>", b"<item></item>", b"<item><title>x</title></item>", b"<a ", b"&x;", b"<!--",
     b"<title>", b"<!DOCTYPE x>", b"<div><p>", b"<item", b"</item>", b"<x:y>", b"]]>", b"<link>"],
)  # fmt: skip
def test_a_long_hostile_feed_ends_in_time(piece: bytes) -> None:
    started = time.process_time()
    try:
        page = translate.page(
            b"<rss><channel>" + piece * (1_000_000 // len(piece)),
            address="https://a.example/f",
            now=NOW,
        )
    except ConnectorError:
        page = None
    assert time.process_time() - started < 15
    check(page)
