"""No spelling, no resolver and no redirect leads to an address that is not public."""

from __future__ import annotations

from collections.abc import Sequence
from ipaddress import ip_address

import pytest

from merkwerk.connectors import errors
from merkwerk.connectors.http import Http, Way, is_public, safe_target
from merkwerk.connectors.tests.loopback import (
    AGENT,
    LOOPBACK,
    PUBLIC,
    Dialler,
    Reply,
    http_to,
    serving,
    way_to,
)

SPELLINGS = (
    "http://127.0.0.1/",
    "http://127.1/",
    "http://127.0.1/",
    "http://0/",
    "http://0.0.0.0/",
    "http://2130706433/",
    "http://0x7f000001/",
    "http://0x7f.0.0.1/",
    "http://0177.0.0.1/",
    "http://017700000001/",
    "http://127.0.0.1./",
    "http://localhost/",
    "http://LOCALHOST./",
    "http://[::1]/",
    "http://[::]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[0:0:0:0:0:ffff:7f00:1]/",
    "http://[64:ff9b::7f00:1]/",
    "http://[fe80::1%25lo]/",
    "http://１２７.０.０.１/",
    "http://①②⑦.⓪.⓪.①/",
    "http://127。0。0。1/",
    "http://%31%32%37.0.0.1/",
    "http://public.example@127.0.0.1/",
    "http://127.0.0.1\\@public.example/",
    "http://127.0.0.1:80#@public.example/",
    "http:127.0.0.1/",
    "http:///127.0.0.1/",
    " http://127.0.0.1/ ",
)
SPECIAL = (
    "0.1.2.3", "10.0.0.1", "100.64.0.1", "127.8.9.1", "169.254.169.254", "172.31.0.1",
    "192.0.0.8", "192.0.2.1", "192.31.196.1", "192.52.193.1", "192.88.99.1", "192.168.1.1",
    "192.175.48.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "240.0.0.1",
    "255.255.255.255", "::", "::1", "::127.0.0.1", "::ffff:10.0.0.1", "::ffff:93.184.216.34",
    "64:ff9b::7f00:1", "64:ff9b:1::1", "100::1", "2001::1", "2001:20::1", "2001:db8::1",
    "2002:7f00:1::1", "2620:4f:8000::1", "3fff::1", "5f00::1", "fc00::1", "fd00:ec2::254",
    "fe80::1", "fec0::1", "ff02::1",
)  # fmt: skip


def inside(name: str, port: int, seconds: float) -> Sequence[str]:
    """A resolver like the machine's own: odd numbers and local names lead to the loopback."""
    return ["127.0.0.1"]


@pytest.mark.parametrize("url", SPELLINGS)
def test_no_spelling_reaches_the_loopback(url: str) -> None:
    with serving(lambda asked: Reply()) as server:
        dialler = Dialler(server.port)
        http = Http(way_to(server, resolver=inside, dialler=dialler))
        with pytest.raises((errors.PrivateAddress, errors.BadAddress)):
            http.get(url)
    assert (server.asked, dialler.dialled) == ([], [])


@pytest.mark.parametrize("address", SPECIAL)
def test_a_special_address_is_not_public(address: str) -> None:
    assert not is_public(ip_address(address))


@pytest.mark.parametrize("address", [PUBLIC, "1.1.1.1", "2606:4700::1111", "2a01:7c8::1"])
def test_an_address_of_the_open_internet_is_public(address: str) -> None:
    assert is_public(ip_address(address))


@pytest.mark.parametrize("address", SPECIAL)
def test_a_name_that_leads_to_a_special_address_is_never_dialled(address: str) -> None:
    dialler = Dialler(1)
    http = Http(Way(user_agent=AGENT, resolver=lambda *_: [address], dialler=dialler))
    with pytest.raises(errors.PrivateAddress):
        http.get("http://trap.example/")
    assert dialler.dialled == []


def test_one_private_answer_refuses_the_whole_name() -> None:
    with serving(lambda asked: Reply()) as server:
        http = http_to(server, resolver=lambda *_: [PUBLIC, "10.0.0.7"])
        with pytest.raises(errors.PrivateAddress):
            http.get("http://mixed.example/")
    assert server.asked == []


def test_the_checked_address_is_the_one_connected_to() -> None:
    """Rebinding: the second question would get another answer, so there is no second question."""
    answers = [[PUBLIC], ["127.0.0.1"]]
    with serving(lambda asked: Reply(body=b"ok")) as server:
        dialler = Dialler(server.port)
        http = http_to(server, resolver=lambda *_: answers.pop(0), dialler=dialler)
        assert http.get("http://rebind.example/").body == b"ok"
    assert dialler.dialled == [(PUBLIC, 80)]
    assert answers == [["127.0.0.1"]]


def test_rebinding_later_is_checked_again() -> None:
    answers = [[PUBLIC], ["127.0.0.1"]]
    with serving(lambda asked: Reply(headers={"Connection": "close"})) as server:
        http = http_to(server, resolver=lambda *_: answers.pop(0))
        http.get("http://rebind.example/")
        with pytest.raises(errors.PrivateAddress):
            http.get("http://rebind.example/")
    assert len(server.asked) == 1


def test_names_are_asked_for_with_a_trailing_dot() -> None:
    names: list[str] = []

    def note(name: str, port: int, seconds: float) -> Sequence[str]:
        names.append(name)
        return [PUBLIC]

    with serving(lambda asked: Reply()) as server:
        http_to(server, resolver=note).get("http://intranet/")
    assert names == ["intranet."]


@pytest.mark.parametrize("port", [21, 22, 25, 6379, 8000, 8443])
def test_other_ports_are_refused(port: int) -> None:
    dialler = Dialler(1)
    http = Http(Way(user_agent=AGENT, resolver=lambda *_: [PUBLIC], dialler=dialler))
    with pytest.raises(errors.BadAddress):
        http.get(f"http://site.example:{port}/")
    assert dialler.dialled == []


@pytest.mark.parametrize(
    "url",
    [
        "",
        "site.example",
        "//site.example/",
        "ftp://site.example/",
        "file:///etc/passwd",
        "gopher://site.example/",
        "javascript:alert(1)",
        "data:text/html,x",
        "http://",
        "http://:80/",
        "http://a b.example/",
        "http://site.example:99999/",
        "http://site.example:x/",
        "http://user:secret@site.example/",
        "http://site..example/",
        "http://-site.example/",
        "http://[::1/",
        "http://[::1%25eth0]/",
        "http://a\nb.example/",
        "http://site.example/\r\nHost: other",
        "http://" + "a" * 64 + ".example/",
        "http://" + "a." * 150 + "example/",
        "http://site.example/" + "a" * 5000,
        "http://xn--a.example\u202e/",
    ],
)
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(errors.BadAddress):
        safe_target(url)


@pytest.mark.parametrize(
    ("url", "spelled"),
    [
        ("HTTP://Site.Example", "http://site.example/"),
        ("https://site.example.:443/a#b", "https://site.example/a"),
        ("http://site.example:80/?q=1", "http://site.example/?q=1"),
        ("https://under_score.example/", "https://under_score.example/"),
        ("http://münchen.example/ä", "http://xn--mnchen-3ya.example/%C3%A4"),
    ],
)
def test_an_address_gets_one_spelling(url: str, spelled: str) -> None:
    assert safe_target(url) == spelled


def test_local_sockets_are_refused() -> None:
    http = Http(Way(user_agent=AGENT))
    with pytest.raises(errors.BadAddress):
        http._pool._network_backend.connect_unix_socket("/run/x")


@pytest.mark.parametrize("trouble", [OSError("unknown"), TimeoutError(), UnicodeError()])
def test_an_unknown_name_is_unreachable(trouble: Exception) -> None:
    def fail(name: str, port: int, seconds: float) -> Sequence[str]:
        raise trouble

    with pytest.raises(errors.Unreachable):
        Http(Way(user_agent=AGENT, resolver=fail)).get("http://a.example/")


def test_a_resolver_that_says_nothing_is_unreachable() -> None:
    for answer in ([], ["nonsense"]):
        http = Http(Way(user_agent=AGENT, resolver=lambda *_, a=answer: a))
        with pytest.raises(errors.Unreachable):
            http.get("http://a.example/")


def test_a_closed_port_is_unreachable() -> None:
    http = Http(Way(user_agent=AGENT, allowed_networks=LOOPBACK, connect_seconds=1))
    with pytest.raises(errors.Unreachable):
        http.get("http://127.0.0.1:9/")
