"""Feeds: the usual visit, whole documents and real ones, beside fastfeedparser and feedparser."""

from __future__ import annotations

import argparse
import io
import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import fastfeedparser
import feedparser

from bench.table import last_line, show
from merkwerk.connectors.errors import ConnectorError
from merkwerk.connectors.feeds import seen, strict, translate
from merkwerk.connectors.feeds.client import mark
from merkwerk.connectors.feeds.decode import to_utf8

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
PLACE = "https://site.example/feed"
WORDS = "Een zin over bruggen, water en wat daar tussen ligt; soms een café. " * 14
Work = Callable[[], object]


def rss(newest: int, entries: int) -> bytes:
    """A feed of about 1.2 KB an entry, in the form of the usual weblog."""
    items = "".join(
        f"<item><title>Bericht {n}</title><link>https://site.example/{n}</link>"
        f"<dc:creator>Anna</dc:creator><pubDate>Fri, 20 Nov 2026 10:00:00 +0000</pubDate>"
        f"<category>water</category><guid isPermaLink='false'>site-{n}</guid>"
        f"<description><![CDATA[<p>{WORDS}</p><p>Nummer {n}</p>]]></description></item>\n"
        for n in range(newest, newest - entries, -1)
    )
    return (
        "<?xml version='1.0' encoding='UTF-8'?><rss version='2.0'"
        " xmlns:dc='http://purl.org/dc/elements/1.1/'><channel><title>Waterweb</title>"
        f"<link>https://site.example/</link><language>nl</language>\n{items}</channel></rss>"
    ).encode()


def atom(newest: int, entries: int) -> bytes:
    items = "".join(
        f"<entry><title>Bericht {n}</title><link href='https://site.example/{n}'/>"
        f"<id>tag:site.example,2026:{n}</id><updated>2026-11-20T10:00:00Z</updated>"
        f"<author><name>Anna</name></author><category term='water'/>"
        f"<content type='html'>&lt;p&gt;{WORDS}&lt;/p&gt;&lt;p&gt;Nummer {n}&lt;/p&gt;</content>"
        "</entry>\n"
        for n in range(newest, newest - entries, -1)
    )
    return (
        "<?xml version='1.0' encoding='UTF-8'?><feed xmlns='http://www.w3.org/2005/Atom'"
        " xml:lang='nl'><title>Waterweb</title><id>tag:site.example,2026:feed</id>"
        f"<link href='https://site.example/'/><updated>2026-11-20T10:00:00Z</updated>\n{items}</feed>"
    ).encode()


def taken(works: dict[str, tuple[Work, int]], rounds: int) -> dict[str, float]:
    """Microseconds of CPU of each work, the median of so many rounds in which all take turns."""
    found: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(rounds):
        for name, (work, times) in works.items():
            begin = time.process_time()
            for _ in range(times):
                work()
            found[name].append((time.process_time() - begin) / times * 1e6)
    return {name: statistics.median(values) for name, values in found.items()}


def works(old: bytes, new: bytes) -> dict[str, tuple[Work, int]]:
    """`entries` is what the peers do: from bytes to entries. `posts` goes on to cleaned posts."""
    cursor = translate.page(old, address=PLACE, now=NOW).bookmark.cursor
    fresh, _ = translate.fresh(new, seen.remember(cursor))
    assert len(fresh.entries) == 1
    assert len(fastfeedparser.parse(new).entries) == len(feedparser.parse(io.BytesIO(new)).entries)
    return {
        "usual visit, entries": (lambda: translate.fresh(new, seen.remember(cursor)), 100),
        "usual visit, posts": (
            lambda: translate.page(new, address=PLACE, now=NOW, cursor=cursor),
            40,
        ),
        "unchanged body": (lambda: mark(new), 300),
        "everything, entries": (lambda: strict.read(to_utf8(new)), 10),
        "everything, posts": (lambda: translate.page(new, address=PLACE, now=NOW), 4),
        "fastfeedparser": (lambda: fastfeedparser.parse(new), 20),
        "feedparser": (lambda: feedparser.parse(io.BytesIO(new)), 1),
    }


def made(name: str, old: bytes, new: bytes, rounds: int) -> list[dict[str, object]]:
    times = taken(works(old, new), rounds)
    fast, slow = times["fastfeedparser"], times["feedparser"]
    return [
        {
            "document": name, "way": way, "us CPU": micros, "a CPU second": int(1e6 / micros),
            "x fastfeedparser": fast / micros, "x feedparser": slow / micros,
        }
        for way, micros in times.items()
    ]  # fmt: skip


def real(folder: Path) -> dict[str, object]:
    """Entries found in real documents, and how many each refuses."""
    facts = dict.fromkeys(("documents", "ours", "feedparser", "fastfeedparser"), 0)
    refused = dict.fromkeys(("ours", "fastfeedparser"), 0)
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        body = path.read_bytes()
        expected = len(feedparser.parse(io.BytesIO(body)).entries)
        if not expected:
            continue
        facts["documents"] += 1
        facts["feedparser"] += expected
        try:
            facts["ours"] += len(translate.fresh(body, seen.Memory())[0].entries)
        except ConnectorError:
            refused["ours"] += 1
        try:
            facts["fastfeedparser"] += len(fastfeedparser.parse(body).entries)
        except (ValueError, TypeError, AttributeError, KeyError, IndexError):
            refused["fastfeedparser"] += 1
    return {**facts, "refused by ours": refused["ours"],
            "refused by fastfeedparser": refused["fastfeedparser"]}  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench.feeds")
    parser.add_argument("--data", type=Path, help="a folder with feeds/demo/rss: real documents")
    parser.add_argument("--rounds", type=int, default=9)
    given = parser.parse_args()
    rows: list[dict[str, object]] = []
    for name, write in (("RSS", rss), ("Atom", atom)):
        for entries in (20, 100):
            old, new = write(1000, entries), write(1001, entries)
            label = f"{name}, {entries} entries, {len(new) // 1000} KB"
            rows += made(label, old, new, given.rounds)
    show("one new entry since the last visit; CPU time, median", rows)
    facts: dict[str, object] = {"feeds": rows}
    if given.data:
        facts["real"] = real(given.data / "feeds" / "demo" / "rss")
        show("entries in real documents", [facts["real"]])  # type: ignore[list-item]
    last_line("feeds", facts)
    return 0


if __name__ == "__main__":
    sys.exit(main())
