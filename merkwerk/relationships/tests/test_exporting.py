"""Taking everything along, and bringing it again: nothing is lost, nothing is anybody else's."""

from __future__ import annotations

import io
import zipfile
from datetime import date, timedelta
from typing import Any

import pytest

from merkwerk.accounts.models import Colleague
from merkwerk.relationships import actions
from merkwerk.relationships.models import Group, Moment, Outcome, Relationship, Takeaway
from merkwerk.relationships.tests.files import read, taken
from merkwerk.relationships.tests.people import NOW, client_of, colleague, days_ago, knows, met

pytestmark = pytest.mark.django_db


def life_of(by: Colleague) -> None:
    """One of everything that is somebody's own."""
    one = actions.add_contact(
        by=by,
        name="Joris Bakker",
        organisation="Fietskoerier Oost",
        function="oprichter",
        how_met="Op de boot.",
        handle="joris@social.example",
    )
    actions.add_address(relationship=one, by=by, way="mail", value="joris@k.example", label="work")
    actions.add_address(relationship=one, by=by, way="phone", value="+31612345678")
    Relationship.objects.filter(pk=one.pk).update(rhythm_wish=30)
    one.refresh_from_db()
    one.note, one.interests, one.could_give = "Regel 1\nRegel 2; \\ é 🚲", "zeilen", "een boek"
    one.birthday = "1604-04-12"
    one.save()
    Group.objects.create(colleague=by, name="Fietsen").members.add(one)
    met(one, days=3, place="Arnhem", note="Koffie.\nLang.")
    Moment.objects.filter(relationship=one).update(given="een tip", asked="een naam")
    Moment.objects.create(
        relationship=one, kind="wrote", direction="theirs", at=days_ago(9), channel="mail",
        note="Onderwerp", key="mail:x",
    )  # fmt: skip
    Outcome.objects.create(
        relationship=one, kind="idea", title="Een idee", told="Zo ging het.", on=date(2026, 11, 1)
    )
    other = knows(by, "Alleen Naam", rests_for_good=True)
    Relationship.objects.filter(pk=other.pk).update(met_through=one.contact)
    actions.reckon(relationship=Relationship.objects.get(pk=other.pk), now=NOW)


def all_of(by: Colleague) -> list[dict[str, Any]]:
    """Everything, in a form to compare."""
    return [
        {
            "name": one.contact.name,
            "place": (one.contact.organisation, one.contact.function),
            "words": (one.note, one.how_met, one.interests, one.could_give, one.birthday),
            "rhythm": (one.rhythm_wish, one.rests_for_good, one.stage),
            "through": one.met_through.name if one.met_through else "",
            "ways": sorted(one.addresses.values_list("way", "mark", "label")),
            "handles": sorted(one.contact.handles.values_list("handle", flat=True)),
            "groups": sorted(group.name for group in one.groups.all()),
            "outcomes": [(o.kind, o.title, o.told, o.on) for o in one.outcomes.all()],
            "moments": [
                (m.kind, m.direction, m.at, m.channel, m.place, m.note, m.given, m.asked)
                for m in one.moments.order_by("at")
            ],
            "by hand": one.moments.by_hand().count(),
        }
        for one in Relationship.objects.filter(colleague=by).order_by("contact__name")
    ]


def copy_of(by: Colleague) -> bytes:
    stream = io.BytesIO()
    actions.exporting.write(by, stream, now=NOW)
    return stream.getvalue()


def test_what_is_taken_along_erased_and_brought_again_is_the_same() -> None:
    sanne = colleague()
    life_of(sanne)
    before, copy = all_of(sanne), copy_of(sanne)
    for one in Relationship.objects.filter(colleague=sanne):
        actions.remove(relationship=one, by=sanne)
    sanne.relationship_groups.all().delete()
    assert not all_of(sanne)
    taken(sanne, copy, "merkwerk.zip")
    assert all_of(sanne) == before


def test_brought_again_while_all_still_stands_it_adds_nothing() -> None:
    sanne = colleague()
    life_of(sanne)
    before = all_of(sanne)
    taken(sanne, copy_of(sanne), "merkwerk.zip")
    assert all_of(sanne) == before


def test_another_person_who_brings_it_is_asked_whose_it_is() -> None:
    sanne, piet = colleague(), colleague("Piet")
    life_of(sanne)
    assert read(piet, copy_of(sanne), "merkwerk.zip").is_mine is False


def test_it_holds_open_formats_and_says_what_is_what() -> None:
    sanne = colleague()
    life_of(sanne)
    with zipfile.ZipFile(io.BytesIO(copy_of(sanne))) as archive:
        assert set(archive.namelist()) == {
            "contacts.vcf", "relationships.json", "moments.ics", "readme.txt",
        }  # fmt: skip
        assert archive.read("contacts.vcf").startswith(b"BEGIN:VCARD\r\nVERSION:4.0\r\n")
        assert b"BEGIN:VEVENT" in archive.read("moments.ics")
        assert b"Sanne" in archive.read("readme.txt")


def test_nothing_of_a_colleague_is_in_it() -> None:
    sanne, karim = colleague(), colleague("Karim")
    life_of(sanne)
    theirs = knows(karim, "Zwijgzaam", note="Zwijgzaam")
    actions.share(relationship=theirs, by=karim, moments=True)
    with zipfile.ZipFile(io.BytesIO(copy_of(sanne))) as archive:
        whole = b"".join(archive.read(name) for name in archive.namelist())
    assert b"Zwijgzaam" not in whole
    assert b"Karim" not in whole


def test_a_copy_is_asked_for_once_and_read_by_nobody_else() -> None:
    sanne, karim = colleague(), colleague("Karim")
    life_of(sanne)
    client = client_of(sanne)
    client.post("/relationships/export/make/")
    client.post("/relationships/export/make/")
    copy = Takeaway.objects.get()
    assert actions.make_takeaway(takeaway_id=copy.pk)
    copy.refresh_from_db()
    assert actions.path_of(copy).stat().st_mode & 0o777 == 0o600
    where = f"/relationships/export/{copy.pk}/"
    answer = client.get(where)
    assert answer.getvalue()[:2] == b"PK"
    assert client_of(karim).get(where).status_code == 404


def test_a_copy_is_thrown_away_after_a_day() -> None:
    sanne = colleague()
    copy = actions.ask_takeaway(by=sanne, now=NOW)
    assert actions.make_takeaway(takeaway_id=copy.pk, now=NOW)
    copy.refresh_from_db()
    path = actions.path_of(copy)
    actions.prune_takeaways(now=NOW + timedelta(hours=23))
    assert path.exists()
    actions.prune_takeaways(now=NOW + timedelta(hours=25))
    assert not path.exists()
    assert client_of(sanne).get(f"/relationships/export/{copy.pk}/").status_code == 404
