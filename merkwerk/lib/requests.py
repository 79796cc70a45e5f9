"""The request as views know it: from a signed-in colleague, with htmx's facts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest

if TYPE_CHECKING:
    from django_htmx.middleware import HtmxDetails

    from merkwerk.accounts.models import Colleague


SENT_BACK = 422
"""The status of a form that comes back with something to mend; page.js shows such an answer."""


class Request(HttpRequest):
    """For annotations only. Behind the house's door `user` is always a colleague."""

    user: Colleague
    htmx: HtmxDetails


def wants_part(request: Request) -> bool:
    """Whether htmx asks for a fragment; going back in history asks for the whole page."""
    return bool(request.htmx) and not request.htmx.history_restore_request


def whole_number(typed: str) -> int | None:
    """The number somebody's browser sent, below a thousand million; None for anything else."""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else None
