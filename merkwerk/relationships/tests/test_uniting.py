"""Two relationships turn out to be with one person, or with two after all."""

from __future__ import annotations

import pytest

from merkwerk.relationships import actions
from merkwerk.relationships.actions.marks import mark
from merkwerk.relationships.models import Address, Belonging, Contact, Join, Relationship
from merkwerk.relationships.tests import people

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair() -> tuple[Relationship, Relationship]:
    sanne = people.colleague()
    kept = people.knows(sanne, "Joris Bakker", note="Een", rhythm_wish=30)
    other = people.knows(sanne, "J. Bakker", note="Twee", how_met="Markt")
    people.met(kept, key="a")
    people.met(other, 3, key="b")
    people.met(other, 5, key="a")
    return kept, other


def joined(pair: tuple[Relationship, Relationship]) -> Join:
    return actions.join_people(kept=pair[0], other=pair[1], by=pair[0].colleague, now=people.NOW)


def test_joining_brings_everything_together(pair: tuple[Relationship, Relationship]) -> None:
    joined(pair)
    kept = Relationship.objects.get()
    assert (kept.note, kept.how_met, kept.rhythm_wish) == ("Een\n\nTwee", "Markt", 30)
    assert sorted(kept.moments.values_list("key", flat=True)) == ["hand:a", "hand:b"]
    assert Contact.objects.get() == kept.contact


def test_it_can_be_undone_without_loss(pair: tuple[Relationship, Relationship]) -> None:
    other = actions.take_apart(join=joined(pair), by=pair[0].colleague, now=people.NOW)
    kept = Relationship.objects.get(pk=pair[0].pk)
    assert (kept.note, kept.how_met, kept.contact.name) == ("Een", "", "Joris Bakker")
    assert (other.note, other.how_met, other.contact.name) == ("Twee", "Markt", "J. Bakker")
    assert kept.moments.count() == 1
    assert sorted(other.moments.values_list("key", flat=True)) == ["hand:a", "hand:b"]


def test_words_written_since_are_kept(pair: tuple[Relationship, Relationship]) -> None:
    join = joined(pair)
    kept = Relationship.objects.get()
    actions.keep_note(relationship=kept, by=kept.colleague, how_met="Markt", note="Later")
    actions.take_apart(join=join, by=kept.colleague)
    assert Relationship.objects.get(pk=kept.pk).note == "Later"


def test_what_came_through_the_other_s_identity_goes_back() -> None:
    account = people.account(people.colleague())
    kept = people.knows(account.colleague)
    joris = people.identity(handle="j@social.example")
    actions.join(relationship=kept, by=account.colleague, handle="nobody@social.example")
    other = actions.add_contact(by=account.colleague, name="J.", handle="j@social.example")
    join = actions.join_people(kept=kept, other=other, by=account.colleague)
    said = people.post(joris, mentions=[account.identity.handle])
    actions.remember_posts(posts=[said], now=people.NOW)
    assert kept.moments.count() == 1
    back = actions.take_apart(join=join, by=account.colleague)
    assert (kept.moments.count(), back.moments.count()) == (0, 1)
    assert Belonging.objects.get(identity=joris).contact == back.contact


def test_addresses_and_groups_go_along_and_come_back(
    pair: tuple[Relationship, Relationship],
) -> None:
    by = pair[0].colleague
    for one in pair:
        facts = {"way": "mail", "value": "j@oost.example"}
        Address.objects.create(
            relationship=one,
            mark=mark(colleague=by.pk, way="mail", value="j@oost.example"),
            **facts,
        )
    group = by.relationship_groups.create(name="Markt")
    group.members.add(pair[1])
    join = joined(pair)
    assert Address.objects.get().relationship == pair[0]
    assert list(group.members.all()) == [pair[0]]
    other = actions.take_apart(join=join, by=by)
    assert other in group.members.all()


def test_apart_is_remembered_for_whoever_goes_into_another(
    pair: tuple[Relationship, Relationship],
) -> None:
    by = pair[0].colleague
    third = people.knows(by, "Joris B.")
    no = Join.objects.create(colleague=by, one=pair[1].contact, other=third.contact)
    actions.keep_apart(join=no, by=by)
    joined(pair)
    answers = Join.objects.filter(one=pair[0].contact, other=third.contact)
    assert answers.get().state == Join.State.APART


def test_a_question_may_be_answered_with_yes(pair: tuple[Relationship, Relationship]) -> None:
    by = pair[0].colleague
    asked = Join.objects.create(colleague=by, one=pair[0].contact, other=pair[1].contact)
    answer = actions.agree(join=asked, by=by)
    assert answer is not None
    assert answer.state == Join.State.JOINED
    assert Relationship.objects.count() == 1


@pytest.mark.parametrize("act", [actions.agree, actions.keep_apart, actions.take_apart])
def test_it_refuses_whoever_it_is_not_of(
    act: object, pair: tuple[Relationship, Relationship]
) -> None:
    asked = Join.objects.create(
        colleague=pair[0].colleague, one=pair[0].contact, other=pair[1].contact
    )
    with pytest.raises(Join.DoesNotExist):
        act(join=asked, by=people.colleague())  # type: ignore[operator]


def test_two_colleagues_may_see_it_differently() -> None:
    joris = people.identity(handle="j@social.example")
    sanne, karim = people.colleague("Sanne"), people.colleague("Karim")
    both = [
        Relationship.objects.create(colleague=one, contact=people.contact_of(joris))
        for one in (sanne, karim)
    ]
    hers = people.knows(sanne, "Joris van de markt")
    actions.join_people(kept=hers, other=both[0], by=sanne)
    actions.part(relationship=both[1], by=karim, handle="j@social.example")
    cards = actions.cards_of([(sanne.pk, joris.pk), (karim.pk, joris.pk)])
    assert cards[sanne.pk, joris.pk] == hers.contact.pk
    assert cards[karim.pk, joris.pk] != hers.contact.pk


def test_somebody_is_not_joined_to_themselves(pair: tuple[Relationship, Relationship]) -> None:
    with pytest.raises(ValueError, match="already"):
        actions.join_people(kept=pair[0], other=pair[0], by=pair[0].colleague)


def test_what_was_not_joined_can_t_be_undone(pair: tuple[Relationship, Relationship]) -> None:
    asked = Join.objects.create(
        colleague=pair[0].colleague, one=pair[0].contact, other=pair[1].contact
    )
    with pytest.raises(ValueError, match="not joined"):
        actions.take_apart(join=asked, by=pair[0].colleague)
