"""Where photos are shown: noted by whoever publishes, read by whoever has to know."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.db.models import QuerySet

from merkwerk.photos.actions.showing import hide_outside
from merkwerk.photos.models import Photo, PhotoUse, Place


def note_uses(*, mark: str, photos: Iterable[int], title: str, address: str, place: str) -> None:
    """From now on what goes by `mark` ("story:7") shows exactly these photos (primary keys) in
    `place` (one of Place), under this title and address. A use that stands keeps its `since`;
    one that is not named any more goes, and its files with it when nothing else on the site shows
    it; a photo that doesn't exist is passed over. Raises ValueError for another place."""
    if place not in Place.values:
        raise ValueError(f"no such place: {place}")
    told = {"title": title[:200], "address": address[:300], "place": place}
    with transaction.atomic():
        known = set(Photo.objects.filter(pk__in=set(photos)).values_list("pk", flat=True))
        of_mark = PhotoUse.objects.filter(mark=mark)
        _leave(of_mark.exclude(photo__in=known))
        of_mark.update(**told)
        had = set(of_mark.values_list("photo_id", flat=True))
        PhotoUse.objects.bulk_create(
            [PhotoUse(mark=mark, photo_id=pk, **told) for pk in sorted(known - had)],
            ignore_conflicts=True,
        )


def no_uses(*, mark: str) -> None:
    """What goes by `mark` shows no photo any more: it was taken down. Files that nothing else on
    the site shows go with it."""
    with transaction.atomic():
        _leave(PhotoUse.objects.filter(mark=mark))


def used_in(place: str) -> set[int]:
    """The photos (primary keys) that something shows in this place."""
    return set(PhotoUse.objects.filter(place=place).values_list("photo_id", flat=True))


def uses_of(photo: Photo) -> QuerySet[PhotoUse]:
    """Where this photo is shown, the newest first."""
    return PhotoUse.objects.filter(photo=photo)


def _leave(uses: QuerySet[PhotoUse]) -> None:
    """Only what is shown on the site lies where everybody can fetch it."""
    left = set(uses.values_list("photo_id", flat=True))
    uses.delete()
    on_the_site = PhotoUse.objects.filter(photo__in=left, place=Place.SITE)
    hide_outside(left - set(on_the_site.values_list("photo_id", flat=True)))
