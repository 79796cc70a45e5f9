"""One post by the address that stands in a browser's bar."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from merkwerk.connectors import errors, single
from merkwerk.connectors.mastodon.tests.test_translate import SAMPLES
from merkwerk.connectors.tests import pairs
from merkwerk.connectors.tests.loopback import Asked, Handler, Reply, http_to, serving
from merkwerk.connectors.values import Network, Post

NOW = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
PLACE = "http://social.example/@sanne/112233"


def status(**more: Any) -> dict[str, Any]:
    told: dict[str, Any] = pairs.sample(SAMPLES, "status")
    return told | {"url": PLACE, "uri": "http://social.example/users/sanne/statuses/112233"} | more


def answer(told: object, code: int = 200) -> Reply:
    return Reply(code, json.dumps(told).encode(), {"Content-Type": "application/json"})


def read(handler: Handler, address: str = PLACE, **more: Any) -> Post:
    with serving(handler) as server:
        doors = single.Doors(
            http=http_to(server), now=NOW, appview="http://view.example",
            plc="http://plc.example", **more,
        )  # fmt: skip
        return single.read(doors, address)


@pytest.mark.parametrize(
    ("address", "number"),
    [
        (PLACE, "112233"),
        ("https://a.example/@sanne@b.example/112233", "112233"),
        ("https://a.example/users/sanne/statuses/112233", "112233"),
        ("https://gts.example/@sanne/statuses/01FDHKJ7Z2N6QYPMX3RDWB4V5C",
         "01FDHKJ7Z2N6QYPMX3RDWB4V5C"),
        ("https://snac.example/sanne/p/1700000000.123456", "1700000000.123456"),
        ("https://akkoma.example/notice/AbCdEf", "AbCdEf"),
        ("https://krant.example/artikel/112233", ""),
        ("https://krant.example/", ""),
        ("https://a.example/@sanne", ""),
    ],
)  # fmt: skip
def test_a_post_is_known_by_its_form(address: str, number: str) -> None:
    assert single.fediverse_id(address) == number


@pytest.mark.parametrize(
    ("address", "uri"),
    [
        ("https://bsky.app/profile/sanne.test/post/3kabc", "at://sanne.test/app.bsky.feed.post/3kabc"),
        ("at://did:plc:l43phxojkypah3r2wqrhq76w/app.bsky.feed.post/3k",
         "at://did:plc:l43phxojkypah3r2wqrhq76w/app.bsky.feed.post/3k"),
        ("at://did:plc:l43phxojkypah3r2wqrhq76w/app.bsky.graph.list/3k", ""),
        ("https://bsky.app/profile/sanne.test", ""),
        ("https://bsky.app/profile/../post/x", ""),
        ("https://krant.example/profile/sanne.test/post/3kabc", ""),
        ("https://[", ""),
    ],
)  # fmt: skip
def test_a_post_on_bluesky_is_known_by_its_form(address: str, uri: str) -> None:
    assert single.bluesky_uri(address) == uri


def test_its_own_server_tells_it_to_strangers() -> None:
    found = read(
        lambda asked: answer(status()) if "/api/v1/statuses/" in asked.path else Reply(404)
    )
    assert (found.network, found.url) == (Network.MASTODON, PLACE)


def test_ones_own_server_is_asked_first() -> None:
    def home(asked: Asked) -> Reply:
        assert asked.headers["host"] == "home.example"
        assert asked.headers["authorization"] == "Bearer t"
        return answer({"statuses": [status()]} if "/search" in asked.path else status())

    assert read(home, server="http://home.example", token="t").url == PLACE


def test_another_post_than_the_one_asked_for_is_not_believed() -> None:
    def other(asked: Asked) -> Reply:
        if "/api/" in asked.path:
            return answer(status(url="http://social.example/@x/9", uri="http://social.example/9"))
        return Reply(body=b"<html><title>Hallo</title><p>Woorden", headers={})

    assert read(other).network == Network.WEB


def test_a_server_that_speaks_otherwise_shows_its_page() -> None:
    def page(asked: Asked) -> Reply:
        if "/api/" in asked.path:
            return Reply(403)
        return Reply(body=b"<html><title>Hallo</title><p>Woorden", headers={})

    assert read(page).title == "Hallo"


def test_what_is_not_there_is_not_found() -> None:
    with pytest.raises(errors.NotFound):
        read(lambda asked: Reply(404))


def test_a_post_that_bluesky_does_not_know_is_gone() -> None:
    def nobody(asked: Asked) -> Reply:
        if "resolveHandle" in asked.path:
            return answer({"did": "did:plc:l43phxojkypah3r2wqrhq76w"})
        return Reply(404)

    with pytest.raises(errors.Gone):
        read(nobody, "https://bsky.app/profile/sanne.test/post/3kabc")
