"""Which pictures go along to other servers: those that may be on the site and on networks."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone

from merkwerk.connectors.activitypub.translate import Image
from merkwerk.photos import actions as photos
from merkwerk.photos.models import Photo
from merkwerk.stories.actions import site_address

PLACES = ("site", "networks")


def sendable(pks: Iterable[int]) -> list[Image]:
    """The pictures among these that may be shown elsewhere today, in their order."""
    return list(sendable_by_number(pks).values())


def sendable_by_number(pks: Iterable[int]) -> dict[int, Image]:
    """The same, each under its number; a fixed number of queries, however many there are."""
    wanted = list(dict.fromkeys(pks))
    today = timezone.localdate()
    said = [photos.showable(wanted, place=place, on=today) for place in PLACES] if wanted else []
    agreed = [pk for pk in wanted if all(pk in one and one[pk].ok for one in said)]
    found = Photo.objects.in_bulk(agreed)
    return {pk: image for pk in agreed if pk in found and (image := _image(found[pk]))}


def _image(photo: Photo) -> Image | None:
    path = photos.address_of(photo)
    if not path:
        return None
    return Image(
        address=site_address(path),
        width=photo.width,
        height=photo.height,
        description=photo.description,
        focus=(photo.focus_x / 50 - 1, 1 - photo.focus_y / 50),
    )
