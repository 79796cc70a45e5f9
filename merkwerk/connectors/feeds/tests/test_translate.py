"""What the samples do not show: identity over several visits, and what is refused."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from merkwerk.connectors.errors import Unreadable
from merkwerk.connectors.feeds import translate
from merkwerk.connectors.values import Page

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


def rss(*items: str) -> bytes:
    inner = "".join(f"<item>{item}</item>" for item in items)
    return f"<rss><channel><title>T</title>{inner}</channel></rss>".encode()


def read(body: bytes, **more: Any) -> Page:
    return translate.page(body, **{"address": "https://a.example/feed", "now": NOW, **more})


def test_an_edited_entry_keeps_its_identity_and_changes_its_revision() -> None:
    first = read(rss("<guid>1</guid><title>A</title>"))
    later = read(rss("<guid>1</guid><title>B</title>"), cursor=first.bookmark.cursor)
    assert first.posts[0].uid == later.posts[0].uid
    assert first.posts[0].revision != later.posts[0].revision


def test_the_same_entry_keeps_its_revision_whatever_stands_around_it() -> None:
    entry = "<guid>1</guid><title>A</title>"
    first = read(rss(entry))
    later = read(rss("<guid>2</guid><title>B</title>", entry + " "))
    assert later.posts[1].revision == first.posts[0].revision


def test_a_usual_visit_brings_the_new_entry_only() -> None:
    first = read(rss("<guid>1</guid><title>A</title>", "<guid>2</guid><title>B</title>"))
    body = rss(
        "<guid>3</guid><title>C</title>",
        "<guid>1</guid><title>A</title>",
        "<guid>2</guid><title>B</title>",
    )
    later = read(body, cursor=first.bookmark.cursor)
    assert [post.title for post in later.posts] == ["C"]
    assert not later.unchanged


def test_fewer_entries_are_nothing_new() -> None:
    first = read(rss("<guid>1</guid><title>A</title>", "<guid>2</guid><title>B</title>"))
    later = read(rss("<guid>2</guid><title>B</title>"), cursor=first.bookmark.cursor)
    assert (later.posts, later.unchanged) == ((), True)


def test_a_feed_without_entries_is_a_feed() -> None:
    assert read(rss()).posts == ()
    assert read(b'<feed xmlns="http://www.w3.org/2005/Atom"><title>x</title></feed>').title == "x"


def test_how_entries_are_told_apart_stays_as_it_was_settled() -> None:
    first = read(rss(*(f"<guid>0</guid><link>/{n}</link><title>{n}</title>" for n in "abc")))
    more = rss("<guid>0</guid><link>/d</link><title>d</title>")
    later = read(more, cursor=first.bookmark.cursor)
    assert later.posts[0].uid == "https://a.example/d"


def test_a_repeated_guid_is_told_and_not_doubled() -> None:
    items = [f"<guid>{n}</guid><title>{n}</title>" for n in "abcd"]
    page = read(rss(*items, "<guid>a</guid><title>again</title>"))
    assert [post.title for post in page.posts] == ["a", "b", "c", "d"]
    assert page.refused[0].code == "repeated"


def test_a_moved_feed_keeps_its_posts() -> None:
    first = read(rss("<guid>1</guid><title>A</title>"))
    later = read(
        rss("<guid>1</guid><title>B</title>"),
        cursor=first.bookmark.cursor,
        address="https://new.example/feed",
    )
    assert later.posts[0].uid == first.posts[0].uid


def test_no_feed_can_speak_for_another() -> None:
    victim = read(rss("<guid>https://a.example/1</guid><title>A</title>")).posts[0]
    thief = read(
        rss("<guid>https://a.example/1</guid><title>B</title><author>x</author>"),
        address="https://evil.example/feed",
    ).posts[0]
    assert victim.uid == "https://a.example/1"
    assert thief.uid != victim.uid
    assert thief.author.uid != victim.author.uid


def test_www_is_the_same_site() -> None:
    body = rss("<guid>https://www.a.example/1</guid><title>A</title>")
    assert read(body).posts[0].uid == "https://www.a.example/1"


def test_very_long_things_are_cut() -> None:
    page = read(
        rss(
            f"<guid>{'g' * 9000}</guid><title>{'t' * 9000}</title>"
            f"<description>{'w ' * 90000}</description>"
            + "".join(f"<category>{n}</category>" for n in range(900))
        )
    )
    post = page.posts[0]
    assert (len(post.uid) <= 500, len(post.title), len(post.tags)) == (True, 500, 50)
    assert len(post.text) <= 20_000


def test_too_many_entries_are_told() -> None:
    page = read(rss(*(f"<guid>{n}</guid><title>{n}</title>" for n in range(700))))
    assert len(page.posts) == translate.MOST
    assert page.refused[-1].code == "too-many"


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"<!doctype html><html><head><title>x</title></head></html>", "web page"),
        (b"<html><body>x</body></html>", "web page"),
        (b'<?xml version="1.0"?><note><to>x</to></note>', "<note>"),
        (b'{"a": 1}', "JSON"),
        (b"[1, 2]", "JSON"),
        (b"{broken", "JSON"),
        (b"hello", "no feed"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "no feed"),
        (b"", "empty"),
    ],
)
def test_what_is_no_feed_says_why(body: bytes, reason: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read(body)
    assert reason in caught.value.detail


def test_entities_declared_in_utf16_do_not_unfold_either() -> None:
    bomb = '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE r [<!ENTITY a "boom">]>'
    body = bomb.encode(
        "utf-16"
    ) + "<rss><channel><item><title>&a;</title></item></channel></rss>".encode("utf-16-le")
    assert "boom" not in str(read(body).posts)
