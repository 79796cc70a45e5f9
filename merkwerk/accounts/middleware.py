"""What surrounds every request: the first run, the reader's own language and time zone, an end to
every session, nothing left behind in the browser, and no signs that can't be stored."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth import logout
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.shortcuts import redirect
from django.urls import Resolver404, resolve
from django.utils import timezone, translation

from merkwerk.accounts.models import Organisation

Next = Callable[[HttpRequest], HttpResponse]

# Pages that answer before there is an organisation.
BEFORE_ANYTHING = {"accounts:first_run", "set_language", "account_login", "worker:live"}
# Whether an organisation was ever seen by this process. There is no way back to none.
seen = {"organisation": False}


def own_surroundings(get_response: Next) -> Next:
    """Pages speak the language and the time zone of the colleague who reads them; a session ends
    when its time is over, however much it was used."""

    def answer(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and _outlived(request):
            logout(request)
        if not request.user.is_authenticated:
            return get_response(request)
        language = request.user.language
        with translation.override(language), timezone.override(ZoneInfo(request.user.time_zone)):
            request.LANGUAGE_CODE = language
            response = get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response

    return answer


def _outlived(request: HttpRequest) -> bool:
    """A session without a beginning begins now."""
    began = request.session.setdefault("began", time.time())
    return bool(time.time() - began > settings.SESSION_LIFE)


def first_run(get_response: Next) -> Next:
    """Until there is an organisation, every page is the first-run page. Who is signed in has
    an organisation, so only strangers cost a query, and only until one was seen."""

    def answer(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated or _begun() or _before_anything(request):
            return get_response(request)
        return redirect("accounts:first_run")

    return answer


def _begun() -> bool:
    seen["organisation"] = seen["organisation"] or Organisation.objects.exists()
    return seen["organisation"]


def forget_organisation() -> None:
    """For tests: the next request looks again."""
    seen["organisation"] = False


def _before_anything(request: HttpRequest) -> bool:
    try:
        return resolve(request.path_info).view_name in BEFORE_ANYTHING
    except Resolver404:
        return False


def keep_private(get_response: Next) -> Next:
    """Pages of who is signed in are kept by no cache, and signing out wipes what the browser keeps
    of this site."""

    def answer(request: HttpRequest) -> HttpResponse:
        was_in = request.user.is_authenticated
        response = get_response(request)
        if was_in:
            response.headers.setdefault("Cache-Control", "no-store, private")
        if was_in and not request.user.is_authenticated:
            response.headers["Clear-Site-Data"] = '"cache", "storage"'
        return response

    return answer


def readable_only(get_response: Next) -> Next:
    """NUL and lone surrogates can't be stored by every database, and nobody types them: such a
    request gets the page of a bad request, whatever view it was for. Pages for programs look at a
    key before they read anything, and see to this themselves."""

    def answer(request: HttpRequest) -> HttpResponse:
        try:
            readable = all(map(_readable, _everything_sent(request)))
        except UnreadablePostError:
            readable = False
        if not readable:
            raise BadRequest("unreadable signs")
        return get_response(request)

    return answer


def _everything_sent(request: HttpRequest) -> Iterable[str]:
    yield request.path_info
    typed = request.method == "POST" and request.path_info not in settings.PAGES_FOR_PROGRAMS
    for sent in (request.GET, request.POST if typed else {}):
        for name, values in dict(sent).items():
            yield name
            yield from (value for value in values if isinstance(value, str))


def _readable(text: str) -> bool:
    return "\0" not in text and not any("\ud800" <= sign <= "\udfff" for sign in text)
