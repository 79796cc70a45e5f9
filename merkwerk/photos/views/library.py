"""All photos: looked through, searched, and chosen for a story."""

from __future__ import annotations

from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe

from merkwerk.lib.requests import Request, wants_part
from merkwerk.photos.actions.describing import with_words
from merkwerk.photos.forms.photos import PickForm, SearchForm
from merkwerk.photos.models import Photo
from merkwerk.photos.models.photos import Photos

A_PAGE = 48


@require_safe
def library(request: Request) -> HttpResponse:
    """Everybody's photos, the newest first."""
    form = SearchForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    found = _found(request, str(asked.get("q", "")))
    if asked.get("whose") == "mine":
        found = found.filter(brought_by=request.user)
    if asked.get("only") == "ready":
        found = found.complete()
    elif asked.get("only") == "words":
        found = found.wordless()
    page = _page(request, found)
    told = {"here": "stories", "form": form, "page": page, "asked": any(asked.values())}
    if wants_part(request):
        return render(request, "photos/_photos.html", told)
    return render(request, "photos/library.html", told)


@require_safe
def pick(request: Request) -> HttpResponse:
    """Photos that are ready to use, each a way back with its number. For editors: as a fragment
    with htmx, where each choice carries `data-photo`; as a page without script."""
    form = PickForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    back = str(asked.get("back") or "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts=None) or not back.startswith("/"):
        back = ""
    field = str(asked.get("field") or "photo")
    page = _page(request, _found(request, str(asked.get("q") or "")).complete())
    joint = "&" if "?" in back else "?"
    choices = [
        (photo, f"{back}{joint}{urlencode({field: photo.pk})}" if back else "") for photo in page
    ]
    told = {
        "here": "stories", "form": form, "page": page, "choices": choices, "back": back,
        "field": field,
    }  # fmt: skip
    name = "photos/_pick.html" if wants_part(request) else "photos/pick.html"
    return render(request, name, told)


def _found(request: Request, words: str) -> Photos:
    return with_words(Photo.objects.visible_to(request.user), words)


def _page(request: Request, found: QuerySet[Photo]) -> Page[Photo]:
    return Paginator(found, A_PAGE).get_page(request.GET.get("page"))
