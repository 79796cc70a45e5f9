"""Files that are taken over while something else happens: nobody is made twice, nothing is lost."""

from __future__ import annotations

import pytest

from merkwerk.relationships import actions
from merkwerk.relationships.actions.importing import taking
from merkwerk.relationships.models import Import, Moment, Relationship
from merkwerk.relationships.tests.files import apply, letter, read, undone, vcard
from merkwerk.relationships.tests.people import NOW, colleague, knows

pytestmark = pytest.mark.django_db
TWO = vcard("Joris Bakker", "EMAIL:joris@oost.nl") + vcard("Els Mol", "UID:els")


def test_the_same_file_brought_twice_makes_nobody_twice() -> None:
    sanne = colleague()
    first, second = read(sanne, TWO), read(sanne, TWO)
    apply(first)
    apply(second)
    assert Relationship.objects.count() == 2


def test_undoing_the_second_leaves_what_the_first_made() -> None:
    sanne = colleague()
    first, second = read(sanne, TWO), read(sanne, TWO)
    apply(first)
    undone(apply(second))
    assert Relationship.objects.filter(imported=first).count() == 2


def test_who_was_written_down_meanwhile_is_filled_in() -> None:
    sanne = colleague()
    batch = read(sanne, TWO)
    joris = knows(sanne, "Joris")
    actions.add_address(relationship=joris, by=sanne, way="mail", value="joris@oost.nl")
    apply(batch)
    assert Relationship.objects.count() == 2


def test_a_colleague_s_people_are_never_matched() -> None:
    karim = colleague("Karim")
    actions.add_address(relationship=knows(karim), by=karim, way="mail", value="joris@oost.nl")
    apply(read(sanne := colleague(), TWO))
    assert Relationship.objects.filter(colleague=sanne).count() == 2


def test_letters_follow_somebody_who_is_joined_meanwhile(monkeypatch: pytest.MonkeyPatch) -> None:
    sanne = colleague()
    joris = knows(sanne, "Joris Bakker")
    text = letter("Karel Los <joris@oost.nl>", sanne.email, 1)
    text += letter(sanne.email, "joris@oost.nl", 2)
    batch = read(sanne, text, "brieven.mbox")
    loaded = taking._taken

    def then_joined(one: Import) -> taking._Taken:
        told = loaded(one)
        other = Relationship.objects.exclude(pk=joris.pk).first()
        if other is not None:
            actions.join_people(kept=joris, other=other, by=sanne, now=NOW)
        return told

    monkeypatch.setattr(taking, "_taken", then_joined)
    apply(batch)
    assert Moment.objects.filter(relationship=joris).count() == 2
