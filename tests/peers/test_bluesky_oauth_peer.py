"""Signing in at a real data server's own page, and speaking with what it gave."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from merkwerk.connectors.bluesky import client, oauth, writing
from merkwerk.connectors.bluesky.session import Auth, Session, logout
from merkwerk.connectors.errors import TokenRefused
from merkwerk.connectors.http import Http
from tests.peers.consent import Visitor
from tests.peers.servers import PASSWORD, Atproto

pytestmark = pytest.mark.peer
REDIRECT = "http://127.0.0.1:8000/networks/bluesky/back"


def now() -> datetime:
    return datetime.now(UTC)


def begun(http: Http, atproto: Atproto, account: str) -> oauth.Begun:
    return oauth.begin(
        http,
        account=account,
        client_id=oauth.development_client_id(redirect=REDIRECT),
        redirect=REDIRECT,
        state="een-toestand",
        now=now(),
        plc=atproto.plc,
        resolver=atproto.pds,
    )


@pytest.fixture
def handle(http: Http, atproto: Atproto) -> str:
    return atproto.account(http, "olga").session.handle


def signed_in(http: Http, atproto: Atproto, handle: str) -> Session:
    start = begun(http, atproto, handle)
    answer = Visitor(start.address).agree(handle, PASSWORD)
    return oauth.finish(http, pending=start.pending, answer=answer, now=now())


def test_somebody_signs_in_at_their_own_server(http: Http, atproto: Atproto, handle: str) -> None:
    session = signed_in(http, atproto, handle)
    assert (session.handle, session.server) == (handle, atproto.pds)
    auth = Auth(session, keep=lambda new: None)
    assert client.whoami(http, auth=auth).handle == handle


def test_a_message_is_sent_with_proof_of_possession(
    http: Http, atproto: Atproto, handle: str
) -> None:
    auth = Auth(signed_in(http, atproto, handle), keep=lambda new: None)
    moment = now()
    sent = writing.send(
        http, auth=auth, text="Met een sleutel.", key=writing.new_tid(moment), now=moment
    )
    read = client.post(http, uri=sent.uid, now=now(), plc=atproto.plc, resolver=atproto.pds)
    assert read is not None
    assert read.text == "Met een sleutel."


def test_a_renewed_session_is_handed_over_and_works(
    http: Http, atproto: Atproto, handle: str
) -> None:
    kept: list[Session] = []
    old = signed_in(http, atproto, handle)
    auth = Auth(old, keep=kept.append)
    auth.refresh(http)
    assert kept[0].refresh != old.refresh
    later = Auth(Session.load(kept[0].dump()), keep=kept.append)
    assert client.whoami(http, auth=later).uid == old.did


def test_a_refresh_token_used_twice_is_refused(http: Http, atproto: Atproto, handle: str) -> None:
    old = signed_in(http, atproto, handle)
    Auth(old, keep=lambda new: None).refresh(http)
    with pytest.raises(TokenRefused):
        Auth(old, keep=lambda new: None).refresh(http)


def test_a_session_given_back_is_worth_nothing(http: Http, atproto: Atproto, handle: str) -> None:
    auth = Auth(signed_in(http, atproto, handle), keep=lambda new: None)
    logout(http, auth=auth)
    with pytest.raises(TokenRefused):
        auth.refresh(http)


def test_a_no_at_the_page_is_a_refusal(http: Http, atproto: Atproto, handle: str) -> None:
    start = begun(http, atproto, handle)
    answer = Visitor(start.address).refuse()
    with pytest.raises(TokenRefused, match="rejected"):
        oauth.finish(http, pending=start.pending, answer=answer, now=now())


def test_a_code_is_good_once(http: Http, atproto: Atproto, handle: str) -> None:
    start = begun(http, atproto, handle)
    answer = Visitor(start.address).agree(handle, PASSWORD)
    oauth.finish(http, pending=start.pending, answer=answer, now=now())
    with pytest.raises(TokenRefused):
        oauth.finish(http, pending=start.pending, answer=answer, now=now())


def test_an_answer_naming_another_issuer_is_refused(
    http: Http, atproto: Atproto, handle: str
) -> None:
    start = begun(http, atproto, handle)
    answer = Visitor(start.address).agree(handle, PASSWORD)
    with pytest.raises(TokenRefused, match="another server"):
        oauth.finish(
            http, pending=start.pending, answer={**answer, "iss": "https://x.example"}, now=now()
        )


def test_somebody_else_than_asked_for_is_refused(http: Http, atproto: Atproto, handle: str) -> None:
    start = begun(http, atproto, handle)
    other = atproto.account(http, "otto").session.handle
    answer = Visitor(start.address).agree(other, PASSWORD)
    with pytest.raises(TokenRefused, match="somebody else"):
        oauth.finish(http, pending=start.pending, answer=answer, now=now())


def test_a_server_can_be_named_instead_of_an_account(
    http: Http, atproto: Atproto, handle: str
) -> None:
    start = begun(http, atproto, atproto.pds)
    answer = Visitor(start.address).agree(handle, PASSWORD)
    session = oauth.finish(http, pending=start.pending, answer=answer, now=now())
    assert session.handle == handle
