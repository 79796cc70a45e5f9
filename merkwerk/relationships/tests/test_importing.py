"""Bringing files: who is in them, what comes along, and that it comes once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from merkwerk.accounts.models import Colleague
from merkwerk.relationships import actions
from merkwerk.relationships.actions import importing
from merkwerk.relationships.actions.importing import claiming
from merkwerk.relationships.models import (
    Address,
    Group,
    Import,
    ImportRow,
    Moment,
    Position,
    Relationship,
)
from merkwerk.relationships.tests.files import (
    apply,
    brought,
    letter,
    read,
    row_of,
    taken,
    vcard,
    verdicts,
)
from merkwerk.relationships.tests.people import NOW, colleague, identity, knows, met

pytestmark = pytest.mark.django_db
JORIS = vcard(
    "Joris Bakker",
    "ORG:Fietskoerier Oost",
    "TITLE:oprichter",
    "EMAIL:joris@koerier.example",
    "TEL:+31612345678",
    "BDAY:1980-04-12",
    "NOTE:Houdt van zeilen.",
    "CATEGORIES:Fietsen",
)
CONNECTIONS = (
    "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
    "Joris,Bakker,https://www.linkedin.com/in/joris-bakker,,{work},oprichter,03 Mar 2024\n"
)


def test_a_card_becomes_a_relationship_with_all_that_is_on_it() -> None:
    sanne = colleague()
    taken(sanne, JORIS)
    one = Relationship.objects.get(colleague=sanne)
    assert (one.contact.name, one.contact.owner) == ("Joris Bakker", sanne)
    assert (one.contact.organisation, one.contact.function) == ("Fietskoerier Oost", "oprichter")
    assert (one.note, one.birthday) == ("Houdt van zeilen.", "1980-04-12")
    assert {a.value for a in one.addresses.all()} == {"joris@koerier.example", "+31612345678"}
    assert [group.name for group in one.groups.all()] == ["Fietsen"]


def test_nobody_comes_along_before_it_is_chosen() -> None:
    sanne = colleague()
    batch = read(sanne, JORIS)
    assert batch.state == Import.State.PREVIEW
    assert not Relationship.objects.exists()


def test_the_same_file_twice_adds_nothing() -> None:
    sanne = colleague()
    text = JORIS + vcard("Alleen Naam")
    taken(sanne, text)
    before = _all(Relationship, Address, Group, Moment, Position)
    again = read(sanne, text)
    assert set(verdicts(again).values()) == {"same"}
    apply(again)
    assert _all(Relationship, Address, Group, Moment, Position) == before


def _all(*models: type[object]) -> list[object]:
    return [list(model._default_manager.order_by("pk").values("pk")) for model in models]  # type: ignore[attr-defined]


def test_who_has_the_same_address_is_known() -> None:
    sanne = colleague()
    known = knows(sanne, "J. Bakker")
    actions.add_address(relationship=known, by=sanne, way="mail", value="joris@koerier.example")
    batch = read(sanne, JORIS)
    row = row_of(batch, "Joris Bakker")
    assert (row.verdict, row.match, row.because) == ("same", known, ["same-mail"])


def test_it_fills_in_what_was_missing_and_changes_nothing_else() -> None:
    sanne = colleague()
    known = knows(sanne, "J. Bakker", note="Mijn woorden.", birthday="1980-04-12")
    actions.add_address(relationship=known, by=sanne, way="mail", value="joris@koerier.example")
    taken(sanne, JORIS)
    known.refresh_from_db()
    assert known.contact.name == "J. Bakker"
    assert known.contact.organisation == "Fietskoerier Oost"
    assert known.note == "Mijn woorden.\n\nHoudt van zeilen."
    assert Relationship.objects.count() == 1


def test_it_never_looks_at_what_a_colleague_has() -> None:
    sanne, karim = colleague(), colleague("Karim")
    theirs = knows(karim, "Joris Bakker")
    actions.add_address(relationship=theirs, by=karim, way="mail", value="joris@koerier.example")
    assert verdicts(read(sanne, JORIS)) == {"Joris Bakker": "new"}


def test_a_colleague_is_left_out_with_the_reason() -> None:
    sanne, karim = colleague(), colleague("Karim")
    Colleague.objects.filter(pk=karim.pk).update(name="Karim Aydin")
    by_mail = vcard("K. A.", f"EMAIL:{karim.email}")
    batch = read(sanne, by_mail + vcard("Karim Aydin"))
    assert set(verdicts(batch).values()) == {"colleague"}
    assert not batch.rows.filter(chosen=True).exists()


def test_oneself_is_left_out() -> None:
    sanne = colleague()
    assert verdicts(read(sanne, vcard("Ik", f"EMAIL:{sanne.email}"))) == {"Ik": "owner"}


def test_somebody_twice_in_a_file_becomes_one() -> None:
    sanne = colleague()
    other = vcard("Bakker, Joris", "EMAIL:joris@koerier.example", "TEL:+31207654321")
    batch = read(sanne, JORIS + other)
    assert batch.rows.filter(verdict=ImportRow.Verdict.TWICE).count() == 1
    apply(batch)
    one = Relationship.objects.get()
    assert one.addresses.count() == 3


def test_who_is_perhaps_known_and_twice_waits_twice() -> None:
    sanne = colleague()
    known = knows(sanne, "Joris Bakker")
    batch = read(sanne, JORIS + vcard("Bakker, J.", "EMAIL:joris@koerier.example"))
    assert not batch.rows.filter(chosen=True).exists()
    importing.decide(by=sanne, row=row_of(batch, "Joris Bakker"), is_same=True)
    apply(batch)
    assert Relationship.objects.get() == known


def test_one_card_with_the_same_key_twice_stands_there_twice() -> None:
    sanne = colleague()
    batch = read(sanne, vcard("Een", "UID:x") + vcard("Twee", "UID:x"))
    assert batch.rows.count() == 2


def test_who_may_be_known_waits_for_an_answer() -> None:
    sanne = colleague()
    known = knows(sanne, "Joris Bakker")
    batch = read(sanne, JORIS)
    row = row_of(batch, "Joris Bakker")
    assert (row.verdict, row.match, row.chosen) == ("maybe", known, False)
    importing.decide(by=sanne, row=row, is_same=True)
    apply(batch)
    known.refresh_from_db()
    assert known.contact.organisation == "Fietskoerier Oost"
    assert Relationship.objects.count() == 1


def test_somebody_else_becomes_a_relationship_of_their_own() -> None:
    sanne = colleague()
    knows(sanne, "Joris Bakker")
    batch = read(sanne, JORIS)
    importing.decide(by=sanne, row=row_of(batch, "Joris Bakker"), is_same=False)
    apply(batch)
    assert Relationship.objects.count() == 2


def test_a_handle_that_was_seen_here_joins_the_card() -> None:
    sanne = colleague()
    seen = identity("Joris", handle="joris@social.example")
    taken(
        sanne, vcard("Joris Bakker", "X-SOCIALPROFILE;TYPE=mastodon:https://social.example/@joris")
    )
    card = Relationship.objects.get().contact
    assert list(card.identities.all()) == [seen]


def test_an_import_never_joins_two_people_by_itself() -> None:
    sanne = colleague()
    known = knows(sanne, "Een Ander")
    seen = identity("Joris", handle="joris@social.example")
    actions.join(relationship=known, by=sanne, handle=seen.handle)
    other = knows(sanne, "Joris Bakker")
    actions.add_address(relationship=other, by=sanne, way="mail", value="joris@koerier.example")
    profile = "X-SOCIALPROFILE;TYPE=mastodon:https://social.example/@joris"
    taken(sanne, vcard("Joris Bakker", "EMAIL:joris@koerier.example", profile))
    assert Relationship.objects.count() == 2
    assert list(known.contact.identities.all()) == [seen]


def test_another_job_at_the_next_import_is_noticed() -> None:
    sanne = colleague()
    taken(sanne, CONNECTIONS.format(work="Oud BV"), "Connections.csv")
    apply(read(sanne, CONNECTIONS.format(work="Nieuw BV"), "Connections.csv"))
    one = Relationship.objects.get()
    assert one.contact.organisation == "Nieuw BV"
    assert one.contact.positions.get(noticed__isnull=False).organisation == "Nieuw BV"


def test_a_longer_name_of_the_same_employer_is_no_other_job() -> None:
    sanne = colleague()
    taken(sanne, CONNECTIONS.format(work="Deltawerk"), "Connections.csv")
    apply(read(sanne, CONNECTIONS.format(work="Deltawerk Zuid BV"), "Connections.csv"))
    contact = Relationship.objects.get().contact
    assert contact.organisation == "Deltawerk"
    assert not contact.positions.exclude(noticed=None).exists()


def test_an_older_source_doesnt_overrule_what_is_there() -> None:
    sanne = colleague()
    taken(sanne, CONNECTIONS.format(work="Nieuw BV"), "Connections.csv")
    batch = read(sanne, JORIS)
    importing.decide(by=sanne, row=row_of(batch, "Joris Bakker"), is_same=True)
    apply(batch)
    assert Relationship.objects.get().contact.organisation == "Nieuw BV"


def test_a_connection_is_a_moment_of_its_day_and_no_more() -> None:
    sanne = colleague()
    batch = taken(sanne, CONNECTIONS.format(work="BV"), "Connections.csv")
    moment = Moment.objects.get()
    assert (moment.kind, moment.direction, moment.imported) == ("followed", "both", batch)
    one = Relationship.objects.get()
    assert (one.quiet_days, one.last_contact) == (None, None)


def test_people_without_moments_stay_cold_and_are_not_quiet() -> None:
    sanne = colleague()
    taken(sanne, JORIS)
    one = Relationship.objects.get()
    assert (one.warmth, one.quiet_days, one.due_on) == (0, None, None)


def test_letters_become_moments_with_who_wrote_back() -> None:
    sanne = colleague()
    box = letter("joris@koerier.example", sanne.email, 1) + letter(
        sanne.email, "Joris Bakker <joris@koerier.example>", 2
    )
    box += letter("vreemd@elders.example", sanne.email, 3)
    batch = taken(sanne, box, "post.mbox")
    assert [one.contact.name for one in Relationship.objects.all()] == ["Joris Bakker"]
    assert batch.moments.count() == 2
    assert "Geheim" not in "".join(one.note for one in Moment.objects.all())


def test_the_words_of_letters_come_along_when_asked_for() -> None:
    sanne = colleague()
    box = letter("joris@koerier.example", sanne.email, 1) + letter(
        sanne.email, "joris@koerier.example", 2
    )
    taken(sanne, box, "post.mbox", words=True)
    assert all("Geheim woord." in one.note for one in Moment.objects.all())


def test_a_killed_process_is_followed_by_another_without_doubles() -> None:
    sanne = colleague()
    batch = brought(sanne, JORIS + vcard("Mira Kaya"))
    assert claiming.claim(batch.pk, Import.State.READING, NOW)
    assert not importing.read_import(import_id=batch.pk, now=NOW)
    later = NOW + claiming.LEASE + timedelta(seconds=1)
    assert importing.go_on(now=later) == 1
    assert importing.read_import(import_id=batch.pk, now=later)
    assert batch.rows.count() == 2


def test_taking_over_goes_on_where_it_was() -> None:
    sanne = colleague()
    batch = read(sanne, JORIS + vcard("Mira Kaya", "EMAIL:mira@kaya.example"))
    importing.choose(by=sanne, batch=batch, rows=[row_of(batch, "Mira Kaya").pk], chosen=False)
    apply(batch)
    ImportRow.objects.update(chosen=True)
    Import.objects.update(state=Import.State.APPLYING, next_try=NOW)
    assert importing.apply_import(import_id=batch.pk, now=NOW)
    assert Relationship.objects.count() == 2


def test_what_breaks_every_time_is_given_up() -> None:
    sanne = colleague()
    batch = brought(sanne, JORIS)
    Import.objects.update(tries=claiming.MOST_TRIES)
    assert not importing.read_import(import_id=batch.pk, now=NOW)
    batch.refresh_from_db()
    assert (batch.state, batch.error, batch.file) == ("failed", "gave-up", "")


def test_met_moments_of_before_stay_where_they_are() -> None:
    sanne = colleague()
    known = knows(sanne, "J. Bakker")
    met(known)
    actions.add_address(relationship=known, by=sanne, way="mail", value="joris@koerier.example")
    taken(sanne, JORIS)
    assert known.moments.count() == 1
