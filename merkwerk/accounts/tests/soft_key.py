"""A passkey in software: what a phone does, for tests without a browser."""

from __future__ import annotations

import hashlib
import json
import secrets
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2 import cbor
from fido2.cose import ES256
from fido2.utils import websafe_encode

USER_PRESENT, USER_VERIFIED, NEW_KEY = 0x01, 0x04, 0x40


class SoftKey:
    """One key of one person for one site."""

    def __init__(self, site: str = "testserver", origin: str = "https://testserver") -> None:
        self.site, self.origin = site, origin
        self.private = ec.generate_private_key(ec.SECP256R1())
        self.number = secrets.token_bytes(16)
        self.whose = ""
        self.used = 0

    def make(self, options: dict[str, Any]) -> dict[str, Any]:
        """Answers `navigator.credentials.create`."""
        asked = options["publicKey"]
        self.whose = asked["user"]["id"]
        public = ES256.from_cryptography_key(self.private.public_key())  # type: ignore[no-untyped-call]
        known = bytes(16) + len(self.number).to_bytes(2, "big") + self.number + cbor.encode(public)
        told = {"fmt": "none", "attStmt": {}, "authData": self.flags(NEW_KEY) + known}
        return self.answer(
            {
                "clientDataJSON": self.client_data("webauthn.create", asked["challenge"]),
                "attestationObject": websafe_encode(cbor.encode(told)),
            },
            {"credProps": {"rk": True}},
        )

    def sign(self, options: dict[str, Any]) -> dict[str, Any]:
        """Answers `navigator.credentials.get`."""
        data = self.flags(0)
        client = self.client_bytes("webauthn.get", options["publicKey"]["challenge"])
        signed = data + hashlib.sha256(client).digest()
        return self.answer(
            {
                "clientDataJSON": websafe_encode(client),
                "authenticatorData": websafe_encode(data),
                "signature": websafe_encode(self.private.sign(signed, ec.ECDSA(hashes.SHA256()))),
                "userHandle": self.whose,
            },
            {},
        )

    def flags(self, more: int) -> bytes:
        self.used += 1
        site = hashlib.sha256(self.site.encode()).digest()
        return site + bytes([USER_PRESENT | USER_VERIFIED | more]) + self.used.to_bytes(4, "big")

    def client_bytes(self, kind: str, challenge: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin}).encode()

    def client_data(self, kind: str, challenge: str) -> str:
        return websafe_encode(self.client_bytes(kind, challenge))

    def answer(self, response: dict[str, Any], extensions: dict[str, Any]) -> dict[str, Any]:
        number = websafe_encode(self.number)
        return {
            "id": number,
            "rawId": number,
            "type": "public-key",
            "response": response,
            "clientExtensionResults": extensions,
        }
