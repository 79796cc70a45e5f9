"""Today: at most seven people, each with one reason, and an end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from merkwerk.accounts.models import Colleague
from merkwerk.listening import actions as listening
from merkwerk.networks.models import Message, Post
from merkwerk.networks.tests.people import account, identity, post, sent
from merkwerk.relationships.models import Belonging, Contact, Moment, Relationship
from merkwerk.today import actions
from merkwerk.today.models import Occasion

pytestmark = pytest.mark.django_db
SignIn = Callable[[Colleague], Client]


def topic(owner: Colleague, query: str = "btw") -> None:
    listening.save_topic(by=owner, name=query, query=query)


def arrive(*posts: Post) -> None:
    now = timezone.now()
    listening.consider(posts=posts, now=now)
    actions.consider(posts=posts, now=now)
    actions.choose_all(now=now)


def knows(colleague: Colleague, name: str, **rest: object) -> Relationship:
    contact = Contact.objects.create(name=name)
    Belonging.objects.create(identity=identity(name), contact=contact)
    return Relationship.objects.create(colleague=colleague, contact=contact, **rest)


def shown(colleague: Colleague) -> list[actions.Place]:
    return list(actions.day(colleague=colleague, now=timezone.now()).shown)


def test_a_question_on_a_topic_becomes_a_moment_with_reasons(
    sanne: Colleague, as_colleague: SignIn
) -> None:
    topic(sanne)
    arrive(post("Iemand ervaring met btw voor platformen?"))
    page = as_colleague(sanne).get("/today/").content.decode()
    assert "Joris Bakker asks something that you know about" in page
    assert "it is about your topic “btw”." in page
    assert "None of us has answered yet." in page


def test_there_are_never_more_than_seven(sanne: Colleague) -> None:
    topic(sanne)
    arrive(*[post(f"Wie weet iets over btw {n}?", identity(f"Piet {n}")) for n in range(12)])
    assert len(shown(sanne)) == 7


def test_one_person_stands_there_once(sanne: Colleague) -> None:
    topic(sanne)
    arrive(post("Wie weet iets over btw?"), post("En nog iets over btw?"))
    assert len(shown(sanne)) == 1


def test_who_speaks_to_you_comes_before_who_asks_in_general(sanne: Colleague) -> None:
    topic(sanne)
    arrive(post("Wie weet iets over btw?"))
    relationship = knows(sanne, "Mira Kaya")
    asked = post("Sanne, weet jij dit?", identity("Mira Kaya"))
    Moment.objects.create(
        relationship=relationship,
        kind="asked",
        direction="theirs",
        at=asked.written,
        channel="mastodon",
        post=asked,
        key=f"post:{asked.pk}",
    )
    arrive(asked)
    assert shown(sanne)[0].occasion.post_id == asked.pk


def test_an_old_post_is_not_for_today(sanne: Colleague) -> None:
    topic(sanne)
    arrive(post("Wie weet iets over btw?", at=timezone.now() - timedelta(days=30)))
    assert shown(sanne) == []


def test_a_colleague_who_passes_something_on_is_shown_with_the_sentence(
    sanne: Colleague, karim: Colleague, as_colleague: SignIn
) -> None:
    one = post("Wie weet iets over platformen?")
    listening.pass_on(post=one, by=karim, to=sanne, sentence="Jij deed dit bij de koerier.")
    actions.choose_all(now=timezone.now())
    page = as_colleague(sanne).get("/today/").content.decode()
    assert "Jij deed dit bij de koerier." in page
    assert "Karim Aydin passed it on to you." in page


def test_a_relationship_gone_quiet_comes_once_for_each_silence(sanne: Colleague) -> None:
    knows(
        sanne,
        "Mira Kaya",
        quiet_days=77,
        rhythm_days=21,
        last_moment=timezone.now() - timedelta(77),
    )
    now = timezone.now()
    assert actions.notice_quiet(now=now) == 1
    assert actions.notice_quiet(now=now) == 0
    (place,) = shown(sanne)
    assert place.occasion.kind == Occasion.Kind.QUIET


def test_a_relationship_that_rests_is_left_alone(sanne: Colleague) -> None:
    knows(
        sanne,
        "Mira Kaya",
        quiet_days=77,
        rhythm_days=21,
        rests_for_good=True,
        last_moment=timezone.now() - timedelta(77),
    )
    assert actions.notice_quiet(now=timezone.now()) == 0


def test_answering_settles_it_and_fills_a_dot(sanne: Colleague) -> None:
    topic(sanne)
    one = post("Wie weet iets over btw?")
    arrive(one)
    message = sent(sanne, one)
    on_its_way = actions.day(colleague=sanne, now=timezone.now())
    actions.note_message(message=message, now=timezone.now())
    settled = actions.day(colleague=sanne, now=timezone.now())
    assert (len(on_its_way.shown), on_its_way.done) == (0, 1)
    assert (len(settled.shown), settled.done) == (0, 1)


def test_a_question_that_a_colleague_answered_is_left_to_them(
    sanne: Colleague, karim: Colleague
) -> None:
    topic(sanne)
    one = post("Wie weet iets over btw?")
    arrive(one)
    sent(karim, one)
    assert shown(sanne) == []


def test_a_draft_of_a_colleague_shows_nowhere(sanne: Colleague, karim: Colleague) -> None:
    topic(sanne)
    one = post("Wie weet iets over btw?")
    arrive(one)
    Message.objects.create(colleague=karim, network="mastodon", answers=one, text="Hm")
    (place,) = shown(sanne)
    assert place.answered_by == ()


@pytest.mark.parametrize("rest", ["day", "week"])
def test_not_now_lets_it_rest_and_can_be_taken_back(
    sanne: Colleague, as_colleague: SignIn, rest: str
) -> None:
    topic(sanne)
    arrive(post("Wie weet iets over btw?"))
    (place,) = shown(sanne)
    client = as_colleague(sanne)
    client.post(f"/today/moments/{place.occasion.pk}/drop/", {"rest": rest})
    assert shown(sanne) == []
    client.post(f"/today/moments/{place.occasion.pk}/take-back/")
    assert len(shown(sanne)) == 1


def test_a_rested_person_stays_away_until_woken(sanne: Colleague, as_colleague: SignIn) -> None:
    topic(sanne)
    arrive(post("Wie weet iets over btw?"))
    client = as_colleague(sanne)
    client.post(f"/today/moments/{shown(sanne)[0].occasion.pk}/drop/", {"rest": "person"})
    arrive(post("En nog iets over btw?"))
    assert shown(sanne) == []
    assert "Joris Bakker" in client.get("/today/resting/").content.decode()
    client.post(f"/today/resting/{sanne.resting_people.get().pk}/wake/")
    arrive(post("Weer iets over btw?"))
    assert len(shown(sanne)) == 1


@pytest.mark.parametrize("act", ["drop", "take-back"])
def test_another_colleagues_moment_does_not_exist(
    sanne: Colleague, karim: Colleague, administrator: Colleague, as_colleague: SignIn, act: str
) -> None:
    topic(sanne)
    arrive(post("Wie weet iets over btw?"))
    number = Occasion.objects.get().pk
    for stranger in (karim, administrator):
        client = as_colleague(stranger)
        assert client.post(f"/today/moments/{number}/{act}/", {"rest": "day"}).status_code == 404
        assert "Joris" not in client.get("/today/").content.decode()


def test_a_place_taken_is_kept_that_day(sanne: Colleague) -> None:
    topic(sanne)
    arrive(*[post(f"Wie weet iets over btw {n}?", identity(f"Piet {n}")) for n in range(7)])
    before = {place.occasion.pk for place in shown(sanne)}
    arrive(*[post(f"Nog eens btw {n}?", identity(f"Klaas {n}")) for n in range(7)])
    assert {place.occasion.pk for place in shown(sanne)} == before


def test_reading_the_page_writes_nothing_and_costs_a_constant_number_of_queries(
    sanne: Colleague, as_colleague: SignIn, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    topic(sanne)
    arrive(*[post(f"Wie weet iets over btw {n}?", identity(f"Piet {n}")) for n in range(30)])
    for number in range(20):
        knows(sanne, f"Piet {number}", last_moment=timezone.now())
    client = as_colleague(sanne)
    client.get("/today/")
    with django_assert_max_num_queries(16) as asked:
        page = client.get("/today/").content.decode()
    assert all(query["sql"].startswith("SELECT") for query in asked.captured_queries)
    assert page.count('<article class="moment"') == 7


def test_the_first_day_shows_the_first_steps(sanne: Colleague, as_colleague: SignIn) -> None:
    page = as_colleague(sanne).get("/today/").content.decode()
    assert "Say what you would like to hear about." in page


def test_a_day_without_anybody_ends_kindly(sanne: Colleague, as_colleague: SignIn) -> None:
    account(sanne)
    topic(sanne)
    page = as_colleague(sanne).get("/today/").content.decode()
    assert "today" in page.lower()
