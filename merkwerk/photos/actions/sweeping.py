"""Files and rows are made to agree again, whatever was cut off half-way."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from merkwerk.photos.actions.files import (
    FOLDER,
    HALF,
    INSIDE,
    PUBLIC,
    forget_folder,
    public_name,
    publish_files,
)
from merkwerk.photos.models import KINDS, Photo

AGE = timedelta(hours=1)
"""What is younger may still be on its way."""


def sweep_files(*, now: datetime | None = None) -> int:
    """Removes private folders and halves of uploads that no photo knows (older than an hour), and
    everything that lies outside without being meant to; lays outside again what should be there.
    Returns how many were removed."""
    now = now or timezone.now()
    return _private(now) + _outside()


def _private(now: datetime) -> int:
    folder = Path(settings.PRIVATE_DIR) / INSIDE
    known = set(Photo.objects.values_list("original", flat=True))
    gone = 0
    for path in folder.iterdir() if folder.is_dir() else ():
        if path.name in known or not _old(path, now):
            continue
        if FOLDER.fullmatch(path.name):
            forget_folder(path.name)
        elif path.name.startswith("up-") and path.is_file():
            path.unlink(missing_ok=True)
        else:
            continue
        gone += 1
    return gone


def _outside() -> int:
    folder = Path(settings.PUBLIC_PICTURES_DIR)
    there = {path.name: path for path in folder.iterdir()} if folder.is_dir() else {}
    meant = set()
    for photo in Photo.objects.exclude(outside_since=None).iterator():
        names = {
            public_name(photo.key, width, ending)
            for width, _height in photo.sizes
            for ending in KINDS
        }
        if names - there.keys():
            _lay_again(photo)
        meant |= names
    strange = [path for name, path in there.items() if name not in meant and _ours(name)]
    for path in strange:
        path.unlink(missing_ok=True)
    return len(strange)


def _lay_again(photo: Photo) -> None:
    """Unless it is being taken back in this very moment."""
    with transaction.atomic():
        still = Photo.objects.select_for_update().filter(pk=photo.pk, key=photo.key)
        if still.exclude(outside_since=None):
            publish_files(photo)


def _ours(name: str) -> bool:
    """A size, or the half of one that was being copied."""
    return bool(PUBLIC.fullmatch(name) or HALF.fullmatch(name))


def _old(path: Path, now: datetime) -> bool:
    try:
        return path.stat().st_mtime < (now - AGE).timestamp()
    except FileNotFoundError:
        return False
