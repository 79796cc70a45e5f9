"""Keys of our own actors, and requests signed with them."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from functools import lru_cache

from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from merkwerk.connectors.activitypub.request import Dialect
from merkwerk.connectors.http.addresses import target

BITS = 2048


@dataclass(frozen=True, slots=True)
class Signer:
    """An address of a public key, and the private half as PEM."""

    key: str
    private: str

    def __repr__(self) -> str:
        return f"Signer({self.key!r})"


def new_pair() -> tuple[str, str]:
    """A fresh RSA key of 2048 bits: the public half and the private half, both as PEM."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=BITS)
    public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return public.decode(), private.decode()


@lru_cache(maxsize=256)
def _loaded(private: str) -> rsa.RSAPrivateKey:
    key = load_pem_private_key(private.encode(), None, unsafe_skip_rsa_key_validation=True)
    if not isinstance(key, rsa.RSAPrivateKey):
        raise TypeError("An actor signs with an RSA key.")
    return key


def signature(private: str, base: bytes) -> str:
    """PKCS#1 v1.5 with SHA-256 over `base`, in base64."""
    made = _loaded(private).sign(base, padding.PKCS1v15(), SHA256())
    return base64.b64encode(made).decode()


def headers_for(
    method: str,
    url: str,
    *,
    signer: Signer,
    now: datetime,
    body: bytes = b"",
    dialect: Dialect = Dialect.CAVAGE,
) -> dict[str, str]:
    """The header fields that sign a request to `url`: the older dialect covers
    `(request-target) host date` and with a body `digest`, the newer one `@method @target-uri` and
    `content-digest`. Raises BadAddress for an address that is never called."""
    place = target(url)
    path = place.raw_path.decode("ascii")
    date = format_datetime(now, usegmt=True)
    digest = base64.b64encode(hashlib.sha256(body).digest()).decode()
    if dialect is Dialect.RFC9421:
        return _newer(method, str(place), signer, now, digest if body else "", date)
    host = place.netloc.decode("ascii")
    covered = [("(request-target)", f"{method.lower()} {path}"), ("host", host), ("date", date)]
    fields = {"date": date}
    if body:
        covered.append(("digest", f"SHA-256={digest}"))
        fields["digest"] = f"SHA-256={digest}"
    base = "\n".join(f"{name}: {value}" for name, value in covered)
    names = " ".join(name for name, _ in covered)
    fields["signature"] = (
        f'keyId="{signer.key}",algorithm="rsa-sha256",headers="{names}",'
        f'signature="{signature(signer.private, base.encode())}"'
    )
    return fields


def _newer(
    method: str, url: str, signer: Signer, now: datetime, digest: str, date: str
) -> dict[str, str]:
    covered = [("@method", method.upper()), ("@target-uri", url)]
    fields = {"date": date}
    if digest:
        covered.append(("content-digest", f"sha-256=:{digest}:"))
        fields["content-digest"] = f"sha-256=:{digest}:"
    names = " ".join(f'"{name}"' for name, _ in covered)
    params = f'({names});created={int(now.timestamp())};keyid="{signer.key}";alg="rsa-v1_5-sha256"'
    lines = [f'"{name}": {value}' for name, value in covered]
    base = "\n".join([*lines, f'"@signature-params": {params}'])
    fields["signature-input"] = f"sig1={params}"
    fields["signature"] = f"sig1=:{signature(signer.private, base.encode())}:"
    return fields
