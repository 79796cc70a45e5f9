"""Keyed fingerprints of what the writing room has to find again without keeping it readable."""

from __future__ import annotations

from merkwerk.lib.fingerprints import fingerprint


def mark(kind: str, value: str) -> str:
    """HMAC-SHA-256 of `value` among things of one `kind`: equal for equals, and telling nothing
    without this installation's key."""
    told = f"writing {kind} {value}"
    return fingerprint(told)
