"""Following somebody from here, and who follows back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from merkwerk.connectors.bluesky.calls import APPVIEW, NoAppView, procedure, query
from merkwerk.connectors.bluesky.events import FOLLOW
from merkwerk.connectors.bluesky.identity import is_did
from merkwerk.connectors.bluesky.session import Auth
from merkwerk.connectors.bluesky.tid import is_tid
from merkwerk.connectors.bluesky.translate import at_uri
from merkwerk.connectors.errors import BadAddress, ConnectorError, Rejected, Unreadable
from merkwerk.connectors.http import Http
from merkwerk.connectors.shapes import fields, objects, text, token
from merkwerk.connectors.values import Following, Network

MOST = 30
PAGES = 50


def follow(http: Http, *, auth: Auth, uid: str, key: str, now: datetime) -> Following:
    """Follows the account `uid` (its DID) with the record `key` (from `new_tid`, made once per
    wish); a repeat finds the record that is there, and who is followed already stays so.

    Raises BadAddress for what is no DID, Rejected with the network's own reason.
    """
    if not is_did(uid) or uid == auth.session.did:
        raise BadAddress(f"nobody to follow: {uid[:100]}")
    if not is_tid(key):
        raise Rejected("not a record key")
    standing = _standing(http, auth, uid)
    if standing.follows:
        return standing
    record = {
        "$type": FOLLOW,
        "subject": uid,
        "createdAt": now.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
    }
    did = auth.session.did
    body = {"repo": did, "collection": FOLLOW, "rkey": key, "record": record, "swapRecord": None}
    place = f"at://{did}/{FOLLOW}/{key}"
    try:
        told = procedure(http, auth.session.server, "com.atproto.repo.putRecord", body, auth=auth)
        place = at_uri(told.get("uri")) or place
    except Rejected as trouble:
        if not trouble.detail.startswith("InvalidSwap"):
            raise
    return Following(
        network=Network.BLUESKY, uid=uid, key=place, follows=True, followed=standing.followed
    )


def _standing(http: Http, auth: Auth, uid: str) -> Following:
    """How we stand as far as an AppView knows; without one, as if nobody followed anybody."""
    try:
        found = relationships(http, auth=auth, uids=[uid])
    except ConnectorError:
        found = ()
    return next(iter(found), Following(network=Network.BLUESKY, uid=uid))


def unfollow(http: Http, *, auth: Auth, uid: str, key: str = "") -> Following:
    """Follows somebody no longer: by the record's address (`Following.key`), else by looking
    through the account's own follows. Whom nobody followed is fine.

    Raises BadAddress for a record of somebody else.
    """
    places = [key] if key else _records(http, auth, uid)
    for place in places:
        did, _, rest = at_uri(place).removeprefix("at://").partition("/")
        collection, _, rkey = rest.partition("/")
        if did != auth.session.did or collection != FOLLOW:
            raise BadAddress("not a following of this account")
        body = {"repo": did, "collection": FOLLOW, "rkey": rkey}
        procedure(http, auth.session.server, "com.atproto.repo.deleteRecord", body, auth=auth)
    return Following(network=Network.BLUESKY, uid=uid)


def _records(http: Http, auth: Auth, uid: str) -> list[str]:
    """The addresses of our own records that follow `uid` (at most PAGES of a hundred are read)."""
    found: list[str] = []
    cursor = ""
    for _ in range(PAGES):
        params = [("repo", auth.session.did), ("collection", FOLLOW), ("limit", "100")]
        params += [("cursor", cursor)] if cursor else []
        told, _answer = query(
            http, auth.session.server, "com.atproto.repo.listRecords", params, auth=auth
        )
        rows = objects(told.get("records"), 100)
        found += [
            at_uri(row.get("uri"))
            for row in rows
            if text(fields(row.get("value")).get("subject"), 300) == uid
        ]
        cursor = token(told.get("cursor"), 200)
        if not cursor or not rows:
            break
    return [place for place in found if place]


def relationships(
    http: Http, *, auth: Auth, uids: Sequence[str], appview: str = APPVIEW
) -> tuple[Following, ...]:
    """How the session's account and these accounts (DIDs) stand, in one call for each MOST; those
    the network does not know are left out. Asked at the account's own server, and where that has
    no AppView behind it at `appview`. Raises NoAppView where neither knows."""
    own, found = auth.session, []
    for start in range(0, len(uids), MOST):
        some = uids[start : start + MOST]
        params = [("actor", own.did), *(("others", uid) for uid in some)]
        try:
            told, _ = query(http, own.server, "app.bsky.graph.getRelationships", params, auth=auth)
        except NoAppView:
            told, _ = query(http, appview, "app.bsky.graph.getRelationships", params)
        if not isinstance(told.get("relationships"), list):
            raise Unreadable("app.bsky.graph.getRelationships: no relationships")
        for row in objects(told.get("relationships"), MOST):
            uid, ours = text(row.get("did"), 300), at_uri(row.get("following"))
            if uid in some:
                found.append(
                    Following(
                        network=Network.BLUESKY, uid=uid, key=ours, follows=bool(ours),
                        followed=bool(at_uri(row.get("followedBy"))),
                    )
                )  # fmt: skip
    return tuple(found)
