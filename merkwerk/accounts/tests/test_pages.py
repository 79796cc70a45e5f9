"""Every page of accounts, in both languages, under the strict policy; and what surrounds it."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from merkwerk.accounts.models import Colleague
from merkwerk.accounts.tests.ways import LOGIN, ME, PASSWORD, is_in, sign_in

pytestmark = pytest.mark.django_db
SignIn = Callable[[Colleague], Client]

OPEN = [
    "account_login",
    "account_signup",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key_done",
    "account_inactive",
    "account_email_verification_sent",
]
OWN = [
    "accounts:me",
    "account_logout",
    "account_email",
    "account_change_password",
    "account_reauthenticate",
    "mfa_index",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
    "mfa_activate_totp",
    "mfa_generate_recovery_codes",
    "mfa_view_recovery_codes",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "usersessions_list",
]
FORBIDDEN = re.compile(
    r"<[^>]*\s(style|on\w+)=|<style|<script(?![^>]*(src|application/json))", re.I
)


def ours(page: str) -> bool:
    """Drawn by our own templates, with nothing the security policy would stop."""
    return 'href="#main"' in page and page.count("<h1") == 1 and not FORBIDDEN.search(page)


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("name", OPEN)
def test_open_pages_are_ours(
    organisation: object, client: Client, name: str, language: str
) -> None:
    answer = client.get(reverse(name), headers={"accept-language": language})
    assert answer.status_code == 200
    assert ours(answer.content.decode())
    assert f'<html lang="{language}"' in answer.content.decode()


@pytest.mark.parametrize("name", OWN)
def test_own_pages_are_ours(sanne: Colleague, name: str) -> None:
    client = sign_in(sanne)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    Authenticator.objects.create(user=sanne, type="recovery_codes", data={"migrated_codes": []})
    answer = client.get(reverse(name), follow=True)
    assert answer.status_code == 200
    assert ours(answer.content.decode())


def test_a_dead_reset_link_is_ours(organisation: object, client: Client) -> None:
    page = client.get("/account/password/reset/key/x-nonsense/").content.decode()
    assert ours(page)
    assert "Send me a new letter" in page


def test_a_dead_address_link_is_ours(organisation: object, client: Client) -> None:
    assert ours(client.get("/account/confirm-email/nonsense/").content.decode())


def test_own_settings_are_kept_and_show_at_once(sanne: Colleague, as_colleague: SignIn) -> None:
    typed = {"name": "Sanne de Vos", "language": "nl", "time_zone": "America/Paramaribo"}
    page = as_colleague(sanne).post(ME, typed, follow=True).content.decode()
    assert '<html lang="nl"' in page
    sanne.refresh_from_db()
    assert (sanne.name, sanne.time_zone) == ("Sanne de Vos", "America/Paramaribo")


def test_an_unknown_time_zone_is_refused(sanne: Colleague, as_colleague: SignIn) -> None:
    typed = {"name": "S", "language": "nl", "time_zone": "Mars/Olympus"}
    assert as_colleague(sanne).post(ME, typed).status_code == 422


def test_time_runs_in_one_s_own_zone(sanne: Colleague, as_colleague: SignIn) -> None:
    Colleague.objects.filter(pk=sanne.pk).update(time_zone="Pacific/Auckland")
    as_colleague(sanne).get(ME)
    assert timezone.get_current_timezone_name() != "Pacific/Auckland"


def test_one_can_t_make_oneself_something_else(sanne: Colleague, as_colleague: SignIn) -> None:
    typed = {"name": "S", "language": "nl", "time_zone": "UTC", "is_active": "", "email": "x@x.nl"}
    as_colleague(sanne).post(ME, typed)
    sanne.refresh_from_db()
    assert (sanne.is_active, sanne.email) == (True, "sanne.vos@kade.example")


def test_a_stranger_chooses_a_language(organisation: object, client: Client) -> None:
    client.post(reverse("set_language"), {"language": "en", "next": LOGIN})
    assert '<html lang="en"' in client.get(LOGIN).content.decode()


def test_a_colleague_chooses_it_for_good(sanne: Colleague, as_colleague: SignIn) -> None:
    as_colleague(sanne).post(reverse("set_language"), {"language": "nl", "next": ME})
    assert '<html lang="nl"' in as_colleague(sanne).get(ME).content.decode()


def test_an_unknown_language_changes_nothing(sanne: Colleague, as_colleague: SignIn) -> None:
    as_colleague(sanne).post(reverse("set_language"), {"language": "xx", "next": ME})
    sanne.refresh_from_db()
    assert sanne.language == "en"


def test_pages_of_a_colleague_are_kept_by_no_cache(sanne: Colleague, as_colleague: SignIn) -> None:
    assert "no-store" in as_colleague(sanne).get(ME)["Cache-Control"]


def nul_in_address(client: Client) -> int:
    return client.get(LOGIN + "?next=a%00b").status_code


def nul_in_form(client: Client) -> int:
    return client.post(LOGIN, {"login": "a\0b", "password": "x"}).status_code


def nul_in_path(client: Client) -> int:
    return client.get("/me/invitation/a%00b/").status_code


def nul_in_multipart(client: Client) -> int:
    return client.post(LOGIN, {"login\0": "x"}).status_code


@pytest.mark.parametrize("send", [nul_in_address, nul_in_form, nul_in_path, nul_in_multipart])
def test_signs_that_can_t_be_stored_are_a_bad_request(
    organisation: object, client: Client, send: Callable[[Client], int]
) -> None:
    assert send(client) == 400


@pytest.mark.parametrize("odd", ["%ED%A0%80", "%F0%28%8C%28", "%FF%FE", "%00", "%ef%bf%be"])
def test_odd_bytes_never_break_a_page(sanne: Colleague, odd: str) -> None:
    client = sign_in(sanne)
    body = f"name={odd}x&language=nl&time_zone=UTC"
    answer = client.post(ME, body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code in {302, 400, 422}


@pytest.mark.parametrize(
    "name", ["Łucja 🦔", "משה", "' OR 1=1 --", "<b>x</b>", "{{ 7|add:7 }}", "ﷺ" * 100]
)
def test_odd_names_are_just_names(sanne: Colleague, as_colleague: SignIn, name: str) -> None:
    client = as_colleague(sanne)
    client.post(ME, {"name": name, "language": "en", "time_zone": "UTC"})
    page = client.get(ME).content.decode()
    sanne.refresh_from_db()
    assert sanne.name == name
    assert "<b>x</b>" not in page


def test_signs_that_turn_a_name_around_are_left_out(sanne: Colleague, as_colleague: SignIn) -> None:
    as_colleague(sanne).post(ME, {"name": "\u202eabc", "language": "en", "time_zone": "UTC"})
    sanne.refresh_from_db()
    assert sanne.name == "abc"


def test_too_long_a_name_is_said(sanne: Colleague, as_colleague: SignIn) -> None:
    answer = as_colleague(sanne).post(ME, {"name": "x" * 121, "language": "en", "time_zone": "UTC"})
    assert answer.status_code == 422
    assert is_in(as_colleague(sanne))
