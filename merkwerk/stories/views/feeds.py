"""The feeds of the site, each as RSS, Atom and JSON Feed."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse

from merkwerk.lib.requests import whole_number
from merkwerk.pages import actions as pages
from merkwerk.stories.actions import found, standing
from merkwerk.stories.actions.addresses import subject_slug
from merkwerk.stories.actions.found import Of
from merkwerk.stories.models import PersonPage, Series, Site
from merkwerk.stories.views.found import of_the_site, sent_on


@of_the_site
def everything(request: HttpRequest, site: Site, spelling: str) -> HttpResponse:
    return _fed(request, found.of_home(site), spelling)


@of_the_site
def person(request: HttpRequest, site: Site, slug: str, spelling: str) -> HttpResponse:
    page = PersonPage.objects.open().filter(slug=slug).first()
    if page is None:
        return _elsewhere(request)
    return _fed(request, found.of_person(page, site), spelling)


@of_the_site
def subject(request: HttpRequest, site: Site, pk: int, slug: str, spelling: str) -> HttpResponse:
    """A subject without a page has no feed: its name may be private. Each has one address; others
    lead to it."""
    one = standing.subject(pk)
    if one is None:
        raise Http404
    if slug != subject_slug(one):
        own = {"pk": pk, "slug": subject_slug(one), "spelling": spelling}
        return HttpResponsePermanentRedirect(reverse("site:subject_feed", kwargs=own))
    return _fed(request, found.of_subject(one, site), spelling)


@of_the_site
def series(request: HttpRequest, site: Site, slug: str, spelling: str) -> HttpResponse:
    one = Series.objects.filter(slug=slug, public_stories__isnull=False).first()
    if one is None:
        return _elsewhere(request)
    return _fed(request, found.of_series(one, site), spelling)


def _fed(request: HttpRequest, of: Of, spelling: str) -> HttpResponse:
    before = whole_number(request.GET.get("before", ""))
    told = found.spelled(of, spelling, before=before)
    answer = HttpResponse(told.body, content_type=told.type)
    if told.links:
        answer.headers["Link"] = told.links
    return pages.shows(answer, *told.marks)


def _elsewhere(request: HttpRequest) -> HttpResponse:
    answer = sent_on(request)
    if answer is None:
        raise Http404
    return answer
