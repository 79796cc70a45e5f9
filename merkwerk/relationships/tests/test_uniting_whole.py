"""What points at somebody who turns out to be another follows them there, and back."""

from __future__ import annotations

import pytest
from django.db import connection

from merkwerk.accounts.models import Colleague
from merkwerk.relationships import actions
from merkwerk.relationships.models import Introduction, Join, Relationship
from merkwerk.relationships.tests.files import apply, read, row_of, vcard
from merkwerk.relationships.tests.people import NOW, colleague, knows, met

pytestmark = pytest.mark.django_db
State = Introduction.State


@pytest.fixture
def pair() -> tuple[Relationship, Relationship]:
    sanne = colleague()
    return knows(sanne, "Joris Bakker"), knows(sanne, "J. Bakker")


def joined(pair: tuple[Relationship, Relationship]) -> Join:
    return actions.join_people(kept=pair[0], other=pair[1], by=pair[0].colleague, now=NOW)


def asks(asker: Colleague, of: Relationship, state: str) -> Introduction:
    return Introduction.objects.create(
        asker=asker, knower=of.colleague, relationship=of, words="Mag ik?", state=state
    )


def test_who_was_met_through_them_stays_so(pair: tuple[Relationship, Relationship]) -> None:
    by, led = pair[0].colleague, knows(pair[0].colleague, "Els")
    actions.met_through(relationship=led, by=by, contact=pair[1].contact)
    join = joined(pair)
    led.refresh_from_db()
    assert led.met_through == pair[0].contact
    back = actions.take_apart(join=join, by=by)
    led.refresh_from_db()
    assert led.met_through == back.contact


def test_through_whom_one_met_them_goes_along(pair: tuple[Relationship, Relationship]) -> None:
    by, els = pair[0].colleague, knows(pair[0].colleague, "Els")
    actions.met_through(relationship=pair[1], by=by, contact=els.contact)
    join = joined(pair)
    kept = Relationship.objects.get(pk=pair[0].pk)
    assert kept.met_through == els.contact
    back = actions.take_apart(join=join, by=by)
    kept.refresh_from_db()
    assert (kept.met_through_id, back.met_through_id) == (None, els.contact_id)


def test_an_open_question_outlives_an_old_one(pair: tuple[Relationship, Relationship]) -> None:
    karim = colleague("Karim")
    asks(karim, pair[0], State.ENDED)
    question = asks(karim, pair[1], State.ASKED)
    joined(pair)
    question.refresh_from_db()
    assert (question.relationship, question.state) == (pair[0], State.ASKED)


def test_a_join_answered_in_two_tabs_is_made_once(pair: tuple[Relationship, Relationship]) -> None:
    by, (one, other) = pair[0].colleague, (pair[0].contact, pair[1].contact)
    join = Join.objects.create(colleague=by, one=one, other=other)
    seen_before = Join.objects.get()
    assert actions.agree(join=join, by=by)
    assert actions.agree(join=seen_before, by=by) is None
    assert Join.objects.get().state == Join.State.JOINED


def test_a_join_while_a_file_waits_makes_nobody_twice(
    pair: tuple[Relationship, Relationship],
) -> None:
    by = pair[0].colleague
    actions.add_address(relationship=pair[1], by=by, way="mail", value="joris@oost.nl")
    batch = read(by, vcard("Joris B.", "EMAIL:joris@oost.nl"))
    assert row_of(batch, "Joris B.").match == pair[1]
    joined(pair)
    apply(batch)
    assert Relationship.objects.get() == pair[0]


def test_why_two_are_one_is_as_private_as_their_addresses() -> None:
    sanne = colleague()
    for name in ("Joris Bakker", "J. Bakker"):
        one = knows(sanne, name)
        actions.add_address(relationship=one, by=sanne, way="mail", value="zwijgzaam@oost.nl")
        met(one)
    actions.propose_joins(colleague_id=sanne.pk, now=NOW)
    assert "zwijgzaam@oost.nl" in str(Join.objects.get().because)
    with connection.cursor() as cursor:
        cursor.execute("SELECT because FROM relationships_join")
        assert "zwijgzaam" not in str(cursor.fetchall())
