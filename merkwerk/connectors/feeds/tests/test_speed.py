"""The usual visit (one new entry among many) against reading everything, and against feedparser,
in one run, by CPU time."""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from datetime import UTC, datetime

import feedparser

from merkwerk.connectors.feeds import strict, translate
from merkwerk.connectors.feeds.decode import to_utf8

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
WORDS = "Een zin over bruggen, water en wat daar tussen ligt. " * 20


def feed(first: int, entries: int = 100) -> bytes:
    items = "".join(
        f"<item><guid>https://a.example/{n}</guid><link>https://a.example/{n}</link>"
        f"<title>Bericht {n}</title><pubDate>Fri, 20 Nov 2026 10:00:00 GMT</pubDate>"
        f"<description>&lt;p&gt;{WORDS}{n}&lt;/p&gt;</description></item>\n"
        for n in range(first, first - entries, -1)
    )
    return f"<?xml version='1.0'?><rss><channel><title>T</title>{items}</channel></rss>".encode()


def best(work: Callable[[], object], rounds: int = 7) -> float:
    """The quickest of some rounds, in CPU seconds for ten times the work."""
    times = []
    for _ in range(rounds):
        started = time.process_time()
        for _ in range(10):
            work()
        times.append(time.process_time() - started)
    return min(times)


def test_the_usual_visit_is_many_times_quicker_than_reading_it_all() -> None:
    old, new = feed(1000), feed(1001)
    place = "https://a.example/f"
    cursor = translate.page(old, address=place, now=NOW).bookmark.cursor

    def usual() -> int:
        return len(translate.page(new, address=place, now=NOW, cursor=cursor).posts)

    ours = best(usual)
    assert usual() == 1
    assert best(lambda: translate.page(new, address=place, now=NOW), 3) > 5 * ours
    assert best(lambda: feedparser.parse(io.BytesIO(new)), 1) > 20 * ours


def test_the_quick_parser_is_many_times_quicker_than_the_forgiving_one() -> None:
    body = feed(1000)
    quick = best(lambda: strict.read(to_utf8(body)))
    assert best(lambda: feedparser.parse(io.BytesIO(body)), 1) > 10 * quick
