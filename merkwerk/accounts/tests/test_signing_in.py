"""Ways in with a password, a letter and a session; what others can't find out."""

from __future__ import annotations

import re
import time

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from merkwerk.accounts import actions
from merkwerk.accounts.models import Colleague
from merkwerk.accounts.tests.ways import LOGIN, ME, PASSWORD, is_in, sign_in

pytestmark = pytest.mark.django_db
RESET = reverse("account_reset_password")
CHANGE = reverse("account_change_password")
NEW = "een heel ander wachtwoord"
CHANGED = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}


def plain(page: bytes) -> str:
    """A page without what differs by itself: tokens, nonces, the address typed."""
    text = re.sub(r'(value|nonce|hx-headers)=["\'][^"\']*["\']', "", page.decode())
    return re.sub(r"csrfmiddlewaretoken|[\w.]+@kade\.example", "", text)


def test_a_password_lets_in(sanne: Colleague) -> None:
    assert is_in(sign_in(sanne))


def test_capitals_in_the_address_don_t_matter(sanne: Colleague, client: Client) -> None:
    client.post(LOGIN, {"login": sanne.email.upper(), "password": PASSWORD})
    assert is_in(client)


def test_it_leads_back_to_where_one_was_going(sanne: Colleague, client: Client) -> None:
    typed = {"login": sanne.email, "password": PASSWORD, "next": ME}
    assert client.post(LOGIN, typed)["Location"] == ME


def test_it_leads_nowhere_else(sanne: Colleague, client: Client) -> None:
    typed = {"login": sanne.email, "password": PASSWORD, "next": "https://evil.example/"}
    assert "evil" not in client.post(LOGIN, typed)["Location"]


def test_a_wrong_password_and_an_unknown_address_answer_alike(sanne: Colleague) -> None:
    wrong = Client().post(LOGIN, {"login": sanne.email, "password": "x"})
    unknown = Client().post(LOGIN, {"login": "nobody@kade.example", "password": "x"})
    assert (wrong.status_code, plain(wrong.content)) == (200, plain(unknown.content))


def test_a_lost_password_answers_alike_too(sanne: Colleague) -> None:
    known = Client().post(RESET, {"email": sanne.email}, follow=True)
    unknown = Client().post(RESET, {"email": "nobody@kade.example"}, follow=True)
    assert known.redirect_chain == unknown.redirect_chain
    assert plain(known.content) == plain(unknown.content)
    assert len(mail.outbox) == 2


def test_guessing_is_slowed_down(sanne: Colleague) -> None:
    for _ in range(6):
        Client().post(LOGIN, {"login": sanne.email, "password": "x"})
    assert not is_in(sign_in(sanne))


def test_somebody_else_s_guesses_leave_others_alone(sanne: Colleague, karim: Colleague) -> None:
    for _ in range(6):
        Client().post(LOGIN, {"login": sanne.email, "password": "x"})
    assert is_in(sign_in(karim))


def test_a_letter_gives_a_new_password(sanne: Colleague, client: Client) -> None:
    client.post(RESET, {"email": sanne.email})
    link = re.search(r"http://testserver(\S+)", str(mail.outbox[0].body))
    assert link
    form = client.get(link[1])["Location"]
    client.post(form, {"password1": NEW, "password2": NEW})
    assert is_in(client)
    assert is_in(sign_in(sanne, NEW))
    assert "work any more" in Client().get(link[1]).content.decode()


def test_who_left_gets_no_such_letter(sanne: Colleague, administrator: Colleague) -> None:
    actions.leave(colleague=sanne, by=administrator)
    Client().post(RESET, {"email": sanne.email})
    assert "password/reset/key" not in str(mail.outbox[0].body)


def test_the_letter_speaks_the_language_of_its_reader(sanne: Colleague, client: Client) -> None:
    client.post(RESET, {"email": sanne.email}, headers={"accept-language": "nl"})
    assert mail.outbox[0].subject == "A new password for Merkwerk"


def test_a_new_password_ends_every_other_session(sanne: Colleague) -> None:
    here, elsewhere = sign_in(sanne), sign_in(sanne)
    here.post(CHANGE, CHANGED)
    assert is_in(here)
    assert not is_in(elsewhere)


def test_a_new_password_is_told_by_letter(sanne: Colleague) -> None:
    actions.make_account(email="eva@kade.example", name="Eva", password=PASSWORD, language="en")
    client = sign_in(Colleague.objects.get(email="eva@kade.example"))
    client.post(CHANGE, CHANGED)
    assert mail.outbox[0].subject == "Your password was changed"
    assert "Dear Eva" in str(mail.outbox[0].body)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"password2": "iets anders dan dat"}, "The two passwords differ"),
        ({"oldpassword": "x"}, "your password of now"),
        ({"password1": "kort", "password2": "kort"}, "too short"),
    ],
)
def test_a_mistake_is_said(sanne: Colleague, typed: dict[str, str], said: str) -> None:
    client = sign_in(sanne)
    assert said in client.post(CHANGE, CHANGED | typed).content.decode()
    assert is_in(sign_in(sanne))


def test_a_session_ends_one_day(sanne: Colleague, settings: Settings) -> None:
    client = sign_in(sanne)
    session = client.session
    session["began"] = time.time() - settings.SESSION_LIFE - 1
    session.save()
    assert not is_in(client)


def test_one_sees_where_one_is_signed_in(sanne: Colleague) -> None:
    here, elsewhere = sign_in(sanne), sign_in(sanne)
    page = here.get(reverse("usersessions_list")).content.decode()
    assert "This browser" in page
    assert "Another browser" in page
    here.post(reverse("usersessions_list"))
    assert is_in(here)
    assert not is_in(elsewhere)


def test_signing_out_wipes_the_browser(sanne: Colleague) -> None:
    client = sign_in(sanne)
    answer = client.post(reverse("account_logout"))
    assert "storage" in answer["Clear-Site-Data"]
    assert not is_in(client)


def test_a_link_to_sign_out_signs_nobody_out(sanne: Colleague) -> None:
    client = sign_in(sanne)
    client.get(reverse("account_logout"))
    assert is_in(client)


def test_accounts_come_by_invitation(organisation: object, client: Client) -> None:
    answer = client.post(
        reverse("account_signup"), {"email": "m@kade.example", "password1": PASSWORD}
    )
    assert "by invitation" in answer.content.decode()
    assert not Colleague.objects.exists()


def test_a_new_address_counts_once_it_is_confirmed(sanne: Colleague) -> None:
    eva = actions.make_account(email="eva@kade.example", name="Eva", password=PASSWORD)
    client = sign_in(eva)
    where = reverse("account_email")
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    client.post(where, {"email": "eva.new@kade.example", "action_add": ""})
    assert "eva.new@kade.example" in client.get(where).content.decode()
    eva.refresh_from_db()
    assert eva.email == "eva@kade.example"
    letter = next(m for m in mail.outbox if m.to == ["eva.new@kade.example"])
    link = re.search(r"http://testserver(\S+)", str(letter.body))
    assert link
    assert client.get(link[1]).status_code == 200
    client.post(link[1])
    eva.refresh_from_db()
    assert eva.email == "eva.new@kade.example"


def test_a_taken_address_is_refused(sanne: Colleague) -> None:
    eva = actions.make_account(
        email="eva@kade.example", name="Eva", password=PASSWORD, language="en"
    )
    client = sign_in(eva)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    answer = client.post(reverse("account_email"), {"email": sanne.email, "action_add": ""})
    assert "an account with this address already" in answer.content.decode()
