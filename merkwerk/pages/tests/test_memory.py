"""What one process holds: bounded, and never older than the database."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from merkwerk.pages.actions import touched
from merkwerk.pages.actions.changes import state
from merkwerk.pages.actions.keeping import Answer, keep
from merkwerk.pages.front.memory import BROTLI, GZIP, RAW, Memory, Page
from merkwerk.pages.models import MadePage

pytestmark = pytest.mark.django_db
LONG = b"Achter het beton. " * 300


def page(path: str, body: bytes = LONG) -> None:
    marks = frozenset({"site", f"path:{path}"})
    assert keep(Answer(path, body, [("Content-Type", "text/html")], marks), before=state())


def memory(most: int = 1_000_000) -> Memory:
    return Memory(most=most)


def body(found: Page | None, way: int) -> bytes:
    assert found
    sent = found.sent[way]
    assert sent
    return sent[1][0]


def test_it_reads_only_the_packing_that_is_asked_for() -> None:
    page("/a")
    found = memory().find("/a", GZIP)
    assert found
    assert (found.sent[RAW], found.sent[BROTLI]) == (None, None)


def test_unpacked_it_is_unpacked_here() -> None:
    page("/a")
    assert body(memory().find("/a", RAW), RAW) == LONG


def test_it_finds_nothing_where_nothing_is_made() -> None:
    assert memory().find("/a", RAW) is None


def test_what_is_held_is_looked_after_with_one_short_query() -> None:
    page("/a")
    held = memory()
    first = held.find("/a", GZIP)
    held.turn()
    with CaptureQueriesContext(connection) as queries:
        assert held.find("/a", GZIP) is first
    assert len(queries) == 1
    assert "gzip" not in queries[0]["sql"]


def test_what_is_gone_in_the_database_is_gone_here() -> None:
    page("/a")
    held = memory()
    held.find("/a", GZIP)
    touched("path:/a")
    held.turn()
    assert held.find("/a", GZIP) is None
    assert (held.known, held.held) == ({}, 0)


def test_what_was_made_anew_is_read_anew() -> None:
    page("/a")
    held = memory()
    held.find("/a", GZIP)
    touched("path:/a")
    page("/a", LONG + b"nieuw")
    held.turn()
    assert body(held.find("/a", RAW), RAW).endswith(b"nieuw")
    found = held.find("/a", GZIP)
    assert found
    assert found.tag == MadePage.objects.get().tag


def test_a_change_while_it_reads_leaves_nothing_fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    """The page was read before the change and is put down after it: it must be asked after."""
    page("/a")
    held = memory()
    take = Memory._take

    def slow(self: Memory, found: Page, row: MadePage, way: int) -> None:
        touched("path:/a")
        self.turn()
        take(self, found, row, way)

    monkeypatch.setattr(Memory, "_take", slow)
    held.find("/a", GZIP)
    assert held.fresh == {}
    assert held.find("/a", GZIP) is None


def test_it_lets_go_of_the_oldest_beyond_its_bound() -> None:
    for path in ("/a", "/b", "/c"):
        page(path)
    held = memory(most=10_000)
    for path in ("/a", "/b", "/c"):
        held.find(path, GZIP)
    assert list(held.known) == ["/b", "/c"]
    assert "/a" not in held.fresh
    assert held.held <= 10_000


def test_one_page_larger_than_the_bound_is_held_alone() -> None:
    page("/a")
    held = memory(most=1)
    assert held.find("/a", GZIP)
    assert list(held.known) == ["/a"]


def test_it_counts_what_it_holds() -> None:
    page("/a")
    held = memory()
    for way in (GZIP, RAW, GZIP, BROTLI):
        held.find("/a", way)
    assert held.held == held.known["/a"].size


def test_who_has_the_page_is_told_the_tag_of_that_packing_and_little_else() -> None:
    page("/a")
    found = memory().find("/a", GZIP)
    assert found
    sent = found.sent[GZIP]
    assert sent
    whole, _body, again = sent
    assert again[0] == [one for one in whole[0] if one[0] == "ETag"]
