"""Invitations: by link, once, for two weeks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from merkwerk.accounts import actions
from merkwerk.accounts.models import Colleague, Invitation, Role
from merkwerk.accounts.tests.ways import PASSWORD, at_once, is_in, sign_in

pytestmark = pytest.mark.django_db
SignIn = Callable[[Colleague], Client]
LIST = reverse("accounts:colleagues")
TYPED = {"name": "Joris Bakker", "password": PASSWORD + " erbij", "language": "nl"}
NEW = {"email": "joris@kade.example", "name": "Joris", "role": Role.EDITOR.value}


def invite(by: Colleague, email: str = "joris@kade.example", role: str = Role.EDITOR) -> str:
    """The path of a new invitation."""
    made = actions.invite(by=by, email=email, name="Joris", role=role, site="https://m.example")
    return made.link.removeprefix("https://m.example")


def test_an_administrator_invites_and_sees_the_link_once(
    administrator: Colleague, as_colleague: SignIn
) -> None:
    client = as_colleague(administrator)
    page = client.post(LIST, NEW).content.decode()
    assert "http://testserver/me/invitation/" in page
    assert "/me/invitation/" not in client.get(LIST).content.decode()


def test_the_letter_holds_the_same_link(administrator: Colleague) -> None:
    path = invite(administrator)
    assert f"https://m.example{path}" in str(mail.outbox[0].body)
    assert mail.outbox[0].to == ["joris@kade.example"]


def test_the_database_doesn_t_know_the_link(administrator: Colleague) -> None:
    secret = invite(administrator).split("/")[-2]
    assert secret not in str(Invitation.objects.values())


def test_accepting_makes_an_account_with_its_role(administrator: Colleague) -> None:
    client = Client()
    client.post(invite(administrator), TYPED)
    joris = Colleague.objects.get(email="joris@kade.example")
    assert joris.roles == {Role.COLLEAGUE, Role.EDITOR}
    assert is_in(client)
    assert is_in(sign_in(joris, TYPED["password"]))


def test_an_adviser_is_only_an_adviser(administrator: Colleague) -> None:
    Client().post(invite(administrator, role=Role.ADVISER), TYPED)
    assert Colleague.objects.get(email="joris@kade.example").roles == {Role.ADVISER}


def test_the_page_shows_who_invites(administrator: Colleague, client: Client) -> None:
    assert "Ada Beheer" in client.get(invite(administrator)).content.decode()


def test_a_weak_password_loses_nothing_typed(administrator: Colleague, client: Client) -> None:
    answer = client.post(invite(administrator), TYPED | {"password": "joris bakker"})
    assert answer.status_code == 422
    assert "Joris Bakker" in answer.content.decode()


def test_pressed_twice_by_the_same_person_is_harmless(administrator: Colleague) -> None:
    path, client = invite(administrator), Client()
    client.post(path, TYPED)
    assert client.post(path, TYPED).status_code == 302
    assert Colleague.objects.filter(email="joris@kade.example").count() == 1


def test_a_used_invitation_says_so(administrator: Colleague) -> None:
    path = invite(administrator)
    Client().post(path, TYPED)
    answer = Client().post(path, TYPED | {"name": "Mallory"})
    assert answer.status_code == 410
    assert not Colleague.objects.filter(name="Mallory").exists()


def test_an_old_invitation_says_so(administrator: Colleague, client: Client) -> None:
    path = invite(administrator)
    Invitation.objects.update(created=timezone.now() - timedelta(days=15))
    assert client.get(path).status_code == 410


def test_a_withdrawn_invitation_says_so(
    administrator: Colleague, as_colleague: SignIn, client: Client
) -> None:
    path = invite(administrator)
    pk = Invitation.objects.get().pk
    as_colleague(administrator).post(reverse("accounts:withdraw", args=[pk]))
    assert client.get(path).status_code == 410


def test_nonsense_says_the_same(organisation: object, client: Client) -> None:
    assert client.get(reverse("accounts:invitation", args=["nonsense"])).status_code == 410


def test_invited_again_only_the_new_link_works(administrator: Colleague, client: Client) -> None:
    first, second = invite(administrator), invite(administrator, "Joris@Kade.example")
    assert client.get(first).status_code == 410
    assert client.get(second).status_code == 200


def test_who_has_an_account_isn_t_invited(
    administrator: Colleague, sanne: Colleague, as_colleague: SignIn
) -> None:
    answer = as_colleague(administrator).post(LIST, NEW | {"email": sanne.email.upper()})
    assert answer.status_code == 422
    assert "has an account with this address" in answer.content.decode()


def test_an_address_that_got_an_account_meanwhile_closes_it(administrator: Colleague) -> None:
    path = invite(administrator)
    Colleague.objects.create_user("joris@kade.example", name="J")
    assert Client().post(path, TYPED).status_code == 410


def test_who_is_signed_in_is_told_whose_invitation_it_is(
    administrator: Colleague, as_colleague: SignIn
) -> None:
    client = as_colleague(administrator)
    answer = client.post(invite(administrator), TYPED)
    assert "This invitation is for joris@kade.example" in answer.content.decode()
    assert not Colleague.objects.filter(email="joris@kade.example").exists()


def test_a_colleague_can_t_withdraw(
    administrator: Colleague, sanne: Colleague, as_colleague: SignIn
) -> None:
    invite(administrator)
    pk = Invitation.objects.get().pk
    answer = as_colleague(sanne).post(reverse("accounts:withdraw", args=[pk]))
    assert answer.status_code == 403
    assert Invitation.objects.open(timezone.now()).exists()


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_the_same_moment_make_one_account(administrator: Colleague) -> None:
    secret = invite(administrator).split("/")[-2]

    def press(number: int) -> bool:
        try:
            actions.accept(secret=secret, name=f"J{number}", password=PASSWORD, language="nl")
        except actions.NoLongerOpen:
            return False
        return True

    assert sorted(map(bool, at_once(press))) == [False, False, True]
