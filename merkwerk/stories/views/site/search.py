"""Finding a story by its words."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpRequest, HttpResponse

from merkwerk.stories.actions import searching, standing
from merkwerk.stories.views.site.frame import Frame, open_page, page_number, shown


@open_page
def search(request: HttpRequest, frame: Frame) -> HttpResponse:
    """What holds every word that was typed, titles first."""
    typed = " ".join(request.GET.get("q", "").split())[: searching.LONGEST]
    found = searching.found(typed, page_number(request))
    marks = ["stories", *standing.photo_marks(found.told)]
    return shown(replace(frame, here="search"), "search", marks, typed=typed, stories=found)
