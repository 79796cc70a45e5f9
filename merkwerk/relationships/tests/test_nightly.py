"""Every night all relationships are reckoned in one pass, as each would be by itself."""

from __future__ import annotations

from datetime import timedelta
from random import Random
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from merkwerk.accounts.models import Colleague
from merkwerk.relationships import actions
from merkwerk.relationships.actions import nightly
from merkwerk.relationships.actions.many_moments import moments_between
from merkwerk.relationships.models import Contact, Group, Moment, Relationship
from merkwerk.relationships.tests import people
from merkwerk.relationships.tests.people import NOW, days_ago

pytestmark = pytest.mark.django_db
STANDS = (
    "warmth",
    "because",
    "quiet_days",
    "rhythm_days",
    "stage",
    "last_moment",
    "last_contact",
    "through_at",
    "due_on",
)


def crowd(of: Colleague, count: int = 30, seed: int = 4) -> list[Relationship]:
    """People with whom anything happened, or nothing."""
    random = Random(seed)
    contacts = Contact.objects.bulk_create(Contact(name=f"Nummer {n}") for n in range(count))
    rows = Relationship.objects.bulk_create(
        Relationship(
            colleague=of,
            contact=one,
            rhythm_wish=random.choice([None, None, 30]),
            rests_for_good=random.random() < 0.1,
            rest_until=NOW + timedelta(days=9) if random.random() < 0.2 else None,
        )
        for one in contacts
    )
    Moment.objects.bulk_create(
        Moment(
            relationship=row,
            kind=random.choice(Moment.Kind.values),
            direction=random.choice(Moment.Direction.values),
            at=days_ago(random.random() * 900),
            channel="hand",
            key=str(n),
        )
        for row in rows
        for n in range(random.choice([0, 1, 3, 12]))
    )
    Group.objects.create(colleague=of, name="Vrienden", rhythm_days=21).members.set(rows[:9])
    return list(Relationship.objects.order_by("pk"))


def as_it_stands() -> list[Any]:
    return list(Relationship.objects.order_by("pk").values_list("pk", *STANDS))


def test_the_night_finds_what_each_would_find_by_itself() -> None:
    rows = crowd(people.colleague())
    actions.reckon_all(now=NOW)
    at_night = as_it_stands()
    for row in rows:
        actions.reckon(relationship=row, now=NOW)
    assert at_night == as_it_stands()
    assert len({row[1] for row in at_night}) > 5


def test_batches_find_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    crowd(people.colleague())
    actions.reckon_all(now=NOW)
    whole = as_it_stands()
    Relationship.objects.update(reckoned_at=None, warmth=0, stage="")
    monkeypatch.setattr("merkwerk.relationships.actions.nightly.A_BATCH", 7)
    actions.reckon_all(now=NOW)
    assert as_it_stands() == whole


def written() -> int:
    with CaptureQueriesContext(connection) as asked:
        actions.reckon_all(now=NOW + timedelta(seconds=1))
    return sum(query["sql"].count("UPDATE") for query in asked.captured_queries)


def test_what_stands_already_is_not_written_again() -> None:
    crowd(people.colleague())
    actions.reckon_all(now=NOW)
    assert written() == 0
    Relationship.objects.filter(pk=Relationship.objects.latest("pk").pk).update(warmth=99)
    assert written() == 1


def test_an_interrupted_night_is_taken_up(monkeypatch: pytest.MonkeyPatch) -> None:
    crowd(people.colleague())
    actions.reckon_all(now=NOW)
    whole = as_it_stands()
    Relationship.objects.update(reckoned_at=None, warmth=0)
    monkeypatch.setattr("merkwerk.relationships.actions.nightly.A_BATCH", 10)
    real, nights = nightly._reckon, iter("ok")

    def broken(*given: Any) -> None:
        if next(nights, None) is None:
            raise InterruptedError
        real(*given)

    monkeypatch.setattr("merkwerk.relationships.actions.nightly._reckon", broken)
    with pytest.raises(InterruptedError):
        actions.reckon_all(now=NOW)
    monkeypatch.setattr("merkwerk.relationships.actions.nightly._reckon", real)
    assert as_it_stands() != whole
    actions.reckon_all(now=NOW)
    assert as_it_stands() == whole


def test_what_somebody_reckoned_meanwhile_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    relationship = people.knows(people.colleague())
    real = moments_between

    def meanwhile(*given: Any) -> Any:
        read = real(*given)
        people.met(relationship, 0)
        actions.reckon(relationship=relationship, now=NOW + timedelta(minutes=1))
        return read

    monkeypatch.setattr("merkwerk.relationships.actions.nightly.moments_between", meanwhile)
    actions.reckon_all(now=NOW)
    assert Relationship.objects.get().stage == "met"


def test_times_are_kept_to_the_microsecond() -> None:
    relationship = people.knows(people.colleague())
    at = NOW - timedelta(days=3, microseconds=877)
    people.met(relationship, 3)
    Moment.objects.update(at=at)
    actions.reckon_all(now=NOW)
    assert Relationship.objects.get().last_moment == at


def test_questions_don_t_grow_with_people(django_assert_max_num_queries: Any) -> None:
    crowd(people.colleague(), 300)
    with django_assert_max_num_queries(16):
        actions.reckon_all(now=NOW)
