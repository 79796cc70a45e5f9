"""The scrapbook: posts that one kept, with one's own notes."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from merkwerk.lib.requests import Request
from merkwerk.listening import actions
from merkwerk.listening.forms import SearchForm
from merkwerk.listening.models import Reading
from merkwerk.listening.views.shown import show

A_PAGE = 20


@require_safe
def scrapbook(request: Request) -> HttpResponse:
    """What was kept, the latest first; with words, only what holds them."""
    form = SearchForm(request.GET)
    asked = form.cleaned_data["q"] if form.is_valid() else ""
    kept = actions.scrapbook(by=request.user, words=asked)
    page = Paginator(kept, A_PAGE).get_page(request.GET.get("page"))
    gone = Reading.objects.filter(colleague=request.user, kept=True).exclude(post__deleted_at=None)
    return show(
        request,
        "scrapbook.html",
        page=page,
        asked=asked,
        meanings=actions.meanings(posts=[one.post for one in page], by=request.user),
        gone=[] if asked else list(gone.select_related("post__identity")),
    )
