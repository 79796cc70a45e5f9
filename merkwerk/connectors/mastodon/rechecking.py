"""Whether posts still stand, and as they were: their authors' wish."""

from __future__ import annotations

from collections.abc import Sequence

from merkwerk.connectors.errors import (
    BadAddress,
    Forbidden,
    Gone,
    NotFound,
    Rejected,
    Unreadable,
)
from merkwerk.connectors.http import Http
from merkwerk.connectors.mastodon import client, translate
from merkwerk.connectors.mastodon.calls import Server
from merkwerk.connectors.mastodon.translate import Teller
from merkwerk.connectors.shapes import page_of
from merkwerk.connectors.values import Page, Post

MOST = 20
_NOT_OFFERED = (NotFound, Gone, Forbidden, Rejected, Unreadable, BadAddress)


def recheck(http: Http, *, server: str, ids: Sequence[str], token: str = "") -> Page:
    """The posts with these numbers on `server` as they are now, and in `deleted_ids` those that
    are gone. Compare `revision` to see which were changed.

    One call for each MOST where the server knows how (Mastodon 4.3), else one for each post. What
    is missing from an answer is asked for by itself before it is called gone. A post that is only
    hidden from us is in neither list. Raises RateLimited (with `wait`), TokenRefused and others of
    `http`: what was not answered is not gone.
    """
    asked = Server(http, server, token)
    posts: dict[str, Post] = {}
    gone: list[str] = []
    numbers = list(dict.fromkeys(filter(None, ids)))
    wait: float | None = None
    for start in range(0, len(numbers), MOST):
        some = numbers[start : start + MOST]
        known, wait = _together(asked, some, wait)
        posts |= known
        for number in some:
            if number not in known and _is_gone(http, asked, number, posts):
                gone.append(number)
    return Page(posts=tuple(posts.values()), deleted_ids=tuple(gone), wait=wait)


def _together(
    asked: Server, numbers: list[str], wait: float | None
) -> tuple[dict[str, Post], float | None]:
    params = [("id[]", number) for number in numbers]
    try:
        answer = asked.get("/api/v1/statuses", params)
        rows = page_of(answer.json(), "posts")
    except _NOT_OFFERED:
        return {}, wait
    teller = Teller(asked.base, asked.host)
    read = (translate.post(row, teller) for row in rows[: MOST * 2])
    found = {post.native["id"]: post for post in read if isinstance(post, Post)}
    return {key: found[key] for key in numbers if key in found}, answer.wait_within_an_hour()


def _is_gone(http: Http, asked: Server, number: str, posts: dict[str, Post]) -> bool:
    try:
        found = client.post(http, server=asked.base, id=number, token=asked.token)
    except (Forbidden, Unreadable):
        return False
    if found is not None:
        posts[number] = found
    return found is None
