"""A site of a few pages, each there to try one thing of the door."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, include, path

from merkwerk.accounts.models import Organisation
from merkwerk.pages.actions import shows

LONG = "Achter het beton. " * 200


@login_not_required
def one(request: HttpRequest) -> HttpResponse:
    """Tells the organisation's name; is about story 1."""
    name = Organisation.objects.values_list("name", flat=True).get()
    answer = HttpResponse(f"<p>{name}</p>{LONG}", headers={"X-Own": "yes"})
    return shows(answer, "story:1", "stories")


@login_not_required
def two(request: HttpRequest) -> HttpResponse:
    return shows(HttpResponse("kort"), "story:2")


@login_not_required
def who(request: HttpRequest) -> HttpResponse:
    """What the view can know of its reader."""
    told = (str(request.user), request.LANGUAGE_CODE, request.get_host(), len(request.COOKIES))
    return shows(HttpResponse(repr(told)))


@login_not_required
def cookie(request: HttpRequest) -> HttpResponse:
    answer = shows(HttpResponse("koek"))
    answer.set_cookie("a", "b")
    return answer


@login_not_required
def nonce(request: HttpRequest) -> HttpResponse:
    return shows(HttpResponse(str(vars(request).get("csp_nonce", request.csp_nonce))))  # type: ignore[attr-defined]


@login_not_required
def unmarked(request: HttpRequest) -> HttpResponse:
    return HttpResponse("niet gezegd")


@login_not_required
def gone(request: HttpRequest) -> HttpResponse:
    return shows(HttpResponse("weg", status=404), "story:3")


@login_not_required
def broken(request: HttpRequest) -> HttpResponse:
    raise ZeroDivisionError


@login_not_required
def language(request: HttpRequest) -> HttpResponse:
    return HttpResponse(request.LANGUAGE_CODE)


site: list[URLPattern] = [
    path("", two, name="home"),
    path("one/", one),
    path("two/", two),
    path("who/", who),
    path("cookie/", cookie),
    path("nonce/", nonce),
    path("unmarked/", unmarked),
    path("gone/", gone),
    path("broken/", broken),
    path("café/", two),
]
urlpatterns = [
    path("stories/", include(site)),
    path("desk/", language),
    path("", unmarked, name="workspace"),
    path("account/login/", unmarked, name="account_login"),
    path("language/", unmarked, name="set_language"),
]
