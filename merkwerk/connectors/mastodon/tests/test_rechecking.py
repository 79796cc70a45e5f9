from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from merkwerk.connectors.errors import RateLimited, ServerTrouble
from merkwerk.connectors.mastodon.rechecking import recheck
from merkwerk.connectors.mastodon.tests.test_client import reply, status
from merkwerk.connectors.tests.loopback import Asked, Reply, http_to, serving
from merkwerk.connectors.values import Page

SERVER = "http://social.example"


class Shelf:
    """A server with these posts, which may know how to hand out many at once."""

    def __init__(self, *numbers: int, together: bool = True, hidden: int = 0) -> None:
        self.numbers, self.together, self.hidden = numbers, together, hidden
        self.calls = 0

    def __call__(self, asked: Asked) -> Reply:
        self.calls += 1
        place = urlsplit(asked.path)
        if place.path == "/api/v1/statuses":
            wanted = [int(n) for n in parse_qs(place.query)["id[]"]]
            found = [status(n) for n in wanted if n in self.numbers]
            return reply(found) if self.together else reply({}, 404)
        number = int(place.path.rpartition("/")[2])
        if number == self.hidden:
            return reply({}, 403)
        return reply(status(number)) if number in self.numbers else reply({}, 404)


def check(shelf: Shelf, *ids: int) -> Page:
    with serving(shelf) as server:
        return recheck(http_to(server), server=SERVER, ids=[str(n) for n in ids], token="t")


def test_posts_that_stand_come_in_one_call() -> None:
    shelf = Shelf(1, 2, 3)
    page = check(shelf, 1, 2, 3)
    assert ([post.native["id"] for post in page.posts], page.deleted_ids) == (["1", "2", "3"], ())
    assert shelf.calls == 1


def test_a_post_that_went_is_told() -> None:
    page = check(Shelf(1, 3), 1, 2, 3)
    assert (len(page.posts), page.deleted_ids) == (2, ("2",))


def test_a_server_that_hands_out_one_at_a_time_is_asked_so() -> None:
    page = check(Shelf(1, together=False), 1, 2)
    assert (len(page.posts), page.deleted_ids) == (1, ("2",))


def test_a_server_that_forgets_posts_loses_none() -> None:
    """An empty answer alone is not believed."""

    class Forgetful(Shelf):
        def __call__(self, asked: Asked) -> Reply:
            return reply([]) if "id%5B%5D" in asked.path else super().__call__(asked)

    page = check(Forgetful(1, 2), 1, 2)
    assert (len(page.posts), page.deleted_ids) == (2, ())


def test_a_post_hidden_from_us_is_not_gone() -> None:
    page = check(Shelf(1, hidden=2), 1, 2)
    assert (len(page.posts), page.deleted_ids) == (1, ())


def test_many_are_asked_in_twenties() -> None:
    shelf = Shelf(*range(1, 51))
    assert len(check(shelf, *range(1, 51)).posts) == 50
    assert shelf.calls == 3


@pytest.mark.parametrize(("code", "kind"), [(429, RateLimited), (503, ServerTrouble)])
def test_no_answer_is_not_a_deletion(code: int, kind: type[Exception]) -> None:
    with serving(lambda asked: reply({}, code)) as server, pytest.raises(kind):
        recheck(http_to(server), server=SERVER, ids=["1"], token="t")


def test_nothing_asked_is_nothing_told() -> None:
    shelf = Shelf()
    assert check(shelf) == Page()
    assert shelf.calls == 0
