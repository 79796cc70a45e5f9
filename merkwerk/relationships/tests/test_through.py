"""Contact by a colleague with the same person counts only when both share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from merkwerk.accounts.models import Colleague, Duty, Role
from merkwerk.colleagues.models import Department, Profile
from merkwerk.networks.models import Identity
from merkwerk.relationships import actions
from merkwerk.relationships.actions.reckoning import carry_over
from merkwerk.relationships.models import Relationship
from merkwerk.relationships.tests import people

pytestmark = pytest.mark.django_db
LAST = people.days_ago(3)


def card(by: Colleague, identity: Identity, **rest: Any) -> Relationship:
    made = actions.add_contact(by=by, name="Joris", handle=identity.handle)
    Relationship.objects.filter(pk=made.pk).update(**rest)
    made.refresh_from_db()
    return made


@pytest.fixture
def mine() -> Relationship:
    return card(people.colleague("Sanne"), people.identity())


@pytest.fixture
def theirs(mine: Relationship) -> Relationship:
    same = mine.contact.identities.get()
    return card(people.colleague("Karim"), same, last_contact=LAST)


def share(one: Relationship, **rest: Any) -> None:
    actions.share(relationship=one, by=one.colleague, **rest)


def test_both_share(mine: Relationship, theirs: Relationship) -> None:
    share(mine)
    share(theirs, moments=True)
    assert actions.through([mine]) == {mine.pk: LAST}


def test_theirs_without_moments_tells_nothing(mine: Relationship, theirs: Relationship) -> None:
    share(mine, moments=True)
    share(theirs)
    assert actions.through([mine]) == {}


def test_mine_unshared_restarts_nothing(mine: Relationship, theirs: Relationship) -> None:
    share(theirs, moments=True)
    assert actions.through([mine]) == {}


def test_a_share_with_somebody_else_does_not_count(
    mine: Relationship, theirs: Relationship
) -> None:
    share(mine, colleague=people.colleague("Ander"))
    share(theirs, moments=True)
    assert actions.through([mine]) == {}


def test_moments_for_somebody_else_do_not_count(mine: Relationship, theirs: Relationship) -> None:
    share(mine)
    share(theirs)
    share(theirs, colleague=people.colleague("Ander"), moments=True)
    assert actions.through([mine]) == {}


def test_a_share_by_department_reaches_who_is_in_it(
    mine: Relationship, theirs: Relationship
) -> None:
    fiscal = Department.objects.create(name="Fiscaal")
    Profile.objects.update_or_create(colleague=mine.colleague, defaults={"department": fiscal})
    share(mine, colleague=theirs.colleague)
    share(theirs, department=fiscal, moments=True)
    assert actions.through([mine]) == {mine.pk: LAST}
    Profile.objects.update(department=None)
    assert actions.through([mine]) == {}


def test_the_same_name_is_not_the_same_person(mine: Relationship) -> None:
    other = card(people.colleague("Karim"), people.identity(), last_contact=LAST)
    share(mine)
    share(other, moments=True)
    assert actions.through([mine]) == {}


def test_who_left_restarts_nothing(mine: Relationship, theirs: Relationship) -> None:
    share(mine)
    share(theirs, moments=True)
    Colleague.objects.filter(pk=theirs.colleague_id).update(left_at=people.NOW)
    assert actions.through([mine]) == {}


def test_a_guest_is_told_of_no_contact(mine: Relationship, theirs: Relationship) -> None:
    share(mine)
    share(theirs, moments=True)
    Duty.objects.create(colleague=mine.colleague, role=Role.ADVISER)
    assert actions.through([mine]) == {}


def test_the_latest_of_several_colleagues_counts(mine: Relationship, theirs: Relationship) -> None:
    later = people.days_ago(1)
    third = card(people.colleague("Ilse"), mine.contact.identities.get(), last_contact=later)
    share(mine)
    for one in (theirs, third):
        share(one, moments=True)
    assert actions.through([mine]) == {mine.pk: later}


def test_an_introduction_makes_it_the_same_person() -> None:
    karim, sanne = people.colleague("Karim"), people.colleague("Sanne")
    known = actions.add_contact(by=karim, name="Mira Kaya")
    share(known, moments=True)
    asked = actions.ask(relationship=known.pk, by=sanne, words="?")
    made = actions.introduce(introduction=asked, by=karim)
    share(made, moments=True)
    Relationship.objects.filter(pk__in=[known.pk, made.pk]).update(last_contact=LAST)
    assert actions.through([made]) == {made.pk: LAST}
    assert actions.through([known]) == {known.pk: LAST}


def test_many_cost_the_same_as_one(
    mine: Relationship, theirs: Relationship, django_assert_num_queries: Callable[[int], Any]
) -> None:
    share(mine)
    share(theirs, moments=True)
    many = [mine]
    for number in range(5):
        other = people.identity(f"P{number}")
        many.append(card(mine.colleague, other))
        twin = card(theirs.colleague, other, last_contact=LAST)
        share(many[-1])
        share(twin, moments=True)
    with django_assert_num_queries(6):
        actions.through([mine])
    with django_assert_num_queries(6):
        assert len(actions.through(many)) == 6


def test_nobody_is_no_question_too_many() -> None:
    assert actions.through([]) == {}


def test_a_contact_by_a_colleague_moves_the_reminder_at_once(
    mine: Relationship,
    theirs: Relationship,
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> None:
    actions.set_rhythm(relationship=mine, by=mine.colleague, days=7, now=people.NOW)
    share(mine)
    share(theirs, moments=True)
    with django_capture_on_commit_callbacks(execute=True):
        actions.note_moment(
            by=theirs.colleague, relationship=theirs, kind="met", at=people.NOW, now=people.NOW
        )
    mine.refresh_from_db()
    assert mine.through_at == people.NOW
    assert mine.due_on is not None
    assert (mine.due_on - people.NOW.date()).days >= 7


def test_a_contact_that_is_not_shared_moves_nothing(
    mine: Relationship,
    theirs: Relationship,
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> None:
    share(mine)
    share(theirs)
    with django_capture_on_commit_callbacks(execute=True) as waiting:
        actions.note_moment(
            by=theirs.colleague, relationship=theirs, kind="met", at=people.NOW, now=people.NOW
        )
    mine.refresh_from_db()
    assert (waiting, mine.through_at) == ([], None)


def test_it_is_carried_over_once(mine: Relationship, theirs: Relationship) -> None:
    share(mine)
    share(theirs, moments=True)
    assert carry_over(numbers=[theirs.pk], now=people.NOW) == 1
    assert carry_over(numbers=[theirs.pk], now=people.NOW) == 0
