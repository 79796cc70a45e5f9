"""Whether posts and people still stand, and as they were: their authors' wish."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from merkwerk.connectors.bluesky import client, translate
from merkwerk.connectors.bluesky.calls import APPVIEW, PLC, NoAppView, query
from merkwerk.connectors.errors import (
    ConnectorError,
    Forbidden,
    NotFound,
    RateLimited,
    Rejected,
    Unreadable,
)
from merkwerk.connectors.http import Http
from merkwerk.connectors.shapes import objects
from merkwerk.connectors.values import Page, Person, Post

MOST = 25


def recheck(
    http: Http, *, uris: Sequence[str], now: datetime, server: str = APPVIEW, plc: str = PLC
) -> Page:
    """The posts at these addresses as they are now, and in `deleted` those that are gone, or
    whose authors are. Compare `revision` to see which were changed.

    One call for each MOST at the AppView `server`; what is missing there is asked for at its
    author's own data server before it is called gone; while that gives no answer it is in neither
    list. Raises what keeps the AppView from answering, and RateLimited.
    """
    posts: dict[str, Post] = {}
    gone: list[str] = []
    asked = list(dict.fromkeys(filter(None, map(translate.at_uri, uris))))
    for start in range(0, len(asked), MOST):
        some = asked[start : start + MOST]
        posts |= _together(http, some, now, server)
        for uri in some:
            if uri in posts:
                continue
            try:
                found = client.post(http, uri=uri, now=now, plc=plc, resolver=server)
            except RateLimited:
                raise
            except ConnectorError:
                continue  # one data server out of order says nothing about the others
            if found is None:
                gone.append(uri)
            else:
                posts[uri] = found
    return Page(posts=tuple(posts.values()), deleted=tuple(gone))


def _together(http: Http, uris: list[str], now: datetime, server: str) -> dict[str, Post]:
    try:
        told, _ = query(http, server, "app.bsky.feed.getPosts", [("uris", uri) for uri in uris])
    except (NoAppView, Forbidden, NotFound, Rejected, Unreadable):
        return {}
    read = (translate.post_view(row, now=now) for row in objects(told.get("posts"), MOST))
    return {post.uid: post for post in read if isinstance(post, Post) and post.uid in uris}


def people(http: Http, *, uids: Sequence[str], server: str = APPVIEW) -> tuple[Person, ...]:
    """Who these accounts (DIDs) are, with their names, wishes and marks, in one call for each
    MOST at an AppView; those it does not know are left out. Raises NoAppView, Unreadable."""
    found: list[Person] = []
    for start in range(0, len(uids), MOST):
        some = uids[start : start + MOST]
        told, _ = query(
            http, server, "app.bsky.actor.getProfiles", [("actors", uid) for uid in some]
        )
        if not isinstance(told.get("profiles"), list):
            raise Unreadable("app.bsky.actor.getProfiles: no profiles")
        read = map(translate.person, objects(told.get("profiles"), MOST))
        found += [person for person in read if person is not None and person.uid in some]
    return tuple(found)
