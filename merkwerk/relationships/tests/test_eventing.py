"""Letters, meetings and calls from outside the networks become moments with who is known."""

from __future__ import annotations

from dataclasses import replace

import pytest

from merkwerk.connectors.exports.values import Event, Reach, Way
from merkwerk.relationships import actions
from merkwerk.relationships.actions.addresses import add_address, find_people
from merkwerk.relationships.actions.eventing import (
    claim_stray,
    drop_stray,
    note_events,
    pack,
    unpack,
)
from merkwerk.relationships.models import Address, Moment, Relationship, StrayEvent
from merkwerk.relationships.tests import people

pytestmark = pytest.mark.django_db
JORIS = Reach(Way.MAIL, "joris@oost.example")
LETTER = Event(
    key="<1@oost.example>",
    at=people.days_ago(2),
    kind="wrote",
    direction="theirs",
    channel="mail",
    people=(JORIS,),
    names=("Joris",),
    subject="Offerte",
)


@pytest.fixture
def mine() -> Relationship:
    made = people.knows(people.colleague())
    add_address(relationship=made, by=made.colleague, way="mail", value="Joris@Oost.example")
    return made


def test_a_letter_of_somebody_known_is_a_moment_once(mine: Relationship) -> None:
    for _time in (1, 2):
        note_events(by=mine.colleague, events=[LETTER], now=people.NOW)
    moment = Moment.objects.get()
    assert (moment.kind, moment.direction, moment.note) == ("wrote", "theirs", "Offerte")
    assert "oost" not in moment.key


def test_the_relationship_is_reckoned_again(mine: Relationship) -> None:
    note_events(by=mine.colleague, events=[LETTER], now=people.NOW)
    mine.refresh_from_db()
    assert mine.last_moment == LETTER.at
    assert mine.warmth


def test_somebody_else_s_address_finds_nobody(mine: Relationship) -> None:
    other = people.colleague("Karim")
    assert find_people(by=other, reaches=[JORIS]) == {}
    assert not note_events(by=other, events=[LETTER], now=people.NOW)


def test_an_address_of_two_people_finds_nobody(mine: Relationship) -> None:
    second = people.knows(mine.colleague, "Els")
    add_address(relationship=second, by=mine.colleague, way="mail", value=JORIS.value)
    assert find_people(by=mine.colleague, reaches=[JORIS]) == {}


def test_a_handle_finds_who_is_behind_it() -> None:
    joris = people.identity(handle="joris@social.example")
    mine = people.knows(people.colleague())
    from_file = Reach(Way.HANDLE, "joris@social.example", network="mastodon")
    by_uid = Reach(Way.HANDLE, "anders", network="mastodon", uid=joris.uid)
    assert find_people(by=mine.colleague, reaches=[from_file]) == {}
    actions.join(relationship=mine, by=mine.colleague, handle="joris@social.example")
    found = find_people(by=mine.colleague, reaches=[from_file, by_uid])
    assert {one.pk for one in found.values()} == {mine.pk}
    assert len(found) == 2


def test_a_handle_never_seen_here_is_found_on_the_card() -> None:
    mine = people.knows(people.colleague())
    actions.join(relationship=mine, by=mine.colleague, handle="new@social.example")
    reach = Reach(Way.HANDLE, "New@social.example")
    assert find_people(by=mine.colleague, reaches=[reach]) == {reach: mine}


def test_a_time_to_come_counts_as_now(mine: Relationship) -> None:
    late = replace(LETTER, at=people.days_ago(-30))
    note_events(by=mine.colleague, events=[late], now=people.NOW)
    assert Moment.objects.get().at == people.NOW


def test_an_odd_kind_is_something_else(mine: Relationship) -> None:
    note_events(
        by=mine.colleague, events=[replace(LETTER, kind="x", direction="y")], now=people.NOW
    )
    assert (Moment.objects.get().kind, Moment.objects.get().direction) == ("other", "both")


def test_an_event_stands_the_packing() -> None:
    assert unpack(pack(LETTER)) == LETTER


def test_with_nobody_known_it_waits_only_when_wished() -> None:
    sanne = people.colleague()
    note_events(by=sanne, events=[LETTER], now=people.NOW)
    assert not StrayEvent.objects.exists()
    note_events(by=sanne, events=[LETTER, LETTER], now=people.NOW, stray=True)
    assert StrayEvent.objects.get().channel == "mail"


def test_saying_with_whom_it_was_settles_all_from_that_address() -> None:
    mine = people.knows(people.colleague())
    sanne = mine.colleague
    note_events(
        by=sanne,
        events=[LETTER, replace(LETTER, key="<2@oost.example>")],
        now=people.NOW,
        stray=True,
    )
    stray = StrayEvent.objects.first()
    assert stray is not None
    claim_stray(stray=stray, by=sanne, relationship=mine, now=people.NOW)
    assert not StrayEvent.objects.exists()
    assert mine.moments.count() == 2
    assert Address.objects.get().value == JORIS.value


def test_one_without_any_address_can_be_claimed_too() -> None:
    mine = people.knows(people.colleague())
    bare = replace(LETTER, people=())
    note_events(by=mine.colleague, events=[bare], now=people.NOW, stray=True)
    claim_stray(
        stray=StrayEvent.objects.get(), by=mine.colleague, relationship=mine, now=people.NOW
    )
    assert mine.moments.get().note == "Offerte"
    assert not Address.objects.exists()


def test_only_its_owner_claims_or_drops_it(mine: Relationship) -> None:
    karim = people.colleague("Karim")
    theirs = people.knows(karim)
    note_events(by=mine.colleague, events=[replace(LETTER, people=())], now=people.NOW, stray=True)
    stray = StrayEvent.objects.get()
    for by, relationship in ((karim, theirs), (karim, mine), (mine.colleague, theirs)):
        with pytest.raises(StrayEvent.DoesNotExist):
            claim_stray(stray=stray, by=by, relationship=relationship, now=people.NOW)
    with pytest.raises(StrayEvent.DoesNotExist):
        drop_stray(stray=stray, by=karim)
    drop_stray(stray=stray, by=mine.colleague)


def test_it_asks_a_fixed_number_of_questions(
    mine: Relationship, django_assert_max_num_queries: object
) -> None:
    many = [replace(LETTER, key=f"<{n}@oost.example>") for n in range(60)]
    with django_assert_max_num_queries(22):  # type: ignore[operator]
        note_events(by=mine.colleague, events=many, now=people.NOW)
    assert mine.moments.count() == 60


def test_a_question_whose_answer_is_partly_known_by_now_is_answered() -> None:
    """A meeting with two strangers waits; one of them became known and had it noted meanwhile."""
    sanne = people.colleague()
    joris, els = people.knows(sanne, "Joris"), people.knows(sanne, "Els")
    both = tuple(Reach(Way.MAIL, one) for one in ("joris@oost.nl", "els@oost.nl"))
    event = Event(
        key="x", at=people.NOW, kind="met", direction="both", channel="calendar", people=both
    )
    note_events(by=sanne, events=[event], now=people.NOW, stray=True)
    add_address(relationship=joris, by=sanne, way="mail", value="joris@oost.nl")
    note_events(by=sanne, events=[event], now=people.NOW, stray=True)
    stray = StrayEvent.objects.get()
    moment = claim_stray(stray=stray, by=sanne, relationship=els, now=people.NOW, person=1)
    assert moment.relationship == els
