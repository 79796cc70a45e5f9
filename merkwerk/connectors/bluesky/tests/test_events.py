"""Lines of Jetstream version 1, as its public servers speak it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from merkwerk.connectors.bluesky.events import Reader, page_of
from merkwerk.connectors.values import NoticeKind, Page, Post, Presence

SAMPLES = Path(__file__).parents[1] / "samples"
LINES = (SAMPLES / "jetstream.jsonl").read_text(encoding="utf-8").splitlines()
RECORDED = Path(__file__).parents[5] / "shared/data/feeds/demo/bluesky_jetstream/expected_v1.jsonl"
OWN = "did:plc:l43phxojkypah3r2wqrhq76w"
KEES = "did:plc:j4wekptvqpsbwdycjrz77n2b"


def event(**changes: Any) -> str:
    told = json.loads(LINES[0])
    return json.dumps(told | {"commit": told["commit"] | changes})


def account(**told: Any) -> str:
    return json.dumps({"did": KEES, "time_us": 5, "kind": "account", "account": told})


def one(line: str | bytes) -> Post:
    page = page_of([line])
    assert len(page.posts) == 1
    return page.posts[0]


@pytest.mark.skipif(not RECORDED.exists(), reason="the recorded lines are not beside this checkout")
def test_lines_recorded_from_a_public_server_are_all_understood() -> None:
    lines = RECORDED.read_text(encoding="utf-8").splitlines()
    page = page_of(lines)
    written = [line for line in lines if '"collection":"app.bsky.feed.post"' in line]
    assert len(page.posts) + len(page.deleted) == len(written)
    assert page.refused == ()
    assert [standing.presence for standing in page.standings] == [Presence.HERE]


def test_a_post_has_its_author_time_and_words() -> None:
    read, told = one(LINES[0]), json.loads(LINES[0])
    assert read.uid == f"at://{told['did']}/app.bsky.feed.post/{told['commit']['rkey']}"
    assert read.author.uid == read.author.handle == told["did"]
    assert read.revision == told["commit"]["cid"]
    assert read.edited is None


def test_a_post_taken_away_is_told() -> None:
    page = page_of([event(operation="delete", record=None, cid=None)])
    assert (len(page.deleted), page.posts) == (1, ())


def test_a_changed_post_is_a_post_with_the_time_of_the_change() -> None:
    assert one(event(operation="update")).edited == one(event()).written.replace(
        year=2026, month=11, day=21, hour=9, minute=30, second=0, microsecond=85434
    )  # fmt: skip


def test_a_post_written_and_taken_away_at_once_is_only_taken_away() -> None:
    page = page_of([event(rev="3a"), event(rev="3b", operation="delete")])
    assert (page.posts, len(page.deleted)) == ((), 1)


def test_a_deletion_overtakes_its_post() -> None:
    page = page_of([event(rev="3b", operation="delete"), event(rev="3a")])
    assert (page.posts, len(page.deleted)) == ((), 1)


def test_a_deletion_overtakes_its_post_in_a_later_page() -> None:
    reader = Reader()
    reader.read(event(rev="3b", operation="delete"))
    reader.page()
    reader.read(event(rev="3a"))
    assert reader.page().posts == ()


def test_a_post_dated_ahead_is_from_when_it_came() -> None:
    record = json.loads(LINES[0])["commit"]["record"] | {"createdAt": "2199-01-01T00:00:00Z"}
    assert one(event(record=record)).written < datetime(2027, 1, 1, tzinfo=UTC)


def test_half_signs_are_read() -> None:
    record = json.loads(LINES[0])["commit"]["record"] | {"text": "half \ud83d teken"}
    text = one(event(record=record)).text
    assert text.startswith("half ")
    assert text.encode().decode() == text


@pytest.mark.parametrize("line", ["", "{", "[" * 100_000, "\x00", '{"a": NaN', "3", "null", "[]"])
def test_a_broken_line_is_refused(line: str) -> None:
    assert [refusal.code for refusal in page_of([line]).refused] == ["unreadable"]


@pytest.mark.parametrize("line", ['{"kind": "identity"}', '{"kind": "commit", "commit": 3}', "{}"])
def test_a_line_about_something_else_is_nothing(line: str) -> None:
    page = page_of([line])
    assert (page.posts, page.refused, page.standings) == ((), (), ())


@pytest.mark.parametrize("rkey", ["", "a/b", None, 3.5, "a b"])
def test_a_key_that_is_none_is_refused(rkey: object) -> None:
    assert [refusal.code for refusal in page_of([event(rkey=rkey)]).refused] == ["no-identity"]


@pytest.mark.parametrize("time_us", [None, -1, "7", 10**30, True, 1.5])
def test_a_broken_clock_moves_nothing(time_us: object) -> None:
    line = json.dumps(json.loads(LINES[0]) | {"time_us": time_us})
    page = page_of([line])
    assert (len(page.posts), page.bookmark.cursor) == (1, "")


@pytest.mark.parametrize(
    ("status", "presence"),
    [("deleted", Presence.GONE), ("deactivated", Presence.AWAY), ("takendown", Presence.REMOVED),
     ("suspended", Presence.REMOVED)],
)  # fmt: skip
def test_an_account_that_goes_is_told(status: str, presence: Presence) -> None:
    page = page_of([account(active=False, status=status)])
    assert [(standing.uid, standing.presence) for standing in page.standings] == [(KEES, presence)]


def test_an_account_that_comes_back_is_told() -> None:
    assert page_of([account(active=True)]).standings[0].presence is Presence.HERE


@pytest.mark.parametrize("status", ["throttled", "desynchronized", "", None, 3])
def test_a_servers_own_trouble_is_not_the_authors_wish(status: object) -> None:
    assert page_of([account(active=False, status=status)]).standings == ()


def test_a_new_name_is_told() -> None:
    assert page_of(LINES[3:]).standings[0].handle == "kees.test"


def test_the_wish_to_be_hidden_from_strangers_is_told() -> None:
    record = {"labels": {"values": [{"val": "!no-unauthenticated"}]}}
    page = page_of([event(collection="app.bsky.actor.profile", rkey="self", record=record)])
    assert page.standings[0].indexable is False


def told_us(line: str) -> Page:
    return page_of([line], own=[OWN])


def test_a_like_of_ours_is_a_notice() -> None:
    notice = told_us(LINES[2]).notices[0]
    assert (notice.kind, notice.person.uid) == (NoticeKind.FAVOURITE, KEES)
    assert notice.about == f"at://{OWN}/app.bsky.feed.post/3n2ty3atr2c2d"


def test_a_like_of_others_is_none() -> None:
    page = page_of([LINES[2]], own=["did:plc:other"])
    assert (page.notices, page.skipped) == ((), 1)


def test_somebody_following_us_is_a_notice() -> None:
    told = json.loads(LINES[2])
    told["commit"] |= {"collection": "app.bsky.graph.follow", "record": {"subject": OWN}}
    assert told_us(json.dumps(told)).notices[0].kind is NoticeKind.FOLLOW


def reply_to_us(**changes: Any) -> str:
    told = json.loads(LINES[0]) | {"did": KEES}
    above = {"uri": f"at://{OWN}/app.bsky.feed.post/3n2ty3atr2c2d", "cid": "bafyx"}
    told["commit"]["record"] |= {"reply": {"parent": above, "root": above}} | changes
    return json.dumps(told)


def test_an_answer_to_us_is_a_notice_and_a_post() -> None:
    page = told_us(reply_to_us())
    assert page.notices[0].kind is NoticeKind.REPLY
    assert page.notices[0].about == page.posts[0].uid


def test_an_answer_to_us_passes_every_sieve() -> None:
    reader = Reader(own=[OWN])
    reader.read(reply_to_us())
    assert len(reader.page(lambda written: [False] * len(written)).posts) == 1


def test_naming_us_is_a_notice() -> None:
    feature = {"$type": "app.bsky.richtext.facet#mention", "did": OWN}
    facet = {"features": [feature], "index": {"byteStart": 0, "byteEnd": 3}}
    page = told_us(reply_to_us(reply=None, facets=[facet]))
    assert page.notices[0].kind is NoticeKind.MENTION


def test_our_own_posts_are_no_notices() -> None:
    assert told_us(LINES[0]).notices == ()


def test_a_glance_shows_what_topics_ask_for() -> None:
    seen = []
    reader = Reader()
    reader.read(LINES[0])
    reader.page(lambda written: [bool(seen.append(w)) for w in written])  # type: ignore[func-returns-value]
    glance = seen[0]
    assert (glance.text, glance.language) == ("#Lezen aan zee", "nl")
    assert (glance.tags, glance.links, glance.pictures) == (("lezen",), (), ())
    assert glance.reply is False


@pytest.mark.parametrize("did", [[OWN], {"did": OWN}, None, 7])
def test_a_mention_of_no_account_stops_no_stream(did: object) -> None:
    named = {"$type": "app.bsky.richtext.facet#mention", "did": did}
    told = json.loads(LINES[0])
    told["commit"]["record"]["facets"] = [{"features": [named]}]
    page = page_of([json.dumps(told)], own=["did:plc:us"])
    assert (len(page.posts), page.notices) == (1, ())


@pytest.mark.parametrize("collection", [["app.bsky.feed.like"], {}, None, 7])
def test_a_line_about_no_collection_is_nothing(collection: object) -> None:
    page = page_of([event(collection=collection)], own=["did:plc:us"])
    assert (page.posts, page.skipped) == ((), 1)
