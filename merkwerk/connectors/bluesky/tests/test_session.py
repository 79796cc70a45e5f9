"""Tokens that run out, keys that must be shown, servers that change their nonce."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey

from merkwerk.connectors.bluesky import calls
from merkwerk.connectors.bluesky.dpop import digest, new_key
from merkwerk.connectors.bluesky.session import Auth, Session, login, logout
from merkwerk.connectors.errors import ServerTrouble, TokenRefused, Unreachable, Unreadable
from merkwerk.connectors.tests.loopback import Asked, Handler, Reply, http_to, serving

PDS = "http://pds.example"
NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
DID = "did:plc:l43phxojkypah3r2wqrhq76w"
PLAIN = Session(did=DID, handle="anna.example", server=PDS, access="oud", refresh="ververs")
BOUND = replace(
    PLAIN, key=new_key(), issuer=PDS, token_endpoint=f"{PDS}/oauth/token", client_id="wij"
)


def reply(told: object, status: int = 200, **headers: str) -> Reply:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Reply(status, json.dumps(told).encode(), {"Content-Type": "application/json", **named})


def ask(session: Session, handler: Handler) -> tuple[dict[str, object], list[Asked], list[Session]]:
    kept: list[Session] = []
    with serving(handler) as server:
        auth = Auth(session, keep=kept.append, clock=lambda: NOW)
        told, _ = calls.query(http_to(server), PDS, "com.example.ask", auth=auth)
        return told, server.asked, kept


def renewing(asked: Asked) -> Reply:
    """Refuses the old token as a PDS does, and renews it for the refresh token."""
    if "refreshSession" in asked.path:
        assert asked.headers["authorization"] == "Bearer ververs"
        return reply({"accessJwt": "nieuw", "refreshJwt": "ververs2", "did": DID})
    if asked.headers["authorization"] == "Bearer oud":
        return reply({"error": "ExpiredToken", "message": "Token has expired"}, 400)
    return reply({"goed": True})


def test_a_session_survives_being_stored() -> None:
    assert Session.load(BOUND.dump()) == BOUND


@pytest.mark.parametrize("kept", ["", "{}", "[]", "x", '{"did": 3}', '{"did": "a", "handle": "b"}'])
def test_a_stored_session_that_cannot_be_read_asks_to_connect_again(kept: str) -> None:
    with pytest.raises(TokenRefused):
        Session.load(kept)


def test_a_session_does_not_show_its_tokens() -> None:
    assert "oud" not in repr(PLAIN)
    assert "ververs" not in repr(PLAIN)


def test_an_old_token_is_renewed_and_the_call_repeated() -> None:
    told, asked, kept = ask(PLAIN, renewing)
    assert told == {"goed": True}
    assert [new.refresh for new in kept] == ["ververs2"]
    assert len(asked) == 3


def test_the_new_session_is_kept_before_the_call_is_repeated() -> None:
    order: list[str] = []

    def noting(asked: Asked) -> Reply:
        order.append(asked.path)
        return renewing(asked)

    with serving(noting) as server:
        auth = Auth(PLAIN, keep=lambda new: order.append("bewaard"))
        calls.query(http_to(server), PDS, "com.example.ask", auth=auth)
    assert order.index("bewaard") == 2


@pytest.mark.parametrize("status", [400, 401, 403])
def test_a_renewal_refused_is_a_token_refused(status: int) -> None:
    def refusing(asked: Asked) -> Reply:
        return reply({"error": "ExpiredToken"}, status if "refresh" in asked.path else 400)

    with pytest.raises(TokenRefused):
        ask(PLAIN, refusing)


def test_a_renewal_for_somebody_else_is_refused() -> None:
    def swapping(asked: Asked) -> Reply:
        if "refresh" in asked.path:
            told = {"accessJwt": "a", "refreshJwt": "b", "did": "did:plc:aaaaaaaaaaaaaaaaaaaaaaaa"}
            return reply(told)
        return renewing(asked)

    with pytest.raises(TokenRefused, match="somebody else"):
        ask(PLAIN, swapping)


def test_a_renewal_that_fails_for_now_does_not_end_the_connection() -> None:
    def troubled(asked: Asked) -> Reply:
        return Reply(503, b"") if "refresh" in asked.path else renewing(asked)

    with pytest.raises(ServerTrouble):
        ask(PLAIN, troubled)


def claims(asked: Asked) -> dict[str, Any]:
    """The proof's claims, after its signature was checked with the key it carries."""
    proof = asked.headers["dpop"]
    head = json.loads(urlsafe_b64decode(proof.split(".")[0] + "=="))
    assert head["typ"] == "dpop+jwt"
    assert "d" not in head["jwk"]
    return jwt.decode(proof, ECKey.import_key(head["jwk"]), algorithms=["ES256"]).claims


def needing_nonce(asked: Asked) -> Reply:
    if claims(asked).get("nonce") != "n1":
        said = 'DPoP error="use_dpop_nonce"'
        return reply({"error": "use_dpop_nonce"}, 401, DPoP_Nonce="n1", WWW_Authenticate=said)
    return reply({"goed": True}, DPoP_Nonce="n2")


def test_a_nonce_the_data_server_asks_for_is_taken_up() -> None:
    told, asked, _ = ask(BOUND, needing_nonce)
    assert told == {"goed": True}
    shown = claims(asked[1])
    assert shown["htu"] == f"{PDS}/xrpc/com.example.ask"
    assert (shown["htm"], shown["ath"], shown["iat"]) == ("GET", digest("oud"), NOW.timestamp())
    assert claims(asked[0])["jti"] != shown["jti"]


def test_a_nonce_is_remembered_for_the_next_call() -> None:
    with serving(needing_nonce) as server:
        auth = Auth(BOUND, keep=lambda new: None)
        http = http_to(server)
        calls.query(http, PDS, "com.example.ask", auth=auth)
        calls.query(http, PDS, "com.example.ask", auth=auth)
        assert [claims(asked).get("nonce") for asked in server.asked][2] == "n2"


def test_a_server_never_content_with_a_nonce_is_asked_twice_only() -> None:
    count = 0

    def never(asked: Asked) -> Reply:
        nonlocal count
        count += 1
        return reply({"error": "use_dpop_nonce"}, 401, DPoP_Nonce=f"n{count}")

    with pytest.raises(TokenRefused):
        ask(BOUND, never)
    assert count == 2


def test_a_bound_token_is_renewed_at_its_token_endpoint() -> None:
    def oauth(asked: Asked) -> Reply:
        if asked.path == "/oauth/token":
            assert b"refresh_token=ververs" in asked.body
            assert "ath" not in claims(asked)
            return reply({"access_token": "nieuw", "refresh_token": "ververs2", "sub": DID})
        if asked.headers["authorization"] == "DPoP oud":
            return reply({"error": "invalid_token", "message": "exp"}, 401)
        return reply({"goed": True})

    told, _, kept = ask(BOUND, oauth)
    assert told == {"goed": True}
    assert kept == [replace(BOUND, access="nieuw", refresh="ververs2")]


def test_a_key_that_cannot_be_read_asks_to_connect_again() -> None:
    with pytest.raises(TokenRefused):
        ask(replace(BOUND, key="{}"), needing_nonce)


def signed_in(told: object, status: int = 200) -> Session:
    with serving(lambda asked: reply(told, status)) as server:
        return login(http_to(server), server=PDS, handle="@anna.example", app_password="x")


@pytest.mark.parametrize(
    "error", ["AuthenticationRequired", "AuthFactorTokenRequired", "AccountTakedown"]
)
def test_signing_in_can_be_refused(error: str) -> None:
    with pytest.raises(TokenRefused, match=error):
        signed_in({"error": error, "message": "nee"}, 401)


@pytest.mark.parametrize(
    "told", [{}, [], {"did": "x", "accessJwt": "a", "refreshJwt": "b"}, {"did": DID}]
)
def test_an_answer_without_tokens_is_unreadable(told: object) -> None:
    with pytest.raises(Unreadable):
        signed_in(told)


def test_giving_back_raises_nothing_when_nobody_answers() -> None:
    with serving(lambda asked: reply({})) as server:
        http = http_to(server)
    logout(http, auth=Auth(PLAIN, keep=lambda new: None))
    with pytest.raises(Unreachable):
        calls.query(http, PDS, "com.example.ask", auth=Auth(PLAIN, keep=lambda new: None))


@pytest.mark.parametrize("status", [501, 502])
def test_a_server_without_appview_says_so(status: int) -> None:
    with (
        serving(lambda asked: reply({"error": "UpstreamFailure"}, status)) as server,
        pytest.raises(calls.NoAppView),
    ):
        calls.query(http_to(server), PDS, "app.bsky.feed.getTimeline")
