"""Two of one name in one file: asked, not decided."""

from __future__ import annotations

import pytest
from django.urls import reverse

from merkwerk.relationships import actions
from merkwerk.relationships.actions import importing
from merkwerk.relationships.models import Import, ImportRow, Join, Relationship
from merkwerk.relationships.tests.files import LATER, apply, read, undone, vcard
from merkwerk.relationships.tests.people import client_of, colleague

pytestmark = pytest.mark.django_db
Verdict = ImportRow.Verdict
FILE = vcard("Jan Vis", "UID:1", "EMAIL:jan@kade.example") + vcard(
    "Jan  VIS", "UID:2", "EMAIL:j.vis@haven.example"
)


def second(batch: Import) -> ImportRow:
    return batch.rows.get(position=2)


def test_the_second_of_one_name_waits_for_an_answer() -> None:
    batch = read(colleague(), FILE)
    assert [row.verdict for row in batch.rows.all()] == [Verdict.NEW, Verdict.NAMESAKE]
    assert [row.chosen for row in batch.rows.all()] == [True, False]


def test_without_an_answer_the_second_stays_out() -> None:
    apply(read(colleague(), FILE))
    assert Relationship.objects.count() == 1


def test_the_same_person_becomes_one_with_both_addresses() -> None:
    batch = read(colleague(), FILE)
    importing.decide(by=batch.colleague, row=second(batch), is_same=True)
    apply(batch)
    assert Relationship.objects.get().addresses.count() == 2


def test_somebody_else_becomes_two() -> None:
    batch = read(colleague(), FILE)
    importing.decide(by=batch.colleague, row=second(batch), is_same=False)
    apply(batch)
    assert Relationship.objects.count() == 2


def test_two_that_were_said_to_be_two_are_not_asked_about_again() -> None:
    batch = read(colleague(), FILE)
    importing.decide(by=batch.colleague, row=second(batch), is_same=False)
    apply(batch)
    actions.propose_joins(colleague_id=batch.colleague_id, now=LATER)
    assert not Join.objects.asked().exists()
    assert Relationship.objects.count() == 2


@pytest.mark.parametrize("is_same", [True, False])
def test_the_next_import_does_not_ask_again(is_same: bool) -> None:
    batch = read(colleague(), FILE)
    importing.decide(by=batch.colleague, row=second(batch), is_same=is_same)
    apply(batch)
    again = read(batch.colleague, FILE)
    assert {row.verdict for row in again.rows.all()} == {Verdict.SAME}


def test_undoing_takes_both_away() -> None:
    batch = read(colleague(), FILE)
    importing.decide(by=batch.colleague, row=second(batch), is_same=False)
    undone(apply(batch))
    assert not Relationship.objects.exists()
    assert not Join.objects.exists()


def test_a_third_of_the_name_is_asked_about_too() -> None:
    batch = read(colleague(), FILE + vcard("Jan Vis", "UID:3"))
    assert [row.verdict for row in batch.rows.all()][1:] == [Verdict.NAMESAKE] * 2


def test_who_has_the_same_address_is_twice_there_and_no_namesake() -> None:
    same = vcard("Jan Vis", "UID:3", "EMAIL:jan@kade.example")
    batch = read(colleague(), vcard("Jan Vis", "EMAIL:jan@kade.example") + same)
    assert second(batch).verdict == Verdict.TWICE


def test_the_page_asks_and_takes_the_answer() -> None:
    batch = read(colleague(), FILE)
    client = client_of(batch.colleague)
    page = client.get(reverse("relationships:import", args=[batch.pk])).content.decode()
    assert "Number 1 in this file has the same name" in page
    address = reverse("relationships:choose_import", args=[batch.pk])
    client.post(address, {"other": second(batch).pk})
    assert second(batch).verdict == Verdict.NEW
    assert second(batch).chosen
