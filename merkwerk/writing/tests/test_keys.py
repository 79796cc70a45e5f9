"""Keys for other programs: shown once, kept as a hash, refused the moment they end."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from merkwerk.accounts.models import Colleague
from merkwerk.writing.actions.keys import MOST, key_of, make_key, remove_key
from merkwerk.writing.models import Key

pytestmark = pytest.mark.django_db
SignIn = Callable[[Colleague], Client]
PASSWORD = "een lang wachtwoord"
NEW = {"name": "Mijn editor", "may_draft": "on"}


def opens(secret: str) -> bool:
    return key_of(secret, today=timezone.localdate()) is not None


def test_a_key_opens_for_its_colleague_and_only_its_hash_is_kept(sanne: Colleague) -> None:
    made, secret = make_key(by=sanne, name="x")
    found = key_of(secret, today=timezone.localdate())
    assert found is not None
    assert found.colleague == sanne
    assert secret not in str(Key.objects.values().get(pk=made.pk))


def test_a_removed_key_opens_nothing_at_once(sanne: Colleague) -> None:
    made, secret = make_key(by=sanne, name="x")
    remove_key(key=made, by=sanne, now=timezone.now())
    assert not opens(secret)


def test_nobody_removes_another_s_key(sanne: Colleague, karim: Colleague) -> None:
    made, secret = make_key(by=sanne, name="x")
    remove_key(key=made, by=karim, now=timezone.now())
    assert opens(secret)


@pytest.mark.parametrize("left", [{"is_active": False}, {"left_at": timezone.now()}])
def test_a_leaver_s_key_opens_nothing_at_once(sanne: Colleague, left: dict[str, object]) -> None:
    _made, secret = make_key(by=sanne, name="x")
    Colleague.objects.filter(pk=sanne.pk).update(**left)
    assert not opens(secret)


@pytest.mark.parametrize("secret", ["", "mw_", "mw_x", "x" * 200, "Bearer mw_x"])
def test_what_is_no_key_opens_nothing(sanne: Colleague, secret: str) -> None:
    make_key(by=sanne, name="x")
    assert not opens(secret)


def test_the_day_of_use_is_all_that_is_noted(sanne: Colleague) -> None:
    made, secret = make_key(by=sanne, name="x")
    opens(secret)
    made.refresh_from_db()
    assert made.used_on == timezone.localdate()


def test_twenty_keys_are_enough(sanne: Colleague) -> None:
    for number in range(MOST):
        make_key(by=sanne, name=str(number))
    with pytest.raises(ValidationError):
        make_key(by=sanne, name="nog een")


@pytest.fixture
def recent(sanne: Colleague) -> Client:
    """A browser in which Sanne has just said that it is her."""
    browser = Client()
    browser.force_login(sanne)
    browser.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return browser


def test_a_key_is_shown_once(recent: Client) -> None:
    shown = recent.post(reverse("writing:make_key"), NEW)
    secret = shown.context["secret"]
    assert secret in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    assert secret not in recent.get(reverse("writing:keys")).content.decode()
    assert opens(secret)


def test_what_it_may_is_what_was_chosen(recent: Client) -> None:
    recent.post(reverse("writing:make_key"), NEW)
    assert [(one.may_draft, one.may_register) for one in Key.objects.all()] == [(True, False)]


def test_whoever_was_in_for_a_while_says_first_that_it_is_them(
    sanne: Colleague, as_colleague: SignIn
) -> None:
    answer = as_colleague(sanne).post(reverse("writing:make_key"), NEW)
    assert reverse("account_reauthenticate") in answer["Location"]
    assert not Key.objects.exists()


@pytest.mark.parametrize("told", [{"name": "", "may_draft": "on"}, {"name": "x"}])
def test_a_key_without_name_or_purpose_comes_back(recent: Client, told: dict[str, str]) -> None:
    assert recent.post(reverse("writing:make_key"), told).status_code == 422
    assert not Key.objects.exists()


def test_it_is_removed_on_the_page(recent: Client, sanne: Colleague) -> None:
    made, secret = make_key(by=sanne, name="Oude telefoon")
    recent.post(reverse("writing:remove_key", args=[made.pk]))
    assert not opens(secret)
    assert "Oude telefoon" not in recent.get(reverse("writing:keys")).content.decode()


def test_a_stranger_s_number_removes_nothing(
    sanne: Colleague, karim: Colleague, as_colleague: SignIn
) -> None:
    made, secret = make_key(by=sanne, name="x")
    where = reverse("writing:remove_key", args=[made.pk])
    assert as_colleague(karim).post(where).status_code == 404
    assert opens(secret)
