"""How often one wants to be in touch: chosen for a person or a group, or learned."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from merkwerk.relationships import actions
from merkwerk.relationships.models import Group, Relationship
from merkwerk.relationships.tests import people
from merkwerk.relationships.tests.people import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def mine() -> Relationship:
    return people.knows(people.colleague())


@pytest.fixture
def client(mine: Relationship) -> Client:
    return people.client_of(mine.colleague)


def at(name: str, *pks: int) -> str:
    return reverse(f"relationships:{name}", args=pks)


def due(relationship: Relationship) -> object:
    return Relationship.objects.get(pk=relationship.pk).due_on


def group(of: Relationship, name: str = "Klanten", days: int | None = None) -> Group:
    made = actions.group_named(by=of.colleague, name=name)
    return actions.change_group(group=made, by=of.colleague, name=name, days=days, now=NOW)


def test_a_wish_runs_from_the_last_real_contact(mine: Relationship) -> None:
    people.met(mine, 10)
    people.met(mine, 1, kind="reacted", direction="theirs")
    actions.set_rhythm(relationship=mine, by=mine.colleague, days=21, now=NOW)
    assert due(mine) == (NOW + timedelta(days=11)).date()


def test_without_any_contact_it_runs_from_the_beginning(mine: Relationship) -> None:
    actions.set_rhythm(relationship=mine, by=mine.colleague, days=21, now=timezone.now())
    assert due(mine) == (mine.since + timedelta(days=21)).date()


def test_no_wish_and_no_rhythm_ask_for_nothing(mine: Relationship) -> None:
    people.met(mine, 400)
    assert due(mine) is None


def test_a_group_asks_for_its_people(mine: Relationship) -> None:
    people.met(mine, 10)
    circle = group(mine, days=30)
    actions.put_in_group(group=circle, by=mine.colleague, members=[mine.pk], now=NOW)
    assert due(mine) == (NOW + timedelta(days=20)).date()
    actions.take_out_of_group(group=circle, by=mine.colleague, members=[mine.pk], now=NOW)
    assert due(mine) is None


def test_the_shortest_of_several_groups_counts_and_an_own_wish_goes_before(
    mine: Relationship,
) -> None:
    people.met(mine, 0)
    groups = {group(mine, "A", 30).pk, group(mine, "B", 14).pk}
    actions.set_groups(relationship=mine, by=mine.colleague, groups=groups, now=NOW)
    assert due(mine) == (NOW + timedelta(days=14)).date()
    actions.set_rhythm(relationship=mine, by=mine.colleague, days=60, now=NOW)
    assert due(mine) == (NOW + timedelta(days=60)).date()


def test_another_rhythm_of_the_group_changes_the_day(mine: Relationship) -> None:
    people.met(mine, 0)
    circle = group(mine, days=30)
    actions.put_in_group(group=circle, by=mine.colleague, members=[mine.pk], now=NOW)
    group(mine, days=7)
    assert due(mine) == (NOW + timedelta(days=7)).date()
    actions.remove_group(group=circle, by=mine.colleague, now=NOW)
    assert due(mine) is None


def test_a_rest_for_good_asks_never_and_waking_asks_again(mine: Relationship) -> None:
    people.met(mine, 10)
    actions.set_rhythm(relationship=mine, by=mine.colleague, days=21, now=NOW)
    actions.rest(relationship=mine, by=mine.colleague, until=None)
    assert due(mine) is None
    actions.reckon_all(now=NOW + timedelta(days=900))
    assert due(mine) is None
    actions.wake(relationship=mine, by=mine.colleague)
    assert due(mine) is not None


def test_a_rest_until_a_day_moves_the_day(mine: Relationship) -> None:
    people.met(mine, 100)
    actions.set_rhythm(relationship=mine, by=mine.colleague, days=7, now=NOW)
    until = timezone.now() + timedelta(days=50)
    actions.rest(relationship=mine, by=mine.colleague, until=until)
    assert due(mine) == until.date()


def test_a_real_contact_starts_the_time_anew(mine: Relationship) -> None:
    people.met(mine, 100)
    actions.set_rhythm(relationship=mine, by=mine.colleague, days=7, now=NOW)
    people.met(mine, 0, kind="called")
    assert due(mine) == (NOW + timedelta(days=7)).date()


def both_know(shares: bool) -> tuple[Relationship, Relationship]:
    """Sanne's and Karim's relationship with the same person; Karim was in touch a day ago."""
    joris = people.contact_of(people.identity("Joris"))
    mine, theirs = (
        Relationship.objects.create(colleague=people.colleague(name), contact=joris)
        for name in ("Sanne", "Karim")
    )
    people.met(mine, 40)
    people.met(theirs, 1)
    for one in (mine, theirs):
        if shares:
            actions.share(relationship=one, by=one.colleague, moments=True)
    actions.set_rhythm(relationship=mine, by=mine.colleague, days=14, now=NOW)
    return mine, theirs


def test_contact_by_a_colleague_starts_the_time_anew_when_both_share() -> None:
    mine, _theirs = both_know(shares=True)
    mine.refresh_from_db()
    assert mine.through_at == people.days_ago(1)
    assert mine.due_on == (NOW + timedelta(days=13)).date()
    page = people.client_of(mine.colleague).get(at("person", mine.pk)).content.decode()
    assert "A colleague who shares it was in touch last." in page


def test_contact_by_a_colleague_is_theirs_alone_when_not_shared() -> None:
    mine, _theirs = both_know(shares=False)
    mine.refresh_from_db()
    assert mine.through_at is None
    assert mine.due_on == (NOW - timedelta(days=26)).date()


def test_the_night_hears_of_a_colleague_s_contact_and_of_its_end() -> None:
    mine, theirs = both_know(shares=True)
    people.met(theirs, 0)
    actions.reckon_all(now=NOW)
    assert due(mine) == (NOW + timedelta(days=14)).date()
    actions.unshare(relationship=theirs, by=theirs.colleague)
    actions.reckon_all(now=NOW)
    assert due(mine) == (NOW - timedelta(days=26)).date()


def test_group_names_are_unreadable_in_the_database(mine: Relationship) -> None:
    group(mine, "Geheime club")
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM relationships_group")
        assert "eheim" not in cursor.fetchone()[0]


def test_the_same_name_is_the_same_group(mine: Relationship) -> None:
    assert group(mine, "Klanten") == actions.group_named(by=mine.colleague, name=" klanten ")


def test_others_people_and_groups_are_out_of_reach(mine: Relationship) -> None:
    karim = people.colleague("Karim")
    theirs = people.knows(karim)
    circle = group(mine)
    actions.put_in_group(group=circle, by=mine.colleague, members=[theirs.pk], now=NOW)
    assert not circle.members.exists()
    actions.set_groups(relationship=theirs, by=karim, groups=[circle.pk], now=NOW)
    assert not theirs.groups.exists()
    with pytest.raises(Group.DoesNotExist):
        actions.remove_group(group=circle, by=karim, now=NOW)
    with pytest.raises(Relationship.DoesNotExist):
        actions.set_rhythm(relationship=mine, by=karim, days=7, now=NOW)


def test_the_page_sets_a_rhythm_by_hand(client: Client, mine: Relationship) -> None:
    answer = client.post(
        at("rhythm", mine.pk), {"how": "own", "weeks": "3", "new_group": "Klanten"}
    )
    assert answer["Location"] == at("person", mine.pk)
    mine.refresh_from_db()
    assert mine.rhythm_wish == 21
    assert [one.name for one in mine.groups.all()] == ["Klanten"]
    page = client.get(at("person", mine.pk)).content.decode()
    assert "You would like to be in touch every 3 weeks." in page
    assert "Klanten" in page


def test_the_page_shows_what_stands(client: Client, mine: Relationship) -> None:
    circle = group(mine, "Oude vrienden")
    client.post(at("rhythm", mine.pk), {"how": "own", "weeks": "5", "groups": [circle.pk]})
    page = client.get(at("rhythm", mine.pk)).content.decode()
    assert 'value="5"' in page
    assert "Oude vrienden" in page
    assert page.count("checked") == 2


def test_as_it_goes_takes_the_wish_back(client: Client, mine: Relationship) -> None:
    client.post(at("rhythm", mine.pk), {"how": "own", "weeks": "3"})
    client.post(at("rhythm", mine.pk), {"how": "itself"})
    assert Relationship.objects.get().rhythm_wish is None


def test_the_page_lets_rest_until_a_day_for_good_and_wakes(
    client: Client, mine: Relationship
) -> None:
    day = timezone.localdate() + timedelta(days=40)
    client.post(at("rhythm", mine.pk), {"how": "rest", "until": str(day)})
    until = Relationship.objects.get().rest_until
    assert until
    assert timezone.localdate(until) == day
    client.post(at("rhythm", mine.pk), {"how": "rest"})
    assert Relationship.objects.get().rests_for_good
    client.post(at("rhythm", mine.pk), {"how": "itself"})
    assert not Relationship.objects.get().rests(timezone.now())


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"how": "own"}, "Write a number of weeks"),
        ({"how": "own", "weeks": "drie"}, "Write a number of weeks"),
        ({"how": "own", "weeks": "0"}, "the most often"),
        ({"how": "own", "weeks": "5000"}, "the least often"),
        ({"how": "rest", "until": "2020-01-01"}, "still to come"),
        ({"how": "rest", "until": "ooit"}, "Write the day as"),
        ({}, "Choose one of the three."),
        ({"how": "own", "weeks": "3", "new_group": "x" * 100}, "80"),
    ],
)
def test_a_wrong_rhythm_gets_a_sentence_and_loses_nothing(
    client: Client, mine: Relationship, typed: dict[str, str], sentence: str
) -> None:
    answer = client.post(at("rhythm", mine.pk), {"new_group": "Mijn groep", **typed})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert typed.get("new_group", "Mijn groep") in answer.content.decode()
    assert not Group.objects.exists()


def test_groups_are_made_renamed_filled_and_removed(client: Client, mine: Relationship) -> None:
    client.post(at("groups"), {"name": "Klanten", "weeks": "4"})
    made = Group.objects.get()
    assert (made.name, made.rhythm_days) == ("Klanten", 28)
    assert "every 4 weeks" in client.get(at("groups")).content.decode()
    client.post(at("group", made.pk), {"name": "Vaste klanten", "weeks": ""})
    assert "Joris Bakker" in client.get(at("group", made.pk) + "?q=joris").content.decode()
    client.post(at("group_people", made.pk), {"person": mine.pk})
    assert "Take out" in client.get(at("group", made.pk)).content.decode()
    client.post(at("group_people", made.pk), {"person": mine.pk, "out": "1"})
    made.refresh_from_db()
    assert (made.name, made.rhythm_days, made.members.count()) == ("Vaste klanten", None, 0)
    client.post(at("remove_group", made.pk))
    assert not Group.objects.exists()
    assert Relationship.objects.exists()


@pytest.mark.parametrize("name", ["", "  ", "\u202e"])
def test_a_group_without_a_name_gets_a_sentence(client: Client, name: str) -> None:
    answer = client.post(at("groups"), {"name": name})
    assert answer.status_code == 422
    assert "Give the group a name." in answer.content.decode()


@pytest.mark.parametrize("typed", ["", "x", "-1", "9" * 30])
def test_a_strange_number_changes_nothing(client: Client, mine: Relationship, typed: str) -> None:
    circle = group(mine)
    client.post(at("group_people", circle.pk), {"person": typed})
    assert not circle.members.exists()


def test_a_hundred_groups_is_enough(client: Client, mine: Relationship) -> None:
    Group.objects.bulk_create(
        Group(colleague=mine.colleague, name=f"Groep {n}") for n in range(100)
    )
    answer = client.post(at("groups"), {"name": "Nog een"})
    assert "A hundred groups is enough." in answer.content.decode()
    assert Group.objects.count() == 100


def test_the_list_of_people_shows_one_group(client: Client, mine: Relationship) -> None:
    people.knows(mine.colleague, "Zoë")
    circle = group(mine)
    where = f"{reverse('relationships:people')}?group={circle.pk}"
    assert "Nobody in this group yet" in client.get(where).content.decode()
    actions.put_in_group(group=circle, by=mine.colleague, members=[mine.pk], now=NOW)
    page = client.get(where).content.decode()
    assert "Joris Bakker" in page
    assert "Zoë" not in page


def test_another_s_group_is_no_filter(client: Client, mine: Relationship) -> None:
    theirs = people.knows(people.colleague("Karim"), "Van Karim")
    circle = group(theirs)
    where = f"{reverse('relationships:people')}?group={circle.pk}"
    assert "Joris Bakker" in client.get(where).content.decode()


def test_the_list_of_people_shows_one_organisation(client: Client, mine: Relationship) -> None:
    for name, place in (("Anna", "Fietskoerier Oost BV"), ("Bert", "Elders")):
        actions.add_contact(by=mine.colleague, name=name, organisation=place)
    page = client.get(reverse("relationships:people") + "?organisation=fietskoerier oost")
    assert "Anna" in page.content.decode()
    assert "Bert" not in page.content.decode()
