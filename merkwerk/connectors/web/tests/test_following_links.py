"""Where addresses lead, with servers that lead astray."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from merkwerk.connectors import errors
from merkwerk.connectors.tests.loopback import Asked, Handler, Reply, http_to, serving
from merkwerk.connectors.web.following_links import Led, follow

PAGE = {"Content-Type": "text/html"}


def chain(length: int, head: str = "") -> Handler:
    """`/0` leads to `/1` and so on; the last is a page."""

    def answer(asked: Asked) -> Reply:
        number = int(asked.path.strip("/").partition("?")[0])
        if number < length:
            return Reply(301, headers={"Location": f"/{number + 1}"})
        return Reply(body=f"<html><head>{head}</head><p>x".encode(), headers=PAGE)

    return answer


def led(handler: Handler, address: str = "http://kort.example/0") -> Led:
    with serving(handler) as server:
        return follow(http_to(server), address)


def test_a_short_link_is_followed_to_its_page() -> None:
    found = led(chain(3))
    assert (found.address, found.hops) == ("http://kort.example/3", 3)
    assert found.canonical == found.address


def test_the_page_says_its_own_address() -> None:
    found = led(chain(1, '<link rel="canonical" href="https://www.kort.example/artikel">'))
    assert found.canonical == "https://www.kort.example/artikel"


def test_a_page_says_nothing_of_other_sites() -> None:
    found = led(chain(1, '<link rel="canonical" href="https://krant.example/artikel">'))
    assert found.canonical == "http://kort.example/1"


def test_ten_hops_are_followed_and_no_more() -> None:
    assert led(chain(10)).hops == 10
    with pytest.raises(errors.TooFar):
        led(chain(11))


def test_a_chain_of_thirty_ends_after_eleven_questions() -> None:
    with serving(chain(30)) as server, pytest.raises(errors.TooFar):
        follow(http_to(server), "http://kort.example/0")
    assert len(server.asked) == 11


def test_a_loop_ends() -> None:
    def round_and_round(asked: Asked) -> Reply:
        return Reply(302, headers={"Location": "/1" if asked.path == "/0" else "/0"})

    with serving(round_and_round) as server, pytest.raises(errors.GoesRound):
        follow(http_to(server), "http://kort.example/0")
    assert len(server.asked) == 2


@pytest.mark.parametrize(
    "place",
    ["http://127.0.0.1/", "http://169.254.169.254/", "file:///etc/passwd", "http://[::1]/"],
)
def test_it_leads_to_no_forbidden_place(place: str) -> None:
    with pytest.raises((errors.PrivateAddress, errors.BadAddress)):
        led(lambda asked: Reply(302, headers={"Location": place}))


def test_where_head_is_refused_it_is_fetched() -> None:
    def no_head(asked: Asked) -> Reply:
        return Reply(405) if asked.method == "HEAD" else chain(2)(asked)

    assert led(no_head).address == "http://kort.example/2"


def test_a_page_that_refuses_us_is_where_it_leads() -> None:
    def shut(asked: Asked) -> Reply:
        return chain(1)(asked) if asked.path == "/0" else Reply(403)

    assert led(shut).address == "http://kort.example/1"


def endless() -> Iterator[bytes]:
    yield b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
    yield b'<html><head><link rel="canonical" href="http://kort.example/eigen"></head>'
    for _ in range(4000):
        yield b"x" * 65536


def test_of_an_endless_page_only_the_beginning_is_read() -> None:
    def answer(asked: Asked) -> Reply:
        return Reply(headers=PAGE) if asked.method == "HEAD" else Reply(raw=endless())

    assert led(answer).canonical == "http://kort.example/eigen"


def test_what_is_no_page_is_not_read() -> None:
    with serving(lambda asked: Reply(headers={"Content-Type": "video/mp4"})) as server:
        follow(http_to(server), "http://kort.example/0")
    assert [asked.method for asked in server.asked] == ["HEAD"]


def test_a_redirects_body_is_never_read() -> None:
    def long(asked: Asked) -> Reply:
        if asked.path == "/0" and asked.method == "HEAD":
            return Reply(501)
        if asked.path == "/0":
            return Reply(302, b"x" * 20_000_000, {"Location": "/1"})
        return Reply(headers=PAGE)

    assert led(long).address == "http://kort.example/1"


def test_no_address_is_refused() -> None:
    for address in ("", "geen adres", "mailto:a@b.example", "http://user@a.example/"):
        with pytest.raises(errors.BadAddress):
            led(chain(1), address)


def leading_on(head: str, status: int = 200) -> Handler:
    """`/0` is a page with this head; every other is a page with nothing in it."""

    def answer(asked: Asked) -> Reply:
        inside = head if asked.path == "/0" else ""
        return Reply(status, f"<html><head>{inside}</head><p>x".encode(), PAGE)

    return answer


@pytest.mark.parametrize(
    "head",
    [
        '<meta http-equiv="refresh" content="0;url=/artikel">',
        "<META HTTP-EQUIV=Refresh CONTENT=\"0; URL='/artikel'\">",
        '<meta http-equiv="refresh" content="3, /artikel">',
        '<meta http-equiv="refresh" content="0.5; url=http://kort.example/artikel#x">',
        '<noscript><meta http-equiv="refresh" content="0;url=http://krant.example/artikel">'
        "</noscript>",
    ],
)
def test_a_page_that_leads_on_is_a_hop(head: str) -> None:
    found = led(leading_on(head))
    assert (found.address.rpartition("/")[2], found.hops) == ("artikel", 1)


@pytest.mark.parametrize(
    "head",
    [
        '<meta http-equiv="refresh" content="300;url=/later">',
        '<meta http-equiv="refresh" content="5">',
        '<meta http-equiv="refresh" content="0;url=/0">',
        '<meta http-equiv="refresh" content="0;url=javascript:alert(1)">',
        '<meta http-equiv="refresh" content="">',
        '<!-- <meta http-equiv="refresh" content="0;url=/weg"> -->',
        '<noscript><meta http-equiv="refresh" content="0;url=/zonder-script"></noscript>',
        '<script>location = "http://krant.example/"</script>',
    ],
)
def test_what_does_not_lead_on_by_itself_is_where_it_ends(head: str) -> None:
    found = led(leading_on(head))
    assert (found.address, found.hops) == ("http://kort.example/0", 0)


def test_a_page_leads_to_no_forbidden_place() -> None:
    with pytest.raises(errors.PrivateAddress):
        led(leading_on('<meta http-equiv="refresh" content="0;url=http://127.0.0.1/">'))


def test_pages_that_lead_on_for_ever_end() -> None:
    def onward(asked: Asked) -> Reply:
        number = int(asked.path.strip("/")) + 1
        told = f'<meta http-equiv="refresh" content="0;url=/{number}">'
        return Reply(body=told.encode(), headers=PAGE)

    with serving(onward) as server, pytest.raises(errors.TooFar):
        follow(http_to(server), "http://kort.example/0")
    assert len(server.asked) == 22
