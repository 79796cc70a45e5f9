"""Web push: a few words to one browser, by the push service that its maker runs.

RFC 8030 (the request), RFC 8291 (only that browser can read it), RFC 8292 (who sends, VAPID)."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import http_ece
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid import Vapid02

from merkwerk.connectors.errors import BadAddress, ConnectorError, TooLarge
from merkwerk.connectors.http import Http, safe_target
from merkwerk.connectors.http.addresses import literal

MOST_BYTES = 3993
"""What fits in one message of 4096 bytes once it is encrypted (RFC 8291, section 4)."""
LONGEST_ENDPOINT = 1000
TOKEN_LASTS = timedelta(hours=12)
ANSWER_BYTES = 64 * 1024
SECONDS = 15.0
TOPIC = 32


class NotABrowser(ConnectorError):
    """What was given is no subscription as a browser makes them."""

    code = "not-a-browser"
    lasting = True


@dataclass(frozen=True, slots=True)
class Browser:
    """One browser that wants to be told: where its push service listens, the browser's public
    key (65 bytes, uncompressed P-256) and the secret it shares with us (16 bytes)."""

    endpoint: str
    public: bytes
    auth: bytes


def browser(endpoint: str, p256dh: str, auth: str) -> Browser:
    """Reads a subscription as `PushSubscription.toJSON()` gives it, both keys in base64url.

    Raises BadAddress for an endpoint that is no https address with a name of the open internet (to
    where the name leads is checked each time it is called), NotABrowser for keys that are none.
    Sends nothing."""
    if len(endpoint) > LONGEST_ENDPOINT:
        raise BadAddress("address too long")
    address = safe_target(endpoint)
    parts = urlsplit(address)
    host = parts.hostname or ""
    if parts.scheme != "https" or parts.port not in (None, 443):
        raise BadAddress("a push service has an https address")
    if literal(host) is not None or "." not in host:
        raise BadAddress("a push service has a public name")
    public, secret = _bytes(p256dh), _bytes(auth)
    if len(secret) != 16 or len(public) != 65:
        raise NotABrowser("keys of another length")
    _point(public)
    return Browser(address, public, secret)


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sends: the installation's own key (32 bytes, base64url) and an address (`mailto:` or
    `https:`) where whoever runs the push service can reach its keeper."""

    key: str
    contact: str

    @property
    def public(self) -> str:
        """What a browser needs to subscribe to this sender: the public key, in base64url."""
        return base64.urlsafe_b64encode(_raw(self._private.public_key())).rstrip(b"=").decode()

    @property
    def _private(self) -> ec.EllipticCurvePrivateKey:
        return ec.derive_private_key(int.from_bytes(_bytes(self.key), "big"), ec.SECP256R1())

    def authorization(self, endpoint: str, now: datetime) -> str:
        """The header that vouches for one push service for twelve hours (RFC 8292)."""
        parts = urlsplit(endpoint)
        claims = {
            "aud": f"{parts.scheme}://{parts.netloc}",
            "exp": int((now + TOKEN_LASTS).timestamp()),
            "sub": self.contact,
        }
        signed: dict[str, str] = Vapid02(self._private, {"no-strict": True}).sign(claims)
        return signed["Authorization"]


def sealed(to: Browser, words: bytes) -> bytes:
    """`words` as only that browser can read them (RFC 8291, aes128gcm), different every time.
    Raises TooLarge beyond 3993 bytes."""
    if len(words) > MOST_BYTES:
        raise TooLarge("too much for one push message")
    once = ec.generate_private_key(ec.SECP256R1())
    body: bytes = http_ece.encrypt(
        words, private_key=once, dh=to.public, auth_secret=to.auth, version="aes128gcm"
    )
    return body


def push(
    http: Http,
    to: Browser,
    words: bytes,
    *,
    sender: Sender,
    ttl: timedelta,
    topic: str,
    now: datetime,
) -> None:
    """Hands `words` to the push service. `ttl`: how long it may keep them for a browser that is
    off; a newer message of the same `topic` takes the place of one that still waits.

    Raises NotFound or Gone when the browser wants nothing any more, RateLimited and ServerTrouble
    with the wait that was asked, and whatever else `Http.request` and a refusal raise."""
    headers = {
        "authorization": sender.authorization(to.endpoint, now),
        "content-encoding": "aes128gcm",
        "content-type": "application/octet-stream",
        "ttl": str(max(0, int(ttl.total_seconds()))),
        "topic": topic[:TOPIC],
        "urgency": "normal",
    }
    body = sealed(to, words)
    answer = http.request(
        "POST", to.endpoint, headers=headers, content=body, max_bytes=ANSWER_BYTES, seconds=SECONDS
    )
    answer.raise_for_trouble(now=now)


def _bytes(text: str) -> bytes:
    try:
        plain = text.strip().rstrip("=").encode("ascii")
        return base64.b64decode(plain + b"=" * (-len(plain) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise NotABrowser("a key that is no base64url") from None


def _point(public: bytes) -> None:
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), public)
    except ValueError:
        raise NotABrowser("a key that is no point of the curve") from None


def _raw(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
