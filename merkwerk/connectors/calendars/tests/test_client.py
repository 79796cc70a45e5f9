"""Subscribing to a calendar on a real server."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from merkwerk.connectors import errors
from merkwerk.connectors.calendars.client import fetch, on_disk, spelled
from merkwerk.connectors.exports.calendar import read
from merkwerk.connectors.exports.values import Event
from merkwerk.connectors.tests.loopback import Asked, Reply, http_to, serving
from merkwerk.connectors.values import Bookmark

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
PLACE = "http://a.example/prive-3f9a/basic.ics"
BODY = b"""BEGIN:VCALENDAR\r
BEGIN:VEVENT\r
UID:1@x\r
DTSTART:20261103T090000Z\r
ORGANIZER:mailto:ik@mijn.example\r
ATTENDEE:mailto:joris@y.example\r
END:VEVENT\r
END:VCALENDAR\r
"""


def careful(asked: Asked) -> Reply:
    fields = {"ETag": '"x"', "Last-Modified": "Fri, 20 Nov 2026 09:00:00 GMT"}
    if asked.headers.get("if-none-match") == '"x"':
        return Reply(304, headers={**fields, "Cache-Control": "max-age=900"})
    return Reply(body=BODY, headers=fields)


def test_a_first_visit_brings_a_calendar_that_can_be_read() -> None:
    with serving(careful) as server:
        told = fetch(http_to(server), PLACE, Bookmark(), now=NOW)
    with on_disk(told.body) as path:
        found = [one for one in read(path, now=NOW) if isinstance(one, Event)]
    assert len(found) == 1
    assert not path.exists()
    assert "text/calendar" in server.asked[0].headers["accept"]


def test_a_second_visit_costs_a_304() -> None:
    with serving(careful) as server:
        http = http_to(server)
        first = fetch(http, PLACE, Bookmark(), now=NOW)
        second = fetch(http, PLACE, first.bookmark, now=NOW)
    assert (second.unchanged, second.body, second.wait) == (True, b"", 900.0)
    assert second.bookmark == first.bookmark


def test_the_same_body_is_unchanged_without_a_304() -> None:
    with serving(lambda asked: Reply(body=BODY)) as server:
        http = http_to(server)
        first = fetch(http, PLACE, Bookmark(), now=NOW)
        assert fetch(http, PLACE, first.bookmark, now=NOW).unchanged


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        (Reply(404), errors.NotFound),
        (Reply(410), errors.Gone),
        (Reply(401), errors.TokenRefused),
        (Reply(500), errors.ServerTrouble),
        (Reply(body=b"<!DOCTYPE html><title>Log in</title>"), errors.NothingThere),
        (Reply(body=b"\x00\x01"), errors.Unreadable),
        (Reply(body=b""), errors.Unreadable),
        (Reply(headers={"X": "y"}, body=b"x" * (20 * 1024 * 1024 + 1)), errors.TooLarge),
    ],
)
def test_every_trouble_has_its_type(reply: Reply, kind: type[errors.ConnectorError]) -> None:
    with serving(lambda asked: reply) as server, pytest.raises(kind) as told:
        fetch(http_to(server), PLACE, Bookmark(), now=NOW)
    assert "prive" not in told.value.detail


@pytest.mark.parametrize(
    ("address", "fetched"),
    [
        ("webcal://a.example/x", "https://a.example/x"),
        (" WEBCALS://a.example/x", "https://a.example/x"),
        ("https://a.example/x", "https://a.example/x"),
    ],
)
def test_an_address_for_calendars_is_https(address: str, fetched: str) -> None:
    assert spelled(address) == fetched


@pytest.mark.parametrize("address", ["file:///etc/passwd", "a.example", "ftp://a.example/x", ""])
def test_an_address_of_another_kind_is_refused(address: str) -> None:
    with pytest.raises(errors.BadAddress):
        spelled(address)


def test_a_private_address_is_not_called() -> None:
    with serving(careful) as server, pytest.raises(errors.PrivateAddress):
        fetch(http_to(server), "http://10.0.0.1/x.ics", Bookmark(), now=NOW)
