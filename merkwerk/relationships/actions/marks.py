"""Keyed fingerprints of private addresses: equal for equal addresses of one colleague, and telling
nothing without the key."""

from __future__ import annotations

from merkwerk.lib.fingerprints import fingerprint


def mark(*, colleague: int, way: str, value: str) -> str:
    """HMAC-SHA-256 of an address as this colleague has it. Two colleagues with the same address
    in their books have different marks, so that a copy of the database doesn't tell who both
    know."""
    told = f"address {colleague} {way} {value}"
    return fingerprint(told)
