"""Where a request comes from, for counting how much comes from there."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str:
    """The network address of who asks, as far as it can be believed: behind a proxy that is what
    the proxy says, and as many proxies are believed as the settings name. "" when unknown."""
    return str(get_adapter(request).get_client_ip(request) or "")
