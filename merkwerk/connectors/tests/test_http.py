from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from merkwerk.connectors import errors
from merkwerk.connectors.http import Answer, Headers, Http
from merkwerk.connectors.tests.loopback import (
    AGENT,
    Asked,
    Reply,
    http_to,
    loopback_way,
    serving,
)

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


def hello(asked: Asked) -> Reply:
    return Reply(body=b"hello", headers={"X-A": "1"})


def echo(asked: Asked) -> Reply:
    told = {
        "method": asked.method,
        "path": asked.path,
        "headers": dict(asked.headers),
        "body": asked.body.decode(),
    }
    return Reply(body=json.dumps(told).encode())


def test_it_fetches() -> None:
    with serving(hello) as server:
        answer = http_to(server).get("http://site.example/a?b=1")
    assert (answer.status, answer.body, answer.headers["x-a"]) == (200, b"hello", "1")
    assert answer.url == "http://site.example/a?b=1"
    assert server.asked[0].headers["host"] == "site.example"


def test_it_says_who_it_is() -> None:
    with serving(hello) as server:
        http_to(server).get("http://site.example/")
    assert server.asked[0].headers["user-agent"] == AGENT
    assert server.asked[0].headers["accept-encoding"] == "gzip"


def test_an_allowed_network_may_be_called_at_any_port() -> None:
    with serving(hello) as server:
        assert Http(loopback_way()).get(server.address).body == b"hello"


def test_it_adds_parameters_to_those_there() -> None:
    with serving(echo) as server:
        told = http_to(server).get("http://a.example/x?a=1", params={"b": "é"}).json()
    assert told["path"] == "/x?a=1&b=%C3%A9"


def test_it_sends_json() -> None:
    with serving(echo) as server:
        told = http_to(server).request("POST", "http://a.example/", json={"a": [1]}).json()
    assert (told["method"], json.loads(told["body"])) == ("POST", {"a": [1]})
    assert told["headers"]["content-type"] == "application/json"


def test_it_sends_forms_and_files() -> None:
    with serving(echo) as server:
        http = http_to(server)
        form = http.request("POST", "http://a.example/", data={"a": "b c"}).json()
        files = {"file": ("a.txt", b"inside", "text/plain")}
        upload = http.request("PUT", "http://a.example/", files=files).json()
    assert form["body"] == "a=b+c"
    assert "inside" in upload["body"]
    assert "multipart/form-data" in upload["headers"]["content-type"]


def test_it_cannot_be_told_another_host_header() -> None:
    with serving(echo) as server:
        told = http_to(server).get("http://a.example/", headers={"Host": "b.example"}).json()
    assert told["headers"]["host"] == "a.example"


def test_it_keeps_no_cookies() -> None:
    with serving(lambda asked: Reply(headers={"Set-Cookie": "a=b"})) as server:
        http = http_to(server)
        http.get("http://a.example/")
        http.get("http://a.example/", headers={"Cookie": "a=b"})
    assert "cookie" not in server.asked[1].headers


def test_it_ignores_the_proxy_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    with serving(hello) as server:
        assert http_to(server).get("http://a.example/").status == 200


def test_an_address_with_odd_letters_is_asked_for_in_ascii() -> None:
    with serving(hello) as server:
        answer = http_to(server).get("http://BÜCHER.example./a b")
    assert server.asked[0].headers["host"] == "xn--bcher-kva.example"
    assert answer.url == "http://xn--bcher-kva.example/a%20b"


def test_it_keeps_a_connection_alive() -> None:
    with serving(hello) as server:
        http = http_to(server)
        for _ in range(3):
            http.get("http://a.example/")
        dialler = http.way.dialler
    assert len(dialler.dialled) == 1  # type: ignore[attr-defined]


def test_a_line_break_in_a_header_is_refused() -> None:
    with serving(hello) as server, pytest.raises(errors.BadAddress):
        http_to(server).get("http://a.example/", headers={"X": "a\r\nY: b"})
    assert server.asked == []


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, errors.Rejected),
        (401, errors.TokenRefused),
        (403, errors.Forbidden),
        (404, errors.NotFound),
        (410, errors.Gone),
        (418, errors.Rejected),
        (422, errors.Rejected),
        (429, errors.RateLimited),
        (451, errors.Forbidden),
        (302, errors.Unreadable),
        (500, errors.ServerTrouble),
        (503, errors.ServerTrouble),
    ],
)
def test_a_status_means_its_error(status: int, kind: type[errors.ConnectorError]) -> None:
    with pytest.raises(errors.ConnectorError) as caught:
        Answer(status).raise_for_trouble(now=NOW)
    assert type(caught.value) is kind


@pytest.mark.parametrize("status", [200, 201, 204, 304])
def test_a_good_status_is_no_trouble(status: int) -> None:
    answer = Answer(status)
    assert answer.raise_for_trouble(now=NOW) is answer


@pytest.mark.parametrize(
    ("fields", "wait"),
    [
        ({"Retry-After": "120"}, 120.0),
        ({"Retry-After": "Sat, 21 Nov 2026 09:01:00 GMT"}, 60.0),
        ({"Retry-After": "Sat, 21 Nov 2026 08:00:00 GMT"}, 0.0),
        ({"Retry-After": "99999999"}, 7 * 86400.0),
        ({"Retry-After": "soon"}, None),
        ({"Retry-After": "nan"}, None),
        ({"X-RateLimit-Reset": "2026-11-21T09:05:00.000Z"}, 300.0),
        ({"RateLimit-Reset": str(int(NOW.timestamp()) + 30)}, 30.0),
        ({"RateLimit-Reset": "45"}, 45.0),
        ({}, None),
    ],
)
def test_it_reads_how_long_to_wait(fields: dict[str, str], wait: float | None) -> None:
    assert Answer(429, Headers(fields.items())).wait(NOW) == wait


def test_an_emptied_allowance_asks_to_wait_though_all_went_well() -> None:
    fields = {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "2026-11-21T09:00:10Z"}
    assert Answer(200, Headers(fields.items())).wait(NOW) == 10.0
    fields["X-RateLimit-Remaining"] = "5"
    assert Answer(200, Headers(fields.items())).wait(NOW) is None


def test_a_refusal_tells_the_reason_without_the_token() -> None:
    token = "abcdefghijklmnopqrstuvwxyz0123456789"
    body = json.dumps({"error": f"Text is <b>too</b> long, {token}"}).encode()
    with pytest.raises(errors.Rejected) as caught:
        Answer(422, body=body).raise_for_trouble(now=NOW)
    assert caught.value.detail == "422: Text is too long, …"


def test_what_is_no_json_is_unreadable() -> None:
    for body in (b"<html>", b"\xff", b"[" * 100_000):
        with pytest.raises(errors.Unreadable):
            Answer(200, body=body).json()


@pytest.mark.parametrize("name", ["idna", "punycode", "undefined", "zlib_codec", "nonsense", ""])
def test_text_never_fails(name: str) -> None:
    headers = Headers([("Content-Type", f"text/html; charset={name}")])
    assert Answer(200, headers, b"a\xc3\xa9\xff").text() == "aé\ufffd"


def test_text_is_read_by_its_charset() -> None:
    headers = Headers([("Content-Type", 'text/html; charset="windows-1251"')])
    assert Answer(200, headers, "Привет".encode("cp1251")).text() == "Привет"
