"""The desk: what is being written, what was told, and what colleagues ask."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from merkwerk.lib.downloads import json_file
from merkwerk.lib.requests import Request
from merkwerk.writing import actions, models
from merkwerk.writing.actions.compiling import LIST

A_PAGE = 20
FEW = 5


def desk(request: Request) -> HttpResponse:
    """One's own drafts, the newest first; or those one put away."""
    LIST.begin()
    mine = models.Draft.objects.visible_to(request.user)
    show = request.GET.get("show", "")
    if show == "away":
        found = mine.exclude(put_away_at=None).filter(told_at=None)
    elif show == "told":
        found = mine.told().order_by("-told_at")
    else:
        show, found = "", mine.open()
    facts = {
        "here": "writing",
        "show": show,
        "page": Paginator(found, A_PAGE).get_page(request.GET.get("page")),
        "requests": models.Request.objects.waiting_for(request.user).select_related(
            "asker", "subject"
        )[:FEW],
    }
    return render(request, "writing/desk.html", facts)


@login_not_required
@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """An empty sheet that a browser keeps, for when there is no line. It holds nothing of anybody;
    what is written on it waits on the device until the desk can be reached."""
    return render(request, "writing/offline.html")


@require_safe
def copy(request: Request) -> HttpResponse:
    """Everything one wrote here, as a file in an open format."""
    return json_file(actions.everything_of(request.user), name="merkwerk-writing.json")
