"""Who may be one person: joined when certain, else asked, and never asked twice."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from merkwerk.accounts.models import Colleague
from merkwerk.engine import identities
from merkwerk.relationships import actions
from merkwerk.relationships.actions.proposing import known_of
from merkwerk.relationships.models import Join, Relationship
from merkwerk.relationships.sentences import reasons_in_words
from merkwerk.relationships.tests import people

pytestmark = pytest.mark.django_db


def on_network(by: Colleague, name: str, network: str, **facts: object) -> Relationship:
    one = people.identity(name, network, **facts)
    return Relationship.objects.create(colleague=by, contact=people.contact_of(one))


@pytest.fixture
def proven() -> tuple[Relationship, Relationship]:
    """One person on two networks, both of which proved the same page."""
    sanne, page = people.colleague(), ["https://mirthequispel.example"]
    return (
        on_network(sanne, "Mirthe Quispel", "mastodon", handle="mq@social.example", links=page),
        on_network(sanne, "mirthe", "bluesky", handle="mirthequispel.example", links=page),
    )


def propose(of: Relationship) -> tuple[int, int]:
    return actions.propose_joins(colleague_id=of.colleague_id, now=people.NOW)


def test_what_is_certain_is_joined_and_says_why(proven: tuple[Relationship, Relationship]) -> None:
    assert propose(proven[0]) == (1, 0)
    join = Join.objects.get()
    assert (join.state, join.by_itself) == (Join.State.JOINED, True)
    assert join.because[0]["code"] == "same-link"
    assert Relationship.objects.get() == proven[0]


def test_taken_apart_it_stays_apart(proven: tuple[Relationship, Relationship]) -> None:
    propose(proven[0])
    actions.take_apart(join=Join.objects.get(), by=proven[0].colleague)
    assert propose(proven[0]) == (0, 0)
    assert Relationship.objects.count() == 2


def test_the_same_address_is_certain() -> None:
    sanne = people.colleague()
    both = [people.knows(sanne, name) for name in ("Mirthe Quispel", "M. Quispel")]
    for one in both:
        actions.add_address(relationship=one, by=sanne, way="mail", value="mirthe@quispel.example")
    assert propose(both[0]) == (1, 0)


def test_the_same_name_is_asked_about_once() -> None:
    sanne = people.colleague()
    both = [
        on_network(sanne, "Mirthe Quispel", "mastodon", handle="mirthequispel@social.example"),
        on_network(sanne, "Mirthe Quispel", "bluesky", handle="mirthequispel.bsky.social"),
    ]
    assert propose(both[0]) == (0, 1)
    assert propose(both[0]) == (0, 0)
    actions.keep_apart(join=Join.objects.get(), by=sanne)
    assert propose(both[0]) == (0, 0)
    assert Relationship.objects.count() == 2


def test_two_colleagues_contacts_are_never_held_together() -> None:
    sanne, karim = people.colleague("Sanne"), people.colleague("Karim")
    one = people.knows(sanne, "Mirthe Quispel")
    other = people.knows(karim, "Mirthe Quispel")
    for relationship in (one, other):
        by = relationship.colleague
        actions.add_address(relationship=relationship, by=by, way="mail", value="m@q.example")
    assert propose(one) == (0, 0)
    assert [known.key for known in known_of(karim)] == [str(other.contact_id)]


def test_the_page_asks_and_answers(proven: tuple[Relationship, Relationship]) -> None:
    sanne = proven[0].colleague
    asked = Join.objects.create(
        colleague=sanne,
        one=proven[0].contact,
        other=proven[1].contact,
        certainty=0.93,
        because=[
            {"code": "same-name", "facts": {"one": "Quispel"}},
            {"code": "gone", "facts": {}},
        ],
    )
    client, page = people.client_of(sanne), reverse("relationships:joins")
    words = client.get(page).content.decode()
    assert "Very likely the same person" in words
    assert "Both are called Quispel." in words
    client.post(reverse("relationships:agree_join", args=[asked.pk]))
    assert Relationship.objects.count() == 1
    assert "Joined before" in client.get(page).content.decode()
    client.post(reverse("relationships:take_apart", args=[Join.objects.get().pk]))
    assert Relationship.objects.count() == 2


def test_somebody_else_neither_sees_nor_answers(proven: tuple[Relationship, Relationship]) -> None:
    asked = Join.objects.create(
        colleague=proven[0].colleague, one=proven[0].contact, other=proven[1].contact
    )
    other = people.client_of(people.colleague("Karim"))
    assert "Quispel" not in other.get(reverse("relationships:joins")).content.decode()
    for name in ("agree_join", "keep_apart", "take_apart"):
        assert other.post(reverse(f"relationships:{name}", args=[asked.pk])).status_code == 404
    assert Join.objects.get().state == Join.State.ASKED


def test_the_page_costs_the_same_however_many_are_asked(
    django_assert_max_num_queries: object,
) -> None:
    sanne = people.colleague()
    for number in range(12):
        one, other = (people.knows(sanne, f"{name} {number}") for name in "AB")
        Join.objects.create(colleague=sanne, one=one.contact, other=other.contact)
    client = people.client_of(sanne)
    with django_assert_max_num_queries(14):  # type: ignore[operator]
        client.get(reverse("relationships:joins"))


def test_every_reason_of_the_engine_has_words() -> None:
    codes = set(re.findall(r"`([a-z-]+)` \(", " ".join((identities.__doc__ or "").split())))
    codes |= {"initial", "near-name", "handle-name", "handle-initial", "same-name"}
    names = "link mail handle phone one other name part short organisation domain network word"
    facts = dict.fromkeys(names.split(), "x")
    silent = {code for code in codes if not reasons_in_words([{"code": code, "facts": facts}])}
    assert not silent
