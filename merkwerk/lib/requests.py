"""The request as views know it: from a signed-in colleague, with htmx's facts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest

if TYPE_CHECKING:
    from django_htmx.middleware import HtmxDetails

    from merkwerk.accounts.models import Colleague


class Request(HttpRequest):
    """For annotations only. Behind the house's door `user` is always a colleague."""

    user: Colleague
    htmx: HtmxDetails
