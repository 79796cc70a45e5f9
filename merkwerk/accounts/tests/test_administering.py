"""Roles, leaving, and what an administrator may and may not."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from merkwerk.accounts import actions
from merkwerk.accounts.models import Colleague, Role
from merkwerk.accounts.tests.ways import LOGIN, PASSWORD, is_in, sign_in

pytestmark = pytest.mark.django_db
SignIn = Callable[[Colleague], Client]
LIST = reverse("accounts:colleagues")


def page_of(colleague: Colleague) -> str:
    return reverse("accounts:colleague", args=[colleague.pk])


def test_a_stranger_is_asked_who_they_are(organisation: object, client: Client) -> None:
    assert "/account/login/" in client.get(LIST)["Location"]


def test_a_colleague_is_kindly_refused(
    sanne: Colleague, karim: Colleague, as_colleague: SignIn
) -> None:
    assert as_colleague(sanne).get(LIST).status_code == 403
    assert as_colleague(sanne).get(page_of(karim)).status_code == 403
    assert as_colleague(sanne).post(page_of(sanne), {"roles": ["administrator"]}).status_code == 403


def test_an_administrator_sees_who_may_come_in(
    administrator: Colleague, sanne: Colleague, as_colleague: SignIn
) -> None:
    page = as_colleague(administrator).get(LIST).content.decode()
    assert sanne.email in page
    assert "Sanne Vos" in page


def test_nobody_sees_when_somebody_was_here_last(
    administrator: Colleague, sanne: Colleague, as_colleague: SignIn
) -> None:
    sign_in(sanne)
    sanne.refresh_from_db()
    assert sanne.last_login is not None
    page = as_colleague(administrator).get(page_of(sanne)).content.decode()
    assert sanne.last_login.isoformat()[:19] not in page


def test_roles_are_exactly_those_chosen(
    administrator: Colleague, sanne: Colleague, as_colleague: SignIn
) -> None:
    client = as_colleague(administrator)
    client.post(page_of(sanne), {"step": "roles", "roles": ["editor", "recruiter"]})
    client.post(page_of(sanne), {"step": "roles", "roles": ["editor"]})
    assert Colleague.objects.get(pk=sanne.pk).roles == {Role.COLLEAGUE, Role.EDITOR}


def test_an_unknown_role_changes_nothing(
    administrator: Colleague, sanne: Colleague, as_colleague: SignIn
) -> None:
    as_colleague(administrator).post(page_of(sanne), {"step": "roles", "roles": ["emperor"]})
    assert Colleague.objects.get(pk=sanne.pk).roles == {Role.COLLEAGUE}


def test_the_last_administrator_keeps_the_role(
    administrator: Colleague, as_colleague: SignIn
) -> None:
    as_colleague(administrator).post(page_of(administrator), {"step": "roles", "roles": []})
    assert Colleague.objects.get(pk=administrator.pk).is_administrator


def test_the_last_administrator_can_t_leave(administrator: Colleague) -> None:
    with pytest.raises(actions.LastAdministrator):
        actions.leave(colleague=administrator, by=administrator)
    administrator.refresh_from_db()
    assert administrator.is_active


def test_one_of_two_administrators_can(administrator: Colleague, sanne: Colleague) -> None:
    actions.give_roles(colleague=sanne, roles=[Role.ADMINISTRATOR], by=administrator)
    actions.leave(colleague=administrator, by=sanne)
    assert list(Colleague.objects.administrators()) == [sanne]
    with pytest.raises(actions.LastAdministrator):
        actions.leave(colleague=sanne, by=sanne)


def test_who_leaves_is_out_everywhere_at_once(
    administrator: Colleague, sanne: Colleague, as_colleague: SignIn
) -> None:
    phone, desk = sign_in(sanne), sign_in(sanne)
    as_colleague(administrator).post(page_of(sanne), {"step": "leave"})
    assert not is_in(phone)
    assert not is_in(desk)
    keys = {phone.session.session_key, desk.session.session_key}
    assert not Session.objects.filter(session_key__in=keys).exists()


def test_who_left_can_t_sign_in(administrator: Colleague, sanne: Colleague) -> None:
    actions.leave(colleague=sanne, by=administrator)
    assert not is_in(sign_in(sanne))


def test_who_left_is_told_nothing_without_the_password(
    administrator: Colleague, sanne: Colleague
) -> None:
    actions.leave(colleague=sanne, by=administrator)
    wrong = Client().post(LOGIN, {"login": sanne.email, "password": "x"})
    nobody = Client().post(LOGIN, {"login": "nobody@kade.example", "password": "x"})
    assert wrong.status_code == nobody.status_code == 200


def test_higher_rooms_find_who_left(administrator: Colleague, sanne: Colleague) -> None:
    actions.leave(colleague=sanne, by=administrator)
    assert list(Colleague.objects.left()) == [sanne]
    assert sanne not in Colleague.objects.here()


def test_leaving_twice_keeps_the_first_moment(administrator: Colleague, sanne: Colleague) -> None:
    actions.leave(colleague=sanne, by=administrator)
    first = sanne.left_at
    actions.leave(colleague=sanne, by=administrator)
    assert sanne.left_at == first


def test_who_comes_back_is_who_they_were(
    administrator: Colleague, sanne: Colleague, as_colleague: SignIn
) -> None:
    actions.leave(colleague=sanne, by=administrator)
    as_colleague(administrator).post(page_of(sanne), {"step": "back"})
    assert is_in(sign_in(sanne, PASSWORD))


def test_a_hostile_name_is_only_text(
    administrator: Colleague, sanne: Colleague, as_colleague: SignIn
) -> None:
    sanne.name = "<img src=x onerror=alert(1)>{{ 7|add:7 }}"
    sanne.save()
    client = as_colleague(administrator)
    for where in (LIST, page_of(sanne)):
        page = client.get(where).content.decode()
        assert "<img src=x" not in page
        assert "{{ 7|add:7 }}" in page
