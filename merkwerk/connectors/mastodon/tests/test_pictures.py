"""A picture goes before its message, through whichever door the server has."""

from __future__ import annotations

import json

import pytest

from merkwerk.connectors.errors import NotFound, Rejected, Unreadable
from merkwerk.connectors.mastodon import pictures
from merkwerk.connectors.mastodon.pictures import Brought, NoPictures
from merkwerk.connectors.tests.loopback import Asked, Handler, Reply, http_to, serving

SERVER = "http://social.example"


def reply(told: object, status: int = 200) -> Reply:
    return Reply(status, json.dumps(told).encode(), {"Content-Type": "application/json"})


def bring(handler: Handler) -> tuple[Brought, list[Asked]]:
    with serving(handler) as server:
        brought = pictures.bring(
            http_to(server), server=SERVER, as_token="t", data=b"\xff\xd8 zwart", kind="image/jpeg",
            description="Een kat",
        )  # fmt: skip
        return brought, server.asked


def test_it_goes_with_its_description_and_the_right_to() -> None:
    brought, (asked,) = bring(lambda asked: reply({"id": "7", "url": "https://x.example/7.jpg"}))
    assert brought == Brought("7", ready=True)
    assert (asked.path, asked.headers["authorization"]) == ("/api/v2/media", "Bearer t")
    assert b'name="description"' in asked.body
    assert b"Een kat" in asked.body
    assert b"\xff\xd8 zwart" in asked.body
    assert b"Content-Type: image/jpeg" in asked.body


def test_a_large_one_is_not_ready_at_once() -> None:
    assert not bring(lambda asked: reply({"id": "7", "url": None}, 202))[0].ready


def test_an_older_server_has_one_door() -> None:
    brought, asked = bring(
        lambda asked: reply({}, 404) if "v2" in asked.path else reply({"id": "8"})
    )
    assert (brought.id, [one.path for one in asked]) == ("8", ["/api/v2/media", "/api/v1/media"])


def test_a_connection_for_words_only_is_told_so() -> None:
    with pytest.raises(NoPictures):
        bring(lambda asked: reply({"error": "outside the authorized scopes"}, 403))


def test_what_the_server_will_not_have_is_rejected() -> None:
    with pytest.raises(Rejected, match="too big"):
        bring(lambda asked: reply({"error": "too big"}, 422))


def test_an_answer_without_a_number_is_unreadable() -> None:
    with pytest.raises(Unreadable):
        bring(lambda asked: reply({"url": "x"}))


@pytest.mark.parametrize(("status", "ready"), [(200, True), (206, False)])
def test_it_is_asked_after(status: int, ready: bool) -> None:
    with serving(lambda asked: reply({"id": "7"}, status)) as server:
        http = http_to(server)
        assert pictures.is_ready(http, server=SERVER, as_token="t", id="7") is ready


def test_one_that_was_forgotten_is_not_found() -> None:
    with serving(lambda asked: reply({}, 404)) as server, pytest.raises(NotFound):
        pictures.is_ready(http_to(server), server=SERVER, as_token="t", id="7")
