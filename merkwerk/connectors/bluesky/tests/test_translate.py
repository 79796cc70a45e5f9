"""What servers really sent, and the values it becomes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from merkwerk.connectors.bluesky import translate
from merkwerk.connectors.tests import pairs
from merkwerk.connectors.values import Network, Person, Post, Refusal

SAMPLES = Path(__file__).parents[1] / "samples"
NOW = datetime(2026, 11, 21, 21, 0, tzinfo=UTC)
MIRJAM = "did:plc:l43phxojkypah3r2wqrhq76w"
AUTHOR = Person(network=Network.BLUESKY, uid=MIRJAM, handle="mirjam.test")
PDS = "https://pds.example"


def record(entry: Any) -> object:
    return translate.repo_record(entry, author=AUTHOR, now=NOW, server=PDS)


READ: dict[str, Callable[[Any], object]] = {
    "records": lambda told: [record(entry) for entry in told["records"]],
    "feed": lambda told: [translate.post_view(item["post"], now=NOW) for item in told["feed"]],
    "thread": lambda told: translate.post_view(told["thread"]["post"], now=NOW),
    "notifications": lambda told: [
        list(translate.notice(entry, now=NOW)) for entry in told["notifications"]
    ],
}


@pytest.mark.parametrize("name", READ)
def test_a_sample_becomes_what_stands_beside_it(name: str) -> None:
    made = pairs.plain(READ[name](pairs.sample(SAMPLES, name)))
    assert made == pairs.expected(SAMPLES, name)


def view(**changes: object) -> dict[str, Any]:
    told: dict[str, Any] = pairs.sample(SAMPLES, "feed")["feed"][0]["post"]
    return told | changes


def post(**changes: object) -> Post:
    """The sample's post with a changed record."""
    read = translate.post_view(view(record=view()["record"] | changes), now=NOW)
    assert isinstance(read, Post)
    return read


@pytest.mark.parametrize("junk", [None, 3, "x", [], {"a": 1}, True, [[]], [{"index": 3}]])
@pytest.mark.parametrize("field", [*view()["record"], "reply", "tags"])
def test_any_field_of_a_record_may_be_of_any_kind(field: str, junk: object) -> None:
    told = view(record=view()["record"] | {field: junk})
    assert isinstance(translate.post_view(told, now=NOW), Post | Refusal)


@pytest.mark.parametrize("junk", [None, 3, "x", [], {"a": 1}, True])
@pytest.mark.parametrize("field", sorted(view()))
def test_any_field_of_a_view_may_be_of_any_kind(field: str, junk: object) -> None:
    assert isinstance(translate.post_view(view(**{field: junk}), now=NOW), Post | Refusal)


@pytest.mark.parametrize("junk", [None, 3, "x", [], {"a": 1}, True])
@pytest.mark.parametrize(
    "field", sorted(pairs.sample(SAMPLES, "notifications")["notifications"][0])
)
def test_any_field_of_a_notice_may_be_of_any_kind(field: str, junk: object) -> None:
    for entry in pairs.sample(SAMPLES, "notifications")["notifications"]:
        assert len(translate.notice(entry | {field: junk}, now=NOW)) == 2


def test_a_post_in_somebody_elses_name_is_refused() -> None:
    other = view()["author"] | {"did": "did:plc:aaaaaaaaaaaaaaaaaaaaaaaa"}
    read = translate.post_view(view(author=other), now=NOW)
    assert isinstance(read, Refusal)


def test_a_post_from_the_future_was_written_when_it_was_seen() -> None:
    assert post(createdAt="2031-01-01T00:00:00Z").written <= NOW


def test_a_handle_that_is_not_theirs_is_not_shown() -> None:
    told = view(author=view()["author"] | {"handle": "handle.invalid"})
    read = translate.post_view(told, now=NOW)
    assert isinstance(read, Post)
    assert read.author.handle == MIRJAM


def test_a_label_taken_back_does_not_count() -> None:
    assert translate.labels([{"val": "porn"}, {"val": "spam", "neg": True}]) == {"porn"}


def test_a_quote_with_a_picture_has_the_picture_and_the_link() -> None:
    picture = {"alt": "a", "image": {"ref": {"$link": "bafy1"}}}
    embed = {"$type": "app.bsky.embed.recordWithMedia", "media": {"images": [picture]}}
    told = {"uri": view()["uri"], "cid": "c", "value": view()["record"] | {"embed": embed}}
    read = record(told)
    assert isinstance(read, Post)
    assert read.pictures[0].url == f"{PDS}/xrpc/com.atproto.sync.getBlob?did={MIRJAM}&cid=bafy1"


def test_a_video_is_no_image() -> None:
    told = view(embed={"playlist": "https://v.example/a.m3u8", "alt": "golven"})
    read = translate.post_view(told, now=NOW)
    assert isinstance(read, Post)
    assert (read.pictures[0].kind, read.pictures[0].description) == ("video", "golven")


@pytest.mark.parametrize(
    "uri", ["at://x/y/z", "https://a.example/b", "at://did:plc:a/b", "", None, 7]
)
def test_what_is_no_address_of_a_record_is_none(uri: object) -> None:
    assert translate.at_uri(uri) == ""


@pytest.mark.parametrize(
    ("handle", "links"),
    [
        ("joris.example", ("https://joris.example",)),
        ("joris.bsky.social", ()),
        ("joris.oost.example", ()),
        ("handle.invalid", ()),
        ("", ()),
    ],
)
def test_only_an_own_domain_is_a_proven_link(handle: str, links: tuple[str, ...]) -> None:
    made = translate.person({"did": "did:plc:1", "handle": handle})
    assert made is not None
    assert made.links == links
