from __future__ import annotations

from pathlib import Path

import pytest

from merkwerk.connectors import errors
from merkwerk.connectors.http import Dialler
from merkwerk.connectors.http.way import certificates, dial
from merkwerk.connectors.tests.certificate import make
from merkwerk.connectors.tests.loopback import Asked, Reply, http_to, serving


def test_it_speaks_tls_with_the_name_asked_for(tmp_path: Path) -> None:
    ours, trusting = make(tmp_path, "safe.example")
    names: list[str | None] = []
    ours.sni_callback = lambda sock, name, context: names.append(name)
    with serving(lambda asked: Reply(body=b"safe"), tls=ours) as server:
        answer = http_to(server, tls=trusting).get("https://safe.example./")
    assert (answer.body, names) == (b"safe", ["safe.example"])


def test_a_certificate_of_another_name_is_refused(tmp_path: Path) -> None:
    ours, trusting = make(tmp_path, "safe.example")
    with serving(lambda asked: Reply(), tls=ours) as server, pytest.raises(errors.Unreachable):
        http_to(server, tls=trusting).get("https://other.example/")
    assert server.asked == []


def test_a_certificate_nobody_vouches_for_is_refused(tmp_path: Path) -> None:
    ours, _ = make(tmp_path, "safe.example")
    with serving(lambda asked: Reply(), tls=ours) as server, pytest.raises(errors.Unreachable):
        http_to(server, tls=certificates()).get("https://safe.example/")
    assert server.asked == []


def test_a_plain_server_behind_https_is_unreachable(tmp_path: Path) -> None:
    with serving(lambda asked: Reply()) as server, pytest.raises(errors.Unreachable):
        http_to(server).get("https://a.example/", seconds=3)


def test_credentials_never_go_down_to_http(tmp_path: Path) -> None:
    def down(asked: Asked) -> Reply:
        return Reply(302, headers={"Location": "http://safe.example/end"})

    ours, trusting = make(tmp_path, "safe.example")
    with serving(lambda asked: Reply()) as plain, serving(down, tls=ours) as server:
        ports = {443: server.port, 80: plain.port}
        http = http_to(server, tls=trusting, dialler=_by_port(ports))
        http.get("https://safe.example/", headers={"Authorization": "Bearer x"})
    assert server.asked[0].headers["authorization"] == "Bearer x"
    assert "authorization" not in plain.asked[0].headers


def test_credentials_may_go_up_to_https(tmp_path: Path) -> None:
    def up(asked: Asked) -> Reply:
        return Reply(302, headers={"Location": "https://safe.example/end"})

    ours, trusting = make(tmp_path, "safe.example")
    with serving(up) as plain, serving(lambda asked: Reply(), tls=ours) as server:
        ports = {443: server.port, 80: plain.port}
        http = http_to(server, tls=trusting, dialler=_by_port(ports))
        http.get("http://safe.example/", headers={"Authorization": "Bearer x"})
    assert server.asked[0].headers["authorization"] == "Bearer x"


def _by_port(ports: dict[int, int]) -> Dialler:
    return lambda address, port, seconds: dial("127.0.0.1", ports[port], seconds)
