"""Undoing an import: everything it made goes, and nothing else."""

from __future__ import annotations

import pytest

from merkwerk.relationships import actions
from merkwerk.relationships.models import Address, Contact, Group, Moment, Position, Relationship
from merkwerk.relationships.tests.files import letter, read, row_of, taken, undone, vcard
from merkwerk.relationships.tests.people import colleague, identity, knows, met
from merkwerk.relationships.tests.test_importing import CONNECTIONS, JORIS

pytestmark = pytest.mark.django_db
PROFILE = "X-SOCIALPROFILE;TYPE=mastodon:https://social.example/@joris"


def test_nothing_is_left_of_what_it_made() -> None:
    sanne = colleague()
    seen = identity("Joris", handle="joris@social.example")
    batch = taken(sanne, JORIS + vcard("Mira Kaya", PROFILE))
    assert undone(batch).state == "undone"
    for model in (Relationship, Contact, Address, Group, Position):
        assert not model._default_manager.exists()
    seen.refresh_from_db()
    assert not seen.belongings.exists()


def test_moments_of_letters_go_too() -> None:
    sanne = colleague()
    box = letter("joris@koerier.example", sanne.email, 1) + letter(
        sanne.email, "joris@koerier.example", 2
    )
    undone(taken(sanne, box, "post.mbox"))
    assert not Moment.objects.exists()
    assert not Relationship.objects.exists()


def test_who_was_touched_since_stays_and_it_is_told() -> None:
    sanne = colleague()
    batch = taken(sanne, JORIS)
    one = Relationship.objects.get()
    met(one)
    assert undone(batch).counts["stayed"] == 1
    one.refresh_from_db()
    assert one.moments.count() == 1
    assert not one.addresses.exists()


def test_a_note_written_since_is_kept() -> None:
    sanne = colleague()
    batch = taken(sanne, JORIS)
    one = Relationship.objects.get()
    actions.keep_note(relationship=one, by=sanne, how_met="Op de boot.", note="Mijn woorden.")
    undone(batch)
    one.refresh_from_db()
    assert (one.how_met, one.note) == ("Op de boot.", "Mijn woorden.")


def test_what_was_filled_in_is_put_back() -> None:
    sanne = colleague()
    known = knows(sanne, "J. Bakker", note="Mijn woorden.")
    actions.add_address(relationship=known, by=sanne, way="mail", value="joris@koerier.example")
    undone(taken(sanne, JORIS))
    known.refresh_from_db()
    assert (known.note, known.birthday, known.contact.organisation) == ("Mijn woorden.", "", "")
    assert [one.value for one in known.addresses.all()] == ["joris@koerier.example"]


def test_what_was_filled_in_and_changed_since_stays() -> None:
    sanne = colleague()
    known = knows(sanne, "J. Bakker")
    actions.add_address(relationship=known, by=sanne, way="mail", value="joris@koerier.example")
    batch = taken(sanne, JORIS)
    known.refresh_from_db()
    actions.keep_note(relationship=known, by=sanne, how_met="", note="Anders.")
    undone(batch)
    known.refresh_from_db()
    assert known.note == "Anders."


def test_a_noticed_job_is_taken_back() -> None:
    sanne = colleague()
    taken(sanne, CONNECTIONS.format(work="Oud BV"), "Connections.csv")
    undone(taken(sanne, CONNECTIONS.format(work="Nieuw BV"), "Connections.csv"))
    card = Relationship.objects.get().contact
    assert card.organisation == "Oud BV"
    assert card.positions.get().until is None


def test_what_another_import_brought_stays() -> None:
    sanne = colleague()
    first = taken(sanne, JORIS)
    taken(sanne, vcard("Joris Bakker", "EMAIL:joris@koerier.example", "TEL:+31201112222"))
    undone(first)
    assert [one.value for one in Address.objects.all()] == ["+31201112222"]


def test_after_undoing_the_same_file_brings_the_same_again() -> None:
    sanne = colleague()
    batch = taken(sanne, JORIS)
    undone(batch)
    again = read(sanne, JORIS)
    assert row_of(again, "Joris Bakker").verdict == "new"
