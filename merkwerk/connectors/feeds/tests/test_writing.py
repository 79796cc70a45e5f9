"""Feeds that we write, against their specifications, and read back by others and by ourselves."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import fastfeedparser
import feedparser
import pytest

from merkwerk.connectors.feeds import translate, writing
from merkwerk.connectors.feeds.tests.feed_rules import (
    A,
    read_xml,
    wrong_in_atom,
    wrong_in_json,
    wrong_in_rss,
)
from merkwerk.connectors.feeds.writing import Attachment, Author, Channel, Told

Write = Callable[[Channel], bytes]
Wrong = Callable[[bytes], list[str]]
MONDAY = datetime(2026, 11, 16, 9, 30, tzinfo=timezone(timedelta(hours=1)))
HOUSE = "https://verhalen.kade.example"
TOLD = Told(
    key="urn:uuid:0d7a5a1e-4b2c-4b46-9d0c-7b6b0c9c2a01",
    address=f"{HOUSE}/stories/zeeziek/",
    title="Ik word zeeziek & <toch> zeil ik",
    content=f'<p>Elke donderdag.</p><p><img src="{HOUSE}/pictures/a-1280.jpg" alt="Zee"></p>',
    published=MONDAY,
    updated=MONDAY + timedelta(days=1),
    summary="Over overgeven en overgave.",
    language="nl",
    authors=(Author("Sanne Vos", f"{HOUSE}/stories/people/sanne-vos/"),),
    subjects=("Zeilen", "Jaarrekening"),
    pictures=(Attachment(f"{HOUSE}/pictures/a-1280.jpg", "image/jpeg", 81234, "Zee"),),
)
CHANNEL = Channel(
    key="urn:uuid:0d7a5a1e-4b2c-5b46-9d0c-7b6b0c9c2a99",
    title="Verhalen van de kade",
    address=f"{HOUSE}/",
    self_at=f"{HOUSE}/stories/feed.atom",
    updated=MONDAY,
    description="Geen folders.",
    language="nl",
    entries=(TOLD, replace(TOLD, key="urn:uuid:0d7a5a1e-4b2c-4b46-9d0c-7b6b0c9c2a02", pictures=())),
    hubs=("https://hub.example/",),
    next_at=f"{HOUSE}/stories/feed.atom?before=3",
)
SPELLINGS = [
    pytest.param(writing.rss, wrong_in_rss, id="rss"),
    pytest.param(writing.atom, wrong_in_atom, id="atom"),
    pytest.param(writing.json_feed, wrong_in_json, id="json"),
]
NOTHING = replace(CHANNEL, entries=(), hubs=(), next_at="", description="", language="")
BARE = replace(
    CHANNEL,
    entries=(
        replace(TOLD, summary="", language="", authors=(), subjects=(), pictures=(), content=""),
    ),
)
ODD = replace(
    CHANNEL,
    title='"]]>&\x00\x0b\ufffe',
    entries=(replace(TOLD, title="]]></item>\x07😀 \ud800", content="<p>]]>\x1b</p>"),),
)


@pytest.mark.parametrize(("write", "wrong"), SPELLINGS)
@pytest.mark.parametrize("channel", [CHANNEL, NOTHING, BARE], ids=["full", "empty", "bare"])
def test_it_keeps_every_rule_of_its_specification(
    write: Write, wrong: Wrong, channel: Channel
) -> None:
    assert wrong(write(channel)) == []


@pytest.mark.parametrize(("write", "wrong"), SPELLINGS)
def test_signs_that_xml_has_no_room_for_do_no_harm(write: Write, wrong: Wrong) -> None:
    assert wrong(write(ODD)) == []


def test_the_rules_see_what_is_wrong() -> None:
    relative = replace(CHANNEL, address="/stories/", entries=(TOLD, TOLD))
    assert "a guid twice" in wrong_in_rss(writing.rss(relative))
    assert "an id twice" in wrong_in_atom(writing.atom(relative))
    assert wrong_in_json(writing.json_feed(relative)) == ["no whole address: /stories/"]


@pytest.mark.parametrize("write", [writing.rss, writing.atom])
def test_feedparser_reads_back_what_was_told(write: Write) -> None:
    read = feedparser.parse(write(CHANNEL))
    first = read.entries[0]
    assert not read.bozo
    assert (first.id, first.link, first.title) == (TOLD.key, TOLD.address, TOLD.title)
    assert first.author == "Sanne Vos"
    assert [tag.term for tag in first.tags] == ["Zeilen", "Jaarrekening"]
    assert first.published_parsed[:5] == (2026, 11, 16, 8, 30)
    assert first.updated_parsed[:3] == (2026, 11, 17)
    assert first.enclosures[0].href == TOLD.pictures[0].address


def test_fastfeedparser_reads_the_json_feed() -> None:
    read = fastfeedparser.parse(writing.json_feed(CHANNEL))
    assert [entry.link for entry in read.entries] == [TOLD.address] * 2


@pytest.mark.parametrize("write", [writing.rss, writing.atom, writing.json_feed])
def test_our_own_reader_reads_it_back(write: Write) -> None:
    now = MONDAY + timedelta(days=2)
    page = translate.page(write(CHANNEL), address=CHANNEL.self_at, now=now)
    post = page.posts[0]
    assert post.url == TOLD.address
    assert post.written == MONDAY.astimezone(UTC)
    assert "Elke donderdag." in post.text


def test_hubs_itself_and_older_entries_are_named() -> None:
    root = read_xml(writing.atom(CHANNEL))
    links = {link.get("rel"): link.get("href") for link in root.findall(f"{A}link")}
    assert links["hub"] == "https://hub.example/"
    assert links["self"] == CHANNEL.self_at
    assert links["next"] == CHANNEL.next_at
    told = json.loads(writing.json_feed(CHANNEL))
    assert told["hubs"] == [{"type": "WebSub", "url": "https://hub.example/"}]
    assert told["next_url"] == CHANNEL.next_at


def test_the_feed_is_as_new_as_its_newest_entry() -> None:
    assert CHANNEL.newest() == TOLD.updated
    assert NOTHING.newest() == MONDAY


def test_an_author_without_a_page_has_a_name_alone() -> None:
    alone = replace(CHANNEL, entries=(replace(TOLD, authors=(Author("Ilse"),)),))
    told = json.loads(writing.json_feed(alone))
    assert told["items"][0]["authors"] == [{"name": "Ilse"}]
    assert b"<uri>" not in writing.atom(replace(alone, authors=(Author("Ilse"),)))
