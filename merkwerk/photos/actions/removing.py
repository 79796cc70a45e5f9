"""A photo goes for good, and with it everything that shows it outside."""

from __future__ import annotations

from functools import partial

from django.db import transaction

from merkwerk.accounts.models import Colleague
from merkwerk.pages import actions as pages
from merkwerk.photos.actions.consent import let_go
from merkwerk.photos.actions.files import forget_folder
from merkwerk.photos.actions.showing import hide_outside
from merkwerk.photos.models import Photo, PhotoEvent


class StillUsed(Exception):
    """The photo is shown somewhere; who removes it has to say that they know."""


def remove(*, photo: Photo, by: Colleague, sure: bool = False) -> None:
    """Removes a photo with its files. One that is shown somewhere only when `sure`: made pages
    that show it go in the same moment, and the rooms above hear of it. Raises StillUsed, and
    PermissionError for who may not change it."""
    if not photo.is_cared_for_by(by):
        raise PermissionError("only its bringer and editors remove a photo")
    with transaction.atomic():
        used = photo.uses.exists() or photo.outside_since is not None
        if used and not sure:
            raise StillUsed
        hide_outside([photo.pk])
        if used:
            PhotoEvent.objects.create(photo_pk=photo.pk, what=PhotoEvent.What.GONE)
            pages.touched(f"photo:{photo.pk}")
        let_go(photo_pk=photo.pk, by=by)
        Photo.objects.filter(pk=photo.pk).delete()
        transaction.on_commit(partial(forget_folder, photo.original))
