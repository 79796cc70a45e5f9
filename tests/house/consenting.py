"""People in a photo, with the private word in everything that is told of them, and whose their
addresses are."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from merkwerk.accounts.models import Colleague
from merkwerk.photos.actions import consent
from merkwerk.photos.models import Person, Photo
from merkwerk.photos.tests.shown import ready_photo

# For who brought the photo and for editors: everybody else gets 404, administrators included.
KEPT = {
    "photos:ask_person": "person",
    "photos:erase_person": "person",
    "photos:person": "person",
    "photos:remove_person": "person",
    "photos:signed_form": "form",
    "photos:stop_consent_links": "person",
}
# For the colleague who stands in the photo, and nobody else.
THEIRS = {"photos:answer_own": "person"}
# Everybody here may look; names stay out for who doesn't look after the photo.
LOOKED_AT = {"photos:looked": "photo", "photos:people": "photo"}
# The link is the secret.
BY_LINK = {
    "consent:copy",
    "consent:erase",
    "consent:language",
    "consent:own_form",
    "consent:page",
    "consent:picture",
    "consent:withdraw",
}
# Pages without a number that only editors open.
EDITORS = ("photos:register", "photos:register_table", "photos:register_proof")


class _File:
    """A signed form."""

    def read(self, _size: int, /) -> bytes:
        return b"%PDF-1.4\n%%EOF\n"


def _told(word: str, name: str) -> consent.Told:
    # Letters go there, and a form takes no address that isn't one.
    before_at = word if word.isalnum() else "noor"
    return consent.Told(
        name=f"{word} {name}", email=f"{before_at}@buiten.example", phone=word, reason=word
    )


def consenting(sanne: Colleague, word: str) -> dict[str, Any]:
    """A child and a grown-up in a photo of hers, both with the word; the grown-up said yes to a
    part, with a form, and was asked by letter."""
    photo: Photo = ready_photo(sanne, with_files=True)
    grown = _told(word, "Bakker")
    person = consent.mark(photo=photo, by=sanne, told=grown)
    consent.mark(photo=photo, by=sanne, told=replace(grown, name=f"{word} Kind", is_minor=True))
    consent.say_all_marked(photo=photo, by=sanne)
    link = consent.ask(person=person, by=sanne).address
    form = consent.keep_form(person=person, file=_File(), by=None)
    given = consent.Answer(
        places=("site",), is_minor=True, name=f"{word} Bakker", guardian=word, remark=word
    )
    consent.answer(person=person, given=given)
    return {
        "photo": photo.pk,
        "person": Person.objects.get(pk=person.pk).pk,
        "form": form.pk,
        "link": link,
    }
