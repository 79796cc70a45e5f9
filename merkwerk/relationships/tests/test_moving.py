"""What stood here before own cards stays with whom it was of: shares, own words, jobs' keys."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from merkwerk.accounts.models import Colleague
from merkwerk.relationships import actions
from merkwerk.relationships.models import Contact, Relationship, Share

pytestmark = pytest.mark.django_db(transaction=True)

BEFORE = [("relationships", "0002_hold_posts_of_moments")]
PLAIN = [("relationships", "0008_moment_box")]


def at(state: list[tuple[str, str]]) -> Any:
    """The models as they are at one point of this room's way, with the latest of those below."""
    MigrationExecutor(connection).migrate(state)
    loader = MigrationExecutor(connection).loader
    below = [one for one in loader.graph.leaf_nodes() if one[0] in ("networks", "colleagues")]
    return loader.project_state([*state, *below]).apps


@pytest.fixture
def back() -> Iterator[None]:
    """Whatever a test went back to, the database is as before after it."""
    latest = [*MigrationExecutor(connection).loader.graph.leaf_nodes()]
    yield
    MigrationExecutor(connection).migrate(latest)


@pytest.fixture
def moved(back: None, sanne: Colleague, karim: Colleague) -> None:
    """An old database: three people seen on a network, two of them known by one colleague, and one
    that Sanne wrote down."""
    old = at(BEFORE)
    people = {}
    for name in ("Joris", "Mirthe", "Pien", "Lars"):
        contact = old.get_model("relationships", "Contact").objects.create(name=name)
        people[name] = contact
        if name != "Lars":
            identity = old.get_model("networks", "Identity").objects.create(
                network="mastodon", uid=name, name=name
            )
            old.get_model("relationships", "Belonging").objects.create(
                identity=identity, contact=contact, because="seen"
            )
    for name in ("Mirthe", "Pien"):
        people[name].organisation = "Bakker & Zn. B.V."
        people[name].save()
    knows = old.get_model("relationships", "Relationship").objects
    knows.create(colleague_id=sanne.pk, contact=people["Joris"], is_shared=True)
    knows.create(colleague_id=sanne.pk, contact=people["Mirthe"])
    knows.create(colleague_id=sanne.pk, contact=people["Pien"])
    knows.create(colleague_id=karim.pk, contact=people["Pien"])
    knows.create(colleague_id=sanne.pk, contact=people["Lars"])
    MigrationExecutor(connection).migrate(
        [*MigrationExecutor(connection).loader.graph.leaf_nodes()]
    )


@pytest.mark.usefixtures("moved")
def test_who_was_shared_is_shared_with_everybody_and_nobody_else() -> None:
    assert list(Share.objects.values_list("relationship__contact__name", "everyone")) == [
        ("Joris", True)
    ]


@pytest.mark.usefixtures("moved")
def test_who_was_shared_is_found_by_colleagues(karim: Colleague) -> None:
    found = actions.who_knows(by=karim, text="joris")
    assert [one.contact.name for one in found] == ["Joris"]


@pytest.mark.usefixtures("moved")
def test_what_one_colleague_said_becomes_their_card(sanne: Colleague) -> None:
    cards = Contact.objects.filter(owner=sanne).order_by("name")
    assert list(cards.values_list("name", flat=True)) == ["Lars", "Mirthe"]
    assert set(cards.values_list("belongings__owner", flat=True)) == {None, sanne.pk}


@pytest.mark.usefixtures("moved")
def test_whom_several_know_or_nobody_described_stays_public() -> None:
    public = Contact.objects.filter(owner=None).order_by("name")
    assert list(public.values_list("name", flat=True)) == ["Joris", "Pien"]


@pytest.mark.usefixtures("moved")
def test_organisations_are_found_under_one_key() -> None:
    keys = Contact.objects.exclude(organisation="").values_list("organisation_key", flat=True)
    assert set(keys) == {"bakker zn"}
    assert Relationship.objects.count() == 5


def test_reasons_and_labels_come_back_readable(back: None, sanne: Colleague) -> None:
    """One way and back: what is encrypted now was plain before."""
    old = at(PLAIN)
    one, other = (
        old.get_model("relationships", "Contact").objects.create(name=name, owner_id=sanne.pk)
        for name in ("Joris", "J. Bakker")
    )
    joins = old.get_model("relationships", "Join").objects
    reasons = [{"code": "mail", "facts": {"mail": "joris@zaak.example"}}]
    joins.create(colleague_id=sanne.pk, one=one, other=other, because=reasons)
    joins.create(colleague_id=sanne.pk, one=other, other=one)
    MigrationExecutor(connection).migrate([("relationships", "0009_encrypt_more")])
    with connection.cursor() as cursor:
        cursor.execute("SELECT because FROM relationships_join")
        assert "zaak.example" not in str(cursor.fetchall())
    again = at(PLAIN).get_model("relationships", "Join").objects.order_by("pk")
    assert [join.because for join in again] == [reasons, []]
