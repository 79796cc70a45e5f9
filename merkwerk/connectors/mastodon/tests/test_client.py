"""Paging, waiting and trouble, against a small server that answers as it is told."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from merkwerk.connectors.errors import (
    BadAddress,
    Forbidden,
    NotFound,
    RateLimited,
    TokenRefused,
    Unreadable,
)
from merkwerk.connectors.mastodon import client
from merkwerk.connectors.mastodon.cursor import Place, a_little_before
from merkwerk.connectors.mastodon.tests.test_translate import SAMPLES
from merkwerk.connectors.tests import pairs
from merkwerk.connectors.tests.loopback import Asked, Handler, Reply, http_to, serving
from merkwerk.connectors.values import Bookmark, Page, SourceKind

SERVER = "http://social.example"
TAG = SourceKind.MASTODON_HASHTAG
BEGIN = datetime(2026, 11, 1, tzinfo=UTC)


def reply(told: object, status: int = 200, **headers: str) -> Reply:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Reply(status, json.dumps(told).encode(), {"Content-Type": "application/json", **named})


def status(number: int) -> dict[str, Any]:
    told: dict[str, Any] = pairs.sample(SAMPLES, "status")
    written = (BEGIN + timedelta(seconds=number)).isoformat()
    return told | {
        "id": str(number),
        "uri": f"https://social.example/{number}",
        "created_at": written,
    }


class Timeline:
    """Posts 1 to `last`, newest first, as Mastodon pages them."""

    def __init__(self, last: int, *, knows_min_id: bool = True) -> None:
        self.numbers = list(range(1000, 1000 + last))
        self.knows_min_id = knows_min_id

    def __call__(self, asked: Asked) -> Reply:
        query = parse_qs(urlsplit(asked.path).query)
        limit = int(query["limit"][0])
        shown = self.numbers[-limit:]
        if self.knows_min_id and "min_id" in query:
            shown = [n for n in self.numbers if n > int(query["min_id"][0])][:limit]
        return reply([status(number) for number in reversed(shown)])


def collect(handler: Handler, mark: Bookmark = client.START, token: str = "t") -> Page:
    with serving(handler) as server:
        return client.collect(
            http_to(server), kind=TAG, address="tuin@social.example", server=SERVER,
            token=token, bookmark=mark,
        )  # fmt: skip


def everything(timeline: Timeline, mark: Bookmark) -> list[str]:
    got: list[str] = []
    with serving(timeline) as server:
        http, more = http_to(server), True
        while more:
            page = client.collect(
                http, kind=TAG, address="tuin@social.example", server=SERVER, bookmark=mark
            )
            got += [post.native["id"] for post in page.posts]
            mark, more = page.bookmark, page.more
        assert len(server.asked) < 60
    return got


def test_a_source_begins_at_its_newest_page() -> None:
    page = collect(Timeline(100))
    assert (len(page.posts), page.more) == (40, False)


def test_two_thousand_posts_arrive_oldest_first_and_once() -> None:
    timeline = Timeline(10)
    mark = collect(timeline).bookmark
    timeline.numbers += range(1010, 3010)
    assert everything(timeline, mark) == [str(n) for n in range(1010, 3010)]


def test_a_collection_broken_off_goes_on_where_it_was() -> None:
    timeline = Timeline(1)
    mark = collect(timeline).bookmark
    timeline.numbers += range(1001, 1101)
    first = collect(timeline, mark)
    assert first.more
    rest = everything(timeline, first.bookmark)
    assert [post.native["id"] for post in first.posts] + rest == [str(n) for n in range(1001, 1101)]


def test_a_server_without_min_id_does_not_keep_us_forever() -> None:
    timeline = Timeline(10, knows_min_id=False)
    mark = collect(timeline).bookmark
    timeline.numbers += range(1010, 1110)
    assert len(everything(timeline, mark)) == 40


def test_a_source_that_was_empty_begins_at_its_first_post() -> None:
    timeline = Timeline(0)
    mark = collect(timeline).bookmark
    timeline.numbers += range(1000, 1090)
    assert len(everything(timeline, mark)) == 90


def test_late_posts_of_other_servers_are_not_passed_over() -> None:
    number = str(113_000_000_000_000_000)
    assert int(number) - int(a_little_before(number)) == 15 * 60 * 1000 << 16
    assert Place(at=number).begin(TAG) < number
    assert Place(at=number, settled=False).begin(TAG) == number
    assert Place(at=number).begin(SourceKind.MASTODON_ACCOUNT) == number


def test_ids_that_are_no_snowflakes_are_left_alone() -> None:
    assert a_little_before("01JD3K4X8N2Q6V7R9T0W1Y2Z3A") == "01JD3K4X8N2Q6V7R9T0W1Y2Z3A"


@pytest.mark.parametrize(
    "cursor", ["", "x", "[]", '{"at": 7, "settled": 3}', "null", '{"at": "a b"}']
)
def test_a_cursor_not_ours_is_a_beginning_or_harmless(cursor: str) -> None:
    assert collect(Timeline(3), Bookmark(cursor=cursor)).posts


def test_the_wait_the_server_asks_for_is_told() -> None:
    reset = (datetime.now(UTC) + timedelta(minutes=5)).isoformat()
    headers = {"X_RateLimit_Remaining": "0", "X_RateLimit_Reset": reset}
    wait = collect(lambda asked: reply([], 200, **headers)).wait
    assert wait is not None
    assert 290 < wait <= 301


def test_a_server_cannot_make_us_wait_for_years() -> None:
    headers = {"X_RateLimit_Remaining": "0", "X_RateLimit_Reset": "2999-01-01T00:00:00Z"}
    assert collect(lambda asked: reply([], 200, **headers)).wait == 3600


def test_too_many_requests_say_how_long_to_wait() -> None:
    with pytest.raises(RateLimited) as caught:
        collect(lambda asked: reply({"error": "Too many"}, 429, Retry_After="120"))
    assert caught.value.wait == 120


@pytest.mark.parametrize("code", [401, 422, 400])
def test_a_shut_door_without_token_is_no_refused_token(code: int) -> None:
    with pytest.raises(Forbidden):
        collect(lambda asked: reply({"error": "The access token is invalid"}, code), token="")


def test_a_refused_token_is_told_as_such() -> None:
    with pytest.raises(TokenRefused):
        collect(lambda asked: reply({"error": "The access token was revoked"}, 401))


@pytest.mark.parametrize("told", [{}, "x", 3, None, {"error": "x"}])
def test_an_answer_that_is_no_list_is_unreadable(told: object) -> None:
    with pytest.raises(Unreadable):
        collect(lambda asked: reply(told))


def test_junk_in_a_list_is_refused_piece_by_piece() -> None:
    page = collect(lambda asked: reply([None, 3, "x", [], {}, {"id": "5"}, status(9000)]))
    assert len(page.posts) == 1
    assert page.refused


@pytest.mark.parametrize("address", ["", "a", "@", "a@", "@b", "a b@c", "a/b@c.example"])
def test_an_address_that_is_none_is_refused_before_asking(address: str) -> None:
    with pytest.raises(BadAddress):
        client.split_address(address)


def lookup_with(account: object) -> Handler:
    def answer(asked: Asked) -> Reply:
        return reply(account if "lookup" in asked.path else [])

    return answer


def account_page(account: object) -> Page:
    with serving(lookup_with(account)) as server:
        return client.collect(
            http_to(server), kind=SourceKind.MASTODON_ACCOUNT, address="joris@ander.example",
            server=SERVER,
        )  # fmt: skip


def test_somebody_else_with_the_same_first_name_is_not_taken() -> None:
    with pytest.raises(NotFound):
        account_page({"id": "7", "acct": "joris@derde.example"})


@pytest.mark.parametrize("number", ["../../admin", "..", "a b", "", None, {}])
def test_an_account_number_cannot_lead_to_another_path(number: object) -> None:
    account = {"id": number, "acct": "joris@ander.example", "url": "https://ander.example/@joris"}
    with serving(lookup_with(account)) as server:
        with suppress(NotFound, BadAddress):
            client.collect(
                http_to(server), kind=SourceKind.MASTODON_ACCOUNT,
                address="joris@ander.example", server=SERVER,
            )  # fmt: skip
        assert not [asked for asked in server.asked if "/admin" in asked.path]


def test_an_account_that_moved_says_where() -> None:
    moved = {"id": "8", "acct": "joris@nieuw.example", "url": "https://nieuw.example/@joris"}
    page = account_page({"id": "7", "acct": "joris@ander.example", "moved": moved})
    assert page.moved_to == "joris@nieuw.example"


def mentions_seen_through(acct: str) -> tuple[str, ...]:
    """Of a post by joris@ander.example, told by a server that calls him `acct`."""
    account = status(1)["account"] | {"id": "7", "acct": acct}
    told = status(1) | {"account": account, "mentions": [{"acct": "sanne"}]}
    with serving(lambda asked: reply(account if "lookup" in asked.path else [told])) as server:
        page = client.collect(
            http_to(server), kind=SourceKind.MASTODON_ACCOUNT, address="joris@ander.example",
            server=SERVER, token="t",
        )  # fmt: skip
        return page.posts[0].mentions


def test_short_names_belong_to_the_server_that_tells_them() -> None:
    assert mentions_seen_through("joris@ander.example") == ("sanne@social.example",)
    assert mentions_seen_through("joris") == ("sanne@ander.example",)


def search_with(statuses: object) -> str:
    with serving(lambda asked: reply({"statuses": statuses})) as server:
        return client.local_id(
            http_to(server), server=SERVER, token="t", url="https://ander.example/1"
        )


def test_a_post_seen_elsewhere_is_found_on_the_own_server() -> None:
    assert search_with([{"id": "77", "uri": "https://ander.example/1"}]) == "77"


@pytest.mark.parametrize("statuses", [[], None, [{"id": "77", "uri": "https://ander.example/2"}]])
def test_another_post_is_not_taken_for_it(statuses: object) -> None:
    with pytest.raises(NotFound):
        search_with(statuses)


def test_a_page_of_numbers_too_deep_to_read_is_unreadable() -> None:
    with pytest.raises(Unreadable):
        collect(lambda asked: Reply(200, b"[" * 100_000, {"Content-Type": "application/json"}))
