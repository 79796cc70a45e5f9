"""What every template may know: the words of the frame, nothing about data."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest


def surroundings(request: HttpRequest) -> dict[str, object]:
    """`csp_nonce` is what django-htmx's script tag reads; django-csp has another name for it.
    `mail_goes_out` lets a page say so before somebody waits for a letter."""
    return {
        "csp_nonce": getattr(request, "csp_nonce", ""),
        "mail_goes_out": bool(settings.MAIL_URL),
    }
