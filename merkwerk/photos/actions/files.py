"""Where the files of photos lie: the original and its sizes in a private folder, and those sizes
that everybody may fetch once more (the same bytes on disk) in a public one."""

from __future__ import annotations

import os
import re
import secrets
import shutil
from contextlib import suppress
from pathlib import Path

from django.conf import settings

from merkwerk.photos.models import KINDS, Photo

INSIDE = "photos"
ORIGINAL = "original"
FOLDER = re.compile(r"photo-[0-9a-f]{32}")
PUBLIC = re.compile(r"([0-9a-f]{32})-(\d{1,5})\.(avif|webp|jpg)")
HALF = re.compile(r"\.[0-9a-f]{32}-\d{1,5}\.(?:avif|webp|jpg)\.[0-9a-f]{8}")


def new_folder() -> Path:
    """An empty folder for one photo, for this machine's own user alone."""
    inside = settings.PRIVATE_DIR / INSIDE
    inside.mkdir(mode=0o700, parents=True, exist_ok=True)
    made = Path(inside / f"photo-{secrets.token_hex(16)}")
    made.mkdir(mode=0o700)
    return made


def folder_of(photo: Photo) -> Path | None:
    """The private folder of a photo; None for one that has none (or a name that is none)."""
    if not FOLDER.fullmatch(photo.original):
        return None
    return Path(settings.PRIVATE_DIR / INSIDE / photo.original)


def original_of(photo: Photo) -> Path | None:
    """The file as it was brought, when it is there."""
    folder = folder_of(photo)
    path = folder / ORIGINAL if folder else None
    return path if path and path.is_file() else None


def size_of(photo: Photo, width: int, ending: str) -> Path | None:
    """One size in the private folder, when the photo has it."""
    folder = folder_of(photo)
    if folder is None or ending not in KINDS or width not in {size[0] for size in photo.sizes}:
        return None
    path = folder / f"{width}.{ending}"
    return path if path.is_file() else None


def public_name(key: str, width: int, ending: str) -> str:
    """What a size is called outside."""
    return f"{key}-{width}.{ending}"


def publish_files(photo: Photo) -> None:
    """Lays each size where everybody can fetch it; one that lies there is fine."""
    folder = folder_of(photo)
    if folder is None:
        return
    outside = Path(settings.PUBLIC_PICTURES_DIR)
    outside.mkdir(mode=0o755, parents=True, exist_ok=True)
    for width, _height in photo.sizes:
        for ending in KINDS:
            to = outside / public_name(photo.key, width, ending)
            with suppress(FileExistsError, FileNotFoundError):
                _lay(folder / f"{width}.{ending}", to)


def unpublish_files(key: str) -> int:
    """Takes away everything that lies outside under this key; returns how many files that were."""
    gone = 0
    for path in Path(settings.PUBLIC_PICTURES_DIR).glob(f"{key}-*"):
        if PUBLIC.fullmatch(path.name):
            path.unlink(missing_ok=True)
            gone += 1
    return gone


def forget_folder(name: str) -> None:
    """Removes a photo's private folder with all that is in it; none there is fine."""
    if FOLDER.fullmatch(name):
        shutil.rmtree(settings.PRIVATE_DIR / INSIDE / name, ignore_errors=True)


def _lay(source: Path, to: Path) -> None:
    try:
        os.link(source, to)
    except (FileExistsError, FileNotFoundError):
        raise
    except OSError:  # another disk, or one that knows no links
        half = to.with_name(f".{to.name}.{secrets.token_hex(4)}")
        shutil.copyfile(source, half)
        half.chmod(0o644)
        half.replace(to)
