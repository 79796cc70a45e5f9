"""Keyed fingerprints of readers' addresses and words: equal for equal ones, and telling nothing to
who has a copy of the database alone."""

from __future__ import annotations

import hmac
from hashlib import sha256

from django.conf import settings

from merkwerk.engine.folding import fold


def email_mark(email: str) -> str:
    """HMAC-SHA-256 of a reader's mail address, whatever its case."""
    return _keyed(f"reader {email.strip().lower()}")


def words_mark(words: str) -> str:
    """HMAC-SHA-256 of what was said, whatever its case, accents and spaces."""
    return _keyed(f"reader's words {' '.join(fold(words).split())}")


def plain_mark(key: str) -> str:
    """SHA-256 of a key that came from elsewhere, which may be an address of any length."""
    return sha256(key.encode("utf-8", "replace")).hexdigest()


def _keyed(told: str) -> str:
    return hmac.new(settings.PEOPLE_KEY.encode(), told.encode(), sha256).hexdigest()
