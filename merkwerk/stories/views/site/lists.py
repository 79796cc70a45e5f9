"""Stories by subject, in a series and by year."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from merkwerk.stories.actions import found, standing
from merkwerk.stories.actions.addresses import subject_slug
from merkwerk.stories.models import Series
from merkwerk.stories.views.site.frame import Frame, open_page, page_number, shown


@open_page
def subject(request: HttpRequest, frame: Frame, pk: int, slug: str) -> HttpResponse:
    """What is told about something, and who tells about it."""
    one = standing.subject(pk)
    if one is None:
        raise Http404
    if slug != subject_slug(one):
        return HttpResponsePermanentRedirect(frame.at("subject", pk=pk, slug=subject_slug(one)))
    about = standing.newest(frame.language).filter(subjects=one)
    stories = standing.page_of(about, page_number(request))
    people = standing.tellers_about(one)
    marks = [f"subject:{pk}", *standing.photo_marks(stories.told, people)]
    marks += [f"person:{one.page.pk}" for one in people]
    head = found.head_of_subject(one, site=frame.site, language=frame.prefix)
    facts: dict[str, Any] = {"subject": one, "stories": stories, "people": people, "found": head}
    return shown(frame, "subject", marks, **facts)


@open_page
def series(request: HttpRequest, frame: Frame, slug: str) -> HttpResponse:
    """A series from its first part on."""
    one = get_object_or_404(Series, slug=slug)
    parts = standing.parts_of(one)
    if not parts:
        raise Http404
    marks = [f"series:{one.pk}", *standing.photo_marks(parts)]
    head = found.head_of_series(one, site=frame.site, language=frame.prefix)
    return shown(frame, "series", marks, series=one, parts=parts, found=head)


@open_page
def archive(request: HttpRequest, frame: Frame) -> HttpResponse:
    """The newest year."""
    years = standing.years()
    return _year(request, frame, years[0] if years else 0, years)


@open_page
def archive_year(request: HttpRequest, frame: Frame, year: int) -> HttpResponse:
    years = standing.years()
    if year not in years:
        raise Http404
    return _year(request, frame, year, years)


def _year(request: HttpRequest, frame: Frame, year: int, years: list[int]) -> HttpResponse:
    stories = standing.of_year(year, page_number(request), frame.language)
    marks = ["stories", *standing.photo_marks(stories.told)]
    path = frame.bare
    head = frame.head(
        path, _("Told in %(year)s") % {"year": year} if year else _("Archive"), stories
    )
    facts: dict[str, Any] = {"year": year, "years": years, "stories": stories, "found": head}
    return shown(replace(frame, here="archive"), "archive", marks, **facts)
