"""Who follows the account a session speaks for, a page at a time."""

from __future__ import annotations

from merkwerk.connectors.bluesky import translate
from merkwerk.connectors.bluesky.calls import APPVIEW, NoAppView, query
from merkwerk.connectors.bluesky.session import Auth
from merkwerk.connectors.errors import Unreadable
from merkwerk.connectors.http import Http
from merkwerk.connectors.shapes import number, objects, text
from merkwerk.connectors.values import Followers

MOST_PER_PAGE = 100


def page(http: Http, *, auth: Auth, next: str = "", appview: str = APPVIEW) -> Followers:
    """One page of the own account's followers, newest first (`app.bsky.graph.getFollowers`, at
    most 100). Without `next` the first one, with how many there are in all where that is told.

    Asked at the account's own server, and where that has no AppView behind it at `appview`.
    Raises NoAppView where neither knows, TokenRefused, Unreadable and the others of `http`.
    """
    own = auth.session
    params = [("actor", own.did), ("limit", str(MOST_PER_PAGE))]
    params += [("cursor", next)] if next else []
    try:
        told, answer = query(http, own.server, "app.bsky.graph.getFollowers", params, auth=auth)
    except NoAppView:
        told, answer = query(http, appview, "app.bsky.graph.getFollowers", params)
    if not isinstance(told.get("followers"), list):
        raise Unreadable("app.bsky.graph.getFollowers: no followers")
    rows = objects(told.get("followers"), MOST_PER_PAGE * 2)
    people = (translate.person(row) for row in rows)
    on = text(told.get("cursor"), 1_000)
    return Followers(
        people=tuple(one for one in people if one is not None),
        next=on if on != next else "",
        total=None if next else _total(told),
        wait=answer.wait_within_an_hour(),
    )


def _total(told: dict[str, object]) -> int | None:
    """Newer AppViews tell it with the account the list is about."""
    subject = told.get("subject")
    many = subject.get("followersCount") if isinstance(subject, dict) else None
    found = number(many, low=0, high=10**9, default=-1)
    return None if found < 0 else found
