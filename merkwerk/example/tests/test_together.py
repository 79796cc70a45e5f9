"""What the colleagues of the example do together, once it is loaded."""

from __future__ import annotations

import pytest

from merkwerk.accounts.models import Colleague
from merkwerk.relationships import actions as relationships
from merkwerk.relationships.models import Introduction, Outcome, Relationship, Share

pytestmark = pytest.mark.usefixtures("example")


def sanne() -> Colleague:
    return Colleague.objects.get(name="Sanne Vos")


def test_some_share_with_everybody_some_with_a_department_or_one_colleague() -> None:
    shares = Share.objects.values_list("everyone", "department", "with_colleague", "moments")
    assert {(everyone, bool(team), bool(one)) for everyone, team, one, _open in shares} == {
        (True, False, False),
        (False, True, False),
        (False, False, True),
    }
    assert {moments for *_whom, moments in shares} == {True, False}


def test_somebody_asks_sanne_and_somebody_promised_her() -> None:
    mine = Introduction.objects.visible_to(sanne())
    assert {(one.state, one.asker == sanne()) for one in mine} == {
        ("asked", False),
        ("promised", True),
        ("met", True),
    }


def test_who_knows_finds_a_colleague() -> None:
    found = relationships.who_knows(by=sanne(), text="molen meel")
    assert [one.colleague.name for one in found] == ["Karim Aydin"]


def test_outcomes_begin_at_a_first_moment() -> None:
    told = list(Outcome.objects.select_related("relationship"))
    ways = relationships.steps(told, sanne())
    assert {len(way) > 1 for way in ways.values()} == {True}


def test_an_outcome_of_a_colleague_may_be_read() -> None:
    others = Outcome.objects.visible_to(sanne()).exclude(relationship__colleague=sanne())
    assert others.count() >= 3


def test_who_was_introduced_is_a_relationship_of_ones_own() -> None:
    made = Introduction.objects.get(state="met").made
    assert made is not None
    assert Relationship.objects.visible_to(sanne()).filter(pk=made.pk).exists()
