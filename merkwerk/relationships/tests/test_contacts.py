"""Contacts are made, described, joined and taken apart."""

from __future__ import annotations

import pytest

from merkwerk.relationships import actions
from merkwerk.relationships.models import Belonging, Contact, Handle, Moment, Relationship
from merkwerk.relationships.tests import people

pytestmark = pytest.mark.django_db


def test_the_contact_of_an_identity_is_made_once() -> None:
    joris = people.identity("Joris")
    assert people.contact_of(joris) == people.contact_of(joris)
    assert Contact.objects.get().name == "Joris"


def test_an_identity_without_a_name_is_called_by_its_handle() -> None:
    assert people.contact_of(people.identity("", handle="j@s.example")).name == "j@s.example"


def test_somebody_can_be_added_with_only_a_name() -> None:
    made = actions.add_contact(by=people.colleague(), name="Joris")
    assert (made.contact.name, made.contact.owner) == ("Joris", made.colleague)


def test_with_the_handle_of_somebody_one_knows_it_is_that_relationship() -> None:
    joris = people.identity("Joris", handle="joris@social.example")
    mine = Relationship.objects.create(
        colleague=people.colleague(), contact=people.contact_of(joris)
    )
    made = actions.add_contact(by=mine.colleague, name="J.", handle="@Joris@social.example")
    assert made == mine
    assert made.contact.name == "Joris"


def test_a_card_with_a_handle_that_others_know_is_one_s_own() -> None:
    joris = people.identity("Joris", handle="joris@social.example")
    public = people.contact_of(joris)
    karim, sanne = people.colleague("Karim"), people.colleague("Sanne")
    theirs = Relationship.objects.create(colleague=karim, contact=public)
    made = actions.add_contact(by=sanne, name="Lastige J.", handle="joris@social.example")
    theirs.refresh_from_db()
    assert (made.contact.name, theirs.contact.name) == ("Lastige J.", "Joris")
    assert actions.cards_of([(sanne.pk, joris.pk), (karim.pk, joris.pk)]) == {
        (sanne.pk, joris.pk): made.contact.pk,
        (karim.pk, joris.pk): public.pk,
    }


def test_with_a_handle_seen_but_without_contact_it_joins() -> None:
    joris = people.identity(handle="joris@social.example")
    made = actions.add_contact(by=people.colleague(), name="J.", handle="joris@social.example")
    assert Belonging.objects.get(identity=joris).contact == made.contact


def test_a_handle_written_down_joins_when_it_turns_up() -> None:
    made = actions.add_contact(by=people.colleague(), name="J.", handle="@joris@social.example")
    assert Handle.objects.get().handle == "joris@social.example"
    joris = people.identity(handle="Joris@social.example")
    pair = (made.colleague_id, joris.pk)
    assert actions.cards_of([pair]) == {pair: made.contact.pk}
    assert not Handle.objects.exists()


def test_adding_somebody_twice_keeps_one_relationship() -> None:
    people.identity(handle="joris@social.example")
    sanne = people.colleague()
    both = [
        actions.add_contact(by=sanne, name="J.", handle="joris@social.example", how_met=how)
        for how in ("Op een borrel", "Anders")
    ]
    assert both[0] == both[1]
    assert Relationship.objects.get().how_met == "Op een borrel"


def test_joining_changes_nothing_for_somebody_else() -> None:
    sanne, karim = people.colleague("Sanne"), people.colleague("Karim")
    other = people.contact_of(people.identity(handle="j.bsky.example", network="bluesky"))
    theirs = Relationship.objects.create(colleague=karim, contact=other, note="van Karim")
    mine = people.knows(sanne)
    assert actions.join(relationship=mine, by=sanne, handle="j.bsky.example")
    theirs.refresh_from_db()
    assert (theirs.contact, theirs.note) == (other, "van Karim")
    assert [one.handle for one in mine.contact.identities.all()] == ["j.bsky.example"]


def test_joining_two_own_relationships_makes_one_timeline() -> None:
    sanne = people.colleague()
    other = people.contact_of(people.identity(handle="j.bsky.example", network="bluesky"))
    second = Relationship.objects.create(colleague=sanne, contact=other, note="Twee")
    actions.share(relationship=second, by=sanne)
    mine = people.knows(sanne, note="Een")
    people.met(second)
    people.met(mine)
    actions.join(relationship=mine, by=sanne, handle="j.bsky.example")
    kept = Relationship.objects.get()
    assert (kept.note, kept.shares.exists()) == ("Een\n\nTwee", False)
    assert Moment.objects.filter(relationship=kept).count() == 2


def test_a_colleague_s_account_is_not_joined_and_not_told() -> None:
    own = people.account(people.colleague("Karim"))
    mine = people.knows(people.colleague())
    assert not actions.join(relationship=mine, by=mine.colleague, handle=own.identity.handle)
    assert not Belonging.objects.exists()


def test_a_handle_taken_apart_belongs_to_nobody() -> None:
    joris = people.identity(handle="joris@social.example")
    made = actions.add_contact(by=people.colleague(), name="J.", handle="joris@social.example")
    actions.part(relationship=made, by=made.colleague, handle="joris@social.example")
    assert people.contact_of(joris) != made.contact


def test_describing_changes_one_s_own_card() -> None:
    mine = people.knows(people.colleague())
    theirs = Relationship.objects.create(colleague=people.colleague(), contact=mine.contact)
    actions.describe(
        relationship=mine, by=mine.colleague, name="Jo\u202eris", organisation="Oost", function=""
    )
    theirs.refresh_from_db()
    assert theirs.contact.organisation == ""
    contact = Relationship.objects.get(pk=mine.pk).contact
    assert (contact.name, contact.organisation) == ("Joris", "Oost")
    assert [r.pk for r in actions.find(by=mine.colleague, text="OOST")] == [mine.pk]


def test_it_finds_without_accents_and_by_handle() -> None:
    mine = people.knows(people.colleague(), "Zoë Brûlé")
    actions.join(relationship=mine, by=mine.colleague, handle="zo@social.example")
    for words in ("zoe", "BRULE zoë", "zo@social"):
        assert list(actions.find(by=mine.colleague, text=words)) == [mine]
    assert not actions.find(by=mine.colleague, text="zoe elders")


def test_removing_erases_moments_and_the_contact_nobody_knows() -> None:
    mine = people.knows(people.colleague())
    people.met(mine, note="geheim")
    actions.remove(relationship=mine, by=mine.colleague)
    assert not Moment.objects.exists()
    assert not Contact.objects.exists()


def test_removing_leaves_the_contact_others_know() -> None:
    mine = people.knows(people.colleague())
    theirs = Relationship.objects.create(colleague=people.colleague(), contact=mine.contact)
    actions.remove(relationship=mine, by=mine.colleague)
    assert Relationship.objects.get() == theirs


@pytest.mark.parametrize(
    "act",
    [
        lambda r, by: actions.share(relationship=r, by=by),
        lambda r, by: actions.unshare(relationship=r, by=by),
        lambda r, by: actions.rest(relationship=r, by=by, until=None),
        lambda r, by: actions.wake(relationship=r, by=by),
        lambda r, by: actions.keep_note(relationship=r, by=by, how_met="", note=""),
        lambda r, by: actions.remove(relationship=r, by=by),
        lambda r, by: actions.join(relationship=r, by=by, handle="x.example"),
        lambda r, by: actions.part(relationship=r, by=by, handle="x.example"),
        lambda r, by: actions.note_moment(relationship=r, by=by, kind="met", at=people.NOW),
        lambda r, by: actions.describe(
            relationship=r, by=by, name="x", organisation="", function=""
        ),
    ],
)
def test_actions_refuse_whoever_it_is_not_of(act: object) -> None:
    mine = people.knows(people.colleague(), note="van mij")
    with pytest.raises(Relationship.DoesNotExist):
        act(mine, people.colleague())  # type: ignore[operator]
    mine.refresh_from_db()
    assert mine.note == "van mij"
