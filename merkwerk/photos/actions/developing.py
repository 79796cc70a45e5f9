"""The sizes of a photo are made. The row says what there is to do; a job is only the nudge, so a
worker that is killed, or a job that is lost, loses nothing."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import F
from django.utils import timezone

from merkwerk.lib.darkroom.asking import DarkroomFailed, Sizes, developed
from merkwerk.lib.darkroom.kinds import NotAPhoto
from merkwerk.photos import tasks
from merkwerk.photos.actions.files import folder_of, original_of
from merkwerk.photos.models import Photo
from merkwerk.photos.models.photos import MOST_TRIES


def develop(*, photo_id: int, now: datetime | None = None) -> bool:
    """Makes the sizes of a photo that waits, in a process of its own; returns whether it is ready
    now. One that is in other hands, or waits no more, is left alone. What can't be read is
    written down on the photo, with its file kept. Raises DarkroomFailed when the fault is ours."""
    now = now or timezone.now()
    mine = Photo.objects.due(now).filter(pk=photo_id)
    if not mine.update(begun_at=now, tries=F("tries") + 1):
        return False
    photo = Photo.objects.get(pk=photo_id)
    file, folder = original_of(photo), folder_of(photo)
    if file is None or folder is None:
        return _failed(photo, now, "missing")
    if photo.tries > MOST_TRIES:
        return _failed(photo, now, "too-heavy")
    try:
        made = developed(file, folder)
    except NotAPhoto as refused:
        return _failed(photo, now, refused.code)
    except DarkroomFailed:
        Photo.objects.filter(pk=photo_id, begun_at=now).update(begun_at=None)
        raise
    return _ready(photo, now, made)


def work_due(*, now: datetime | None = None) -> int:
    """Asks anew for every photo that waits in nobody's hands; returns how many."""
    due = Photo.objects.due(now or timezone.now()).order_by("brought_at")
    numbers = list(due.values_list("pk", flat=True)[:100])
    for number in numbers:
        tasks.develop.enqueue(number)
    return len(numbers)


def has_work(now: datetime) -> bool:
    """Whether a photo waits in nobody's hands, for the timetable."""
    return Photo.objects.due(now).exists()


def lookalikes(photo: Photo) -> list[Photo]:
    """Photos on which the same is to be seen, in another size or format; at most three."""
    if not photo.likeness:
        return []
    same = Photo.objects.ready().filter(likeness=photo.likeness).exclude(pk=photo.pk)
    return [one for one in same[:50] if _same_shape(one, photo)][:3]


def _same_shape(one: Photo, other: Photo) -> bool:
    across, down = one.width * other.height, other.width * one.height
    return abs(across - down) <= 0.02 * max(across, down)


def _failed(photo: Photo, now: datetime, code: str) -> bool:
    held = Photo.objects.filter(pk=photo.pk, begun_at=now, state=Photo.State.WAITING)
    held.update(state=Photo.State.FAILED, trouble=code, begun_at=None)
    return False


def _ready(photo: Photo, now: datetime, made: Sizes) -> bool:
    held = Photo.objects.filter(pk=photo.pk, begun_at=now, state=Photo.State.WAITING)
    return bool(
        held.update(
            state=Photo.State.READY,
            begun_at=None,
            file_name="",
            width=made.width,
            height=made.height,
            sizes=made.sizes,
            placeholder=made.placeholder,
            likeness=made.likeness,
            taken_on=photo.taken_on or _day(made.taken_on),
        )
    )


def _day(told: str) -> date | None:
    try:
        day = date.fromisoformat(told)
    except ValueError:
        return None
    return day if 1850 < day.year <= timezone.now().year else None
