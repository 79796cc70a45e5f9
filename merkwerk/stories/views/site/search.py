"""Finding a story by its words."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from merkwerk.stories.actions import found, searching, standing
from merkwerk.stories.views.site.frame import Frame, open_page, page_number, shown


@open_page
def search(request: HttpRequest, frame: Frame) -> HttpResponse:
    """What holds every word that was typed, titles first."""
    typed = " ".join(request.GET.get("q", "").split())[: searching.LONGEST]
    stories = searching.found(typed, page_number(request))
    marks = ["stories", *standing.photo_marks(stories.told)]
    head = found.head_of_page(
        "/stories/search/",
        site=frame.site,
        title=_("Search"),
        language=frame.prefix,
        kept_out=True,
    )
    facts: dict[str, Any] = {"typed": typed, "stories": stories, "found": head}
    return shown(replace(frame, here="search"), "search", marks, **facts)
