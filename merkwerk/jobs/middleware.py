"""Every failure of a page reaches the health page."""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError

from merkwerk.jobs.actions import note_trouble

Next = Callable[[HttpRequest], HttpResponse]
ANSWERS = (Http404, PermissionDenied, SuspiciousOperation, BadRequest, MultiPartParserError)
"""Exceptions by which a view says no; they are no trouble."""


def remember_failures(get_response: Next) -> Next:
    """Keeps what went wrong in a page as trouble: the code it came through, not what was asked."""

    def answer(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    vars(answer)["process_exception"] = _remember
    return answer


def _remember(request: HttpRequest, error: Exception) -> None:
    if isinstance(error, ANSWERS):
        return
    page = request.resolver_match.view_name if request.resolver_match else "?"
    note_trouble(place=f"page {page}", error=error)
