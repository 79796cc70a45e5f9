"""Outside, only what was chosen for outside; and only when it is switched on."""

from __future__ import annotations

import pytest
from django.test import Client

from merkwerk.accounts.models import Colleague
from merkwerk.handbook import actions
from merkwerk.handbook.models import Example
from merkwerk.handbook.tests import people

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead() -> Colleague:
    lead = people.editor()
    where = people.situation(lead)
    people.example(lead, situation=where, what="Voor buiten.", outside=True, named=lead)
    people.example(lead, situation=where, what="Voor binnen.")
    actions.tell_stand(by=lead, words="Ik tel tot tien.")
    actions.guide(
        by=lead, guideline="Denk even na.", clause="Van de klant.", clause_link="https://x.example/"
    )
    actions.publish(by=lead, news="Het begin.")
    return lead


def test_it_is_closed_until_it_is_switched_on(client: Client, lead: Colleague) -> None:
    assert client.get("/handbook/public/").status_code == 404
    actions.open_outside(by=lead, is_public=True)
    assert client.get("/handbook/public/").status_code == 200


def test_only_what_is_for_outside_stands_there(client: Client, lead: Colleague) -> None:
    actions.open_outside(by=lead, is_public=True)
    text = client.get("/handbook/public/").content.decode()
    assert "Denk even na." in text
    assert "Van de klant." in text
    assert "Voor buiten." in text
    for inside in ("Voor binnen.", "Ik tel tot tien.", "Lies Lead", "x.example", "Het begin."):
        assert inside not in text


def test_what_was_called_back_leaves_at_once(client: Client, lead: Colleague) -> None:
    actions.open_outside(by=lead, is_public=True)
    one = Example.objects.get(outside=True)
    actions.save_example(
        by=lead, example=one, situation=one.situation, what=one.what, why=one.why, named=lead
    )
    assert "Voor buiten." not in client.get("/handbook/public/").content.decode()


def test_it_is_switched_off_at_once(client: Client, lead: Colleague) -> None:
    browser = people.client_of(lead)
    browser.post("/handbook/edit/public/", {"public": "on"})
    assert client.get("/handbook/public/").status_code == 200
    browser.post("/handbook/edit/public/")
    assert client.get("/handbook/public/").status_code == 404


def test_every_other_page_asks_who_you_are(client: Client, lead: Colleague) -> None:
    actions.open_outside(by=lead, is_public=True)
    for where in ("", "print/", "editions/", "questions/", "edit/"):
        assert "/account/login/" in client.get(f"/handbook/{where}").headers["Location"]
