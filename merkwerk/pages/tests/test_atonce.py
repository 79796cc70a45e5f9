"""What is sent without a thread, and what is left to the door."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest

from merkwerk.accounts.models import Organisation
from merkwerk.pages.actions import touched
from merkwerk.pages.actions.stamp import put_stamp
from merkwerk.pages.front.atonce import AtOnce
from merkwerk.pages.front.door import Door
from merkwerk.pages.tests.conftest import Ask, Got

pytestmark = pytest.mark.django_db
ONE = "/stories/one/"
LEFT = Got(0, {}, b"left to the door")


class Asker:
    def __init__(self) -> None:
        self.got = LEFT

    def response_bytes(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
        self.got = Got(status, dict(headers), body)

    def response_empty(self, status: int, headers: list[tuple[str, str]]) -> None:
        self.got = Got(status, dict(headers), b"")


class Others:
    async def __call__(self, scope: Any, proto: Any) -> None:
        pass


@pytest.fixture
def at_once(door: Door, ask: Ask) -> AtOnce:
    """It stands beside a door that holds story one, plain and zipped."""
    for packing in ("", "gzip"):
        ask(ONE, HTTP_ACCEPT_ENCODING=packing)
        ask(ONE, HTTP_ACCEPT_ENCODING=packing)
    return AtOnce(door, Others())  # type: ignore[arg-type]


def knock(
    at_once: AtOnce, path: str = ONE, method: str = "GET", query: str = "", **more: str
) -> Got:
    headers = {"host": "localhost:8000"} | {k.replace("_", "-"): v for k, v in more.items()}
    scope = SimpleNamespace(
        path=path, method=method, query_string=query, headers=headers, scheme="http"
    )
    asker = Asker()
    asyncio.run(at_once.__rsgi__(scope, asker))  # type: ignore[arg-type]
    return asker.got


def test_it_says_what_the_door_says(at_once: AtOnce, ask: Ask) -> None:
    assert knock(at_once) == ask(ONE)


def test_it_packs_as_the_door_does(at_once: AtOnce, ask: Ask) -> None:
    assert knock(at_once, accept_encoding="gzip") == ask(ONE, HTTP_ACCEPT_ENCODING="gzip")


def test_a_head_has_no_body(at_once: AtOnce, ask: Ask) -> None:
    assert knock(at_once, method="HEAD") == ask(ONE, "HEAD")


def test_what_is_known_already_is_not_sent_again(at_once: AtOnce, ask: Ask) -> None:
    tag = knock(at_once).headers["ETag"]
    assert knock(at_once, if_none_match=tag) == ask(ONE, HTTP_IF_NONE_MATCH=tag)
    assert knock(at_once, if_none_match=tag).status == 304


def test_a_date_counts_when_no_tag_is_named(at_once: AtOnce) -> None:
    date = knock(at_once).headers["Last-Modified"]
    assert knock(at_once, if_modified_since=date).status == 304
    assert knock(at_once, if_modified_since=date, if_none_match='"other"').status == 200


@pytest.mark.parametrize(
    "said",
    [
        {"method": "POST"},
        {"query": "q=1"},
        {"host": "elsewhere.example"},
        {"accept": "application/activity+json"},
        {"accept_encoding": "br"},
        {"path": "/stories/two/"},
    ],
)
def test_what_is_not_certain_is_left_to_the_door(at_once: AtOnce, said: dict[str, str]) -> None:
    assert knock(at_once, **said) == LEFT


def test_a_path_that_only_looks_like_another_is_left_to_the_door(
    at_once: AtOnce, ask: Ask, door: Door
) -> None:
    ask("/stories/café/")
    ask("/stories/café/")
    as_latin = "/stories/café/".encode().decode("latin-1")
    assert as_latin in door.fresh()
    assert knock(at_once, as_latin) == LEFT


def test_after_a_change_nothing_old_is_sent(at_once: AtOnce) -> None:
    Organisation.objects.update(name="Nieuw")
    touched("story:1")
    put_stamp()
    assert knock(at_once) == LEFT


def test_a_plain_line_is_left_to_the_door_where_it_has_to_be_encrypted(at_once: AtOnce) -> None:
    at_once.redirects = at_once.door.https = True
    assert knock(at_once) == LEFT


def test_a_proxy_may_say_that_the_line_is_encrypted(at_once: AtOnce) -> None:
    at_once.redirects = at_once.door.https = True
    at_once.said_by, at_once.encrypted = "x-forwarded-proto", "https"
    assert knock(at_once, x_forwarded_proto="https").status == 200
    assert knock(at_once, x_forwarded_proto="http") == LEFT
