"""Who would be lost, in which order, with why; and who got attention in a quarter."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from merkwerk.accounts.models import Colleague, Role
from merkwerk.relationships import actions
from merkwerk.relationships.models import Contact, Moment, Relationship
from merkwerk.relationships.tests import people
from merkwerk.relationships.views.attention import Quarter

pytestmark = pytest.mark.django_db
UPKEEP, ATTENTION = reverse("relationships:upkeep"), reverse("relationships:attention")


@pytest.fixture
def sanne() -> Colleague:
    return people.colleague()


@pytest.fixture
def client(sanne: Colleague) -> Client:
    return people.client_of(sanne)


def noted(relationship: Relationship, days: float, **rest: Any) -> Moment:
    """A moment so many days before this very day."""
    now = timezone.now()
    facts = {"kind": Moment.Kind.MET, **rest}
    return actions.note_moment(
        by=relationship.colleague,
        relationship=relationship,
        at=now - timedelta(days=days),
        now=now,
        **facts,
    )


def wished(by: Colleague, name: str, silent: float, days: int = 14, **rest: Any) -> Relationship:
    made = people.knows(by, name)
    noted(made, silent, **rest)
    return actions.set_rhythm(relationship=made, by=by, days=days, now=timezone.now())


def names(by: Colleague) -> list[str]:
    found = actions.would_be_lost(by=by, now=timezone.now())
    return [one.relationship.contact.name for one in found]


def test_only_those_whose_turn_it_is_are_there(sanne: Colleague) -> None:
    wished(sanne, "Te laat", 20)
    wished(sanne, "Net geweest", 3)
    noted(people.knows(sanne, "Zonder ritme"), 300)
    wished(people.colleague("Karim"), "Van Karim", 20)
    assert names(sanne) == ["Te laat"]


def test_whoever_one_has_most_to_lose_of_comes_first(sanne: Colleague) -> None:
    wished(sanne, "Koel", 200)
    warm = wished(sanne, "Warm", 20)
    for days in (21, 25, 30, 40):
        noted(warm, days)
    assert names(sanne) == ["Warm", "Koel"]


def test_existing_relationships_come_before_new_ones(sanne: Colleague) -> None:
    new = wished(sanne, "Nieuw", 20, kind="asked", direction="theirs")
    for days in range(20, 30):
        noted(new, days, kind="asked", direction="theirs")
    wished(sanne, "Bestaand", 300)
    assert names(sanne) == ["Bestaand", "Nieuw"]


def test_whoever_rests_is_left_out(sanne: Colleague) -> None:
    one = wished(sanne, "Joris", 20)
    actions.rest(relationship=one, by=sanne, until=timezone.now() + timedelta(days=2))
    assert names(sanne) == []


def test_the_page_says_why_and_what_to_do(client: Client, sanne: Colleague) -> None:
    wished(sanne, "Joris Bakker", 35, days=21)
    page = client.get(UPKEEP).content.decode()
    for words in (
        "You would like to be in touch every 3 weeks.",
        "The last real contact was 5 weeks ago.",
        "We called",
        "Not now",
        "Let it rest",
        "That is all for now.",
    ):
        assert words in page


def test_there_are_few_at_a_time(client: Client, sanne: Colleague) -> None:
    for n in range(8):
        wished(sanne, f"Nummer {n}", 20 + n)
    page = client.get(UPKEEP).content.decode()
    assert page.count("<article") == 5
    assert "3 more can wait a little." in page


def test_what_they_lately_said_stands_with_it(client: Client, sanne: Colleague) -> None:
    joris = people.identity("Joris")
    mine = Relationship.objects.create(colleague=sanne, contact=people.contact_of(joris))
    noted(mine, 30)
    actions.set_rhythm(relationship=mine, by=sanne, days=7, now=timezone.now())
    people.post(joris, "Wij zijn verhuisd!", written=timezone.now() - timedelta(days=2))
    people.post(joris, "Oud nieuws", written=timezone.now() - timedelta(days=3))
    page = client.get(UPKEEP).content.decode()
    assert "Wij zijn verhuisd!" in page
    assert "Oud nieuws" not in page


def test_a_press_notes_a_moment_and_brings_one_back(client: Client, sanne: Colleague) -> None:
    one = wished(sanne, "Joris", 20)
    told = {"kind": "called", "day": str(timezone.localdate()), "next": "upkeep"}
    answer = client.post(reverse("relationships:note_moment", args=[one.pk]), told)
    assert answer["Location"] == UPKEEP
    assert names(sanne) == []


def test_not_now_comes_back_in_a_week(client: Client, sanne: Colleague) -> None:
    one = wished(sanne, "Joris", 20)
    where = reverse("relationships:rest", args=[one.pk])
    assert client.post(where, {"until": "week", "next": "upkeep"})["Location"] == UPKEEP
    assert names(sanne) == []
    later = timezone.now() + timedelta(days=8)
    assert len(actions.would_be_lost(by=sanne, now=later)) == 1


def test_another_way_back_is_not_followed(client: Client, sanne: Colleague) -> None:
    one = wished(sanne, "Joris", 20)
    where = reverse("relationships:rest", args=[one.pk])
    answer = client.post(where, {"until": "week", "next": "https://elders.example/"})
    assert answer["Location"] == reverse("relationships:person", args=[one.pk])


def test_empty_and_first_time_are_kind(client: Client, sanne: Colleague) -> None:
    assert "Nobody here yet" in client.get(UPKEEP).content.decode()
    assert "Nothing to look back on" in client.get(ATTENTION).content.decode()
    people.knows(sanne)
    assert "Nobody is waiting for you" in client.get(UPKEEP).content.decode()


def quarter_ago(count: int = 1) -> Quarter:
    found = Quarter.of(timezone.localdate())
    for _ in range(count):
        found = found.before()
    return found


def inside(quarter: Quarter, **rest: Any) -> float:
    """Days ago of a moment in the middle of a quarter."""
    return (timezone.now() - quarter.start()) / timedelta(days=1) - 20


def test_existing_relations_without_a_sign_of_life_are_named(
    client: Client, sanne: Colleague
) -> None:
    last = quarter_ago()
    noted(people.knows(sanne, "Vergeten"), inside(last.before()))
    seen = people.knows(sanne, "Gezien")
    noted(seen, inside(last.before()))
    noted(seen, inside(last))
    people.knows(sanne, "Nooit gesproken")
    page = client.get(f"{ATTENTION}?quarter={last.word}").content.decode()
    assert page.index("Gezien") < page.index("Not in touch with") < page.index("Vergeten")
    assert "Nooit gesproken" not in page


def test_a_like_is_no_attention(sanne: Colleague) -> None:
    last = quarter_ago()
    one = people.knows(sanne, "Joris")
    noted(one, inside(last.before()))
    noted(one, inside(last), kind="reacted", direction="ours")
    found = actions.attention_of(by=sanne, start=last.start(), end=last.next().start())
    assert [row.pk for row, _why in found.without] == [one.pk]
    assert found.given == []


def test_whoever_rests_for_good_is_not_missed(sanne: Colleague) -> None:
    last = quarter_ago()
    one = people.knows(sanne, "Joris", rests_for_good=True)
    noted(one, inside(last.before()))
    found = actions.attention_of(by=sanne, start=last.start(), end=last.next().start())
    assert found.without == []


def test_of_very_many_the_first_sixty_are_told(sanne: Colleague, client: Client) -> None:
    last = quarter_ago()
    for number in range(62):
        noted(people.knows(sanne, f"Mens {number}"), inside(last.before()))
    with translation.override("en"):
        page = client.get(ATTENTION, {"quarter": last.word}).content.decode()
    assert len(set(re.findall(r"Mens \d+", page))) == 60
    assert "50 more" in page
    assert "And 2 more." in page


@pytest.mark.parametrize("typed", ["", "x", "2026-5", "1900-1", "9999-4", "2026-3'--", "2026-03"])
def test_a_quarter_that_isn_t_one_is_the_present(client: Client, typed: str) -> None:
    answer = client.get(ATTENTION, {"quarter": typed})
    assert answer.status_code == 200
    with translation.override("en"):
        assert Quarter.of(timezone.localdate()).called in answer.content.decode()


def test_quarters_follow_each_other() -> None:
    assert Quarter(2026, 1).before() == Quarter(2025, 4)
    assert Quarter(2025, 4).next() == Quarter(2026, 1)
    assert Quarter(2026, 2).before() == Quarter(2026, 1)
    assert Quarter.of(datetime(2026, 9, 30, tzinfo=UTC).date()) == Quarter(2026, 3)


@pytest.mark.parametrize("role", ["", Role.ADMINISTRATOR, Role.SOCIAL_LEAD, Role.BOARD_MEMBER])
@pytest.mark.parametrize("where", [UPKEEP, ATTENTION])
def test_nobody_else_sees_it(sanne: Colleague, role: str, where: str) -> None:
    last = quarter_ago()
    noted(wished(sanne, "Zwijgzaam", 20), inside(last.before()))
    other = people.client_of(people.colleague("Ander", role))
    for query in ("", f"?quarter={last.word}", f"?colleague={sanne.pk}"):
        assert "Zwijgzaam" not in other.get(where + query).content.decode()


@pytest.mark.parametrize("where", [UPKEEP, ATTENTION])
def test_looking_leaves_no_trace(client: Client, sanne: Colleague, where: str) -> None:
    wished(sanne, "Joris", 20)
    client.get(where)
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(where)
    told = [query["sql"].split()[0].upper() for query in asked.captured_queries]
    assert {*told} <= {"SELECT", "BEGIN"}
    if where == ATTENTION:
        assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("count", [6, 500])
def test_the_pages_ask_a_fixed_number_of_questions(
    count: int, sanne: Colleague, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    now = timezone.now()
    contacts = Contact.objects.bulk_create(Contact(name=f"N{n}") for n in range(count))
    rows = Relationship.objects.bulk_create(
        Relationship(colleague=sanne, contact=one, rhythm_wish=7) for one in contacts
    )
    Moment.objects.bulk_create(
        Moment(
            relationship=row, kind="met", direction="both", key=str(n), channel="hand",
            at=now - timedelta(days=150 + n),
        )
        for row in rows
        for n in range(3)
    )  # fmt: skip
    actions.reckon_all(now=now)
    client = people.client_of(sanne)
    client.get(UPKEEP)
    for where, most in ((UPKEEP, 9), (ATTENTION, 6)):
        with django_assert_max_num_queries(most):
            assert client.get(where).status_code == 200
