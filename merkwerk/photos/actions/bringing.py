"""A photo is brought: kept as it came, in private, and worked on by the worker."""

from __future__ import annotations

import hashlib
import shutil
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import IntegrityError, transaction

from merkwerk.accounts.models import Colleague
from merkwerk.engine.text import fold
from merkwerk.lib.darkroom.kinds import HEAD, kind_of
from merkwerk.photos import tasks
from merkwerk.photos.actions.describing import one_line
from merkwerk.photos.actions.files import ORIGINAL, forget_folder, new_folder
from merkwerk.photos.models import Photo


@dataclass(frozen=True, slots=True)
class Told:
    """What is said of photos when they are brought: what the file was called, and the credit."""

    name: str = ""
    photographer: str = ""
    source: str = ""


def bring(*, by: Colleague | None, file: Path, told: Told | None = None) -> Photo:
    """Keeps a photo and asks for its sizes. A file among the
    private files is taken (moved), any other is copied. The same file again gives the photo that
    is there, whoever brought it; one that could not be read is tried anew. Nothing is decoded
    here. Raises NotAPhoto for what is no JPEG, PNG, WebP, GIF, AVIF or HEIC by its first bytes;
    a private file is removed then."""
    mine = Path(settings.PRIVATE_DIR) in file.parents
    try:
        with file.open("rb") as stream:
            kind_of(stream.read(HEAD))
            stream.seek(0)
            fingerprint = hashlib.file_digest(stream, "sha256").hexdigest()
        same = Photo.objects.filter(fingerprint=fingerprint).first()
        return _again(same) if same else _kept(by, file, told or Told(), fingerprint, mine)
    finally:
        if mine:
            file.unlink(missing_ok=True)


def try_again(*, photo: Photo) -> bool:
    """Works anew on a photo that could not be read; False for one in another state."""
    failed = Photo.objects.filter(pk=photo.pk, state=Photo.State.FAILED)
    with transaction.atomic():
        fresh = {"trouble": "", "tries": 0, "begun_at": None}
        if not failed.update(state=Photo.State.WAITING, **fresh):
            return False
        tasks.develop.enqueue(photo.pk)
    return True


def _again(photo: Photo) -> Photo:
    if try_again(photo=photo):
        photo.refresh_from_db()
    return photo


def _kept(by: Colleague | None, file: Path, told: Told, fingerprint: str, mine: bool) -> Photo:
    folder = new_folder()
    kept = folder / ORIGINAL
    if mine:
        file.replace(kept)
    else:
        shutil.copyfile(file, kept)
    kept.chmod(0o600)
    try:
        with transaction.atomic():
            made = Photo.objects.create(
                brought_by=by,
                original=folder.name,
                fingerprint=fingerprint,
                file_name=one_line(told.name, 100),
                photographer=one_line(told.photographer, 120),
                source=one_line(told.source, 300),
                folded=fold(f"{told.photographer} {told.source}"),
            )
            tasks.develop.enqueue(made.pk)
    except IntegrityError:  # brought twice in the same moment
        forget_folder(folder.name)
        return Photo.objects.get(fingerprint=fingerprint)
    return made
