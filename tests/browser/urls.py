"""The addresses of the house, and those of pages that nobody goes to on purpose."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import path

from merkwerk.lib.style import HOSTILE, style_page
from merkwerk.urls import urlpatterns as house

BARE = {"400", "500"}
FACTS = {"413": {"words": ["Een lang verhaal. " * 40, HOSTILE * 20], "back": "/", "most": 2.5}}


@login_not_required
def shown(request: HttpRequest, name: str) -> HttpResponse:
    """An error page as Django makes it: 400 and 500 know nothing of the request."""
    if name in BARE:
        return HttpResponse(render_to_string(f"{name}.html"), status=int(name[:3]))
    return render(request, f"{name}.html", FACTS.get(name), status=int(name[:3]))


urlpatterns = [*house, path("style/", style_page), path("shown/<str:name>/", shown)]
