"""A topic that a team reads together, and who is left out of a topic."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from conftest import MakeColleague
from merkwerk.accounts.models import Colleague
from merkwerk.colleagues import actions as colleagues
from merkwerk.colleagues.models import Department
from merkwerk.listening import actions
from merkwerk.listening.actions import book, hearing
from merkwerk.listening.models import Topic, TopicReader
from merkwerk.networks.tests.people import account, identity, limited_post, post

pytestmark = pytest.mark.django_db
SignIn = Callable[[Colleague], Client]


@pytest.fixture
def fiscal(sanne: Colleague, karim: Colleague) -> Department:
    department = colleagues.add_department(name="Fiscaal")
    for one in (sanne, karim):
        colleagues.tell(by=one, department=department, told={})
    return department


def together(by: Colleague, team: Department, *readers: Colleague) -> Topic:
    topic = actions.save_topic(by=by, name="Btw", query="btw", team=team)
    for reader in readers:
        actions.join(topic=topic, by=reader)
    return topic


def test_one_reads_along_with_a_press_and_stops_with_another(
    sanne: Colleague, karim: Colleague, fiscal: Department, as_colleague: SignIn
) -> None:
    topic = together(sanne, fiscal)
    client = as_colleague(karim)
    assert "Read along" in client.get(f"/listening/topics/{topic.pk}/").content.decode()
    client.post(f"/listening/topics/{topic.pk}/join/")
    assert TopicReader.objects.filter(topic=topic).count() == 2
    client.post(f"/listening/topics/{topic.pk}/leave/")
    assert TopicReader.objects.get(topic=topic).colleague == sanne


@pytest.mark.parametrize("act", ["", "join/", "leave/", "shares/", "listen-on/"])
def test_who_is_not_in_the_team_finds_nothing(
    sanne: Colleague,
    fiscal: Department,
    colleague_named: MakeColleague,
    as_colleague: SignIn,
    act: str,
) -> None:
    topic = together(sanne, fiscal)
    client = as_colleague(colleague_named("Ilse Bos"))
    assert client.post(f"/listening/topics/{topic.pk}/{act}").status_code in {404, 405}
    assert client.get(f"/listening/topics/{topic.pk}/{act}").status_code in {404, 405}


def test_a_topic_of_ones_own_has_no_readers(sanne: Colleague, as_colleague: SignIn) -> None:
    topic = actions.save_topic(by=sanne, name="Btw", query="btw")
    client = as_colleague(sanne)
    assert client.post(f"/listening/topics/{topic.pk}/join/").status_code == 404
    assert client.get(f"/listening/topics/{topic.pk}/shares/").status_code == 404
    with pytest.raises(ValueError, match="together"):
        actions.join(topic=topic, by=sanne)


def test_each_post_is_with_one_of_them(
    sanne: Colleague, karim: Colleague, fiscal: Department
) -> None:
    for n in range(20):
        post(f"btw {n}", identity(f"Piet {n}"))
    topic = together(sanne, fiscal, karim)
    shares = actions.shares(topic=topic, by=sanne, now=timezone.now())
    mine, theirs = shares[sanne.pk], shares[karim.pk]
    assert mine
    assert theirs
    assert len({one.pk for one in (*mine, *theirs)}) == 20
    assert {one.pk for one in mine} == {found.post.pk for found in actions.to_read(by=sanne)}


def test_what_somebody_takes_is_theirs_and_what_is_done_is_nobodys(
    sanne: Colleague, karim: Colleague, fiscal: Department
) -> None:
    now = timezone.now()
    first, second = post("btw een"), post("btw twee")
    topic = together(sanne, fiscal, karim)
    actions.claim(post=first, by=karim, now=now)
    actions.rest(posts=[second], by=karim)
    assert actions.shares(topic=topic, by=sanne, now=now) == {sanne.pk: [], karim.pk: [first]}


def test_a_letter_to_one_of_them_is_in_nobodys_share(sanne: Colleague, fiscal: Department) -> None:
    limited_post("btw, onder ons", account(sanne))
    topic = together(sanne, fiscal)
    assert actions.shares(topic=topic, by=sanne, now=timezone.now()) == {sanne.pk: []}


def test_the_page_shows_ones_own_share_and_the_others_when_opened(
    sanne: Colleague,
    karim: Colleague,
    fiscal: Department,
    as_colleague: SignIn,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for n in range(20):
        post(f"btw {n}", identity(f"Piet {n}"))
    topic = together(sanne, fiscal, karim)
    client = as_colleague(sanne)
    with django_assert_max_num_queries(25):
        page = client.get(f"/listening/topics/{topic.pk}/shares/").content.decode()
    assert page.index("Yours") < page.index("<summary><bdi>Karim")


def test_only_who_made_it_removes_it(
    sanne: Colleague, karim: Colleague, fiscal: Department, as_colleague: SignIn
) -> None:
    topic = together(sanne, fiscal, karim)
    assert as_colleague(karim).post(f"/listening/topics/{topic.pk}/remove/").status_code == 404
    actions.remove_topic(topic=topic, by=karim)
    assert Topic.objects.filter(pk=topic.pk).exists()


def test_a_reader_who_changes_it_leaves_it_with_the_team(
    sanne: Colleague, karim: Colleague, fiscal: Department, as_colleague: SignIn
) -> None:
    topic = together(sanne, fiscal, karim)
    sent: dict[str, Any] = {"name": "Btw", "query": "btw OF omzetbelasting", "purpose": ""}
    as_colleague(karim).post(f"/listening/topics/{topic.pk}/", sent)
    topic.refresh_from_db()
    assert (topic.team, topic.query) == (fiscal, "btw OF omzetbelasting")


def test_only_ones_own_department_is_offered(
    sanne: Colleague, fiscal: Department, as_colleague: SignIn
) -> None:
    colleagues.add_department(name="Huis")
    page = as_colleague(sanne).get("/listening/topics/new/").content.decode()
    assert "Fiscaal</option>" in page
    assert "Huis</option>" not in page


# --- left out ------------------------------------------------------------------------------------


def test_somebody_is_left_out_of_one_topic_and_heard_again(
    sanne: Colleague, as_colleague: SignIn
) -> None:
    loud = post("btw! btw! btw!", identity("Luide Leo"))
    topic = actions.save_topic(by=sanne, name="Btw", query="btw")
    client = as_colleague(sanne)
    client.post(f"/listening/posts/{loud.pk}/topics/{topic.pk}/mute/")
    assert actions.to_read(by=sanne) == []
    assert "Luide Leo" in client.get(f"/listening/topics/{topic.pk}/").content.decode()
    client.post(f"/listening/topics/{topic.pk}/mutes/{topic.mutes.get().pk}/")
    assert len(actions.to_read(by=sanne)) == 1


def test_nobody_is_left_out_of_a_strangers_topic(
    sanne: Colleague, karim: Colleague, as_colleague: SignIn
) -> None:
    loud = post("btw!")
    topic = actions.save_topic(by=sanne, name="Btw", query="btw")
    answer = as_colleague(karim).post(f"/listening/posts/{loud.pk}/topics/{topic.pk}/mute/")
    assert answer.status_code == 404
    with pytest.raises(Topic.DoesNotExist):
        actions.mute(topic=topic, identity=loud.identity, by=karim)


def elsewhere(colleague: Colleague) -> None:
    other = colleagues.add_department(name="Elders")
    colleagues.tell(by=colleague, department=other, told={})


def test_who_goes_to_another_department_hears_the_topic_no_longer(
    sanne: Colleague, karim: Colleague, fiscal: Department, as_colleague: SignIn
) -> None:
    topic = together(sanne, fiscal, karim)
    for n in range(6):
        post(f"btw {n}", identity(f"Piet {n}"))
    actions.save_topic(by=sanne, name="Btw", query="btw OR bpm", topic=topic, team=fiscal)
    assert actions.to_read(by=karim)
    elsewhere(karim)
    assert actions.to_read(by=karim) == []
    assert len(actions.to_read(by=sanne)) == 6
    assert "Btw" not in as_colleague(karim).get("/listening/people/").content.decode()


def test_who_made_a_topic_goes_on_hearing_it_from_another_department(
    sanne: Colleague, karim: Colleague, fiscal: Department
) -> None:
    post("btw")
    together(sanne, fiscal)
    elsewhere(sanne)
    assert len(actions.to_read(by=sanne)) == 1


def test_a_letter_is_for_the_reader_who_got_it_whoever_s_turn_it_is(
    sanne: Colleague, karim: Colleague, fiscal: Department
) -> None:
    topic = together(sanne, fiscal, karim)
    through = account(sanne)
    letters = [limited_post(f"btw {n}", through) for n in range(8)]
    book.write(topics=[topic.pk] * 8, posts=[letter.pk for letter in letters])
    assert len(actions.to_read(by=sanne)) == 8
    assert actions.to_read(by=karim) == []
    told = hearing.meeting(posts=letters, now=timezone.now())
    assert {meeting.colleague_id for meeting in told} == {sanne.pk}
