"""How people here take part, the sheet of the site, and what isn't there."""

from __future__ import annotations

from dataclasses import replace

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from merkwerk.pages import actions as pages
from merkwerk.stories.actions import looks, standing
from merkwerk.stories.actions.addresses import public_handbook
from merkwerk.stories.views.site.frame import Frame, open_page, shown

A_YEAR, A_MINUTE = "public, max-age=31536000, immutable", "public, max-age=60"


@open_page
def about(request: HttpRequest, frame: Frame) -> HttpResponse:
    frame = replace(frame, here="about")
    head = frame.head("/stories/about/", _("How we take part"))
    return shown(frame, "about", handbook=public_handbook(), found=head)


@open_page
def gone(request: HttpRequest, frame: Frame, rest: str) -> HttpResponse:
    raise Http404


@login_not_required
@require_safe
def look(request: HttpRequest, mark: str) -> HttpResponse:
    """The sheet with the site's own colours. Its address changes with them, so it may be kept; an
    older address gets today's sheet, for a minute."""
    site = standing.open_site()
    if site is None:
        raise Http404
    sheet = looks.sheet_of(site)
    response = HttpResponse(sheet.text, content_type="text/css; charset=utf-8")
    if mark == sheet.mark:  # Any other address is as good, so only this one is worth keeping.
        response = pages.shows(response, "site")
    response["Cache-Control"] = A_YEAR if mark == sheet.mark else A_MINUTE
    return response
