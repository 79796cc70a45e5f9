"""A photo that may be shown on the site, with its files in place: for tests of what shows it."""

from __future__ import annotations

import uuid
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from PIL import Image

from merkwerk.accounts.models import Colleague
from merkwerk.photos.actions import consent, note_uses
from merkwerk.photos.models import KINDS, Photo

SIZES = [[320, 200], [1280, 800]]


def a_photo(by: Colleague, **told: object) -> Photo:
    """Ready, outside, and nobody recognisable is in it."""
    credit = {"photographer": "Ilse Bos", "source": "Ilse Bos"}
    given = {"description": "Een boot in de mist", **credit, **told}
    photo = Photo.objects.create(
        brought_by=by, state=Photo.State.READY, original=f"photo-{uuid.uuid4().hex}", width=1280,
        height=800, sizes=SIZES, outside_since=timezone.now(), **given,
    )  # fmt: skip
    outside = Path(settings.PUBLIC_PICTURES_DIR)
    outside.mkdir(parents=True, exist_ok=True)
    for width, height in SIZES:
        for ending in KINDS:
            path = outside / f"{photo.key}-{width}.{ending}"
            if ending == "jpg":
                Image.effect_noise((width, height), 90).convert("RGB").save(path, "JPEG")
            else:
                path.write_bytes(b"")
    consent.say_nobody(photo=photo, by=by)
    return photo


def used(mark: str, *photos: Photo) -> None:
    """The photos stand on the site under this mark."""
    pks = [photo.pk for photo in photos]
    note_uses(mark=mark, photos=pks, title="x", address="/stories/x/", place="site")
