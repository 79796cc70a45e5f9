"""The slides of a published talk, for everybody."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from merkwerk.stories.actions.files import file_path
from merkwerk.stories.actions.standing import open_site
from merkwerk.stories.models import PublicStory


@login_not_required
@require_safe
def slides(request: HttpRequest, slug: str) -> FileResponse:
    """A PDF to bring home, as long as the story stands on the site."""
    site = open_site()
    if site is None:
        raise Http404
    standing = get_object_or_404(PublicStory, slug=slug)
    path = file_path(standing.slides)
    if path is None:
        raise Http404
    answer = FileResponse(
        path.open("rb"), content_type="application/pdf", filename=f"{slug}.pdf", as_attachment=True
    )
    answer["Cache-Control"] = "public, max-age=60, must-revalidate"
    return answer
