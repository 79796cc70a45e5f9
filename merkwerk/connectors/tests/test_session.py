"""The `requests` door has the same guard."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
import requests

from merkwerk.connectors import errors
from merkwerk.connectors.http import inner_trouble, session
from merkwerk.connectors.tests.loopback import AGENT, Asked, Reply, http_to, serving


def test_it_fetches_through_the_guard() -> None:
    with serving(lambda asked: Reply(body=b'{"a": 1}')) as server:
        answer = session(http_to(server)).get("http://a.example/x", params={"b": "c d"})
    assert (answer.json(), answer.status_code) == ({"a": 1}, 200)
    assert server.asked[0].path == "/x?b=c+d"
    assert server.asked[0].headers["user-agent"] == AGENT
    assert server.asked[0].headers["accept-encoding"] == "gzip"


def test_it_sends_forms_files_and_headers() -> None:
    with serving(lambda asked: Reply()) as server:
        made = session(http_to(server))
        made.post("http://a.example/", data={"a": "b"}, headers={"Idempotency-Key": "k"})
        made.post("http://a.example/", files={"file": ("a.txt", b"inside")})
    assert (server.asked[0].body, server.asked[0].headers["idempotency-key"]) == (b"a=b", "k")
    assert b"inside" in server.asked[1].body


def test_it_refuses_the_loopback() -> None:
    with serving(lambda asked: Reply()) as server:
        made = session(http_to(server))
        for url in (server.address, "http://2130706433/", "http://[::1]/"):
            with pytest.raises((errors.PrivateAddress, errors.BadAddress)):
                made.get(url)
    assert server.asked == []


def test_a_redirect_is_checked_too() -> None:
    with (
        serving(lambda asked: Reply(302, headers={"Location": "http://127.0.0.1/"})) as server,
        pytest.raises(errors.PrivateAddress),
    ):
        session(http_to(server)).get("http://a.example/")


def test_circles_end() -> None:
    with (
        serving(lambda asked: Reply(302, headers={"Location": "/"})) as server,
        pytest.raises(requests.TooManyRedirects),
    ):
        session(http_to(server)).get("http://a.example/")
    assert len(server.asked) == 4


def test_it_keeps_no_cookies() -> None:
    def answer(asked: Asked) -> Reply:
        return Reply(headers={"Set-Cookie": "a=b; Path=/"})

    with serving(answer) as server:
        made = session(http_to(server))
        made.get("http://a.example/")
        made.get("http://a.example/", cookies={"c": "d"})
    assert "cookie" not in server.asked[1].headers


def test_verification_cannot_be_switched_off() -> None:
    with serving(lambda asked: Reply()) as server, pytest.raises(errors.Unreachable):
        session(http_to(server)).get("https://a.example/", verify=False, timeout=3)


def test_no_other_scheme_goes_out() -> None:
    with serving(lambda asked: Reply()) as server, pytest.raises(requests.exceptions.InvalidSchema):
        session(http_to(server)).get("file:///etc/passwd")


def test_our_error_is_found_inside_a_wrapped_one() -> None:
    def fail(name: str, port: int, seconds: float) -> Sequence[str]:
        raise OSError("unknown")

    with serving(lambda asked: Reply()) as server:
        made = session(http_to(server, resolver=fail))
        with pytest.raises(RuntimeError) as caught:
            _wrapping(made)
    assert isinstance(inner_trouble(caught.value), errors.Unreachable)
    assert inner_trouble(ValueError()) is None


def _wrapping(made: requests.Session) -> None:
    """What Mastodon.py does with every error."""
    try:
        made.get("http://a.example/")
    except errors.ConnectorError as trouble:
        raise RuntimeError(f"wrapped: {trouble}")  # noqa: B904
