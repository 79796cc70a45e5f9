"""For the tests of consent: a photo that is ready, people in it, and their links."""

from __future__ import annotations

from io import BytesIO
from urllib.parse import urlsplit

from PIL import Image

from merkwerk.accounts.models import Colleague
from merkwerk.photos.actions import consent
from merkwerk.photos.actions.files import new_folder
from merkwerk.photos.models import KINDS, Person, Photo


def ready_photo(by: Colleague | None, *, with_files: bool = False) -> Photo:
    """A photo of 64 by 48 points that stands as it would after the work on it."""
    photo = Photo.objects.create(
        brought_by=by, state=Photo.State.READY, width=64, height=48, sizes=[[64, 48]],
        description="De kade", photographer="Sanne Vos", source="Kade",
    )  # fmt: skip
    if with_files:
        folder = new_folder()
        photo.original = folder.name
        photo.save()
        for ending in KINDS:
            (folder / f"64.{ending}").write_bytes(jpeg())
    return photo


def jpeg() -> bytes:
    drawn = BytesIO()
    Image.new("RGB", (64, 48), "#2a6f7a").save(drawn, "JPEG")
    return drawn.getvalue()


def somebody(photo: Photo, by: Colleague, **told: object) -> Person:
    """Joris, marked in this photo, after which everybody is marked."""
    facts = {"name": "Joris Bakker", "email": "joris@buiten.example", **told}
    person = consent.mark(photo=photo, by=by, told=consent.Told(**facts))  # type: ignore[arg-type]
    consent.say_all_marked(photo=photo, by=by)
    return person


def link_of(person: Person, by: Colleague) -> str:
    """The path of a new link."""
    return urlsplit(consent.ask(person=person, by=by).address).path


def says(person: Person, *places: str, months: int | None = None, **more: object) -> Person:
    """An answer by their own link."""
    given = consent.Answer(places=places, months=months, **more)  # type: ignore[arg-type]
    return consent.answer(person=person, given=given)
