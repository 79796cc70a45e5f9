"""Where photos are shown: noted by whoever publishes, read by whoever has to know."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.db.models import QuerySet

from merkwerk.photos.models import Photo, PhotoUse, Place


def note_uses(*, mark: str, photos: Iterable[int], title: str, address: str, place: str) -> None:
    """From now on what goes by `mark` ("story:7") shows exactly these photos (primary keys) in
    `place` (one of Place), under this title and address. A use that stands keeps its `since`;
    one that is not named any more goes; a photo that doesn't exist is passed over. Raises
    ValueError for another place."""
    if place not in Place.values:
        raise ValueError(f"no such place: {place}")
    told = {"title": title[:200], "address": address[:300], "place": place}
    with transaction.atomic():
        known = set(Photo.objects.filter(pk__in=set(photos)).values_list("pk", flat=True))
        of_mark = PhotoUse.objects.filter(mark=mark)
        of_mark.exclude(photo__in=known).delete()
        of_mark.update(**told)
        had = set(of_mark.values_list("photo_id", flat=True))
        PhotoUse.objects.bulk_create(
            [PhotoUse(mark=mark, photo_id=pk, **told) for pk in sorted(known - had)],
            ignore_conflicts=True,
        )


def no_uses(*, mark: str) -> None:
    """What goes by `mark` shows no photo any more: it was taken down."""
    PhotoUse.objects.filter(mark=mark).delete()


def uses_of(photo: Photo) -> QuerySet[PhotoUse]:
    """Where this photo is shown, the newest first."""
    return PhotoUse.objects.filter(photo=photo)
