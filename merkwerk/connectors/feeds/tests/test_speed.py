"""The usual visit (one new entry among many) against fastfeedparser, in one run, by CPU time."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime

import fastfeedparser

from merkwerk.connectors.feeds import translate

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


def test_the_usual_visit_is_quicker_than_the_quickest_parser() -> None:
    old, new = feed(1000), feed(1001)
    cursor = translate.page(old, address="https://a.example/f", now=NOW).bookmark.cursor

    def ours() -> int:
        return len(translate.page(new, address="https://a.example/f", now=NOW, cursor=cursor).posts)

    assert ours() == 1
    assert best(lambda: fastfeedparser.parse(new)) > best(ours)
