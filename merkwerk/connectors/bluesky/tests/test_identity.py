"""Handles and accounts that are, and are not, what they claim."""

from __future__ import annotations

import json

import pytest

from merkwerk.connectors.bluesky import identity
from merkwerk.connectors.errors import BadAddress, NotFound, Unreadable
from merkwerk.connectors.tests.loopback import Asked, Handler, Reply, http_to, serving

DID = "did:plc:l43phxojkypah3r2wqrhq76w"
OTHER = "did:plc:aaaaaaaaaaaaaaaaaaaaaaaa"


def reply(told: object, status: int = 200) -> Reply:
    return Reply(status, json.dumps(told).encode(), {"Content-Type": "application/json"})


@pytest.mark.parametrize("word", [DID, "did:web:anna.example", "did:web:localhost%3A8000"])
def test_the_two_kinds_of_did_are_known(word: str) -> None:
    assert identity.is_did(word)


@pytest.mark.parametrize(
    "word",
    ["", "did:plc:short", "did:key:z6Mk", f"{DID}/x", "did:web:a/../b", DID.upper(), f" {DID}"],
)
def test_other_dids_are_not(word: str) -> None:
    assert not identity.is_did(word)


@pytest.mark.parametrize(
    "word", ["anna.example", "a.b-c.co", "ANNA.Example", "8.cn", "xn--bcher-kva.tld"]
)
def test_a_handle_is_a_domain_name(word: str) -> None:
    assert identity.is_handle(word)


@pytest.mark.parametrize(
    "word",
    ["", "anna", "anna.", ".example", "a..b", "-a.example", "a-.example", "anna.8", "a b.example",
     "ä.example", "x" * 64 + ".example", "a." * 130 + "example", "127.0.0.1"],
)  # fmt: skip
def test_what_is_none_is_no_handle(word: str) -> None:
    assert not identity.is_handle(word)


def resolved(handler: Handler, handle: str = "@Anna.Example") -> str:
    with serving(handler) as server:
        return identity.resolve_handle(http_to(server), handle=handle, server="http://a.example")


def test_a_handle_is_resolved_by_the_server() -> None:
    assert resolved(lambda asked: reply({"did": DID})) == DID


@pytest.mark.parametrize("told", [{}, {"did": 3}, {"did": "did:key:x"}, []])
def test_an_answer_that_is_no_did_is_not_taken(told: object) -> None:
    with pytest.raises(NotFound):
        resolved(lambda asked: reply(told))


@pytest.mark.parametrize("handle", ["", "anna", "a b", "a@b.example", "a.example/x"])
def test_what_is_no_handle_is_refused_before_asking(handle: str) -> None:
    with pytest.raises(BadAddress):
        resolved(lambda asked: reply({"did": DID}), handle)


def document(**changes: object) -> dict[str, object]:
    service = {"id": f"{DID}#atproto_pds", "serviceEndpoint": "http://pds.example/pad"}
    return {
        "id": DID,
        "alsoKnownAs": ["https://x.example", "at://anna.example"],
        "service": [service],
    } | changes


def home(told: object) -> identity.Home:
    with serving(lambda asked: reply(told)) as server:
        return identity.home_of(http_to(server), did=DID, plc="http://plc.example")


def test_the_home_of_an_account_is_in_its_document() -> None:
    assert home(document()) == identity.Home(DID, "anna.example", "http://pds.example")


@pytest.mark.parametrize(
    "changes",
    [
        {"id": OTHER}, {"service": []}, {"service": None},
        {"service": [{"id": "#atproto_pds", "serviceEndpoint": "ftp://x.example"}]},
        {"service": [{"id": "#ander", "serviceEndpoint": "http://x.example"}]},
    ],
)  # fmt: skip
def test_a_document_without_a_home_is_unreadable(changes: dict[str, object]) -> None:
    with pytest.raises(Unreadable):
        home(document(**changes))


def test_a_did_of_the_web_is_asked_at_its_own_host() -> None:
    did = "did:web:anna.example"
    with serving(lambda asked: reply({})) as server:
        http = http_to(server)
        assert identity._document_address(did, "http://plc.example").startswith(
            "https://anna.example/"
        )
        assert http


def person(handler: Handler) -> str:
    with serving(handler) as server:
        found = identity.person(
            http_to(server), did=DID, plc="http://plc.example", resolver="http://a.example"
        )
        return found.handle


def world(resolves_to: str) -> Handler:
    def answer(asked: Asked) -> Reply:
        if "resolveHandle" in asked.path:
            return reply({"did": resolves_to})
        if "getRecord" in asked.path:
            return reply({"value": {"displayName": "Anna", "avatar": 3, "labels": []}})
        return reply(document())

    return answer


def test_a_handle_that_leads_back_is_theirs() -> None:
    assert person(world(DID)) == "anna.example"


def test_a_handle_that_leads_to_somebody_else_is_not_shown() -> None:
    assert person(world(OTHER)) == DID
