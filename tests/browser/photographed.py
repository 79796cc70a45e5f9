"""Photos as they come in, wait, fail, and are shown: everyday ones, and the worst."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image, ImageDraw

from merkwerk.accounts.models import Colleague
from merkwerk.lib.style import HOSTILE
from merkwerk.photos import actions as photos
from merkwerk.photos.models import Photo


def photographed(sanne: Colleague, karim: Colleague) -> dict[str, int]:
    """A harbour with everything said, one that needs words, one that waits, one that failed."""
    with TemporaryDirectory() as folder:
        harbour = _brought(sanne, _harbour((1400, 900)), Path(folder))
        wordless = _brought(sanne, _harbour((600, 900)), Path(folder))
        theirs = _brought(karim, _harbour((900, 300)), Path(folder))
    photos.describe(
        photo=harbour, by=sanne, description="Een boot vaart de haven van Groningen uit.",
        decorative=False, photographer="Sanne de Vries", source="eigen archief", focus_x=70,
        focus_y=60,
    )  # fmt: skip
    photos.describe(
        photo=theirs, by=karim, description=HOSTILE * 4, decorative=False, photographer=HOSTILE,
        source=HOSTILE,
    )  # fmt: skip
    photos.note_uses(
        mark="page:1", photos=[harbour.pk], title=HOSTILE, address="/today/", place="site"
    )
    waiting = Photo.objects.create(brought_by=sanne, file_name="IMG_2041.HEIC")
    failed = Photo.objects.create(
        brought_by=sanne, state=Photo.State.FAILED, trouble="broken", file_name="x" * 90 + ".jpg"
    )
    return {
        "photo": harbour.pk,
        "photo_wordless": wordless.pk,
        "photo_theirs": theirs.pk,
        "photo_waiting": waiting.pk,
        "photo_failed": failed.pk,
    }


def _brought(by: Colleague, picture: Image.Image, folder: Path) -> Photo:
    picture.save(folder / "a.jpg")
    photo = photos.bring(by=by, file=folder / "a.jpg")
    photos.develop(photo_id=photo.pk)
    photo.refresh_from_db()
    assert photo.is_ready
    return photo


def _harbour(size: tuple[int, int]) -> Image.Image:
    """A red boat on blue water under a light sky."""
    width, height = size
    made = Image.new("RGB", size, "#cfe3f5")
    pen = ImageDraw.Draw(made)
    pen.rectangle((0, height * 0.6, width, height), fill="#1f4e79")
    pen.polygon(
        [(width * at, height * 0.6) for at in (0.55, 0.85)]
        + [(width * 0.8, height * 0.7), (width * 0.6, height * 0.7)],
        fill="#b3261e",
    )
    return made
