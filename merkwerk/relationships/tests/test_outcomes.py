"""What came of a contact: told in own words, back to the first moment, shared by choice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from merkwerk.accounts.models import Colleague, Role
from merkwerk.lib.style import HOSTILE
from merkwerk.relationships import actions
from merkwerk.relationships.models import Moment, Outcome, Relationship
from merkwerk.relationships.sentences import way_in_words
from merkwerk.relationships.tests import people

pytestmark = pytest.mark.django_db
LIST = reverse("relationships:outcomes")


@pytest.fixture
def sanne() -> Colleague:
    return people.colleague("Sanne Vos")


@pytest.fixture
def joris(sanne: Colleague) -> Relationship:
    made = actions.add_contact(by=sanne, name="Joris Bakker", organisation="Fietskoerier Oost")
    actions.keep_note(relationship=made, by=sanne, how_met="geheim", note="geheim")
    return made


def happened(to: Relationship, kind: str, direction: str, on: date, **rest: Any) -> None:
    at = timezone.make_aware(datetime.combine(on, time(12)))
    Moment.objects.create(
        relationship=to, kind=kind, direction=direction, at=at,
        key=f"{kind}{direction}{on}", **{"channel": "mastodon"} | rest,
    )  # fmt: skip


def outcome(of: Relationship, **rest: Any) -> Outcome:
    start: dict[str, Any] = {"title": "Een opdracht", "on": date(2026, 9, 14)}
    told = {"kind": "assignment"} | start | rest
    return actions.tell_outcome(relationship=of, by=of.colleague, **told)


def way(one: Outcome, reader: Colleague, exact: bool = True) -> list[str]:
    with translation.override("en"):
        return way_in_words(actions.steps([one], reader)[one.pk], one, exact)


def test_it_goes_back_to_the_first_moment(joris: Relationship) -> None:
    happened(joris, "reacted", "theirs", date(2026, 3, 3))
    happened(joris, "reacted", "theirs", date(2026, 3, 20))
    happened(joris, "answered", "ours", date(2026, 3, 9))
    happened(joris, "met", "both", date(2026, 5, 2), place="geheim", note="geheim")
    happened(joris, "met", "both", date(2026, 6, 2))
    assert way(outcome(joris), joris.colleague) == [
        "a like on 3 March 2026",
        "an answer",
        "a meeting in May",
        "an assignment in September",
    ]


def test_a_conversation_is_when_both_have_spoken(joris: Relationship) -> None:
    happened(joris, "asked", "theirs", date(2026, 1, 3))
    happened(joris, "answered", "ours", date(2026, 2, 3))
    happened(joris, "called", "both", date(2026, 4, 3))
    assert way(outcome(joris), joris.colleague) == [
        "a question on 3 January 2026",
        "a conversation in February",
        "an assignment in September",
    ]


def test_of_one_day_only_the_furthest_is_told(joris: Relationship) -> None:
    happened(joris, "reacted", "theirs", date(2026, 3, 3))
    happened(joris, "asked", "theirs", date(2026, 4, 3))
    happened(joris, "answered", "ours", date(2026, 4, 3))
    happened(joris, "met", "both", date(2026, 4, 3))
    assert way(outcome(joris), joris.colleague)[1:] == [
        "a meeting in April",
        "an assignment in September",
    ]


def test_what_came_after_is_no_step_to_it(joris: Relationship) -> None:
    happened(joris, "reacted", "theirs", date(2026, 3, 3))
    happened(joris, "met", "both", date(2026, 10, 3))
    assert way(outcome(joris), joris.colleague) == [
        "a like on 3 March 2026",
        "an assignment in September",
    ]


def test_without_moments_it_is_only_what_came(joris: Relationship) -> None:
    assert way(outcome(joris), joris.colleague) == ["an assignment on 14 September 2026"]


def test_it_remembers_the_first_moment(joris: Relationship) -> None:
    happened(joris, "met", "both", date(2026, 5, 2))
    happened(joris, "reacted", "theirs", date(2026, 3, 3))
    first = outcome(joris).first
    assert first is not None
    assert first.kind == "reacted"


def introduced(sanne: Colleague, *, moments: bool) -> tuple[Relationship, Relationship]:
    karim = people.colleague("Karim Aydin")
    theirs = actions.add_contact(by=karim, name="Mira Kaya")
    happened(theirs, "asked", "theirs", date(2024, 1, 5), note="geheim")
    actions.share(relationship=theirs, by=karim, moments=moments)
    asked = actions.ask(relationship=theirs.pk, by=sanne, words="?")
    return theirs, actions.introduce(introduction=asked, by=karim)


def test_an_introduction_goes_back_to_how_the_introducer_began(sanne: Colleague) -> None:
    _theirs, mine = introduced(sanne, moments=True)
    told = way(outcome(mine, on=timezone.localdate()), sanne)
    assert told[0] == "a question with Karim on 5 January 2024"
    assert told[1].startswith("an introduction by Karim in ")


def test_without_shared_moments_only_that_there_was_an_introduction(sanne: Colleague) -> None:
    _theirs, mine = introduced(sanne, moments=False)
    told = way(outcome(mine, on=timezone.localdate()), sanne)
    assert len(told) == 2
    assert told[0].startswith("an introduction by Karim on ")


def test_moments_taken_back_leave_the_chain(sanne: Colleague) -> None:
    theirs, mine = introduced(sanne, moments=True)
    actions.unshare(relationship=theirs, by=theirs.colleague)
    assert len(way(outcome(mine, on=timezone.localdate()), sanne)) == 2


def test_another_reader_is_told_who_introduced_only_when_that_is_shared(sanne: Colleague) -> None:
    theirs, mine = introduced(sanne, moments=True)
    told = outcome(mine, on=timezone.localdate(), is_shared=True)
    other = people.colleague("Ander")
    assert "Karim" in " ".join(way(told, other))
    actions.unshare(relationship=theirs, by=theirs.colleague)
    assert "Karim" not in " ".join(way(told, other))
    assert "a colleague" in " ".join(way(told, other))


def test_many_ways_cost_the_same_as_one(
    sanne: Colleague, joris: Relationship, django_assert_num_queries: Callable[[int], Any]
) -> None:
    _theirs, mine = introduced(sanne, moments=True)
    many = [outcome(one) for one in (joris, mine) for _turn in range(4)]
    with CaptureQueriesContext(connection) as few:
        actions.steps([many[-1]], sanne)
    with django_assert_num_queries(len(few)):
        actions.steps(many, sanne)
    assert len(few) <= 6


# Who reads it.


def page(reader: Colleague, where: str) -> str:
    return people.client_of(reader).get(where).content.decode()


def at(one: Outcome, name: str = "outcome") -> str:
    return reverse(f"relationships:{name}", args=[one.pk])


@pytest.mark.parametrize("role", ["", Role.ADMINISTRATOR, Role.BOARD_MEMBER, Role.ADVISER])
def test_what_is_not_told_nobody_else_reads(joris: Relationship, role: str) -> None:
    one, other = outcome(joris), people.colleague("Ander", role)
    client = people.client_of(other)
    assert client.get(at(one)).status_code == 404
    assert "Een opdracht" not in page(other, LIST + "?show=colleagues")
    typed = {"kind": "idea", "title": "Gekaapt", "on": "2026-01-01", "is_shared": "on"}
    for name in ("change_outcome", "keep_outcome_private", "remove_outcome"):
        assert client.post(at(one, name), typed).status_code == 404
    assert Outcome.objects.get().title == "Een opdracht"


def test_what_is_told_colleagues_read_without_the_name(joris: Relationship) -> None:
    one, other = outcome(joris, is_shared=True), people.colleague("Ander")
    for where in (at(one), LIST + "?show=colleagues"):
        html = page(other, where)
        assert "Een opdracht" in html
        assert "Joris" not in html
        assert "Fietskoerier" not in html


def test_with_their_name_when_that_is_chosen(joris: Relationship) -> None:
    one = outcome(joris, is_shared=True, names_them=True)
    assert "Joris Bakker" in page(people.colleague("Ander"), at(one))


def test_a_name_alone_tells_nothing(joris: Relationship) -> None:
    assert outcome(joris, names_them=True).names_them is False


def test_others_read_months_and_no_note_or_place(joris: Relationship) -> None:
    happened(joris, "met", "both", date(2026, 5, 2), place="geheim", note="geheim")
    html = page(people.colleague("Ander"), at(outcome(joris, is_shared=True)))
    assert "May 2026" in html
    assert "2 May" not in html
    assert "2026-05-02" not in html
    assert "geheim" not in html


def test_a_guest_reads_only_their_own(joris: Relationship) -> None:
    one = outcome(joris, is_shared=True)
    guest = people.client_of(people.colleague("Gast", Role.ADVISER))
    assert guest.get(at(one)).status_code == 404


def test_who_left_tells_no_more(joris: Relationship) -> None:
    one = outcome(joris, is_shared=True)
    Colleague.objects.filter(pk=joris.colleague_id).update(left_at=people.NOW)
    assert people.client_of(people.colleague("Ander")).get(at(one)).status_code == 404


def test_what_is_taken_back_is_read_no_more(joris: Relationship) -> None:
    one = outcome(joris, is_shared=True, names_them=True)
    people.client_of(joris.colleague).post(at(one, "keep_outcome_private"))
    one.refresh_from_db()
    assert (one.is_shared, one.names_them) == (False, False)


def test_nobody_tells_for_another(joris: Relationship) -> None:
    with pytest.raises(Relationship.DoesNotExist):
        actions.tell_outcome(
            relationship=joris, by=people.colleague("Ander"), kind="idea", title="x",
            on=date(2026, 1, 1),
        )  # fmt: skip


def test_nobody_changes_or_removes_anothers(joris: Relationship) -> None:
    one, other = outcome(joris), people.colleague("Ander")
    with pytest.raises(Outcome.DoesNotExist):
        actions.remove_outcome(outcome=one, by=other)
    with pytest.raises(Outcome.DoesNotExist):
        actions.keep_outcome_private(outcome=one, by=other)


# The pages.


def typed(**rest: str) -> dict[str, str]:
    return {"kind": "idea", "title": "Een idee", "on": "2026-11-01", "told": "Zo ging het."} | rest


def tell(joris: Relationship, **rest: str) -> Any:
    where = reverse("relationships:tell_outcome", args=[joris.pk])
    return people.client_of(joris.colleague).post(where, typed(**rest), follow=True)


def test_it_is_told_on_the_page(joris: Relationship) -> None:
    assert "Een idee" in tell(joris).content.decode()
    assert Outcome.objects.get().is_shared is False


def test_a_day_to_come_comes_back(joris: Relationship) -> None:
    answer = tell(joris, on=(timezone.localdate() + timedelta(days=3)).isoformat())
    assert answer.status_code == 422
    assert "Zo ging het." in answer.content.decode()


@pytest.mark.parametrize(
    "wrong", [{"kind": "money"}, {"title": ""}, {"on": "gisteren"}, {"on": "0001-01-01"}]
)
def test_what_is_wrong_comes_back(joris: Relationship, wrong: dict[str, str]) -> None:
    assert tell(joris, **wrong).status_code == 422
    assert not Outcome.objects.exists()


def test_it_is_changed_and_removed(joris: Relationship) -> None:
    tell(joris)
    one = Outcome.objects.get()
    client = people.client_of(joris.colleague)
    client.post(at(one, "change_outcome"), typed(title="Een beter idee", is_shared="on"))
    one.refresh_from_db()
    assert (one.title, one.is_shared) == ("Een beter idee", True)
    client.post(at(one, "remove_outcome"))
    assert not Outcome.objects.exists()
    assert Relationship.objects.filter(pk=joris.pk).exists()


def test_it_stands_on_the_persons_page(joris: Relationship) -> None:
    outcome(joris)
    where = reverse("relationships:person", args=[joris.pk])
    assert "Een opdracht" in page(joris.colleague, where)


def test_the_list_counts_nothing(joris: Relationship) -> None:
    for _turn in range(7):
        outcome(joris)
    html = page(joris.colleague, LIST)
    main = html[html.index("<main") : html.index("</main>")]
    assert ">7<" not in main
    assert "(7)" not in main


def test_empty_lists_are_kind(sanne: Colleague) -> None:
    assert "that is fine" in page(sanne, LIST)
    assert "Nobody told anything yet" in page(sanne, LIST + "?show=colleagues")


def test_the_list_asks_the_same_however_many(
    joris: Relationship, django_assert_num_queries: Callable[[int], Any]
) -> None:
    outcome(joris)
    client = people.client_of(joris.colleague)
    client.get(LIST)
    with CaptureQueriesContext(connection) as few:
        client.get(LIST)
    for _turn in range(8):
        outcome(joris)
    with django_assert_num_queries(len(few)):
        client.get(LIST)


def test_hostile_words_stand_as_text(joris: Relationship) -> None:
    one = outcome(joris, title="<script>alert(1)</script>", told=HOSTILE)
    assert "<script>alert" not in page(joris.colleague, at(one))


def test_it_is_unreadable_in_the_database(joris: Relationship) -> None:
    outcome(joris, told="In vertrouwen")
    with connection.cursor() as cursor:
        cursor.execute("SELECT title, told FROM relationships_outcome")
        row = cursor.fetchone()
    assert "opdracht" not in row[0]
    assert "vertrouwen" not in row[1]
