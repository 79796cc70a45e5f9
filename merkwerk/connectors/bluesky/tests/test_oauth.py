"""The ways in which a sign-in must not go."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode
from collections.abc import Mapping
from datetime import UTC, datetime
from urllib.parse import parse_qs, parse_qsl, urlsplit

import pytest

from merkwerk.connectors.bluesky import oauth
from merkwerk.connectors.bluesky.dpop import digest
from merkwerk.connectors.bluesky.session import Session
from merkwerk.connectors.errors import BadAddress, TokenRefused, Unreadable
from merkwerk.connectors.tests.loopback import Asked, Reply, http_to, serving

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
DID = "did:plc:l43phxojkypah3r2wqrhq76w"
PDS, AUTH, PLC = "http://pds.example", "http://auth.example", "http://plc.example"
BACK = "http://127.0.0.1:8000/terug"
GOOD = {"state": "s", "iss": AUTH, "code": "c"}
META: dict[str, object] = {
    "issuer": AUTH,
    "authorization_endpoint": f"{AUTH}/oauth/authorize",
    "token_endpoint": f"{AUTH}/oauth/token",
    "pushed_authorization_request_endpoint": f"{AUTH}/oauth/par",
}
TOKEN: dict[str, object] = {
    "sub": DID, "access_token": "a", "refresh_token": "r", "token_type": "DPoP",
    "scope": "atproto transition:generic",
}  # fmt: skip
DOCUMENT: dict[str, object] = {
    "id": DID,
    "alsoKnownAs": ["at://anna.example"],
    "service": [{"id": "#atproto_pds", "serviceEndpoint": PDS}],
}


class World:
    """A directory, a data server and its authorisation server behind one door."""

    def __init__(self, **changes: object) -> None:
        self.told: dict[str, object] = {
            f"/{DID}": DOCUMENT,
            "/.well-known/oauth-protected-resource": {"authorization_servers": [AUTH]},
            "/.well-known/oauth-authorization-server": META,
            "/xrpc/com.atproto.identity.resolveHandle": {"did": DID},
            "/oauth/par": {"request_uri": "urn:1"},
            "/oauth/token": TOKEN,
        } | {f"/{name.lstrip('/')}": value for name, value in changes.items()}
        self.forms: dict[str, dict[str, str]] = {}

    def __call__(self, asked: Asked) -> Reply:
        path = urlsplit(asked.path).path
        if asked.method == "POST":
            self.forms[path] = dict(parse_qsl(asked.body.decode()))
        if path.startswith("/oauth/") and "nonce" not in oauth_claims(asked):
            body = b'{"error": "use_dpop_nonce"}'
            return Reply(400, body, {"DPoP-Nonce": "n"})
        told = self.told.get(path)
        status = 404 if told is None else 200
        return Reply(status, json.dumps(told).encode(), {"Content-Type": "application/json"})


def oauth_claims(asked: Asked) -> str:
    return urlsafe_b64decode(asked.headers["dpop"].split(".")[1] + "==").decode()


def begun(world: World, account: str = "anna.example") -> oauth.Begun:
    with serving(world) as server:
        return oauth.begin(
            http_to(server), account=account, client_id="wij", redirect=BACK, state="s",
            now=NOW, plc=PLC, resolver="http://appview.example",
        )  # fmt: skip


def finished(world: World, answer: Mapping[str, str] = GOOD) -> Session:
    pending = begun(World()).pending
    with serving(world) as server:
        return oauth.finish(http_to(server), pending=pending, answer=answer, now=NOW)


def test_the_request_is_pushed_and_only_its_name_goes_through_the_browser() -> None:
    world = World()
    address = begun(world).address
    pushed = world.forms["/oauth/par"]
    assert address == f"{AUTH}/oauth/authorize?client_id=wij&request_uri=urn%3A1"
    assert (pushed["state"], pushed["redirect_uri"], pushed["login_hint"]) == (
        "s",
        BACK,
        "anna.example",
    )
    assert pushed["code_challenge_method"] == "S256"


def test_the_code_is_traded_with_the_verifier_of_this_attempt() -> None:
    world = World()
    start = begun(world)
    with serving(world) as server:
        session = oauth.finish(http_to(server), pending=start.pending, answer=GOOD, now=NOW)
    verifier = world.forms["/oauth/token"]["code_verifier"]
    assert digest(verifier) == world.forms["/oauth/par"]["code_challenge"]
    assert (session.did, session.server, session.handle) == (DID, PDS, "anna.example")


@pytest.mark.parametrize(
    "changes",
    [{"state": "ander"}, {"state": ""}, {"iss": "http://kwaad.example"}, {"iss": ""},
     {"error": "access_denied"}, {"code": ""}],
)  # fmt: skip
def test_an_answer_that_is_not_of_this_attempt_is_refused(changes: dict[str, str]) -> None:
    world = World()
    with pytest.raises(TokenRefused):
        finished(world, GOOD | changes)
    assert "/oauth/token" not in world.forms


def test_an_answer_without_issuer_is_refused() -> None:
    with pytest.raises(TokenRefused):
        finished(World(), {"state": "s", "code": "c"})


def test_a_token_for_somebody_else_is_refused() -> None:
    other = {"sub": "did:plc:aaaaaaaaaaaaaaaaaaaaaaaa"}
    with pytest.raises(TokenRefused, match="somebody else"):
        finished(World(**{"oauth/token": TOKEN | other}))


def test_a_server_that_does_not_keep_the_account_cannot_sign_for_it() -> None:
    elsewhere = {"authorization_servers": ["http://ander.example"]}
    meta = META | {"issuer": "http://ander.example"}
    world = World(**{
        ".well-known/oauth-protected-resource": elsewhere,
        ".well-known/oauth-authorization-server": meta,
    })  # fmt: skip
    with pytest.raises(TokenRefused, match="does not keep"):
        finished(world)


@pytest.mark.parametrize(
    "changes",
    [
        {"token_type": "Bearer"},
        {"refresh_token": None},
        {"access_token": {}},
        {"sub": "x"},
        {"sub": None},
    ],
)
def test_a_token_that_is_not_what_was_asked_for_is_unreadable(changes: dict[str, object]) -> None:
    with pytest.raises(Unreadable):
        finished(World(**{"oauth/token": TOKEN | changes}))


def test_a_token_that_allows_too_little_is_refused() -> None:
    with pytest.raises(TokenRefused):
        finished(World(**{"oauth/token": TOKEN | {"scope": "iets"}}))


@pytest.mark.parametrize(
    "changes",
    [
        {".well-known/oauth-protected-resource": None},
        {".well-known/oauth-protected-resource": {"authorization_servers": []}},
        {".well-known/oauth-protected-resource": {"authorization_servers": ["javascript:x"]}},
        {".well-known/oauth-authorization-server": META | {"issuer": "http://kwaad.example"}},
        {".well-known/oauth-authorization-server": META | {"token_endpoint": "x"}},
        {"oauth/par": {}},
        {"oauth/par": []},
        {DID: DOCUMENT | {"id": "did:plc:aaaaaaaaaaaaaaaaaaaaaaaa"}},
        {DID: DOCUMENT | {"service": 3}},
    ],
)
def test_a_server_whose_papers_are_not_in_order_is_unreadable(changes: dict[str, object]) -> None:
    with pytest.raises(Unreadable):
        begun(World(**changes))


@pytest.mark.parametrize("account", ["", "geen naam", "did:plc:x", "ftp://x", "https://"])
def test_what_names_no_account_is_refused(account: str) -> None:
    with pytest.raises(BadAddress):
        begun(World(), account)


def test_the_document_about_ourselves_names_the_way_back() -> None:
    told = oauth.client_metadata(
        site="https://m.example", redirect="https://m.example/terug",
        client_id="https://m.example/client-metadata.json", name="Merkwerk",
    )  # fmt: skip
    assert told["client_id"] == "https://m.example/client-metadata.json"
    assert told["redirect_uris"] == ["https://m.example/terug"]
    assert told["dpop_bound_access_tokens"] is True


def test_the_development_client_carries_its_way_back_in_its_name() -> None:
    name = oauth.development_client_id(redirect=BACK)
    assert name.startswith("http://localhost?")
    assert parse_qs(urlsplit(name).query)["redirect_uri"] == [BACK]


@pytest.mark.parametrize("redirect", ["https://m.example/terug", "http://localhost/terug", "x"])
def test_the_development_client_returns_to_this_machine_only(redirect: str) -> None:
    with pytest.raises(BadAddress):
        oauth.development_client_id(redirect=redirect)
