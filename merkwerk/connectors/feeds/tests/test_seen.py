from __future__ import annotations

from merkwerk.connectors.feeds.seen import By, Memory, cut, remember, written

BODY = b"<rss><channel><item>a</item>\n<item>b</item><item>c</item></channel></rss>"


def test_known_entries_are_cut_out() -> None:
    _, hashes = cut(BODY, frozenset())
    more = BODY.replace(b"</channel>", b"<item>d</item></channel>")
    left, _ = cut(more, hashes)
    assert left == b"<rss><channel>\n<item>d</item></channel></rss>"


def test_a_changed_entry_is_new() -> None:
    _, hashes = cut(BODY, frozenset())
    left, _ = cut(BODY.replace(b">b<", b">B<"), hashes)
    assert left == b"<rss><channel>\n<item>B</item></channel></rss>"


def test_what_does_not_simply_follow_each_other_is_left_whole() -> None:
    for body in (
        b"<rss><item><item>a</item></item></rss>",
        b"<rss><item><![CDATA[</item>]]></item></rss>",
        b"<rss></item><item></rss>",
        b"<rss><item>",
        b"<rss><item>a</item><item x='1'>b</item></rss>",
        b"<rss>" + b"<item>a</item>" * 2000 + b"</rss>",
        b'{"items": []}',
    ):
        assert cut(body, frozenset({1})) == (body, frozenset())


def test_the_memory_survives_the_cursor() -> None:
    memory = Memory(By.LINK, "a.example", frozenset({1, 2**64 - 1}))
    assert remember(written(memory)) == memory


def test_a_strange_cursor_is_no_memory() -> None:
    for cursor in ("", "1", "0 g a.example ", "1 x a.example ", "1 g a.example ###", "{}", "1 g"):
        assert remember(cursor) == Memory()
