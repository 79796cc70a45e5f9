"""What stands on the site: stories with and without pictures, in two languages, in a series, of
somebody whose page is closed, and one of the worst words."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from merkwerk.accounts.models import Colleague
from merkwerk.colleagues.actions import subject_called
from merkwerk.lib.style import HOSTILE
from merkwerk.photos import actions as photos
from merkwerk.photos.actions import consent
from merkwerk.photos.models import Photo
from merkwerk.stories.actions.addresses import subject_slug
from merkwerk.stories.models import PersonPage, Series
from merkwerk.stories.tests.told import open_site, teller, told

PICTURES = Path(__file__).resolve().parents[2] / "merkwerk" / "example" / "pictures"
MOTTO = "Je gaat acht uur per dag met ze door één deur."
WORDS = "Geen folders. Wat de mensen hier meemaken, door henzelf verteld, met rauwe randjes."
BODY = """<p>Vroeger zette ik op donderdagavond de telefoon uit. Nu sta ik op de steiger, met een
jas die te groot is en een directeur die vraagt of ik <em>zin</em> heb.</p>
<h2>Windkracht zes</h2><p>Ik leerde dat een <strong>jaarrekening</strong> veel weg heeft van een
logboek: wie het netjes bijhoudt, weet achteraf waar het misging. Lees ook
<a href="https://blad.example/zeilen">wat Ilse erover schreef</a>.</p>
<figure data-photo="{photo}"><figcaption>Aan boord, voordat het misging.</figcaption></figure>
<blockquote><p>Wie nooit overgeeft, heeft nooit gevaren.</p><cite>De schipper</cite></blockquote>
<ul><li>Neem een emmer mee.</li><li>Zeg het als je bang bent.</li></ul><hr>
<p>En toch ga ik volgende week weer.</p>"""


def site(sanne: Colleague, karim: Colleague, now: datetime) -> dict[str, int | str]:
    """An open site with everything a page of it can show."""
    open_site(motto=MOTTO, introduction=WORDS, about="Wij vertellen zelf.\n\nNiemand anders.")
    boat, coffee = _photo("aan-boord", sanne, now), _photo("koffie", sanne, now)
    face = _photo("kantoorkat", sanne, now)
    us, them = _people(sanne, karim, face)
    sea = Series.objects.create(
        title="De donderdag", slug="de-donderdag", introduction="Een jaar lang elke week op zee.",
        next_says="Volgende week: de machinekamer",
    )  # fmt: skip
    first = told(
        us,
        "Ik word zeeziek. En toch zeil ik elke donderdag met de directie.",
        slug="zeeziek",
        opening="Over overgave en wat een jaarrekening met windkracht zes te maken heeft.",
        body=BODY.format(photo=boat.pk),
        question="Wat doe jij elke week, hoewel het je eigenlijk niet ligt?",
        cover=boat,
        about=["Zeilen", "Jaarrekeningen"],
        series=sea,
        place=2,
        words=640,
    )
    told(us, "De eerste keer aan boord", days=40, about=["Zeilen"], series=sea, place=1)
    told(them, cover=coffee, opening="Iemand die je moet kennen.", days=2, kind="kitchen")
    told(us, "I get seasick", slug="seasick", language="en", translates=first, days=1)
    for number in range(24):
        told(us, f"Wat ik leerde van dossier {number}", days=20 + number, about=["Zeilen"])
    told(us, HOSTILE[:200], opening=HOSTILE[:600], slug="worst", days=5)
    sailing = subject_called("Zeilen")
    return {
        "site_subject": f"{sailing.pk}-{subject_slug(sailing)}",
        "site_photo": boat.pk,
    }


def _people(sanne: Colleague, karim: Colleague, face: Photo) -> tuple[PersonPage, PersonPage]:
    us = teller(
        sanne, slug="sanne", work="Accountant in Groningen", portrait=face, interests="zeilen",
        introduction="Ik vertel wat er misgaat.\n\nWant daar leer je van.",
        links=[{"label": "Mastodon", "address": "https://social.example/@sanne"}],
    )  # fmt: skip
    us.subjects.set([subject_called("Zeilen"), subject_called("Brood bakken")])
    return us, teller(karim, is_open=False, work="Data-analist")


def _photo(name: str, sanne: Colleague, now: datetime) -> Photo:
    """Looked at, described, and outside."""
    made = photos.bring(by=sanne, file=PICTURES / f"{name}.jpg")
    photos.develop(photo_id=made.pk, now=now)
    made.refresh_from_db()
    photos.describe(
        photo=made, by=sanne, description=f"Een foto van {name}", decorative=False,
        photographer="Sanne de Vries", source="",
    )  # fmt: skip
    consent.say_nobody(photo=made, by=sanne, now=now)
    photos.show_outside([made.pk])
    return Photo.objects.get(pk=made.pk)
