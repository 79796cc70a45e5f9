"""The slides of a published talk, for everybody."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404

from merkwerk.stories.actions.files import file_path
from merkwerk.stories.models import PublicStory
from merkwerk.stories.views.site.frame import Frame, open_page


@open_page
def slides(request: HttpRequest, frame: Frame, slug: str) -> FileResponse:
    """A PDF to bring home, as long as the story stands on the site."""
    standing = get_object_or_404(PublicStory, slug=slug)
    path = file_path(standing.slides)
    if path is None:
        raise Http404
    answer = FileResponse(
        path.open("rb"), content_type="application/pdf", filename=f"{slug}.pdf", as_attachment=True
    )
    answer["Cache-Control"] = "public, max-age=60, must-revalidate"
    return answer
