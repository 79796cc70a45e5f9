"""Keyed fingerprints: what has to be found again without being kept readable."""

from __future__ import annotations

import hmac
from hashlib import sha256

from django.conf import settings


def fingerprint(told: str) -> str:
    """HMAC-SHA-256 (RFC 2104) of `told` by this installation's key for people, in hexadecimal:
    equal for equals, and telling nothing without the key. Whoever asks puts a word of their own in
    front, so that the same value is another fingerprint elsewhere."""
    return hmac.new(settings.PEOPLE_KEY.encode(), told.encode(), sha256).hexdigest()
