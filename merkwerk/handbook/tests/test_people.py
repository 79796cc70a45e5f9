"""Own stands, and who answers: only who wants to, only themselves."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from merkwerk.accounts.models import Colleague, Role
from merkwerk.handbook import actions
from merkwerk.handbook.models import Answerer, Stand
from merkwerk.handbook.tests import people

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead() -> Colleague:
    return people.editor()


@pytest.mark.parametrize("role", [Role.BOARD_MEMBER, Role.SOCIAL_LEAD])
def test_leaders_tell_how_they_do_it(role: Role) -> None:
    boss = people.colleague("Bo Baas", role)
    people.client_of(boss).post("/handbook/stand/", {"words": "Ik tel tot tien."})
    people.edition(people.editor())
    text = people.client_of(people.colleague()).get("/handbook/").content.decode()
    assert "Ik tel tot tien." in text
    assert "Bo Baas" in text


def test_others_only_when_invited(lead: Colleague) -> None:
    sanne = people.colleague()
    with pytest.raises(PermissionDenied):
        actions.tell_stand(by=sanne, words="x")
    assert people.client_of(sanne).get("/handbook/stand/").status_code == 403
    actions.invite_stand(colleague=sanne, by=lead)
    assert people.client_of(sanne).get("/handbook/stand/").status_code == 200
    assert sanne.notices.get().kind == "handbook_stand"


def test_an_invitation_is_listed_nowhere(lead: Colleague) -> None:
    sanne = people.colleague("Sanne Zwijgzaam")
    actions.invite_stand(colleague=sanne, by=lead)
    assert not Stand.objects.visible_to(lead).exists()
    people.edition(lead)
    assert "Zwijgzaam" not in people.client_of(lead).get("/handbook/").content.decode()


def test_declining_leaves_nothing(lead: Colleague) -> None:
    sanne = people.colleague()
    actions.invite_stand(colleague=sanne, by=lead)
    people.client_of(sanne).post("/handbook/stand/remove/")
    assert not Stand.objects.exists()
    assert not sanne.notices.exists()


def test_the_stand_of_who_left_goes_along(lead: Colleague) -> None:
    actions.tell_stand(by=lead, words="Ik tel tot tien.")
    lead.left_at = people.NOW
    lead.save()
    assert not Stand.objects.told().exists()


def test_who_is_asked_answers_only_after_a_yes(lead: Colleague) -> None:
    roos = people.colleague("Roos")
    actions.ask_answerer(colleague=roos, by=lead)
    assert actions.names_of_answerers() == []
    people.client_of(roos).post("/handbook/answering/", {"answer": "yes"})
    assert actions.names_of_answerers() == ["Roos"]


def test_a_no_leaves_nothing(lead: Colleague) -> None:
    roos = people.colleague("Roos")
    actions.ask_answerer(colleague=roos, by=lead)
    people.client_of(roos).post("/handbook/answering/", {"answer": "no"})
    assert not Answerer.objects.exists()
    assert not roos.notices.exists()


def test_nobody_appoints_themself() -> None:
    sanne = people.colleague()
    people.client_of(sanne).post("/handbook/answering/", {"answer": "yes"})
    assert not Answerer.objects.exists()


def test_who_answers_is_released_with_thanks(lead: Colleague) -> None:
    roos = people.answerer()
    number = Answerer.objects.get(colleague=roos).pk
    people.client_of(lead).post(f"/handbook/people/answerers/{number}/")
    assert actions.names_of_answerers() == []


def test_who_looks_after_it_sees_nobody_who_did_not_say_yes(lead: Colleague) -> None:
    actions.ask_answerer(colleague=people.colleague("Roos Zwijgzaam"), by=lead)
    assert not Answerer.objects.visible_to(lead).exists()


def test_an_adviser_answers_nothing(lead: Colleague) -> None:
    guest = people.colleague("Ad", Role.ADVISER)
    client = people.client_of(lead)
    answer = client.post("/handbook/people/answerers/", {"colleague": guest.pk})
    assert answer.status_code == 422


def test_the_promise_is_one_of_the_list(lead: Colleague) -> None:
    client = people.client_of(lead)
    client.post("/handbook/people/promise/", {"promised_hours": 16})
    client.post("/handbook/people/promise/", {"promised_hours": 9999})
    assert actions.the_draft().promised_hours == 16
