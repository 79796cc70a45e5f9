"""Requests that others really signed are believed, and none that somebody touched."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import pytest

from merkwerk.connectors.activitypub.request import Dialect, Received, Refused
from merkwerk.connectors.activitypub.signatures import holds, is_usable, signed
from merkwerk.connectors.activitypub.signing import Signer, headers_for, new_pair

RECORDED = json.loads(
    (Path(__file__).parent.parent / "samples" / "http-signatures.json").read_text()
)
VECTORS = {one["name"]: one for one in RECORDED["vectors"]}
NOW = datetime(2026, 11, 22, 12, 0, 0, tzinfo=UTC)
PUBLIC, PRIVATE = new_pair()
SIGNER = Signer("https://verhalen.example/ap/people/sanne#main-key", PRIVATE)
INBOX = "https://social.example/inbox?a=b"


def received(vector: dict[str, Any]) -> Received:
    fields = {name.lower(): value for name, value in vector["headers"]}
    return Received(
        vector["method"], vector["path"], "http://cap.localhost:8109", fields,
        vector["body"].encode(),
    )  # fmt: skip


def when(vector: dict[str, Any]) -> datetime:
    return parsedate_to_datetime(received(vector).headers["date"])


def ours(dialect: Dialect = Dialect.CAVAGE, body: bytes = b'{"a": 1}', **other: str) -> Received:
    fields = headers_for("POST", INBOX, signer=SIGNER, now=NOW, body=body, dialect=dialect)
    fields = {"host": "social.example", **fields, **other}
    return Received("POST", "/inbox?a=b", "https://social.example", fields, body)


def why(request: Received, now: datetime = NOW) -> str:
    with pytest.raises(Refused) as refused:
        signed(request, now=now)
    return refused.value.code


@pytest.mark.parametrize("name", VECTORS)
def test_it_believes_what_others_really_signed(name: str) -> None:
    vector = VECTORS[name]
    claim = signed(received(vector), now=when(vector))
    assert holds(claim, RECORDED["keys"][claim.key]["publicKeyPem"])


@pytest.mark.parametrize("name", VECTORS)
def test_it_believes_no_other_key(name: str) -> None:
    vector = VECTORS[name]
    assert not holds(signed(received(vector), now=when(vector)), PUBLIC)


@pytest.mark.parametrize("name", VECTORS)
def test_it_believes_nothing_of_yesterday(name: str) -> None:
    vector = VECTORS[name]
    assert why(received(vector), when(vector) + timedelta(days=1)) == "clock"


@pytest.mark.parametrize("name", VECTORS)
def test_it_believes_nothing_for_another_host(name: str) -> None:
    vector = VECTORS[name]
    assert why(replace(received(vector), origin="http://other.example"), when(vector)) == "host"


@pytest.mark.parametrize("name", VECTORS)
def test_it_believes_nothing_for_another_path(name: str) -> None:
    vector = VECTORS[name]
    moved = replace(received(vector), target=received(vector).target + "x")
    claim = signed(moved, now=when(vector))
    assert not holds(claim, RECORDED["keys"][claim.key]["publicKeyPem"])


@pytest.mark.parametrize("name", [name for name, one in VECTORS.items() if one["body"]])
def test_it_believes_no_other_body(name: str) -> None:
    vector = VECTORS[name]
    assert why(replace(received(vector), body=b"{}"), when(vector)) == "digest"


@pytest.mark.parametrize("dialect", Dialect)
def test_it_believes_what_we_signed(dialect: Dialect) -> None:
    assert holds(signed(ours(dialect), now=NOW), PUBLIC)


@pytest.mark.parametrize("dialect", Dialect)
def test_a_fetch_covers_its_query(dialect: Dialect) -> None:
    fields = headers_for("GET", INBOX, signer=SIGNER, now=NOW, dialect=dialect)
    asked = Received(
        "GET", "/inbox?a=c", "https://social.example", {"host": "social.example", **fields}
    )
    assert not holds(signed(asked, now=NOW), PUBLIC)


def test_it_refuses_what_is_not_signed() -> None:
    assert (
        why(Received("POST", "/", "https://a.example", {"host": "a.example"}, b"{}")) == "unsigned"
    )


def signature(change: str) -> Received:
    """Ours, with a part of the signature said otherwise: "what stands there -> instead"."""
    made = ours()
    before, _, after = change.partition(" -> ")
    text = made.headers["signature"].replace(before, after)
    return replace(made, headers={**made.headers, "signature": text})


def test_a_signature_over_the_date_alone_is_not_enough() -> None:
    forged = signature("(request-target) host date digest -> date")
    assert why(forged) == "covered"


def test_a_body_without_its_digest_covered_is_not_enough() -> None:
    assert why(signature(" digest -> ")) == "covered"


def test_it_refuses_an_algorithm_it_does_not_know() -> None:
    assert why(signature("rsa-sha256 -> hmac-sha256")) == "algorithm"


def test_hs2019_means_the_same() -> None:
    assert holds(signed(signature("rsa-sha256 -> hs2019"), now=NOW), PUBLIC)


@pytest.mark.parametrize(
    "text", ["", "x", 'keyId="a"', 'keyId="a",keyId="b"', "keyId=a", '"', "a" * 5000]
)
def test_it_refuses_a_signature_it_cannot_read(text: str) -> None:
    made = ours()
    assert why(replace(made, headers={**made.headers, "signature": text}))


@pytest.mark.parametrize(
    "text",
    ["", "x", "sig1=", 'sig1=("@method")', 'sig1=("@method";req);keyid="a"',
     'sig1=("@method" "@method");keyid="a";created=1', "(" * 5000],
)  # fmt: skip
def test_it_refuses_an_input_it_cannot_read(text: str) -> None:
    made = ours(Dialect.RFC9421)
    assert why(replace(made, headers={**made.headers, "signature-input": text}))


def test_a_date_in_another_hour_is_refused() -> None:
    assert why(ours(), NOW + timedelta(minutes=61)) == "clock"
    assert why(ours(), NOW - timedelta(minutes=61)) == "clock"


def test_a_covered_header_that_is_missing_is_refused() -> None:
    assert why(signature("(request-target) host -> (request-target) accept host")) == "covered"


def test_the_same_signature_has_the_same_mark() -> None:
    assert signed(ours(), now=NOW).mark == signed(ours(), now=NOW).mark
    assert signed(ours(body=b"1"), now=NOW).mark != signed(ours(body=b"2"), now=NOW).mark


@pytest.mark.parametrize("text", ["", "none", "-----BEGIN PUBLIC KEY-----\n\n", PUBLIC * 99])
def test_it_knows_no_key_that_is_none(text: str) -> None:
    assert not is_usable(text)


def test_the_private_half_is_in_no_message() -> None:
    assert "PRIVATE" not in repr(SIGNER)
