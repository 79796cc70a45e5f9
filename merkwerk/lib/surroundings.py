"""What every template may know: the words of the frame, nothing about data."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def surroundings(request: HttpRequest) -> dict[str, Any]:
    """`csp_nonce` is the name that django-htmx's script tag reads; django-csp calls it otherwise."""
    return {
        "csp_nonce": getattr(request, "csp_nonce", ""),
        "site_url": settings.SITE_URL,
        "debug": settings.DEBUG,
    }
