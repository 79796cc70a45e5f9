from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from merkwerk.connectors.errors import RateLimited, TokenRefused, Unreadable
from merkwerk.connectors.http import Http
from merkwerk.connectors.mastodon import followers
from merkwerk.connectors.mastodon.tests.test_client import reply
from merkwerk.connectors.tests.loopback import Asked, Reply, http_to, serving
from merkwerk.connectors.values import Followers

SERVER = "http://social.example"


def account(number: int) -> dict[str, Any]:
    uri = f"https://other.example/users/n{number}"
    return {"id": str(number), "acct": f"n{number}@other.example", "uri": uri, "url": uri}


class House:
    """A server that tells `many` followers of its account 7, newest first."""

    def __init__(self, many: int, *, link: str = "http://social.example") -> None:
        self.many, self.link = many, link

    def __call__(self, asked: Asked) -> Reply:
        place = urlsplit(asked.path)
        if place.path.endswith("/verify_credentials"):
            return reply({"id": "7", "acct": "sanne", "followers_count": self.many})
        assert place.path == "/api/v1/accounts/7/followers"
        query = parse_qs(place.query)
        before = int(query.get("max_id", [str(self.many + 1)])[0])
        shown = list(range(before - 1, 0, -1))[: int(query["limit"][0])]
        people = [account(n) for n in shown]
        if shown and shown[-1] > 1 and self.link:
            more = (
                f'<{self.link}/api/v1/accounts/7/followers?limit=80&max_id={shown[-1]}>; rel="next"'
                f', <{self.link}/api/v1/accounts/7/followers?min_id={shown[0]}>; rel="prev"'
            )
            return reply(people, Link=more)
        return reply(people)


def pages(http: Http) -> list[Followers]:
    got = [followers.page(http, server=SERVER, token="t")]
    while got[-1].next and len(got) < 9:
        got.append(followers.page(http, server=SERVER, token="t", next=got[-1].next))
    return got


def test_all_are_told_page_by_page() -> None:
    with serving(House(200)) as server:
        got = pages(http_to(server))
    uids = [person.uid for page in got for person in page.people]
    assert (len(uids), len(set(uids)), len(got)) == (200, 200, 3)
    assert uids[0] == "https://other.example/users/n200"
    assert [page.total for page in got] == [200, None, None]


def test_nobody_follows() -> None:
    with serving(House(0)) as server:
        (page,) = pages(http_to(server))
    assert (page.people, page.total) == ((), 0)


def test_a_server_without_links_tells_one_page() -> None:
    with serving(House(200, link="")) as server:
        (page,) = pages(http_to(server))
    assert len(page.people) == 80


def test_the_next_page_is_asked_of_the_same_server_whatever_the_link_says() -> None:
    with serving(House(100, link="http://evil.example")) as server:
        pages(http_to(server))
    assert {asked.headers["host"] for asked in server.asked} == {"social.example"}


def test_a_hidden_list_tells_how_many_there_are_all_the_same() -> None:
    def hiding(asked: Asked) -> Reply:
        return reply([]) if "/followers" in asked.path else reply({"id": "7", "followers_count": 9})

    with serving(hiding) as server:
        page = followers.page(http_to(server), server=SERVER, token="t")
    assert (page.people, page.total, page.next) == ((), 9, "")


def test_a_link_that_leads_to_the_same_page_ends_there() -> None:
    def stuck(asked: Asked) -> Reply:
        if "/followers" not in asked.path:
            return reply({"id": "7"})
        return reply([account(5)], Link='<http://social.example/x?max_id=5>; rel="next"')

    with serving(stuck) as server:
        assert len(pages(http_to(server))) == 2


@pytest.mark.parametrize(
    ("status", "trouble"), [(401, TokenRefused), (429, RateLimited), (200, Unreadable)]
)
def test_trouble_has_its_type(status: int, trouble: type[Exception]) -> None:
    def answer(asked: Asked) -> Reply:
        return reply({"id": "7"}) if "verify" in asked.path else reply({"error": "x"}, status)

    with serving(answer) as server, pytest.raises(trouble):
        followers.page(http_to(server), server=SERVER, token="t")
