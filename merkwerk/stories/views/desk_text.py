"""The words of a story as a workspace page shows them, pictures and all."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.safestring import SafeString, mark_safe

from merkwerk.photos.actions import with_pictures
from merkwerk.photos.models import Photo
from merkwerk.stories.actions.cleaning import photos_in, shown_body

SIZES = "(min-width: 60rem) 40rem, 100vw"


def photos_of(body: str) -> dict[int, Photo]:
    """The photos in a body, by number; one question."""
    found = Photo.objects.filter(pk__in=photos_in(body))
    return {one.pk: one for one in found}


def text_of(body: str, photos: Mapping[int, Photo] | None = None) -> SafeString:
    """A body for a page of the workspace: cleaned once more, with its pictures in private sizes."""
    clean = shown_body(body)
    known = photos_of(clean) if photos is None else dict(photos)
    if not known:
        return mark_safe(clean)  # noqa: S308  (cleaned a line above)
    return with_pictures(clean, shown=known, sizes=SIZES, inside=True)
