"""Signing in through the account's own server, so that no password passes through here.

OAuth as the AT Protocol profiles it: the server is found from the account, the request is pushed
first (PAR, RFC 9126), PKCE (RFC 7636), tokens bound to a key (DPoP, RFC 9449), the answer carries
its issuer (RFC 9207). This program is a public client: its client id is the address of a
document about itself.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode, urlsplit

from merkwerk.connectors import shapes
from merkwerk.connectors.bluesky.calls import APPVIEW, PLC, complaint
from merkwerk.connectors.bluesky.dpop import digest, new_key
from merkwerk.connectors.bluesky.identity import (
    checked_handle,
    home_of,
    is_did,
    is_handle,
    resolve_handle,
)
from merkwerk.connectors.bluesky.session import Auth, Session
from merkwerk.connectors.errors import (
    BadAddress,
    ConnectorError,
    Forbidden,
    Rejected,
    TokenRefused,
    Unreadable,
)
from merkwerk.connectors.http import Answer, Http

SCOPE = "atproto transition:generic"


@dataclass(frozen=True, slots=True)
class Begun:
    """`address`: where to send the person. `pending`: what `finish` needs; it holds a key, so it
    belongs in the server's side of the person's session."""

    address: str
    pending: str


@dataclass(frozen=True, slots=True)
class Issuer:
    """What an authorisation server says about itself (RFC 8414)."""

    issuer: str
    authorise: str
    token: str
    par: str
    revoke: str


def client_metadata(*, site: str, redirect: str, client_id: str, name: str) -> dict[str, object]:
    """The document to serve as JSON at `client_id`, an https address on `site`."""
    return {
        "client_id": client_id,
        "client_name": name,
        "client_uri": site,
        "redirect_uris": [redirect],
        "scope": SCOPE,
        "grant_types": ["authorization_code", "refresh_token"],
        "response_types": ["code"],
        "token_endpoint_auth_method": "none",
        "application_type": "web",
        "dpop_bound_access_tokens": True,
    }


def development_client_id(*, redirect: str) -> str:
    """The client id that servers accept without a document, for redirects to this very machine
    (`http://127.0.0.1:port/…`); raises `BadAddress` for any other."""
    parts = urlsplit(redirect)
    if parts.scheme != "http" or parts.hostname not in {"127.0.0.1", "::1"}:
        raise BadAddress("the development client returns to 127.0.0.1 only")
    return f"http://localhost?{urlencode({'redirect_uri': redirect, 'scope': SCOPE})}"


def begin(
    http: Http,
    *,
    account: str,
    client_id: str,
    redirect: str,
    state: str,
    now: datetime,
    plc: str = PLC,
    resolver: str = APPVIEW,
) -> Begun:
    """Announces the sign-in of `account` (handle, DID, or the address of a data server).

    `state` is random and made for this attempt. Raises `NotFound` or `BadAddress` when there is
    no such account, `Unreadable` when its server has no OAuth (then an app password will do).
    """
    did, server = _whose(http, account, plc, resolver)
    issuer = issuer_of(http, server)
    verifier, key = secrets.token_urlsafe(48), new_key()
    asked = {
        "client_id": client_id,
        "response_type": "code",
        "redirect_uri": redirect,
        "scope": SCOPE,
        "state": state,
        "code_challenge": digest(verifier),
        "code_challenge_method": "S256",
    }
    if did:
        asked["login_hint"] = account.strip().lstrip("@") if "." in account else did
    told = _bound_post(http, issuer.par, asked, key=key, now=now, what="pushed request")
    request = shapes.token(told.get("request_uri"), 1_000)
    if not request:
        raise Unreadable("the server did not take the request")
    pending = {
        "state": state, "verifier": verifier, "key": key, "did": did, "issuer": issuer.issuer,
        "token": issuer.token, "revoke": issuer.revoke, "client_id": client_id,
        "redirect": redirect, "plc": plc, "resolver": resolver,
    }  # fmt: skip
    query = urlencode({"client_id": client_id, "request_uri": request})
    return Begun(f"{issuer.authorise}?{query}", json.dumps(pending))


def finish(http: Http, *, pending: str, answer: Mapping[str, str], now: datetime) -> Session:
    """The session for what the person came back with (the callback's query).

    Raises `TokenRefused` when they said no, when `state` or `iss` is not of this attempt (somebody
    else's answer), or when the server that signed is not the one that keeps the account.
    """
    kept = {name: str(value) for name, value in shapes.fields(json.loads(pending)).items()}
    if not secrets.compare_digest(answer.get("state", "").encode(), kept["state"].encode()):
        raise TokenRefused("this answer belongs to another attempt")
    if answer.get("iss") != kept["issuer"]:
        raise TokenRefused("this answer comes from another server")
    if answer.get("error") or not answer.get("code"):
        raise TokenRefused(answer.get("error_description") or answer.get("error") or "no code")
    form = {
        "grant_type": "authorization_code",
        "client_id": kept["client_id"],
        "redirect_uri": kept["redirect"],
        "code": answer["code"],
        "code_verifier": kept["verifier"],
    }
    told = _bound_post(http, kept["token"], form, key=kept["key"], now=now, what="token")
    return _session(http, kept, told)


def _session(http: Http, kept: dict[str, str], told: shapes.Fields) -> Session:
    did = shapes.token(told.get("sub"))
    access = shapes.token(told.get("access_token"), 8_000)
    refresh = shapes.token(told.get("refresh_token"), 8_000)
    if not is_did(did) or not access or not refresh or told.get("token_type") != "DPoP":
        raise Unreadable("token: not what was asked for")
    if kept["did"] and did != kept["did"]:
        raise TokenRefused("somebody else signed in than who was asked")
    if "atproto" not in shapes.text(told.get("scope"), 1_000).split():
        raise TokenRefused("the server does not allow what is needed")
    home = home_of(http, did=did, plc=kept["plc"])
    if issuer_of(http, home.server).issuer != kept["issuer"]:
        raise TokenRefused("the server that signed does not keep this account")
    return Session(
        did=did,
        handle=checked_handle(http, home=home, resolver=kept["resolver"]),
        server=home.server,
        access=access,
        refresh=refresh,
        issuer=kept["issuer"],
        token_endpoint=kept["token"],
        revocation_endpoint=kept["revoke"],
        client_id=kept["client_id"],
        key=kept["key"],
    )


def _whose(http: Http, account: str, plc: str, resolver: str) -> tuple[str, str]:
    """The account's DID ("" when a server was named) and its data server."""
    word = account.strip().lstrip("@")
    if "://" in word:
        parts = urlsplit(shapes.web_address(word))
        if not parts.netloc:
            raise BadAddress("not the address of a server")
        return "", f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"
    if not is_did(word) and not is_handle(word):
        raise BadAddress(f"not a handle: {word[:100]}")
    did = word if is_did(word) else resolve_handle(http, handle=word, server=resolver)
    return did, home_of(http, did=did, plc=plc).server


def issuer_of(http: Http, server: str) -> Issuer:
    """The authorisation server of a data server, and its endpoints.

    Raises `Unreadable` when it has none, or one that speaks for another name than its own.
    """
    try:
        resource = _document(http, f"{server}/.well-known/oauth-protected-resource")
    except ConnectorError as trouble:
        if trouble.lasting:
            raise Unreadable(f"no OAuth at this server: {trouble.detail}") from trouble
        raise
    named = shapes.texts(resource.get("authorization_servers"), 5, 500)
    issuer = shapes.web_address(named[0]).rstrip("/") if named else ""
    if not issuer:
        raise Unreadable("no authorisation server")
    told = _document(http, f"{issuer}/.well-known/oauth-authorization-server")
    if shapes.text(told.get("issuer"), 500).rstrip("/") != issuer:
        raise Unreadable("the authorisation server speaks for another")
    found = Issuer(
        issuer=shapes.text(told.get("issuer"), 500),
        authorise=shapes.web_address(told.get("authorization_endpoint")),
        token=shapes.web_address(told.get("token_endpoint")),
        par=shapes.web_address(told.get("pushed_authorization_request_endpoint")),
        revoke=shapes.web_address(told.get("revocation_endpoint")),
    )
    if not found.authorise or not found.token or not found.par:
        raise Unreadable("the authorisation server lacks what is needed")
    return found


def _document(http: Http, url: str) -> shapes.Fields:
    answer = http.get(url, headers={"Accept": "application/json"}, max_bytes=256 * 1024)
    return shapes.object_of(answer.raise_for_trouble(now=answer.server_time).json(), "metadata")


def _bound_post(
    http: Http, url: str, form: dict[str, str], *, key: str, now: datetime, what: str
) -> shapes.Fields:
    blank = Session(did="", handle="", server="", access="", refresh="", key=key)
    auth = Auth(blank, keep=_drop, clock=lambda: now)
    answer = auth.bound(http, "POST", url, access="", json=None, data=form)
    return shapes.object_of(_accepted(answer).json(), what)


def _accepted(answer: Answer) -> Answer:
    """Refusals of a sign-in are `TokenRefused`, with the server's own words."""
    try:
        return answer.raise_for_trouble(now=answer.server_time)
    except (Rejected, Forbidden, TokenRefused) as trouble:
        error, _ = complaint(answer)
        raise TokenRefused(error or trouble.detail) from trouble


def _drop(session: Session) -> None:
    """A sign-in in progress has nothing to keep yet."""
