"""Words that are more than one request may hold: they come back on a page, so that nothing that was
typed is lost, with script or without."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.defaults import bad_request

STATUS = 413
MOST = 16 * 1024 * 1024
WORTH_KEEPING = 500
"""Fields shorter than this many signs are quickly typed again."""
MOST_FIELDS = 2000


def unreadable(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answers what couldn't be read: a form that is too large with what was typed in it, when
    somebody signed in sent it; anything else with the plain page."""
    if not isinstance(exception, RequestDataTooBig):
        return bad_request(request, exception)
    told = {
        "words": _typed(request),
        "back": _back(request),
        "most": settings.DATA_UPLOAD_MAX_MEMORY_SIZE / 1_000_000,
    }
    return render(request, "413.html", told, status=STATUS)


def _typed(request: HttpRequest) -> list[str]:
    """The long fields of a plain form. Whoever isn't signed in gets nothing read."""
    user = getattr(request, "user", None)
    length = request.META.get("CONTENT_LENGTH") or ""
    plain = request.content_type == "application/x-www-form-urlencoded"
    if user is None or not user.is_authenticated or not plain:
        return []
    if not length.isdigit() or int(length) > MOST:
        return []
    raw = request.read(int(length)).decode("utf-8", "replace")
    try:
        fields = parse_qsl(raw, max_num_fields=MOST_FIELDS)
    except ValueError:
        return []
    return [words for _name, words in fields if len(words) > WORTH_KEEPING]


def _back(request: HttpRequest) -> str:
    """The page it was typed on, when that is one of ours."""
    came = request.headers.get("referer", "")
    ours = {request.get_host()}
    if came and url_has_allowed_host_and_scheme(came, ours, require_https=request.is_secure()):
        return "/" + urlsplit(came).path.lstrip("/")
    return "/"
