"""Fingerprints stay what they are: rows of years ago are found by them."""

from __future__ import annotations

import hmac
from typing import Any

from merkwerk.lib.fingerprints import fingerprint


def test_it_is_what_it_was(settings: Any) -> None:
    settings.PEOPLE_KEY = "sleutel"
    assert fingerprint("naam") == hmac.digest(b"sleutel", b"naam", "sha256").hex()


def test_another_key_makes_another(settings: Any) -> None:
    settings.PEOPLE_KEY = "sleutel"
    before = fingerprint("naam")
    settings.PEOPLE_KEY = "andere"
    assert fingerprint("naam") != before
