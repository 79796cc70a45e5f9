"""People in a photo: asked, answered, stopped, a child, a crowd, and one with the worst name."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

from PIL import Image

from merkwerk.accounts.models import Colleague
from merkwerk.lib.style import HOSTILE
from merkwerk.photos import actions as photos
from merkwerk.photos.actions import consent
from merkwerk.photos.models import Person, Photo


def consenting(sanne: Colleague, karim: Colleague, now: datetime) -> dict[str, int | str]:
    """Links and numbers of everybody's page."""
    photo, theirs = _photo(sanne, "#6b8f71", now), _photo(karim, "#8f6b71", now)
    asked = _mark(photo, sanne, name="Joris Bakker", email="joris@buiten.example", x=30, y=40)
    child = _mark(photo, sanne, name="Noor Bakker", is_minor=True, x=60, y=45)
    yes = _mark(photo, sanne, name=HOSTILE[:110], x=80, y=50)
    stopped = _mark(photo, sanne, name="Mira Kaya")
    closed = _mark(photo, sanne, name="Niet Erop")
    _mark(photo, sanne, why_not_needed="crowd", reason=HOSTILE[:200])
    mine = consent.mark(
        photo=theirs, by=karim, told=consent.Told(colleague=sanne, x=50, y=50), now=now
    )
    people = {"asked": asked, "child": child, "yes": yes, "stopped": stopped, "closed": closed}
    links = {name: _link(one, sanne) for name, one in people.items()}
    consent.ask(person=mine, by=karim)
    given = consent.Answer(places=("site",), months=12, name=HOSTILE[:110], remark=HOSTILE[:300])
    consent.answer(person=yes, given=given, now=now)
    _stop(stopped, photo, now)
    consent.remove(person=closed, by=sanne, now=now)
    consent.say_all_marked(photo=photo, by=sanne, now=now)
    return {
        "people_photo": photo.pk,
        "people_theirs": theirs.pk,
        "people_asked": asked.pk,
        "people_yes": yes.pk,
        **{f"consent_{name}": link for name, link in links.items()},
    }


def _mark(photo: Photo, by: Colleague, **told: object) -> Person:
    return consent.mark(photo=photo, by=by, told=consent.Told(**told))  # type: ignore[arg-type]


def _link(person: Person, by: Colleague) -> str:
    return urlsplit(consent.ask(person=person, by=by).address).path.split("/")[2]


def _stop(person: Person, photo: Photo, now: datetime) -> None:
    """Stopped, after it was shown everywhere."""
    consent.answer(person=person, given=consent.Answer(places=("site", "networks")), now=now)
    for place, title in (("site", "Aan boord"), ("magazine", "Kade 4"), ("networks", "Kijk")):
        photos.note_uses(
            mark=f"consent:{place}", photos=[photo.pk], title=title, address="/x/", place=place
        )
    consent.withdraw(person=person, now=now)
    for place in ("site", "magazine", "networks"):
        photos.no_uses(mark=f"consent:{place}")


def _photo(by: Colleague, colour: str, now: datetime) -> Photo:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "people.png"
        Image.new("RGB", (900, 600), colour).save(path, "PNG")
        made = photos.bring(by=by, file=path)
    photos.develop(photo_id=made.pk, now=now)
    made.refresh_from_db()
    photos.describe(
        photo=made, by=by, description="Mensen aan een tafel", decorative=False,
        photographer="Sanne de Vries", source="",
    )  # fmt: skip
    return Photo.objects.get(pk=made.pk)
