"""A leaver without a private address: a way that anybody may hand over, and only they can open."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache.backends import db
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from merkwerk.accounts.models import Colleague, Role
from merkwerk.relationships import actions
from merkwerk.relationships.actions.leaving import MOST_GUESSES, farewell_path, sealed_way
from merkwerk.relationships.models import Takeaway
from merkwerk.relationships.tests.people import client_of, colleague, knows

pytestmark = pytest.mark.django_db
PASSWORD = "Fietsbel-op-de-kade-7"


@pytest.fixture
def gone() -> Colleague:
    """Sanne left yesterday, with people she knows and without a private address."""
    sanne = colleague()
    knows(sanne)
    sanne.set_password(PASSWORD)
    sanne.left_at, sanne.is_active = timezone.now() - timedelta(days=1), False
    sanne.save()
    return sanne


def at(gone: Colleague) -> str:
    return farewell_path(gone, sealed=True)


def test_an_administrator_reads_the_way_on_their_page(gone: Colleague) -> None:
    ada = client_of(colleague("Ada", Role.ADMINISTRATOR))
    page = ada.get(reverse("relationships:certificate", args=[gone.pk])).content.decode()
    assert sealed_way(gone).rsplit(":", 2)[0] in page  # without its time and seal


def test_the_way_alone_opens_nothing(gone: Colleague) -> None:
    page = Client().get(at(gone))
    assert "password" in page.content.decode()
    assert Client().post(at(gone)).status_code == 422
    assert not Takeaway.objects.exists()


def test_the_wrong_password_opens_nothing(gone: Colleague) -> None:
    assert Client().post(at(gone), {"password": "iets anders"}).status_code == 422
    assert not Takeaway.objects.exists()


def test_their_own_password_has_the_copy_made_and_gives_it(gone: Colleague) -> None:
    first = Client().post(at(gone), {"password": PASSWORD})
    assert "being made" in first.content.decode()
    copy = Takeaway.objects.get()
    assert copy.colleague == gone
    actions.make_takeaway(takeaway_id=copy.pk)
    answer = Client().post(at(gone), {"password": PASSWORD})
    assert answer["Content-Type"] == "application/zip"


def test_guessing_ends(gone: Colleague) -> None:
    for _time in range(MOST_GUESSES):
        assert not actions.unseal(colleague=gone, password="raden")
    assert not actions.unseal(colleague=gone, password=PASSWORD)


def test_guesses_are_remembered_for_a_day(gone: Colleague, monkeypatch: pytest.MonkeyPatch) -> None:
    for _time in range(MOST_GUESSES):
        actions.unseal(colleague=gone, password="raden")
    later = timezone.now() + timedelta(hours=23)
    monkeypatch.setattr(db, "tz_now", lambda: later)
    assert not actions.unseal(colleague=gone, password=PASSWORD)


def test_the_seal_cannot_be_taken_off(gone: Colleague) -> None:
    torn = at(gone).rstrip("/")[:-3] + "abc/"
    assert Client().post(torn, {"password": PASSWORD}).status_code == 410


def test_who_had_no_password_has_no_such_way(gone: Colleague) -> None:
    gone.set_unusable_password()
    gone.save()
    assert sealed_way(gone) == ""


def test_who_is_here_has_none_either() -> None:
    sanne = colleague()
    sanne.set_password(PASSWORD)
    assert sealed_way(sanne) == ""
