"""Sign-in links: once, one day, and a preview doesn't use them up."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from merkwerk.accounts import actions
from merkwerk.accounts.models import Colleague, SignInLink
from merkwerk.accounts.tests.ways import is_in, sign_in

pytestmark = pytest.mark.django_db
SignIn = Callable[[Colleague], Client]
NEW = "een heel ander wachtwoord"


def test_looking_doesn_t_sign_in(sanne: Colleague, client: Client) -> None:
    path = actions.sign_in_link(colleague=sanne)
    assert client.get(path).status_code == 200
    assert client.get(path).status_code == 200
    assert not is_in(client)


def test_pressing_does(sanne: Colleague, client: Client) -> None:
    client.post(actions.sign_in_link(colleague=sanne))
    assert is_in(client)


def test_it_works_once(sanne: Colleague) -> None:
    path = actions.sign_in_link(colleague=sanne)
    Client().post(path)
    second = Client()
    assert second.post(path).status_code == 410
    assert not is_in(second)


def test_a_double_press_is_harmless(sanne: Colleague, client: Client) -> None:
    path = actions.sign_in_link(colleague=sanne)
    client.post(path)
    assert client.post(path).status_code == 302


def test_it_works_one_day(sanne: Colleague, client: Client) -> None:
    path = actions.sign_in_link(colleague=sanne)
    SignInLink.objects.update(created=timezone.now() - timedelta(hours=25))
    assert client.post(path).status_code == 410


def test_a_new_link_ends_the_old_one(sanne: Colleague, client: Client) -> None:
    old = actions.sign_in_link(colleague=sanne)
    actions.sign_in_link(colleague=sanne)
    assert client.post(old).status_code == 410


def test_only_a_hash_is_kept(sanne: Colleague) -> None:
    secret = actions.sign_in_link(colleague=sanne).split("/")[-2]
    assert secret not in str(SignInLink.objects.values())


def test_who_left_gets_none(sanne: Colleague, administrator: Colleague) -> None:
    path = actions.sign_in_link(colleague=sanne)
    actions.leave(colleague=sanne, by=administrator)
    assert Client().post(path).status_code == 410
    with pytest.raises(ValueError, match="left"):
        actions.sign_in_link(colleague=sanne)


def test_an_administrator_makes_one_and_the_colleague_hears_of_it(
    administrator: Colleague, sanne: Colleague, as_colleague: SignIn, client: Client
) -> None:
    page = as_colleague(administrator).post(reverse("accounts:link", args=[sanne.pk]))
    assert "http://testserver/me/sign-in/" in page.content.decode()
    assert mail.outbox[0].to == [sanne.email]
    assert "/me/sign-in/" not in str(mail.outbox[0].body)


def test_a_colleague_can_t_make_one(
    sanne: Colleague, karim: Colleague, as_colleague: SignIn
) -> None:
    assert as_colleague(karim).post(reverse("accounts:link", args=[sanne.pk])).status_code == 403
    assert not SignInLink.objects.exists()


def test_who_lost_everything_chooses_a_new_password(sanne: Colleague, client: Client) -> None:
    client.post(actions.sign_in_link(colleague=sanne))
    client.post(reverse("account_change_password"), {"password1": NEW, "password2": NEW})
    assert is_in(sign_in(sanne, NEW))


def test_it_passes_the_second_step(sanne: Colleague, client: Client) -> None:
    Authenticator.objects.create(user=sanne, type="totp", data={"secret": "x"})
    client.post(actions.sign_in_link(colleague=sanne))
    assert is_in(client)


def test_otherwise_a_new_password_needs_the_old_one(sanne: Colleague) -> None:
    client = sign_in(sanne)
    client.post(reverse("account_change_password"), {"password1": NEW, "password2": NEW})
    assert not is_in(sign_in(sanne, NEW))
