"""Nobody is named without a yes to the very words."""

from __future__ import annotations

from typing import Any

import pytest

from merkwerk.accounts.models import Colleague
from merkwerk.handbook import actions
from merkwerk.handbook.models import Edition, Example
from merkwerk.handbook.tests import people

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead() -> Colleague:
    return people.editor()


@pytest.fixture
def karim() -> Colleague:
    return people.colleague("Karim Aydin")


@pytest.fixture
def asked(lead: Colleague, karim: Colleague) -> Example:
    people.edition(lead, named=karim)
    return Example.objects.get()


def names() -> list[str]:
    read = actions.read(Edition.objects.latest("number"))
    return [one.name for place in read.situations for one in place.examples]


def test_until_the_yes_it_says_a_colleague(asked: Example, karim: Colleague) -> None:
    assert names() == [""]
    assert karim.notices.get().facts == {"by": "Lies Lead"}


def test_a_yes_names_at_once(asked: Example, karim: Colleague) -> None:
    client = people.client_of(karim)
    assert asked.what in client.get("/handbook/named/").content.decode()
    client.post(f"/handbook/named/{asked.pk}/agree/", {"words": asked.words})
    assert names() == ["Karim Aydin"]


def test_a_yes_to_other_words_is_no_yes(asked: Example, karim: Colleague, lead: Colleague) -> None:
    client, read = people.client_of(karim), asked.words
    actions.save_example(
        by=lead, example=asked, situation=asked.situation, what="Anders.", why="x", named=karim
    )
    client.post(f"/handbook/named/{asked.pk}/agree/", {"words": read})
    assert names() == [""]
    assert karim.notices.count() == 2


def test_changed_words_ask_again(asked: Example, karim: Colleague, lead: Colleague) -> None:
    actions.agree(example=asked, by=karim)
    actions.save_example(
        by=lead, example=asked, situation=asked.situation, what="Anders.", why="x", named=karim
    )
    actions.publish(by=lead, news="Anders.")
    assert names() == [""]


def test_a_no_leaves_no_trace(asked: Example, karim: Colleague) -> None:
    people.client_of(karim).post(f"/handbook/named/{asked.pk}/decline/")
    asked.refresh_from_db()
    assert asked.named is None
    assert asked.asked_by is None
    assert not karim.notices.exists()


def test_a_yes_can_be_taken_back_in_every_edition(
    asked: Example, karim: Colleague, lead: Colleague
) -> None:
    actions.agree(example=asked, by=karim)
    actions.remove_example(example=asked, by=lead)
    assert asked.what in people.client_of(karim).get("/handbook/named/").content.decode()
    actions.decline(example=asked, by=karim)
    assert names() == [""]


def test_words_with_a_name_wait_for_the_yes(lead: Colleague, karim: Colleague) -> None:
    people.edition(lead, named=karim, what="Toen belde Karim even.")
    assert names() == []
    actions.agree(example=Example.objects.get(), by=karim)
    assert names() == ["Karim Aydin"]


def test_a_name_in_the_words_takes_the_example_along(lead: Colleague, karim: Colleague) -> None:
    people.edition(lead, named=karim, what="Toen belde Karim even.")
    example = Example.objects.get()
    actions.agree(example=example, by=karim)
    actions.decline(example=example, by=karim)
    assert names() == []
    assert not Example.objects.standing().exists()


@pytest.mark.parametrize(("also_outside", "shown"), [(True, 1), (False, 0)])
def test_a_name_is_read_outside_only_with_a_yes_to_that(
    lead: Colleague, karim: Colleague, also_outside: bool, shown: int
) -> None:
    people.edition(lead, named=karim, what="Toen belde Karim even.", outside=True)
    actions.open_outside(by=lead, is_public=True)
    told = {"words": Example.objects.get().words} | ({"also_outside": "on"} if also_outside else {})
    number = Example.objects.get().pk
    people.client_of(karim).post(f"/handbook/named/{number}/agree/", told)
    assert names() == ["Karim Aydin"]
    outside = actions.outside()
    assert outside
    assert len(outside.situations) == shown


def test_who_left_is_not_named(asked: Example, karim: Colleague) -> None:
    actions.agree(example=asked, by=karim)
    karim.left_at = people.NOW
    karim.save()
    assert names() == [""]


def test_another_name_asks_another(asked: Example, karim: Colleague, lead: Colleague) -> None:
    actions.agree(example=asked, by=karim)
    roos = people.colleague("Roos")
    told: dict[str, Any] = {"situation": asked.situation, "what": asked.what, "why": asked.why}
    actions.save_example(by=lead, example=asked, named=roos, **told)
    assert names() == [""]
    actions.agree(example=asked, by=roos)
    assert names() == ["Roos"]


def test_nobody_agrees_for_another(asked: Example, lead: Colleague) -> None:
    with pytest.raises(Example.DoesNotExist):
        actions.agree(example=asked, by=lead)
    answer = people.client_of(lead).post(f"/handbook/named/{asked.pk}/agree/")
    assert answer.status_code == 404


def test_a_no_also_counts_for_words_of_an_earlier_edition(
    asked: Example, karim: Colleague, lead: Colleague
) -> None:
    place = asked.situation
    told: dict[str, Any] = {"by": lead, "example": asked, "situation": place}
    told |= {"named": karim, "why": "Het mocht."}
    actions.save_example(what="Karim vertelde over een bezoek.", **told)
    asked.refresh_from_db()
    actions.agree(example=asked, by=karim)
    earlier = actions.publish(by=lead, news="Met naam.")
    actions.save_example(what="Een collega vertelde over een bezoek.", **told)
    actions.publish(by=lead, news="Zonder naam.")
    actions.decline(example=Example.objects.get(), by=karim)
    earlier.refresh_from_db()
    whole = [one.what for shown in actions.read(earlier).situations for one in shown.examples]
    assert "Karim" not in "".join(whole)
    newest = actions.read(Edition.objects.latest("number"))
    assert [one.what for shown in newest.situations for one in shown.examples]
