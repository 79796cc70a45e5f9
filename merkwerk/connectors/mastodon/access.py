"""The right to speak for somebody on a Mastodon-like server: app, consent, token, and its end.

OAuth 2 authorisation code grant with `state`, and PKCE (S256) where the server offers it.
"""

from __future__ import annotations

from base64 import urlsafe_b64encode
from dataclasses import dataclass
from hashlib import sha256
from urllib.parse import urlencode

from merkwerk.connectors.errors import (
    ConnectorError,
    Forbidden,
    Gone,
    NotFound,
    Rejected,
    ServerTrouble,
    TokenRefused,
    Unreadable,
)
from merkwerk.connectors.http import Http
from merkwerk.connectors.mastodon.calls import Server, server_address
from merkwerk.connectors.mastodon.translate import Teller, person
from merkwerk.connectors.shapes import fields, number, object_of, text, texts, token
from merkwerk.connectors.values import Person

__all__ = [
    "App",
    "Limits",
    "Token",
    "authorise_address",
    "exchange",
    "limits",
    "register_app",
    "revoke",
    "server_address",
    "whoami",
]

SCOPES = "read write:statuses write:media write:follows"
MOST_PICTURES, QUOTING = 8, 7
_NOT_OFFERED = (NotFound, Gone, Forbidden, Rejected, Unreadable, ServerTrouble)


@dataclass(frozen=True, slots=True)
class App:
    """What one server calls this installation. The secret is to be stored encrypted."""

    server: str
    client_id: str
    client_secret: str
    pkce: bool = False
    scopes: str = SCOPES


@dataclass(frozen=True, slots=True)
class Token:
    access: str
    scopes: str


@dataclass(frozen=True, slots=True)
class Limits:
    """What a message may hold there: characters as the server counts them, pictures and the
    characters and bytes of each, and whether it may quote another one."""

    max_characters: int = 500
    characters_reserved_per_url: int = 23
    max_pictures: int = 4
    description: int = 1_500
    picture_bytes: int = 8_000_000
    quotes: bool = False


def register_app(
    http: Http, *, server: str, name: str, redirect: str, website: str, scopes: str = SCOPES
) -> App:
    """Makes this installation known at `server`, once; keep the result per server.

    Raises `Unreadable` when what answers is no Mastodon-like server.
    """
    answer = Server(http, server).post(
        "/api/v1/apps",
        {"client_name": name, "redirect_uris": redirect, "scopes": scopes, "website": website},
    )
    told = object_of(answer.json(), "app registration")
    client_id, secret = token(told.get("client_id")), token(told.get("client_secret"))
    if not client_id or not secret:
        raise Unreadable("app registration: no client id")
    return App(server, client_id, secret, _offers_pkce(http, server), scopes)


def _offers_pkce(http: Http, server: str) -> bool:
    """RFC 8414 metadata, which Mastodon has since 4.3; servers without it get no PKCE."""
    try:
        answer = Server(http, server).get("/.well-known/oauth-authorization-server")
        told = fields(answer.json())
    except _NOT_OFFERED:
        return False
    return "S256" in texts(told.get("code_challenge_methods_supported"), 20, 20)


def challenge(verifier: str) -> str:
    """RFC 7636, section 4.2: S256."""
    return urlsafe_b64encode(sha256(verifier.encode()).digest()).decode().rstrip("=")


def authorise_address(*, app: App, redirect: str, state: str, verifier: str) -> str:
    """Where the person is sent to agree. `state` and `verifier` are random, made for this one
    attempt, and kept in the person's session until they come back to `redirect`."""
    asked = {
        "response_type": "code",
        "client_id": app.client_id,
        "redirect_uri": redirect,
        "scope": app.scopes,
        "state": state,
    }
    if app.pkce:
        asked |= {"code_challenge": challenge(verifier), "code_challenge_method": "S256"}
    return f"{app.server}/oauth/authorize?{urlencode(asked)}"


def exchange(http: Http, *, app: App, redirect: str, code: str, verifier: str) -> Token:
    """The token for the code the person came back with.

    Raises `TokenRefused` for a code that is wrong, used or too old.
    """
    form = {
        "grant_type": "authorization_code",
        "client_id": app.client_id,
        "client_secret": app.client_secret,
        "redirect_uri": redirect,
        "code": code,
        "scope": app.scopes,
    }
    if app.pkce:
        form["code_verifier"] = verifier
    answer = http.request("POST", f"{app.server}/oauth/token", data=form)
    try:
        told = object_of(answer.raise_for_trouble(now=answer.server_time).json(), "token")
    except (Rejected, Forbidden) as trouble:
        raise TokenRefused(trouble.detail) from trouble
    access = token(told.get("access_token"), 4_000)
    if not access:
        raise Unreadable("token: none in the answer")
    return Token(access=access, scopes=text(told.get("scope"), 500) or app.scopes)


def whoami(http: Http, *, server: str, token: str) -> Person:
    """The account the token speaks for; raises `TokenRefused` when it no longer does."""
    asked = Server(http, server, token)
    told = object_of(asked.get("/api/v1/accounts/verify_credentials").json(), "own account")
    found = person(told, Teller(server, _domain(asked)))
    if found is None:
        raise Unreadable("own account: no address or name")
    return found


def _domain(asked: Server) -> str:
    """The name behind the @ of the server's accounts: its own, or that of the domain above it
    when it says so (example.org at social.example.org). Any other claim is not believed."""
    try:
        told = instance(asked.http, asked.base)
    except ConnectorError:
        return asked.host
    claims = (told.get("account_domain"), told.get("domain"), told.get("uri"))
    named = (text(claim, 253).lower() for claim in claims)
    above = (name for name in named if "." in name and asked.host.endswith(f".{name}"))
    return next(above, asked.host)


def revoke(http: Http, *, app: App, token: str) -> None:
    """Gives the token back. A server that does not know it (any more) is content too."""
    form = {"client_id": app.client_id, "client_secret": app.client_secret, "token": token}
    answer = http.request("POST", f"{app.server}/oauth/revoke", data=form)
    try:
        answer.raise_for_trouble(now=answer.server_time)
    except (TokenRefused, Forbidden, NotFound, Gone, Rejected):
        return


def limits(http: Http, *, server: str) -> Limits:
    """The server's own limits; Mastodon's defaults (500 and 23) where it does not tell. Quoting
    came with the API's version 7 (Mastodon 4.5).

    Raises what keeps the server from answering at all.
    """
    told = instance(http, server)
    configuration = fields(told.get("configuration"))
    statuses, media = fields(configuration.get("statuses")), configuration.get("media_attachments")
    pictures = fields(media)
    version = fields(told.get("api_versions")).get("mastodon")
    most = statuses.get("max_characters", told.get("max_toot_chars"))
    return Limits(
        max_characters=number(most, low=1, high=1_000_000, default=500),
        characters_reserved_per_url=number(
            statuses.get("characters_reserved_per_url"), low=1, high=2_000, default=23
        ),
        max_pictures=number(
            statuses.get("max_media_attachments"), low=0, high=MOST_PICTURES, default=4
        ),
        description=number(pictures.get("description_limit"), low=1, high=10_000, default=1_500),
        picture_bytes=number(
            pictures.get("image_size_limit"), low=50_000, high=16_000_000, default=8_000_000
        ),
        quotes=number(version, low=0, high=1_000, default=0) >= QUOTING,
    )


def instance(http: Http, server: str) -> dict[str, object]:
    """What the server says about itself (v2, else v1). Raises what kept both from answering."""
    last: ConnectorError | None = None
    for path in ("/api/v2/instance", "/api/v1/instance"):
        try:
            return object_of(Server(http, server).get(path).json(), "instance")
        except _NOT_OFFERED as trouble:
            last = trouble
    raise last or Unreadable("instance")
