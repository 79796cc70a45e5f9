from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from merkwerk.connectors.bluesky import followers
from merkwerk.connectors.bluesky.tests.test_writing import AUTH, DID, reply
from merkwerk.connectors.errors import Unreadable
from merkwerk.connectors.http import Http
from merkwerk.connectors.tests.loopback import Asked, Reply, http_to, serving
from merkwerk.connectors.values import Followers


def row(number: int) -> dict[str, object]:
    word = f"{number:024d}".translate(str.maketrans("0189", "abcd"))
    return {"did": f"did:plc:{word}", "handle": f"n{number}.test", "displayName": f"N {number}"}


class View:
    """An AppView (perhaps behind the data server) that tells `many` followers."""

    def __init__(self, many: int, *, behind: bool = True) -> None:
        self.many, self.behind = many, behind

    def __call__(self, asked: Asked) -> Reply:
        query = parse_qs(urlsplit(asked.path).query)
        if not self.behind and asked.headers["host"] != "view.example":
            return reply({"error": "MethodNotImplemented"}, 501)
        assert query["actor"] == [DID]
        start = int(query.get("cursor", ["0"])[0])
        shown = list(range(start, min(start + 100, self.many)))
        told: dict[str, object] = {
            "subject": {"did": DID, "handle": "sanne.test"},
            "followers": [row(number) for number in shown],
        }
        if shown and shown[-1] + 1 < self.many:
            told["cursor"] = str(shown[-1] + 1)
        return reply(told)


def pages(http: Http) -> list[Followers]:
    view = "http://view.example"
    got = [followers.page(http, auth=AUTH, appview=view)]
    while got[-1].next and len(got) < 9:
        got.append(followers.page(http, auth=AUTH, next=got[-1].next, appview=view))
    return got


@pytest.mark.parametrize("behind", [True, False])
def test_all_are_told_page_by_page(behind: bool) -> None:
    with serving(View(250, behind=behind)) as server:
        got = pages(http_to(server))
    uids = [person.uid for page in got for person in page.people]
    assert (len(uids), len(set(uids)), len(got)) == (250, 250, 3)


def test_nobody_follows() -> None:
    with serving(View(0)) as server:
        (page,) = pages(http_to(server))
    assert (page.people, page.total, page.next) == ((), None, "")


def test_an_answer_without_a_list_is_unreadable() -> None:
    with serving(lambda asked: reply({"followers": None})) as server, pytest.raises(Unreadable):
        pages(http_to(server))


def test_rows_that_are_nobody_are_left_out() -> None:
    with serving(lambda asked: reply({"followers": [{}, "x", row(3)]})) as server:
        (page,) = pages(http_to(server))
    assert [person.handle for person in page.people] == ["n3.test"]
