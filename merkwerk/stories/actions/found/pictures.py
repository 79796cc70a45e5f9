"""Photos as machines are told of them: only those that everybody in them agreed to, and that lie
outside."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from merkwerk.photos import actions as photos
from merkwerk.photos.models import Photo
from merkwerk.stories.actions.addresses import site_address

WIDTH = 1280
TYPE = "image/jpeg"


@dataclass(frozen=True, slots=True)
class Shown:
    """A photo as JPEG with its whole address; `size` in bytes, 0 when the file can't be seen."""

    pk: int
    address: str
    width: int
    height: int
    size: int
    alt: str
    photographer: str
    credit: str
    focus: tuple[int, int] = (50, 50)


def shown(pks: Iterable[int | None]) -> dict[int, Shown]:
    """Those of the photos that may stand on the site now, by number; a fixed number of queries."""
    wanted = {pk for pk in pks if pk}
    if not wanted:
        return {}
    said = photos.showable(wanted, place="site", on=timezone.localdate())
    fine = [pk for pk in wanted if pk in said and said[pk].ok]
    found = (_told(photo) for photo in Photo.objects.filter(pk__in=fine))
    return {one.pk: one for one in found if one is not None}


def _told(photo: Photo) -> Shown | None:
    path = photos.address_of(photo, width=WIDTH)
    if not path:
        return None
    sizes = dict(photo.sizes)
    width = max([size for size in sizes if size <= WIDTH] or [min(sizes)])
    return Shown(
        pk=photo.pk,
        address=site_address(path),
        width=width,
        height=sizes[width],
        size=_bytes(path),
        alt=photo.alt,
        photographer=photo.photographer,
        credit=photo.credit,
        focus=(photo.focus_x, photo.focus_y),
    )


def file_of(address: str) -> Path:
    """Where the picture at this address lies."""
    return Path(settings.PUBLIC_PICTURES_DIR) / address.rsplit("/", 1)[-1]


def _bytes(path: str) -> int:
    try:
        return file_of(path).stat().st_size
    except OSError:
        return 0
