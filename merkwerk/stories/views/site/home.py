"""The first page: what is told here now."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpRequest, HttpResponse

from merkwerk.stories.actions import found, standing
from merkwerk.stories.views.site.frame import Frame, open_page, shown


@open_page
def home(request: HttpRequest, frame: Frame) -> HttpResponse:
    here = standing.home(frame.language)
    marks = ["stories", *standing.photo_marks(here.told, here.people)]
    head = found.head_of_page(
        "/stories/",
        site=frame.site,
        title=frame.site.motto and f"{frame.site.name}: {frame.site.motto}",
        description=frame.site.introduction,
        language=frame.prefix,
    )
    return shown(replace(frame, here="home"), "home", marks, home=here, found=head)
