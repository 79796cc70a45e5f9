"""Those who tell: all of them, and each."""

from __future__ import annotations

from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from merkwerk.stories.actions import found, standing
from merkwerk.stories.actions.addresses import handle_of
from merkwerk.stories.views.site.frame import Frame, open_page, page_number, shown


@open_page
def people(request: HttpRequest, frame: Frame) -> HttpResponse:
    everybody = standing.everybody()
    marks = ["stories", *standing.photo_marks(everybody)]
    head = frame.head("/stories/people/", _("Who tells here"))
    return shown(replace(frame, here="people"), "people", marks, people=everybody, found=head)


@open_page
def person(request: HttpRequest, frame: Frame, slug: str) -> HttpResponse:
    """Somebody in their own words, and what they told."""
    teller = standing.person(slug)
    if teller is None:
        raise Http404
    told = standing.newest(frame.language).filter(person=teller.page)
    stories = standing.page_of(told, page_number(request))
    marks = [f"person:{teller.page.pk}", *standing.photo_marks([teller], stories.told)]
    return shown(
        replace(frame, here="people"),
        "person",
        marks,
        teller=teller,
        stories=stories,
        subjects=standing.subjects_of(teller.page),
        handle=handle_of(teller.page),
        found=found.head_of_person(teller.page, site=frame.site, language=frame.prefix),
    )
