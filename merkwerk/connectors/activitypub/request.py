"""A request as it came in, and what can be wrong with its signature."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from enum import StrEnum

WINDOW = timedelta(hours=1)
"""How far a sender's clock may be from ours, both ways."""


class Dialect(StrEnum):
    CAVAGE = "cavage"
    RFC9421 = "rfc9421"


class Refused(Exception):
    """A message that is not believed; `code` says why, in a word, for the log."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Received:
    """`target` is path and query as they were sent; `origin` is our own address ("https://host"),
    never what the request says of it; header names in lower case."""

    method: str
    target: str
    origin: str
    headers: Mapping[str, str]
    body: bytes = b""

    @property
    def host(self) -> str:
        return self.origin.partition("://")[2]


@dataclass(frozen=True, slots=True)
class Signed:
    """What a signature claims: by which key, over which bytes, and when. Everything but the key
    itself has been checked already."""

    key: str
    base: bytes
    signature: bytes
    dialect: Dialect
    covered: tuple[str, ...] = field(default=())

    @property
    def mark(self) -> str:
        """The same for the same signature, however often it is sent."""
        return hashlib.sha256(b"signature\n" + self.signature).hexdigest()


def decoded(text: str, code: str) -> bytes:
    """Base64 as it must be. Raises Refused with `code`."""
    try:
        return base64.b64decode(text.encode("ascii"), validate=True)
    except (binascii.Error, UnicodeEncodeError, ValueError):
        raise Refused(code) from None


def check_digest(told: str, body: bytes, *, wrapped: bool) -> None:
    """Compares `Digest: SHA-256=…` (RFC 3230), or with `wrapped` `Content-Digest: sha-256=:…:`
    (RFC 9530), with the body; of several, each known one must fit. Raises Refused."""
    known = 0
    for part in told.split(","):
        name, _, value = part.strip().partition("=")
        maker = {"sha-256": hashlib.sha256, "sha-512": hashlib.sha512}.get(name.lower())
        if maker is None:
            continue
        if wrapped:
            value = value.removeprefix(":").removesuffix(":")
        if not hmac.compare_digest(decoded(value, "digest"), maker(body).digest()):
            raise Refused("digest")
        known += 1
    if not known:
        raise Refused("digest")


def check_time(at: datetime, now: datetime) -> None:
    """Raises Refused for what was signed too long ago, or in a future."""
    if abs(now - at) > WINDOW:
        raise Refused("clock")


def date_of(text: str) -> datetime:
    """An HTTP date. Raises Refused."""
    try:
        at = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        raise Refused("date") from None
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def second_of(text: str) -> datetime:
    """A moment as seconds since 1970. Raises Refused."""
    if not text.isascii() or not text.isdigit() or len(text) > 11:
        raise Refused("date")
    return datetime.fromtimestamp(int(text), UTC)
