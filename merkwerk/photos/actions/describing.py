"""What is said about a photo: what is to be seen, who made it, and what has to stay in sight."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from merkwerk.accounts.models import Colleague
from merkwerk.engine.text import fold, without_tricks
from merkwerk.pages import actions as pages
from merkwerk.photos.models import Photo, PhotoEvent
from merkwerk.photos.models.photos import Photos

MOST_WORDS = 12


def describe(
    *,
    photo: Photo,
    by: Colleague,
    description: str,
    decorative: bool,
    photographer: str,
    source: str,
    taken_on: date | None = None,
    focus_x: int = 50,
    focus_y: int = 50,
) -> Photo:
    """Keeps what is said about a photo; the focus is in per cent (0 to 100) of width and height.
    Where it is shown outside, its pages are made anew and the rooms above hear of it. Raises
    PermissionError for who may not change it (see `Photo.is_cared_for_by`)."""
    if not photo.is_cared_for_by(by):
        raise PermissionError("only its bringer and editors change a photo")
    told = {
        "description": one_line(description, 1500),
        "decorative": decorative,
        "photographer": one_line(photographer, 120),
        "source": one_line(source, 300),
        "taken_on": taken_on,
        "focus_x": min(max(focus_x, 0), 100),
        "focus_y": min(max(focus_y, 0), 100),
    }
    changed = [name for name, value in told.items() if getattr(photo, name) != value]
    if not changed:
        return photo
    for name in changed:
        setattr(photo, name, told[name])
    photo.folded = fold(" ".join([photo.description, photo.photographer, photo.source]))
    with transaction.atomic():
        photo.save(update_fields=[*changed, "folded", "changed_at"])
        if photo.outside_since:
            PhotoEvent.objects.create(photo_pk=photo.pk, what=PhotoEvent.What.CHANGED)
            pages.touched(f"photo:{photo.pk}")
    return photo


def with_words(found: Photos, typed: str) -> Photos:
    """Those of these photos in which each typed word stands; words beyond the twelfth are passed
    over."""
    for word in fold(typed).split()[:MOST_WORDS]:
        found = found.filter(folded__contains=word)
    return found


def missing(photo: Photo) -> list[str]:
    """What is still to be said before this photo can be used on the site: sentences for whoever
    brought it; an empty list means that nothing is."""
    if photo.is_waiting:
        return [_("This photo is still being worked on. Wait a moment.")]
    if not photo.is_ready:
        return [_("This photo could not be read. Try again, or bring it once more.")]
    left = []
    if not photo.decorative and not photo.description:
        left.append(
            _("Say what is to be seen, for whoever can't see it; or that it only decorates.")
        )
    if not photo.photographer:
        left.append(_("Say who made the photo."))
    if not photo.source:
        left.append(_("Say where the photo comes from."))
    return left


def one_line(words: str, most: int) -> str:
    """Typed words in one line, without signs that deceive, cut off at `most`."""
    return " ".join(without_tricks(words).split())[:most]
