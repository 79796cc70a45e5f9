"""Who said yes to a photo is seen by who brought it, by editors and by themself; a copy of the
database doesn't tell, and whatever they write stays text."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from conftest import MakeColleague
from merkwerk.accounts.models import Colleague, Organisation, Role
from merkwerk.photos.actions import consent, note_uses
from merkwerk.photos.models import ConsentEvent, ConsentText, Person
from tests.house.consenting import EDITORS, KEPT, LOOKED_AT, THEIRS, consenting
from tests.house.secrets import WORD
from tests.house.test_dump import plain
from tests.house.test_hostile import EVIL, Reader

pytestmark = pytest.mark.django_db
SignIn = Callable[[Colleague], Client]


@pytest.fixture
def others(
    karim: Colleague,
    administrator: Colleague,
    colleague_named: MakeColleague,
    as_colleague: SignIn,
    organisation: Organisation,
) -> dict[str, Client]:
    adviser = colleague_named("Ad Viseur", Role.ADVISER)
    lead = colleague_named("Lies Lead", Role.SOCIAL_LEAD, Role.BOARD_MEMBER)
    return {one.name: as_colleague(one) for one in (karim, administrator, adviser, lead)}


def test_a_strangers_number_opens_nobody(sanne: Colleague, others: dict[str, Client]) -> None:
    numbers = consenting(sanne, WORD)
    before = list(Person.objects.values())
    opened = [
        f"{who}: {method} {name} → {answer.status_code}"
        for who, browser in others.items()
        for name, thing in (KEPT | THEIRS).items()
        for method in ("get", "post", "head", "put", "delete")
        if (answer := getattr(browser, method)(reverse(name, args=[numbers[thing]]))).status_code
        not in (
            {403, 404} if method == "post" and name != "photos:signed_form" else {403, 404, 405}
        )
    ]
    assert not opened
    assert list(Person.objects.values()) == before


def test_no_page_of_another_names_anybody(sanne: Colleague, others: dict[str, Client]) -> None:
    numbers = consenting(sanne, WORD)
    places = [reverse(name, args=[numbers[thing]]) for name, thing in LOOKED_AT.items()]
    places += [reverse(name) for name in (*EDITORS, "photos:my_consents", "photos:library")]
    places += [reverse("photos:photo", args=[numbers["photo"]])]
    told = [
        f"{who}: {place}"
        for who, browser in others.items()
        for place in places
        for answer in (browser.get(place), browser.post(place, {"saw": "nobody"}))
        if WORD.lower() in answer.content.decode().lower()
    ]
    assert not told


def test_a_stranger_without_an_account_is_asked_who_they_are(
    client: Client, sanne: Colleague, organisation: Organisation
) -> None:
    numbers = consenting(sanne, WORD)
    names = (KEPT | THEIRS | LOOKED_AT).items()
    for place in (reverse(name, args=[numbers[thing]]) for name, thing in names):
        assert "/account/login/" in client.get(place).headers.get("Location", ""), place


def test_who_brought_it_and_editors_see_who_it_is(
    sanne: Colleague, as_colleague: SignIn, colleague_named: MakeColleague,
    organisation: Organisation,
) -> None:  # fmt: skip
    numbers = consenting(sanne, WORD)
    editor = colleague_named("Eva Redactie", Role.EDITOR)
    for browser in (as_colleague(sanne), as_colleague(editor)):
        for name in ("photos:person", "photos:people"):
            where = reverse(name, args=[numbers[(KEPT | LOOKED_AT)[name]]])
            assert WORD in browser.get(where).content.decode()


def test_a_copy_of_the_database_names_nobody(sanne: Colleague, organisation: Organisation) -> None:
    consenting(sanne, WORD)
    assert not plain()
    assert ConsentEvent.objects.exists()
    assert ConsentText.objects.exists()


def test_what_is_hostile_stays_text(
    sanne: Colleague, as_colleague: SignIn, organisation: Organisation, client: Client
) -> None:
    numbers = consenting(sanne, EVIL[:100])
    sanne.duties.create(role=Role.EDITOR)
    note_uses(mark="x:1", photos=[numbers["photo"]], title=EVIL, address="/x/", place="magazine")
    own = as_colleague(sanne)
    link = urlsplit(numbers["link"]).path
    pages = [reverse(name, args=[numbers[thing]]) for name, thing in (KEPT | LOOKED_AT).items()]
    pages = [own.get(page).content.decode() for page in pages if "form" not in page]
    pages += [own.get(reverse(name)).content.decode() for name in EDITORS if "table" not in name]
    pages += [client.get(link).content.decode()]
    consent.withdraw(person=Person.objects.get(pk=numbers["person"]))
    pages += [client.get(link).content.decode()]
    shown = 0
    for page in pages:
        reader = Reader()
        reader.feed(page)
        shown += "evil" in page
        assert not reader.found
    assert shown > 5
