"""With which program the pages were made: another one makes them anew."""

from __future__ import annotations

import hashlib
from pathlib import Path

from django.conf import settings
from django.db import transaction

from merkwerk.pages.actions.marks import SITE, touched
from merkwerk.pages.models import MadeOf

KINDS = (".py", ".html", ".css", ".js", ".mo", ".woff2", ".svg")
NAMES = ("SITE_URL", "SITE_ADDRESS", "LANGUAGE_CODE", "TIME_ZONE", "SECURE_SSL_REDIRECT")


def begin() -> bool:
    """A web process begins: when program, templates, files or addresses are others than those the
    pages were made with, all of them are made anew. Returns whether so."""
    now = fingerprint(Path(settings.HOUSE))
    if MadeOf.objects.filter(pk=1, fingerprint=now).exists():
        return False
    with transaction.atomic():
        MadeOf.objects.update_or_create(pk=1, defaults={"fingerprint": now})
        touched(SITE)
    return True


def fingerprint(house: Path) -> str:
    """Changes with everything a page is made of, besides what the database tells."""
    told = hashlib.blake2b(digest_size=16)
    told.update(repr([getattr(settings, name) for name in NAMES]).encode())
    for path in sorted(house.rglob("*")):
        if path.suffix in KINDS and "tests" not in path.parts:
            told.update(str(path.relative_to(house)).encode() + b"\0" + path.read_bytes())
    return told.hexdigest()
