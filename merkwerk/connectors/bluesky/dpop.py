"""Proof of possession (RFC 9449): a token is worth nothing without the key it was given to."""

from __future__ import annotations

import json
import secrets
from base64 import urlsafe_b64encode
from datetime import datetime
from hashlib import sha256

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey

from merkwerk.connectors.errors import TokenRefused


def new_key() -> str:
    """A fresh P-256 key as private JWK in JSON: one per connected account, kept with its tokens."""
    return json.dumps(ECKey.generate_key("P-256").as_dict(private=True))


def digest(value: str) -> str:
    """SHA-256 in unpadded base64url, as PKCE's S256 and DPoP's `ath` want it."""
    return urlsafe_b64encode(sha256(value.encode()).digest()).decode().rstrip("=")


def proof(
    key: str, *, method: str, url: str, now: datetime, nonce: str = "", access: str = ""
) -> str:
    """The `DPoP` header for one request (RFC 9449, section 4.2).

    Raises `TokenRefused` when the kept key is no key: the account must be connected again.
    """
    try:
        private = ECKey.import_key(json.loads(key))
    except (JoseError, ValueError, TypeError, KeyError) as trouble:
        raise TokenRefused("the key of this connection cannot be read") from trouble
    claims: dict[str, object] = {
        "jti": secrets.token_urlsafe(16),
        "htm": method,
        "htu": url.partition("?")[0].partition("#")[0],
        "iat": int(now.timestamp()),
    }
    if nonce:
        claims["nonce"] = nonce
    if access:
        claims["ath"] = digest(access)
    header = {"typ": "dpop+jwt", "alg": "ES256", "jwk": private.as_dict(private=False)}
    return jwt.encode(header, claims, private)
