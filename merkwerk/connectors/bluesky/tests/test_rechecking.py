from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from merkwerk.connectors.bluesky.rechecking import people, recheck
from merkwerk.connectors.bluesky.tests.test_client import DID, NOW, PLC, VIEW, item, reply
from merkwerk.connectors.errors import RateLimited
from merkwerk.connectors.tests.loopback import Asked, Reply, http_to, serving
from merkwerk.connectors.values import Page

HOME = "http://pds.example"


def view(minute: int) -> dict[str, Any]:
    told: dict[str, Any] = item(minute)["post"]
    return told


def uri(minute: int) -> str:
    return str(view(minute)["uri"])


class World:
    """An AppView that shows some posts, and the author's data server, which has some."""

    def __init__(
        self, shown: range, kept: range | None = None, *, appview: bool = True, home: int = 200
    ) -> None:
        self.shown = {uri(n): view(n) for n in shown}
        self.kept = {uri(n): view(n) for n in kept or shown}
        self.appview, self.home = appview, home
        self.calls: list[str] = []

    def __call__(self, asked: Asked) -> Reply:
        place = urlsplit(asked.path)
        query, name = parse_qs(place.query), place.path.rpartition("/")[2]
        self.calls.append(name)
        if name == "app.bsky.feed.getPosts":
            found = [self.shown[one] for one in query["uris"] if one in self.shown]
            return reply({"posts": found}) if self.appview else reply({}, 501)
        if name == DID:
            service = {"id": "#atproto_pds", "serviceEndpoint": HOME}
            return reply({"id": DID, "service": [service]}, self.home)
        if name == "com.atproto.repo.getRecord" and "app.bsky.feed.post" in asked.path:
            told = self.kept.get(f"at://{DID}/app.bsky.feed.post/{query['rkey'][0]}")
            if told is None:
                return reply({"error": "RecordNotFound"}, 400)
            return reply({"uri": told["uri"], "cid": told["cid"], "value": told["record"]})
        return reply({"error": "RecordNotFound"}, 400)


def check(world: World, *minutes: int) -> Page:
    with serving(world) as server:
        return recheck(
            http_to(server), uris=[uri(n) for n in minutes], now=NOW, server=VIEW, plc=PLC
        )


def test_posts_that_stand_come_in_one_call() -> None:
    world = World(range(3))
    page = check(world, 0, 1, 2)
    assert (len(page.posts), page.deleted, len(world.calls)) == (3, (), 1)


def test_a_post_that_went_is_told() -> None:
    page = check(World(range(2)), 0, 1, 2)
    assert (len(page.posts), page.deleted) == (2, (uri(2),))


def test_a_post_an_appview_hides_is_not_gone() -> None:
    page = check(World(range(1), range(3)), 0, 2)
    assert (len(page.posts), page.deleted) == (2, ())


def test_without_an_appview_each_author_is_asked() -> None:
    page = check(World(range(2), appview=False), 0, 5)
    assert (len(page.posts), page.deleted) == (1, (uri(5),))


def test_an_author_who_is_gone_took_the_posts_along() -> None:
    assert check(World(range(0), home=410), 0).deleted == (uri(0),)


def test_a_data_server_out_of_order_says_nothing() -> None:
    page = check(World(range(1), home=503), 0, 4)
    assert (len(page.posts), page.deleted) == (1, ())


def test_being_told_to_wait_ends_it() -> None:
    with pytest.raises(RateLimited):
        check(World(range(0), home=429), 0)


def test_what_is_no_address_is_not_asked_for() -> None:
    world = World(range(1))
    with serving(world) as server:
        page = recheck(http_to(server), uris=["", "https://x.example"], now=NOW)
    assert (page, world.calls) == (Page(), [])


def test_people_come_with_their_wishes() -> None:
    def answer(asked: Asked) -> Reply:
        told = parse_qs(urlsplit(asked.path).query)["actors"]
        marks = [{"val": "!no-unauthenticated"}]
        return reply(
            {"profiles": [{"did": d, "handle": "a.example", "labels": marks} for d in told]}
        )

    with serving(answer) as server:
        found = people(http_to(server), uids=[f"did:plc:{n}" for n in range(30)], server=VIEW)
        assert len(server.asked) == 2
    assert len(found) == 30
    assert not found[0].indexable
    assert not found[0].discoverable
