"""Real feeds, served on the loopback: each is read or refused with a reason, no entry is lost
against feedparser, and a second visit costs a 304 and brings nothing."""

from __future__ import annotations

import hashlib
import html
import io
import os
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import feedparser
import pytest

from merkwerk.connectors import errors
from merkwerk.connectors.feeds.client import collect
from merkwerk.connectors.http import Http
from merkwerk.connectors.tests.loopback import Asked, Handler, Reply, Server, http_to, serving
from merkwerk.connectors.values import Bookmark, Page

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
REPOSITORY = Path(__file__).parents[4]
DATA = Path(os.environ.get("MERKWERK_DATA") or REPOSITORY.parent / "shared" / "data")
FEEDS = DATA / "feeds" / "demo" / "rss"
POSTS = DATA / "feeds" / "demo" / "dutch_government_blog"
needs_data = pytest.mark.skipif(
    not FEEDS.is_dir() or not POSTS.is_dir(),
    reason="recorded feeds are not there (MERKWERK_DATA names the folder of data)",
)
NO_FEEDS = {"unrecognized.rss"}


def conditional(bodies: dict[str, bytes]) -> Handler:
    """A server of files that knows ETags."""

    def answer(asked: Asked) -> Reply:
        body = bodies.get(asked.path)
        if body is None:
            return Reply(404)
        etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        if asked.headers.get("if-none-match") == etag:
            return Reply(304, headers={"ETag": etag})
        return Reply(body=body, headers={"ETag": etag})

    return answer


def recorded() -> dict[str, bytes]:
    return {f"/{path.name}": path.read_bytes() for path in sorted(FEEDS.iterdir())}


@pytest.fixture(scope="module")
def shelf() -> Iterator[tuple[Http, Server, dict[str, bytes]]]:
    bodies = recorded()
    with serving(conditional(bodies)) as server:
        yield http_to(server), server, bodies


def count(page: Page) -> int:
    """Entries accounted for: posts, and entries refused one by one with a reason."""
    return len(page.posts) + sum(r.code in ("empty", "repeated") for r in page.refused)


@needs_data
def test_every_recorded_feed_is_read_or_refused_with_a_reason(
    shelf: tuple[Http, Server, dict[str, bytes]],
) -> None:
    http, _, bodies = shelf
    assert len(bodies) >= 30
    for name in bodies:
        if name.strip("/") in NO_FEEDS:
            with pytest.raises(errors.Unreadable, match="web page"):
                collect(http, f"http://a.example{name}", Bookmark(), now=NOW)
        else:
            page = collect(http, f"http://a.example{name}", Bookmark(), now=NOW)
            assert page.posts or page.refused, name


@needs_data
def test_no_fewer_entries_than_feedparser(
    shelf: tuple[Http, Server, dict[str, bytes]],
) -> None:
    http, _, bodies = shelf
    ours = theirs = 0
    for name, body in bodies.items():
        if name.strip("/") in NO_FEEDS:
            continue
        expected = len(feedparser.parse(io.BytesIO(body)).entries)
        found = count(collect(http, f"http://a.example{name}", Bookmark(), now=NOW))
        assert found >= expected, name
        ours, theirs = ours + found, theirs + expected
    assert ours >= theirs * 0.99 > 800


@needs_data
def test_a_second_visit_costs_a_304_and_brings_nothing(
    shelf: tuple[Http, Server, dict[str, bytes]],
) -> None:
    http, server, bodies = shelf
    for name in bodies:
        if name.strip("/") in NO_FEEDS:
            continue
        place = f"http://a.example{name}"
        first = collect(http, place, Bookmark(), now=NOW)
        second = collect(http, place, first.bookmark, now=NOW)
        assert (second.unchanged, second.posts, second.bookmark) == (True, (), first.bookmark)
        assert "if-none-match" in server.asked[-1].headers


@needs_data
def test_what_is_read_is_readable() -> None:
    bodies = recorded()
    with serving(conditional(bodies)) as server:
        http = http_to(server)
        titles = {}
        for name in ("windows-1251", "ISO-8859-1", "urdu"):
            path = next(n for n in bodies if name.lower() in n.lower())
            titles[name] = collect(http, f"http://a.example{path}", Bookmark(), now=NOW).posts[0]
    assert re.search("[А-Яа-я]", titles["windows-1251"].text + titles["windows-1251"].title)
    assert re.search("[äöüß]", titles["ISO-8859-1"].text)
    assert re.search("[\u0600-\u06ff]", titles["urdu"].title)


def government_feed(paths: list[Path]) -> bytes:
    """The posts of a government weblog (Markdown with front matter) as an Atom feed."""
    return f"""<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="nl"><title>Weblog</title>
<id>https://weblog.example/</id><link href="https://weblog.example/"/>
{"".join(government_entry(path) for path in paths)}</feed>""".encode()


def government_entry(path: Path) -> str:
    text = path.read_text(encoding="utf-8")
    front = re.match(r"---\n(.*?)\n---\n", text, re.DOTALL)
    assert front is not None
    authors = re.search(r"authors:\s*\[?([\w-]+)", front.group(1))
    tags = re.search(r"tags:\s*\[([^\]]*)\]", front.group(1))
    heading = re.search(r"^# (.+)$", text, re.MULTILINE)
    date = re.match(r"(\d{4})-?(\d\d)-?(\d\d)", path.stem) or re.search(
        r"date:\s*(\d{4})-(\d\d)-(\d\d)", front.group(1)
    )
    words = "".join(
        f"<p>{html.escape(part)}</p>" for part in text[front.end() :].split("\n\n") if part
    )
    subjects = "".join(
        f'<category term="{html.escape(tag.strip())}"/>'
        for tag in (tags.group(1).split(",") if tags else [])
    )
    return f"""<entry><id>https://weblog.example/{path.stem}</id>
<link href="https://weblog.example/{path.stem}"/>
<title>{html.escape(heading.group(1) if heading else path.stem)}</title>
<author><name>{authors.group(1) if authors else "redactie"}</name></author>
<published>{"-".join(date.groups()) if date else "2024-01-01"}</published>{subjects}
<content type="html">{html.escape(words)}</content></entry>"""


@needs_data
def test_a_dutch_government_weblog_is_read_whole() -> None:
    paths = sorted(POSTS.rglob("*.md*"))
    with serving(conditional({"/feed": government_feed(paths)})) as server:
        http = http_to(server)
        place = "http://weblog.example/feed"
        page = collect(http, place, Bookmark(), now=NOW)
        again = collect(http, place, page.bookmark, now=NOW)
    assert len(page.posts) == len(paths) >= 68
    assert all(len(post.text) > 100 and post.title for post in page.posts)
    assert {post.language for post in page.posts} == {"nl"}
    assert len({post.author.uid for post in page.posts}) > 5
    assert sum(bool(post.tags) for post in page.posts) > 20
    assert again.unchanged


@needs_data
def test_a_new_government_post_is_the_only_new_one() -> None:
    paths = sorted(POSTS.rglob("*.md*"))
    bodies = {"/feed": government_feed(paths[:-1])}
    with serving(conditional(bodies)) as server:
        http = http_to(server)
        place = "http://weblog.example/feed"
        first = collect(http, place, Bookmark(), now=NOW)
        bodies["/feed"] = government_feed(paths)
        second = collect(http, place, first.bookmark, now=NOW)
    assert [post.url for post in second.posts] == [f"https://weblog.example/{paths[-1].stem}"]
