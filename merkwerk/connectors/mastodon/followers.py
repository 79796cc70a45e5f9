"""Who follows the account a token speaks for, a page at a time."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

from merkwerk.connectors.errors import Unreadable
from merkwerk.connectors.http import Answer, Http
from merkwerk.connectors.mastodon.calls import Server, part
from merkwerk.connectors.mastodon.translate import Teller, person
from merkwerk.connectors.shapes import number, object_of, page_of, token
from merkwerk.connectors.values import Followers

MOST_PER_PAGE = 80
_NEXT = re.compile(r"<([^<>]{1,2000})>\s*;[^,<]{0,200}\brel=\"?next\b")


def page(http: Http, *, server: str, token: str, next: str = "") -> Followers:
    """One page of the own account's followers, newest first (`GET /api/v1/accounts/:id/followers`,
    at most 80). Without `next` the first one, with how many there are in all; a server that shows
    none of them although there are some hides them.

    Of the `Link` header only the number is believed, never the address. Servers without that
    header (snac) tell one page. Raises TokenRefused, Unreadable and the others of `http`.
    """
    asked = Server(http, server, token)
    account, _, before = next.partition(" ")
    total: int | None = None
    if not account:
        account, total = _own(asked)
    params = [("limit", str(MOST_PER_PAGE))] + ([("max_id", before)] if before else [])
    answer = asked.get(f"/api/v1/accounts/{part(account)}/followers", params)
    rows = page_of(answer.json(), "followers")[: MOST_PER_PAGE * 2]
    teller = Teller(server, asked.host)
    people = (person(row, teller) for row in rows)
    on = _next(answer)
    return Followers(
        people=tuple(one for one in people if one is not None),
        next=f"{account} {on}" if on and on != before and rows else "",
        total=total,
        wait=answer.wait_within_an_hour(),
    )


def _own(asked: Server) -> tuple[str, int | None]:
    """The account's number on its server, and how many follow it."""
    told = object_of(asked.get("/api/v1/accounts/verify_credentials").json(), "own account")
    account = token(told.get("id"), 100)
    if not account:
        raise Unreadable("own account: no number")
    many = number(told.get("followers_count"), low=0, high=10**9, default=-1)
    return account, None if many < 0 else many


def _next(answer: Answer) -> str:
    found = _NEXT.search(answer.headers.get("link", "")[:8_000])
    if found is None:
        return ""
    try:
        asked = parse_qs(urlsplit(found[1]).query, max_num_fields=50)
    except ValueError:
        return ""
    return token(asked.get("max_id", [""])[0], 100)
