"""The files of photos: sizes for everybody once they are outside, all else behind the door."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from merkwerk.lib.requests import Request
from merkwerk.photos.actions.files import PUBLIC, original_of, size_of
from merkwerk.photos.models import KINDS, Photo

SANDBOX = "default-src 'none'; sandbox"


@login_not_required
@require_safe
def outside(request: HttpRequest, name: str) -> FileResponse:
    """One size that lies outside, for servers without a quicker way. Never kept for longer than a
    minute, so that a photo that is taken back is gone everywhere within that."""
    found = PUBLIC.fullmatch(name)
    if found is None or not Photo.objects.filter(key=found[1], outside_since__isnull=False):
        raise Http404
    answer = _file(Path(settings.PUBLIC_PICTURES_DIR) / name, KINDS[found[3]])
    answer["Cache-Control"] = "public, max-age=60, must-revalidate"
    return answer


@require_safe
def size(request: Request, pk: int, width: int, ending: str) -> FileResponse:
    """One size, for colleagues."""
    photo = get_object_or_404(Photo.objects.visible_to(request.user), pk=pk)
    path = size_of(photo, width, ending)
    if path is None:
        raise Http404
    answer = _file(path, KINDS[ending])
    answer["Cache-Control"] = "private, max-age=3600"
    return answer


@require_safe
def original(request: Request, pk: int) -> FileResponse:
    """The file as it was brought, with all that is in it: for who looks after it, to keep."""
    photo = get_object_or_404(Photo.objects.visible_to(request.user), pk=pk)
    path = original_of(photo) if photo.is_cared_for_by(request.user) else None
    if path is None:
        raise Http404
    answer = _file(path, "application/octet-stream")
    answer["Content-Disposition"] = f'attachment; filename="photo-{photo.pk}"'
    answer["Cache-Control"] = "private, no-store"
    return answer


def _file(path: Path, kind: str) -> FileResponse:
    try:
        stream = path.open("rb")
    except OSError:
        raise Http404 from None
    answer = FileResponse(stream, content_type=kind)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = SANDBOX
    return answer
