from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from merkwerk.connectors.feeds import seen, translate
from merkwerk.connectors.feeds.decode import to_utf8
from merkwerk.connectors.feeds.seen import By, Cut, Memory, cut, remember, since, written
from merkwerk.connectors.feeds.tests.test_samples import INPUTS, TYPES
from merkwerk.connectors.values import Page

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
BODY = b"<rss><channel><item>a</item>\n<item>b</item><item>c</item></channel></rss>"
HEAD, TAIL = b"<rss><channel>", b"</channel></rss>"


def kept(found: Cut) -> Memory:
    return found.memory(By.GUID, "a.example")


def visited(body: bytes = BODY) -> Memory:
    return kept(cut(body, Memory()))


def items(*names: object) -> bytes:
    return HEAD + b"".join(b"<item>%s</item>\n" % str(name).encode() for name in names) + TAIL


def test_known_entries_are_cut_out() -> None:
    found = cut(BODY.replace(b"</channel>", b"<item>d</item></channel>"), visited())
    assert found.left == b"<rss><channel>\n<item>d</item></channel></rss>"
    assert (found.had_known, found.unchanged) == (True, False)


def test_a_changed_entry_is_new() -> None:
    found = cut(BODY.replace(b">b<", b">B<"), visited())
    assert found.left == b"<rss><channel>\n<item>B</item></channel></rss>"


def test_the_same_again_is_unchanged() -> None:
    for found in (cut(BODY, visited()), since(BODY, visited())):
        assert found is not None
        assert found.unchanged
        assert b"<item>" not in found.left


def test_what_does_not_simply_follow_each_other_is_left_whole() -> None:
    for body in (
        b"<rss><item><item>a</item></item></rss>",
        b"<rss><item><![CDATA[</item>]]></item></rss>",
        b"<rss></item><item></rss>",
        b"<rss></item><item>a</item></rss>",
        b"<rss><item>",
        b"<rss><item>a</item><item x='1'>b</item></rss>",
        b"<rss>" + b"<item>a</item>" * 2000 + b"</rss>",
        b'{"items": []}',
    ):
        found = cut(body, visited())
        assert (found.left, found.had_known, len(found.hashes)) == (body, False, 0)
        assert since(body, visited()) is None


def test_new_entries_before_the_old_ones_are_all_that_is_left() -> None:
    old, new = items(*range(10, 0, -1)), items(*range(13, 3, -1))
    found = since(new, visited(old))
    assert found is not None
    assert found.left == HEAD + b"".join(b"<item>%d</item>\n" % n for n in (13, 12, 11)) + b"\n" + (
        TAIL
    )
    assert (found.had_known, found.unchanged) == (True, False)


def test_a_run_gives_the_memory_that_comparing_one_by_one_gives() -> None:
    old, new = items(*range(10, 0, -1)), items(*range(12, 2, -1))
    quick = since(new, visited(old))
    assert quick is not None
    assert kept(quick) == visited(new)


@pytest.mark.parametrize("shown", [5, 12, 30])
def test_visit_after_visit_only_the_new_one_is_left(shown: int) -> None:
    memory = visited(items(*range(shown, 0, -1)))
    quick = 0
    for newest in range(shown + 1, shown + 40):
        body = items(*range(newest, newest - shown, -1))
        found = since(body, memory)
        quick += found is not None
        found = found or cut(body, memory)
        assert found.left.split() == items(newest).split()
        memory = remember(written(kept(found)))
    assert quick >= 35


@pytest.mark.parametrize(
    "body",
    [
        items(3, 2, "X", 0),
        items(0, 1, 2, 3),
        items("new", "<item>", 3, 2, 1, 0),
        items("new", "</item>", 3, 2, 1, 0),
        items(3, 2, 1, 0, "new"),
        items(3, 2, 1, 0) + b"<item>",
        items(),
        b"",
    ],
)
def test_a_broken_run_is_no_run(body: bytes) -> None:
    assert since(body, visited(items(3, 2, 1, 0))) is None


def test_without_a_memory_there_is_no_run() -> None:
    assert since(BODY, Memory()) is None


def test_the_memory_survives_the_cursor() -> None:
    memory = visited()
    assert remember(written(memory)) == memory


def test_a_strange_cursor_is_no_memory() -> None:
    for cursor in ("", "2", "0 g a.example ", "2 x a.example ", "3 g a.example ", "{}", "2 g"):
        assert remember(cursor) == Memory()


def test_of_a_damaged_memory_the_identity_stays() -> None:
    told = written(visited()).split(" ")
    for packed in ("AAEAAQ==", "//8AAA==", "AAAAAg==", told[2][:-8], "###", ""):
        assert remember(f"2 g a.example {packed}") == Memory(By.GUID, "a.example")


def test_of_an_older_memory_the_identity_stays() -> None:
    assert remember("1 l a.example AAAAAAAAAAE=") == Memory(By.LINK, "a.example")


def visit(body: bytes, name: str, cursor: str = "") -> Page:
    return translate.page(
        body, address="https://www.site.example/feed", now=NOW, cursor=cursor,
        content_type=TYPES.get(name, ""),
    )  # fmt: skip


def pieces(body: bytes) -> list[tuple[int, int]]:
    """Where the entries of a document stand, if they simply follow each other."""
    found = seen._OPENING.search(body)
    told = seen._each(body[found.start() :], found.group(0), b"</" + found.group(1) + b">") if (
        found
    ) else None  # fmt: skip
    if found is None or told is None:
        return []
    ends = [found.start() + end for end in told[1]]
    starts = [body.find(found.group(0), at) for at in [found.start(), *ends[:-1]]]
    return list(zip(starts, ends, strict=True))


SHAPED = [path for path in INPUTS if len(pieces(path.read_bytes())) > 1]


@pytest.mark.parametrize("path", SHAPED, ids=lambda path: path.name)
def test_what_came_new_is_read_as_if_all_were_read(path: Path) -> None:
    """One entry, then a pair of entries, was not there at the first visit."""
    body = path.read_bytes()
    whole = {post.uid: post for post in visit(body, path.name).posts}
    spans = pieces(body)
    for first in range(len(spans)):
        for last in (first, min(first + 1, len(spans) - 1)):
            before = body[: spans[first][0]] + body[spans[last][1] :]
            cursor = visit(before, path.name).bookmark.cursor
            told = visit(body, path.name, cursor)
            again = visit(body, path.name, told.bookmark.cursor)
            if seen.remember(cursor).by == seen.remember(visit(body, path.name).bookmark.cursor).by:
                assert all(post == whole[post.uid] for post in told.posts)
                assert len(told.posts) <= 1 + last - first
            assert (again.posts, again.unchanged) == ((), True)


def test_enough_samples_are_shaped() -> None:
    assert len(SHAPED) >= 10


def test_a_new_entry_in_other_signs_is_read_as_the_whole_is() -> None:
    """A document that turns out to be no UTF-8 is decoded whole, not by its new part."""
    old = items(*(f"<title>{n} euro</title>" for n in range(9, 0, -1)))
    new = old.replace(HEAD, HEAD + "<item><title>caf\u00e9</title></item>".encode("cp1252"), 1)
    cursor = visit(old, "x").bookmark.cursor
    assert [post.title for post in visit(new, "x", cursor).posts] == ["café"]
    assert to_utf8(new) != new


def test_the_memory_is_small() -> None:
    body = items(*(json.dumps({"n": n}) for n in range(200)))
    assert len(visit(body, "x").bookmark.cursor) < 4_000
