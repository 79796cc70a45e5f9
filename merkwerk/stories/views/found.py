"""What those read who help others find the site; where old addresses lead; drawn cards."""

from __future__ import annotations

import hmac
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    JsonResponse,
)
from django.shortcuts import get_object_or_404
from django.utils import timezone, translation
from django.views.decorators.http import require_safe

from merkwerk.pages import actions as pages
from merkwerk.stories.actions import found, standing
from merkwerk.stories.models import PublicStory, Site

PLAIN = "text/plain; charset=utf-8"
XML = "application/xml; charset=utf-8"
View = Callable[..., HttpResponse]


def of_the_site(view: View) -> View:
    """A file of the site: `view(request, site, **words)`. There is none while the site is closed;
    each says what the organisation chose about search engines and training machines."""

    @login_not_required
    @require_safe
    @wraps(view)
    def answer(request: HttpRequest, **words: Any) -> HttpResponse:
        site = standing.open_site()
        if site is None:
            raise Http404
        with translation.override(site.language):
            response = view(request, site, **words)
        for name, value in found.headers(site).items():
            response.headers[name] = value
        return response

    return answer


def sent_on(request: HttpRequest) -> HttpResponse | None:
    """The way to where this address's story, person or series stands now; None when it never
    stood here."""
    to = found.moved(request.path)
    if to is None:
        return None
    asked = request.META.get("QUERY_STRING", "")
    return HttpResponsePermanentRedirect(f"{to}?{asked}" if asked else to)


@login_not_required
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Also there while the site is closed: then it sends everybody away."""
    told = found.robots(Site.objects.filter(pk=1).first())
    return pages.shows(HttpResponse(told, content_type=PLAIN))


@of_the_site
def llms(request: HttpRequest, site: Site) -> HttpResponse:
    return pages.shows(HttpResponse(found.llms(site), content_type=PLAIN))


@of_the_site
def reservation(request: HttpRequest, site: Site) -> HttpResponse:
    return JsonResponse(found.reservation(site), safe=False)


@of_the_site
def sitemap(request: HttpRequest, site: Site) -> HttpResponse:
    _not_kept_out(site)
    return pages.shows(HttpResponse(found.sitemap_index(), content_type=XML), "stories")


@of_the_site
def sitemap_part(request: HttpRequest, site: Site, kind: str, number: int) -> HttpResponse:
    _not_kept_out(site)
    body = found.sitemap_part(kind, number, site=site, now=timezone.now())
    if body is None:
        raise Http404
    answer = HttpResponse(body, content_type=XML)
    return pages.shows(answer, "stories") if kind in found.LASTING else answer


@of_the_site
def index_key(request: HttpRequest, site: Site, key: str) -> HttpResponse:
    if not hmac.compare_digest(key, found.index_key()) or not found.tells_index():
        raise Http404
    return HttpResponse(key, content_type=PLAIN)


@of_the_site
def card(request: HttpRequest, site: Site, slug: str, mark: str, ending: str) -> HttpResponse:
    """The picture of a story as it is now; an older one's address leads to it."""
    told = get_object_or_404(PublicStory.objects.select_related("person"), slug=slug)
    drawn = found.card_of_story(told, site=site)
    if request.path != drawn.path:
        return HttpResponse(status=302, headers={"Location": drawn.path})
    answer = HttpResponse(
        found.draw(drawn), content_type="image/jpeg" if ending == "jpg" else "image/png"
    )
    return pages.shows(answer, *found.marks_of_card(told, site=site))


def _not_kept_out(site: Site) -> None:
    """A site that is not for search engines has no map for them."""
    if site.keeps_out_search:
        raise Http404
