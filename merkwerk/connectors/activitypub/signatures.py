"""Whether a request was really sent by who it says: draft-cavage-http-signatures-12, as nearly the
whole fediverse speaks it, and RFC 9421.

A signature is believed only when it covers the method, the path with its query, our host, a moment
within the hour, and with a body its digest, which is compared with the body. `rsa-sha256` and
`hs2019` both mean PKCS#1 v1.5 with SHA-256, and so does `rsa-v1_5-sha256`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from merkwerk.connectors.activitypub.request import (
    Dialect,
    Received,
    Refused,
    Signed,
    check_digest,
    check_time,
    date_of,
    decoded,
    second_of,
)

LONGEST_HEADER = 4096
LONGEST_KEY = 8192
LEAST_BITS, MOST_BITS = 2048, 8192
_PAIR = re.compile(r'\s*([a-zA-Z]+)\s*=\s*(?:"([^"]*)"|(\d+))\s*(?:,|$)')
_MEMBER = re.compile(r'\s*([a-z*][a-z0-9_.*-]*)=(\(([^()]*)\)((?:;[^,"]*(?:"[^"]*")?)*))\s*(?:,|$)')
_NAME = re.compile(r'"([^"]+)"')
_PARAMETER = re.compile(r';\s*([a-z*][a-z0-9_.*-]*)=(?:"([^"]*)"|([^;"]+))')
_ALGORITHMS = frozenset(("", "rsa-sha256", "hs2019"))


def signed(request: Received, *, now: datetime) -> Signed:
    """What the request's signature claims. Raises Refused (unsigned, algorithm, covered, digest,
    clock, host, …) for everything that is wrong before the key is looked at."""
    if request.headers.get("host", "").lower() != request.host.lower():
        raise Refused("host")
    if "signature-input" in request.headers:
        return _newer(request, now)
    if "signature" not in request.headers:
        raise Refused("unsigned")
    return _older(request, now)


def holds(claim: Signed, public: str) -> bool:
    """Whether the signature was made with the private half of this key (PEM). False for keys that
    are none, no RSA, or of an unusual size."""
    key = _key(public)
    if key is None:
        return False
    try:
        key.verify(claim.signature, claim.base, padding.PKCS1v15(), SHA256())
    except InvalidSignature:
        return False
    return True


def is_usable(public: str) -> bool:
    """Whether this is an RSA key of 2048 to 8192 bits."""
    return _key(public) is not None


@lru_cache(maxsize=2048)
def _key(public: str) -> RSAPublicKey | None:
    if len(public) > LONGEST_KEY:
        return None
    try:
        key = load_pem_public_key(public.encode())
    except (ValueError, TypeError, UnsupportedAlgorithm, UnicodeEncodeError):
        return None
    if not isinstance(key, RSAPublicKey) or not LEAST_BITS <= key.key_size <= MOST_BITS:
        return None
    return key


# --- draft-cavage-http-signatures-12 -------------------------------------------------------


def _older(request: Received, now: datetime) -> Signed:
    told = _pairs(request.headers["signature"])
    if told.get("algorithm", "").lower() not in _ALGORITHMS:
        raise Refused("algorithm")
    names = tuple(told.get("headers", "").lower().split())
    if not told.get("keyId") or len(set(names)) != len(names):
        raise Refused("signature")
    needed = {"(request-target)", "host"} | ({"digest"} if request.body else set())
    if not needed <= set(names) or not {"date", "(created)"} & set(names):
        raise Refused("covered")
    _times(request, told, names, now)
    if "digest" in names:
        check_digest(request.headers.get("digest", ""), request.body, wrapped=False)
    base = "\n".join(f"{name}: {_older_value(request, told, name)}" for name in names)
    signature = decoded(told.get("signature", ""), "signature")
    return Signed(told["keyId"], base.encode(), signature, Dialect.CAVAGE, names)


def _pairs(text: str) -> dict[str, str]:
    """The parameters of a Signature header; nothing may be left over or said twice."""
    if len(text) > LONGEST_HEADER:
        raise Refused("signature")
    found: dict[str, str] = {}
    at = 0
    while at < len(text):
        pair = _PAIR.match(text, at)
        if pair is None or pair[1] in found:
            raise Refused("signature")
        found[pair[1]] = pair[2] if pair[2] is not None else pair[3]
        at = pair.end()
    return found


def _times(request: Received, told: dict[str, str], names: tuple[str, ...], now: datetime) -> None:
    if "date" in names:
        check_time(date_of(request.headers.get("date", "")), now)
    if "(created)" in names:
        check_time(second_of(told.get("created", "")), now)
    if "expires" in told and second_of(told["expires"]) < now:
        raise Refused("clock")


def _older_value(request: Received, told: dict[str, str], name: str) -> str:
    if name == "(request-target)":
        return f"{request.method.lower()} {request.target}"
    if name in ("(created)", "(expires)"):
        return told.get(name.strip("()"), "")
    if name not in request.headers:
        raise Refused("covered")
    return request.headers[name].strip()


# --- RFC 9421 ------------------------------------------------------------------------------


def _newer(request: Received, now: datetime) -> Signed:
    for label, names, raw, told in _members(request.headers["signature-input"]):
        if not told.get("keyid") or told.get("alg", "rsa-v1_5-sha256") != "rsa-v1_5-sha256":
            continue
        _enough(request, names)
        if "created" in told:
            check_time(second_of(told["created"]), now)
        elif "date" not in names:
            raise Refused("covered")
        if "date" in names:
            check_time(date_of(request.headers.get("date", "")), now)
        if "expires" in told and second_of(told["expires"]) < now:
            raise Refused("clock")
        if "content-digest" in names:
            check_digest(request.headers.get("content-digest", ""), request.body, wrapped=True)
        lines = [f'"{name}": {_newer_value(request, name)}' for name in names]
        base = "\n".join([*lines, f'"@signature-params": {raw}'])
        signature = _signature_of(request.headers.get("signature", ""), label)
        return Signed(told["keyid"], base.encode(), signature, Dialect.RFC9421, names)
    raise Refused("algorithm")


Member = tuple[str, tuple[str, ...], str, dict[str, str]]


def _members(text: str) -> Iterator[Member]:
    """(label, covered names, raw list with parameters, parameters) of each signature."""
    if len(text) > LONGEST_HEADER:
        raise Refused("signature")
    at = 0
    while at < len(text):
        member = _MEMBER.match(text, at)
        if member is None:
            raise Refused("signature")
        names = tuple(_NAME.findall(member[3]))
        plain = " ".join(f'"{name}"' for name in names)
        if plain != member[3].strip() or len(set(names)) != len(names):
            raise Refused("signature")
        told = {m[1]: m[2] if m[2] is not None else m[3] for m in _PARAMETER.finditer(member[4])}
        yield member[1], names, member[2], told
        at = member.end()


def _enough(request: Received, names: tuple[str, ...]) -> None:
    """Method, host, path and query, and with a body its digest."""
    covered = set(names)
    place = {"@authority", "@path"} | ({"@query"} if "?" in request.target else set())
    whole = "@target-uri" in covered or place <= covered or {
        "@authority", "@request-target"} <= covered  # fmt: skip
    if "@method" not in covered or not whole:
        raise Refused("covered")
    if request.body and "content-digest" not in covered:
        raise Refused("covered")


def _newer_value(request: Received, name: str) -> str:
    path, _, query = request.target.partition("?")
    scheme = request.origin.partition("://")[0]
    derived = {
        "@method": request.method.upper(),
        "@target-uri": f"{request.origin}{request.target}",
        "@authority": request.host.lower(),
        "@scheme": scheme,
        "@request-target": request.target,
        "@path": path or "/",
        "@query": f"?{query}",
    }
    if name in derived:
        return derived[name]
    if name.startswith("@") or name not in request.headers:
        raise Refused("covered")
    return request.headers[name].strip()


def _signature_of(text: str, label: str) -> bytes:
    found = re.search(rf"(?:^|,)\s*{re.escape(label)}=:([A-Za-z0-9+/=]+):", text[:LONGEST_HEADER])
    if found is None:
        raise Refused("signature")
    return decoded(found[1], "signature")
