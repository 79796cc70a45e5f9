"""Passkeys, one-time codes and recovery codes."""

from __future__ import annotations

import json
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from merkwerk.accounts import actions
from merkwerk.accounts.models import Colleague
from merkwerk.accounts.tests.soft_key import SoftKey
from merkwerk.accounts.tests.ways import LOGIN, ME, PASSWORD, is_in, sign_in

pytestmark = pytest.mark.django_db
ADD_KEY = reverse("mfa_add_webauthn")
ADD_CODES = reverse("mfa_activate_totp")
SECOND = reverse("mfa_authenticate")
BY_KEY = reverse("mfa_login_webauthn")


@pytest.fixture
def eva(organisation: object) -> Colleague:
    return actions.make_account(
        email="eva@kade.example", name="Eva Blom", password=PASSWORD, language="en"
    )


def proven(colleague: Colleague) -> Client:
    """Signed in, and just asked once more."""
    client = sign_in(colleague)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return client


def code_of(secret: str) -> str:
    return str(format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time())))))


def with_codes(colleague: Colleague) -> str:
    """Switches one-time codes on and gives their secret."""
    client = proven(colleague)
    secret: str = client.get(ADD_CODES).context["form"].secret
    client.post(ADD_CODES, {"code": code_of(secret)})
    assert Authenticator.objects.filter(user=colleague, type="totp").exists()
    cache.clear()
    return secret


def with_key(colleague: Colleague, key: SoftKey) -> Client:
    client = proven(colleague)
    asked: dict[str, Any] = client.get(ADD_KEY).context["js_data"]["creation_options"]
    told = json.dumps(key.make(asked))
    client.post(ADD_KEY, {"name": "Phone", "credential": told, "passwordless": "on"})
    return client


def sign_in_with(key: SoftKey) -> Client:
    client = Client()
    asked = client.get(BY_KEY, headers={"accept": "application/json"}).json()["request_options"]
    client.post(BY_KEY, {"credential": json.dumps(key.sign(asked))})
    return client


def test_a_passkey_signs_in_by_itself(eva: Colleague) -> None:
    key = SoftKey()
    with_key(eva, key)
    assert is_in(sign_in_with(key))


def test_a_passkey_of_a_false_site_doesn_t(eva: Colleague) -> None:
    key = SoftKey()
    with_key(eva, key)
    key.site, key.origin = "evil.example", "https://evil.example"
    assert not is_in(sign_in_with(key))


def test_an_answer_works_once(eva: Colleague) -> None:
    key, client = SoftKey(), Client()
    with_key(eva, key)
    asked = client.get(BY_KEY, headers={"accept": "application/json"}).json()["request_options"]
    answer = {"credential": json.dumps(key.sign(asked))}
    client.post(BY_KEY, answer)
    client.logout()
    client.post(BY_KEY, answer)
    assert not is_in(client)


def test_who_left_has_no_use_of_a_passkey(eva: Colleague, administrator: Colleague) -> None:
    key = SoftKey()
    with_key(eva, key)
    actions.leave(colleague=eva, by=administrator)
    assert not is_in(sign_in_with(key))


@pytest.mark.parametrize("nonsense", ["", "{}", "[]", "null", '"x"', '{"response": []}', "{"])
def test_a_nonsense_passkey_is_refused(organisation: object, client: Client, nonsense: str) -> None:
    client.get(BY_KEY, headers={"accept": "application/json"})
    assert client.post(BY_KEY, {"credential": nonsense})["Location"] == LOGIN


def test_a_passkey_is_told_by_letter_and_gives_recovery_codes(eva: Colleague) -> None:
    client = with_key(eva, SoftKey())
    assert "A passkey was added" in [letter.subject for letter in mail.outbox]
    page = client.get(reverse("mfa_view_recovery_codes"))
    assert len(page.context["unused_codes"]) == 10


def test_a_passkey_can_be_renamed_and_removed(eva: Colleague) -> None:
    client = with_key(eva, SoftKey())
    pk = Authenticator.objects.get(type="webauthn").pk
    client.post(reverse("mfa_edit_webauthn", args=[pk]), {"name": "Old phone"})
    assert "Old phone" in client.get(reverse("mfa_list_webauthn")).content.decode()
    client.post(reverse("mfa_remove_webauthn", args=[pk]))
    assert not Authenticator.objects.filter(type="webauthn").exists()


def test_somebody_else_s_passkey_is_not_there(eva: Colleague, sanne: Colleague) -> None:
    with_key(eva, SoftKey())
    pk = Authenticator.objects.get(type="webauthn").pk
    client = proven(sanne)
    assert client.post(reverse("mfa_remove_webauthn", args=[pk])).status_code == 404


def test_codes_ask_a_second_step(eva: Colleague) -> None:
    secret = with_codes(eva)
    client = sign_in(eva)
    assert not is_in(client)
    client.post(SECOND, {"code": code_of(secret)})
    assert is_in(client)


def test_a_wrong_code_doesn_t_let_in(eva: Colleague) -> None:
    with_codes(eva)
    client = sign_in(eva)
    assert "not right" in client.post(SECOND, {"code": "000000"}).content.decode()
    assert not is_in(client)


@pytest.mark.parametrize(
    "page", [ME, ADD_KEY, reverse("mfa_index"), reverse("account_change_password"), "/listening/"]
)
def test_half_way_in_reaches_nothing(eva: Colleague, page: str) -> None:
    with_codes(eva)
    client = sign_in(eva)
    assert client.get(page).status_code == 302
    assert client.get(SECOND).status_code == 200


def test_secrets_lie_encrypted(eva: Colleague) -> None:
    secret = with_codes(eva)
    kept = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in kept
    assert kept.count("gAAAA") == 2


def test_a_recovery_code_lets_in_once(eva: Colleague) -> None:
    with_codes(eva)
    codes = Authenticator.objects.get(user=eva, type="recovery_codes").wrap().get_unused_codes()
    first, second = sign_in(eva), sign_in(eva)
    first.post(SECOND, {"code": codes[0]})
    second.post(SECOND, {"code": codes[0]})
    assert is_in(first)
    assert not is_in(second)


def test_adding_a_key_asks_once_more_who_you_are(eva: Colleague) -> None:
    answer = sign_in(eva).get(ADD_KEY)
    assert reverse("account_reauthenticate") in answer["Location"]


def test_codes_can_be_switched_off(eva: Colleague) -> None:
    with_codes(eva)
    client = Client()
    client.post(actions.sign_in_link(colleague=eva))
    client.post(reverse("mfa_deactivate_totp"))
    assert is_in(sign_in(eva))
