"""What every template may know: the words of the frame, nothing about data."""

from __future__ import annotations

from django.http import HttpRequest


def surroundings(request: HttpRequest) -> dict[str, object]:
    """`csp_nonce` is what django-htmx's script tag reads; django-csp has another name for it."""
    return {"csp_nonce": getattr(request, "csp_nonce", "")}
