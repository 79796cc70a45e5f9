"""Each redirect is a new request to be checked, and credentials stay where they belong."""

from __future__ import annotations

import pytest

from merkwerk.connectors import errors
from merkwerk.connectors.http import Http
from merkwerk.connectors.tests.loopback import (
    PUBLIC,
    Asked,
    Dialler,
    Handler,
    Reply,
    http_to,
    serving,
    way_to,
)

SECRET = {"Authorization": "Bearer x", "DPoP": "proof", "X-Own": "1", "Accept": "a/b"}


def redirecting(place: str, status: int = 302) -> Handler:
    def answer(asked: Asked) -> Reply:
        if asked.path == "/start":
            return Reply(status, headers={"Location": place}, body=b"elsewhere")
        return Reply(body=b"there")

    return answer


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_it_follows(status: int) -> None:
    with serving(redirecting("/end", status)) as server:
        answer = http_to(server).get("http://a.example/start")
    assert (answer.body, answer.url) == (b"there", "http://a.example/end")
    assert [(hop.status, hop.url) for hop in answer.hops] == [(status, "http://a.example/end")]


@pytest.mark.parametrize(
    "place",
    [
        "http://127.0.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "//127.0.0.1/",
        "http://[::1]/",
        "http://2130706433/",
        "http://user@b.example/",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "http://b.example:22/",
        "http://b.example:x/",
        "https:///nowhere",
    ],
)
def test_a_redirect_to_a_forbidden_place_is_refused(place: str) -> None:
    with serving(redirecting(place)) as server:
        dialler = Dialler(server.port)
        http = Http(way_to(server, dialler=dialler))
        with pytest.raises((errors.PrivateAddress, errors.BadAddress)):
            http.get("http://a.example/start")
    assert dialler.dialled == [(PUBLIC, 80)]


def test_a_name_behind_a_redirect_is_checked_too() -> None:
    places = {"a.example.": [PUBLIC], "b.example.": ["10.0.0.1"]}
    with serving(redirecting("http://b.example/")) as server:
        http = http_to(server, resolver=lambda name, *_: places[name])
        with pytest.raises(errors.PrivateAddress):
            http.get("http://a.example/start")


def test_circles_end() -> None:
    with serving(redirecting("/start")) as server, pytest.raises(errors.Unreachable):
        http_to(server).get("http://a.example/start")
    assert len(server.asked) == 4


def test_credentials_never_cross_hosts() -> None:
    with serving(redirecting("http://b.example/end")) as server:
        http_to(server).get("http://a.example/start", headers=SECRET)
    there = server.asked[1].headers
    assert there["host"] == "b.example"
    assert not {"authorization", "dpop", "x-own"} & set(there)
    assert there["accept"] == "a/b"


def test_credentials_never_cross_ports() -> None:
    with serving(redirecting("http://a.example:443/end")) as server:
        http_to(server).get("http://a.example/start", headers=SECRET)
    assert "authorization" not in server.asked[1].headers


def test_credentials_stay_on_the_same_host() -> None:
    with serving(redirecting("/end")) as server:
        http_to(server).get("http://a.example/start", headers=SECRET)
    assert server.asked[1].headers["authorization"] == "Bearer x"


def test_what_changes_something_is_never_redirected() -> None:
    with serving(redirecting("/end", 307)) as server:
        answer = http_to(server).request("POST", "http://a.example/start", json={"a": 1})
    assert (answer.status, answer.body, len(server.asked)) == (307, b"elsewhere", 1)


def test_following_can_be_left_out() -> None:
    with serving(redirecting("/end")) as server:
        answer = http_to(server).get("http://a.example/start", follow=False)
    assert (answer.status, answer.headers["location"]) == (302, "/end")


@pytest.mark.parametrize(("status", "moved"), [(301, True), (308, True), (302, False)])
def test_only_permanent_moves_are_remembered(status: int, moved: bool) -> None:
    with serving(redirecting("/end", status)) as server:
        answer = http_to(server).get("http://a.example/start")
    assert answer.moved_to == ("http://a.example/end" if moved else "")


def test_a_redirect_without_a_place_is_an_answer() -> None:
    with serving(lambda asked: Reply(302)) as server:
        assert http_to(server).get("http://a.example/").status == 302
