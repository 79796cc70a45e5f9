"""Following somebody from here, and who follows back."""

from __future__ import annotations

from collections.abc import Sequence

from merkwerk.connectors.errors import BadAddress, Gone, NotFound, Unreadable
from merkwerk.connectors.http import Http
from merkwerk.connectors.mastodon.calls import Server, part
from merkwerk.connectors.mastodon.client import split_address
from merkwerk.connectors.mastodon.translate import Teller, person
from merkwerk.connectors.shapes import Fields, fields, object_of, objects, page_of, token
from merkwerk.connectors.values import Following, Network

MOST = 40


def account_id(http: Http, *, server: str, token: str, handle: str) -> str:
    """The number that `server` gives to the account `joris@social.example`; fetches the account
    into that server when it did not know it. Raises NotFound when it cannot."""
    name, domain = split_address(handle)
    asked = Server(http, server, token)
    acct = name if domain == asked.host else f"{name}@{domain}"
    try:
        told = object_of(asked.get("/api/v1/accounts/lookup", [("acct", acct)]).json(), "account")
        return _sure(told, asked, handle)
    except (NotFound, Gone):
        params = [("q", f"@{name}@{domain}"), ("resolve", "true"), ("type", "accounts")]
        found = object_of(asked.get("/api/v2/search", params).json(), "search")
        for account in objects(found.get("accounts"), 10):
            if _is(account, asked, handle):
                return _sure(account, asked, handle)
    raise NotFound(f"this server cannot find {handle[:100]}")


def _is(account: Fields, asked: Server, handle: str) -> bool:
    found = person(account, Teller(asked.base, asked.host))
    return found is not None and found.handle.lower() == handle.strip().lstrip("@").lower()


def _sure(account: Fields, asked: Server, handle: str) -> str:
    number = token(account.get("id"), 100)
    if not number:
        raise NotFound(f"this server cannot find {handle[:100]}")
    return number


def follow(http: Http, *, server: str, token: str, uid: str, handle: str) -> Following:
    """Follows somebody; who is followed already stays so. `requested` when they let people in one
    by one.

    Raises Forbidden when the connection may not follow (connect again: `write:follows` is new),
    NotFound, and the others of `http`.
    """
    key = account_id(http, server=server, token=token, handle=handle)
    answer = Server(http, server, token).post(f"/api/v1/accounts/{part(key)}/follow", {})
    return _following(object_of(answer.json(), "following"), uid, key)


def unfollow(http: Http, *, server: str, token: str, uid: str, key: str) -> Following:
    """Follows somebody (by `Following.key`) no longer; whom nobody followed, or who is gone, is
    fine."""
    try:
        answer = Server(http, server, token).post(f"/api/v1/accounts/{part(key)}/unfollow", {})
    except (NotFound, Gone):
        return Following(network=Network.MASTODON, uid=uid, key=key)
    return _following(object_of(answer.json(), "following"), uid, key)


def relationships(
    http: Http, *, server: str, token: str, accounts: Sequence[tuple[str, str]]
) -> tuple[Following, ...]:
    """How the token's account and these accounts (`uid`, `key`) stand, in one call for each MOST
    of them; accounts the server does not know any more are left out."""
    asked = Server(http, server, token)
    uids = {key: uid for uid, key in accounts}
    if "" in uids:
        raise BadAddress("an account without its number")
    keys, found = list(uids), []
    for start in range(0, len(keys), MOST):
        params = [("id[]", key) for key in keys[start : start + MOST]]
        told = page_of(asked.get("/api/v1/accounts/relationships", params).json(), "following")
        for row in map(fields, told):
            key = _number(row)
            if key in uids:
                found.append(_following(row, uids[key], key))
    return tuple(found)


def _number(row: Fields) -> str:
    return token(row.get("id"), 100)


def _following(told: Fields, uid: str, key: str) -> Following:
    if not isinstance(told.get("following"), bool):
        raise Unreadable("following: the server does not say")
    return Following(
        network=Network.MASTODON,
        uid=uid,
        key=key,
        follows=told.get("following") is True,
        requested=told.get("requested") is True,
        followed=told.get("followed_by") is True,
    )
