"""What the pages about people in photos share: the picture with circles, and its files."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import FileResponse, Http404

from merkwerk.photos.actions import consent
from merkwerk.photos.actions.files import size_of
from merkwerk.photos.models import Person, Photo, SignedForm

WIDTH = 1280
ENDINGS = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}
SANDBOX = "default-src 'none'; sandbox"


def width_of(photo: Photo) -> int:
    """The size that is looked at: the widest of at most 1280 points, or the smallest there is;
    0 when there is none yet."""
    widths = [int(size[0]) for size in photo.sizes]
    return max([one for one in widths if one <= WIDTH] or widths[:1] or [0])


def circles(photo: Photo, people: Iterable[Person]) -> dict[str, Any]:
    """The picture's own measures and a circle for everybody who has a place in it, in its points;
    `number` is the order in which they are listed."""
    width = width_of(photo)
    sizes = [size for size in photo.sizes if size[0] == width]
    height = int(sizes[0][1]) if sizes else 0
    marks = [
        {
            "cx": round(person.x * width / 100),
            "cy": round(person.y * height / 100),
            "number": number,
        }
        for number, person in enumerate(people, 1)
        if person.x is not None and person.y is not None
    ]
    radius = max(12, round(min(width, height) / 14))
    return {
        "width": width, "height": height, "marks": marks, "radius": radius,
        "line": max(2, radius // 8),
    }  # fmt: skip


def picture_file(photo: Photo) -> FileResponse:
    """The picture for who may look at it. Raises Http404 when it isn't there."""
    path = size_of(photo, width_of(photo), "jpg")
    if path is None:
        raise Http404
    return _safe(FileResponse(path.open("rb"), content_type="image/jpeg"))


def form_file(form: SignedForm | None) -> FileResponse:
    """A signed form, to keep and not to open in the page. Raises Http404 when it isn't there."""
    path = consent.form_path(form) if form else None
    if form is None or path is None:
        raise Http404
    answer = FileResponse(path.open("rb"), content_type=form.kind)
    name = f"form-{form.pk}.{ENDINGS.get(form.kind, 'bin')}"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return _safe(answer)


def _safe(answer: FileResponse) -> FileResponse:
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = SANDBOX
    answer.headers["Cache-Control"] = "no-store, private"
    return answer
