"""A relationship belongs to one colleague: strangers, colleagues and administrators get a 404."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from merkwerk.accounts.models import Colleague, Role
from merkwerk.relationships import actions
from merkwerk.relationships.models import Contact, Moment, Relationship
from merkwerk.relationships.tests import people
from merkwerk.relationships.urls import urlpatterns

pytestmark = pytest.mark.django_db

OF_A_RELATIONSHIP = [
    str(entry.name) for entry in urlpatterns if str(entry.pattern).startswith("<int:pk>/")
]
OF_A_MOMENT = ["moment", "remove_moment"]
TYPED = {
    "name": "Gekaapt", "handle": "x@y.example", "note": "Gekaapt", "how_met": "Gekaapt",
    "until": "good", "kind": "met", "day": "2026-01-01",
}  # fmt: skip
OTHERS = ["", Role.ADMINISTRATOR, Role.SOCIAL_LEAD, Role.BOARD_MEMBER, Role.ADVISER]


@pytest.fixture
def moment() -> Moment:
    """Sanne's moment with Joris, with notes everywhere."""
    mine = people.knows(
        people.colleague("Sanne"), "Joris Geheim", note="Notitie geheim", how_met="Borrel geheim"
    )
    return people.met(mine, place="Arnhem geheim", note="Koffie geheim")


def addresses(moment: Moment) -> list[str]:
    of = {"pk": moment.relationship_id}
    return [
        *(reverse(f"relationships:{name}", kwargs=of) for name in OF_A_RELATIONSHIP),
        *(reverse(f"relationships:{name}", kwargs={"pk": moment.pk}) for name in OF_A_MOMENT),
    ]


def test_all_that_names_a_relationship_is_tried() -> None:
    assert {"person", "note", "share", "rhythm", "sheet", "add_address"} <= {*OF_A_RELATIONSHIP}


@pytest.mark.parametrize("role", OTHERS)
def test_somebody_else_finds_nothing_at_any_address(moment: Moment, role: str) -> None:
    client = people.client_of(people.colleague("Ander", role))
    for where in addresses(moment):
        assert client.get(where).status_code in {404, 405}, where
        assert client.post(where, TYPED).status_code == 404, where
    relationship = Relationship.objects.get()
    assert (relationship.note, relationship.shares.exists()) == ("Notitie geheim", False)
    assert not relationship.rests_for_good
    assert Contact.objects.get().name == "Joris Geheim"
    assert Moment.objects.count() == 1


def test_a_stranger_is_asked_who_they_are(moment: Moment) -> None:
    for where in addresses(moment):
        for answer in (Client().get(where), Client().post(where, TYPED)):
            assert answer.status_code == 302
            assert "/account/login/" in answer["Location"]
    assert Moment.objects.count() == 1


def read_by(reader: Colleague, *places: str) -> str:
    client = people.client_of(reader)
    return "".join(client.get(place).content.decode() for place in places)


@pytest.mark.parametrize("role", OTHERS)
def test_others_read_no_trace_of_it(moment: Moment, role: str) -> None:
    other = people.colleague("Ander", role)
    own = people.knows(other, "Iemand")
    pages = [
        reverse("relationships:people"),
        reverse("relationships:people") + "?q=joris",
        reverse("relationships:person", kwargs={"pk": own.pk}),
        reverse("colleagues:people"),
        reverse("colleagues:colleague", kwargs={"pk": moment.relationship.colleague_id}),
    ]
    assert "eheim" not in read_by(other, *pages)


def test_an_administrator_s_screens_show_nothing(moment: Moment) -> None:
    pages = [
        reverse(name)
        for name in ("accounts:colleagues", "worker:health", "jobs:jobs", "networks:sources")
    ]
    assert "eheim" not in read_by(people.colleague("Ada", Role.ADMINISTRATOR), *pages)


def both_know(shared: bool) -> tuple[Relationship, Relationship]:
    theirs = people.knows(people.colleague("Karim"), note="Notitie geheim", how_met="geheim")
    if shared:
        actions.share(relationship=theirs, by=theirs.colleague)
    people.met(theirs, note="geheim", place="Geheim")
    mine = Relationship.objects.create(colleague=people.colleague("Sanne"), contact=theirs.contact)
    return mine, theirs


def test_that_a_colleague_knows_them_is_shown_only_when_shared() -> None:
    mine, theirs = both_know(shared=False)
    page = reverse("relationships:person", kwargs={"pk": mine.pk})
    assert "Karim" not in read_by(mine.colleague, page)
    people.client_of(theirs.colleague).post(
        reverse("relationships:share", kwargs={"pk": theirs.pk}),
        {"whom": "everybody", "moments": "no"},
    )
    assert "Karim" in read_by(mine.colleague, page)


def test_a_shared_relationship_shows_nothing_else() -> None:
    mine, _theirs = both_know(shared=True)
    page = reverse("relationships:person", kwargs={"pk": mine.pk})
    assert "eheim" not in read_by(mine.colleague, page)


def test_who_left_is_not_shown_as_knowing_them() -> None:
    mine, theirs = both_know(shared=True)
    Colleague.objects.filter(pk=theirs.colleague_id).update(left_at=people.NOW)
    page = reverse("relationships:person", kwargs={"pk": mine.pk})
    assert "Karim" not in read_by(mine.colleague, page)


def test_an_adviser_is_not_told_who_else_knows_them() -> None:
    theirs = people.knows(people.colleague("Karim"))
    actions.share(relationship=theirs, by=theirs.colleague)
    guest = people.colleague("Gast", Role.ADVISER)
    mine = Relationship.objects.create(colleague=guest, contact=theirs.contact)
    page = reverse("relationships:person", kwargs={"pk": mine.pk})
    assert "Karim" not in read_by(guest, page)


def test_a_contact_is_seen_only_by_who_knows_or_is_told() -> None:
    theirs = people.knows(people.colleague("Karim"))
    sanne = people.colleague("Sanne")
    assert not Contact.objects.visible_to(sanne)
    actions.share(relationship=theirs, by=theirs.colleague)
    assert list(Contact.objects.visible_to(sanne)) == [theirs.contact]


def test_a_limited_post_is_read_only_by_who_received_it() -> None:
    sanne, karim = people.account(people.colleague("Sanne")), people.account(people.colleague("K"))
    said = people.post(
        people.identity(),
        "Alleen voor Karim",
        audience="limited",
        mentions=[sanne.identity.handle, karim.identity.handle],
    )
    people.seen_through(said, karim)
    actions.remember_posts(posts=[said], now=people.NOW)
    for account, sees in ((sanne, False), (karim, True)):
        mine = Relationship.objects.get(colleague=account.colleague)
        page = read_by(account.colleague, reverse("relationships:person", kwargs={"pk": mine.pk}))
        assert ("Alleen voor Karim" in page) is sees


def test_what_is_private_is_unreadable_in_the_database(moment: Moment) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT note, how_met FROM relationships_relationship")
        rows = [*cursor.fetchall()]
        cursor.execute("SELECT note FROM relationships_moment")
        rows += cursor.fetchall()
    stored = [text for row in rows for text in row]
    assert len(stored) == 3
    assert all(text and "eheim" not in text for text in stored)
